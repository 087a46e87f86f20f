#!/usr/bin/env python3
"""Prints PyTorch's times with a recurrent network as JSON: sequences_peer.py CELL STEPS_PER_EPOCH EPOCHS THREADS.

Microseconds a training step (8 features, 64 hidden, 100 steps, batch 64, last state, linear layer, cross-entropy, AdamW), and
microseconds to score one sequence and 256 of them.
"""
import json
import sys
import time

import torch
from torch import nn

cell, steps, epochs, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(0)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = {"Lstm": nn.LSTM, "Gru": nn.GRU, "Rnn": nn.RNN}[cell](8, 64, batch_first=True)
        self.head = nn.Linear(64, 3)

    def forward(self, x):
        return self.head(self.cell(x)[0][:, -1])


rows = steps * 64
x, y = torch.rand(rows, 100, 8) * 2 - 1, torch.randint(0, 3, (rows,))
net = Network()
optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3)
loss_function = nn.CrossEntropyLoss()
times = []
for epoch in range(epochs):
    started = time.perf_counter()
    order = torch.randperm(rows)
    total = 0.0
    for step in range(steps):
        chosen = order[step * 64:(step + 1) * 64]
        optimizer.zero_grad()
        loss = loss_function(net(x[chosen]), y[chosen])
        loss.backward()
        optimizer.step()
        total += loss.item()
    times.append((time.perf_counter() - started) / steps * 1e6)
times = sorted(times[1:])


def scoring(count):
    best = float("inf")
    with torch.no_grad():
        for _ in range(5):
            calls, started = 0, time.perf_counter()
            while time.perf_counter() - started < 0.3:
                net(x[:count])
                calls += 1
            best = min(best, (time.perf_counter() - started) / calls * 1e6)
    return best


net.eval()
torch.set_num_threads(1)
print(json.dumps({"Step": times[len(times) // 2], "One": scoring(1), "Many": scoring(256), "Version": torch.__version__}))

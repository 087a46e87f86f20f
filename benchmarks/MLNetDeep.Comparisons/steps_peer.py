#!/usr/bin/env python3
"""Prints PyTorch's microseconds a training step and its version: steps_peer.py STEPS_PER_EPOCH EPOCHS."""
import sys
import time

import torch
from torch import nn

steps, epochs = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(1)
torch.manual_seed(0)
rows = steps * 128
x = torch.rand(rows, 20) * 2 - 1
y = torch.randint(0, 3, (rows,))
net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 3))
optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3)
loss_function = nn.CrossEntropyLoss()
times = []
for epoch in range(epochs):
    started = time.perf_counter()
    order = torch.randperm(rows)
    total = 0.0
    for step in range(steps):
        chosen = order[step * 128:(step + 1) * 128]
        optimizer.zero_grad()
        loss = loss_function(net(x[chosen]), y[chosen])
        loss.backward()
        optimizer.step()
        total += loss.item()
    times.append((time.perf_counter() - started) / steps * 1e6)
times = sorted(times[1:])
print(f"{times[len(times) // 2]:.1f} {torch.__version__}")

#!/usr/bin/env python3
"""Writes adamw_golden.json: 100 steps of plain PyTorch AdamW on a small network, from given weights and batches.

Run with PyTorch 1.13 or later:  python3 adamw_golden.py > adamw_golden.json
"""
import json

import torch
from torch import nn

torch.manual_seed(20)
torch.set_num_threads(1)
ROWS, INPUTS, BATCH, STEPS = 64, 5, 16, 100
SETTINGS = {"learningRate": 0.01, "weightDecay": 0.1, "gradientClipNorm": 0.5}

x = torch.randn(ROWS, INPUTS)
y = torch.stack([x[:, 0] * x[:, 1], x[:, 2].sin() + 0.1 * x[:, 3]], dim=1)
# No bias before batch normalisation: its gradient is rounding noise, which Adam would blow up differently on every machine.
net = nn.Sequential(nn.Linear(INPUTS, 7, bias=False), nn.BatchNorm1d(7), nn.SiLU(), nn.Linear(7, 9), nn.Tanh(), nn.Linear(9, 2))


def tensors():
    kept = {k: v for k, v in net.state_dict().items() if not k.endswith("num_batches_tracked")}
    return {k: [round(n, 8) for n in v.flatten().tolist()] for k, v in kept.items()}


initial = tensors()
matrices = [p for p in net.parameters() if p.dim() > 1]
others = [p for p in net.parameters() if p.dim() == 1]
optimizer = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": SETTINGS["weightDecay"]}, {"params": others, "weight_decay": 0.0}],
    lr=SETTINGS["learningRate"])
losses = []
for step in range(STEPS):
    start = step * BATCH % ROWS
    optimizer.zero_grad()
    loss = ((net(x[start:start + BATCH]) - y[start:start + BATCH]) ** 2).mean()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), SETTINGS["gradientClipNorm"])
    optimizer.step()
    losses.append(round(loss.item(), 8))

print(json.dumps({
    "settings": SETTINGS, "batch": BATCH, "steps": STEPS, "inputs": INPUTS, "outputs": 2,
    "features": [round(n, 8) for n in x.flatten().tolist()], "targets": [round(n, 8) for n in y.flatten().tolist()],
    "initial": initial, "final": tensors(), "losses": losses,
}))

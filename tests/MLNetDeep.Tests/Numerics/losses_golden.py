#!/usr/bin/env python3
"""Writes losses_golden.json: each loss on small random outputs, plain, weighted, smoothed, by PyTorch or scikit-learn.

Run with PyTorch 1.13 and scikit-learn 1.2 or later:  python3 losses_golden.py > losses_golden.json
"""
import json

import numpy as np
import torch
import torch.nn.functional as F
from sklearn import metrics as m

random = np.random.default_rng(9)
ROWS, CLASSES, TARGETS, LEVELS = 12, 4, 2, [0.1, 0.5, 0.8]
weights = torch.tensor(random.uniform(0.2, 3, ROWS))


def tensor(a):
    return torch.tensor(np.asarray(a, np.float32).astype(float))


def focal(losses, p, gamma):
    return losses * (1 - p) ** gamma


def case(loss, outputs, targets, rows, **more):
    """rows: the loss of each row (mean over its outputs), shape [ROWS]."""
    numbers = [float(v) for v in outputs.flatten()]
    return {"loss": loss, "outputs": numbers, "targets": [float(v) for v in targets.flatten()],
            "weights": [float(w) for w in np.float32(weights)], "plain": float(rows.mean()),
            "weighted": float((rows * weights).sum() / weights.sum()), **more}


cases = {}
z, y = tensor(random.normal(size=(ROWS, 3)) * 3), tensor(random.uniform(size=(ROWS, 3)) > 0.5)
bce = F.binary_cross_entropy_with_logits(z, y, reduction="none")
smooth = F.binary_cross_entropy_with_logits(z, y * 0.8 + 0.1, reduction="none")
cases["binary logistic"] = case({"kind": "logistic"}, z, y, bce.mean(1), smoothed=float(smooth.mean()))
p = torch.exp(-bce)
cases["binary focal"] = case({"kind": "focal", "gamma": 2}, z, y, focal(bce, p, 2).mean(1))
alpha = torch.where(y > 0, 0.25, 0.75)
cases["binary focal alpha"] = case({"kind": "focal", "gamma": 0.5, "alpha": 0.25}, z, y, (alpha * focal(bce, p, 0.5)).mean(1))
hinge = torch.tensor([[m.hinge_loss([a, 0, 1], [b, -9, 9]) * 3 for a, b in zip(r, s)] for r, s in zip(y.tolist(), z.tolist())])
cases["binary hinge"] = case({"kind": "hinge"}, z, y, hinge.mean(1))

z = tensor(random.normal(size=(ROWS, CLASSES)) * 2)
y = torch.tensor([i % CLASSES for i in range(ROWS)])
ce = F.cross_entropy(z, y, reduction="none")
cases["class cross-entropy"] = case({"kind": "cross-entropy"}, z, y, ce,
                                    smoothed=float(F.cross_entropy(z, y, label_smoothing=0.2)))
logs = F.log_softmax(z, 1)
scaled = -logs * (1 - logs.exp()) ** 1.5
soft = F.one_hot(y, CLASSES) * 0.8 + 0.2 / CLASSES
cases["class focal"] = case({"kind": "focal", "gamma": 1.5}, z, y, focal(ce, torch.exp(-ce), 1.5), smoothed=float((soft * scaled).sum(1).mean()))
crammer = torch.tensor([m.hinge_loss([label], [row], labels=list(range(CLASSES))) for label, row in zip(y.tolist(), z.tolist())])
cases["class hinge"] = case({"kind": "hinge"}, z, y, crammer)
balanced = torch.tensor(len(y) / (CLASSES * np.bincount([0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 3])))
skewed = torch.tensor([0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 3])
cases["class balanced"] = case({"kind": "cross-entropy"}, z, skewed, F.cross_entropy(z, skewed, reduction="none"),
                               balanced=float(F.cross_entropy(z, skewed, weight=balanced)))

z, y = tensor(random.normal(size=(ROWS, TARGETS)) * 2), tensor(random.normal(size=(ROWS, TARGETS)))
cases["regression squared"] = case({"kind": "squared-error"}, z, y, F.mse_loss(z, y, reduction="none").mean(1))
cases["regression absolute"] = case({"kind": "absolute-error"}, z, y, F.l1_loss(z, y, reduction="none").mean(1))
cases["regression huber"] = case({"kind": "huber", "delta": 0.7}, z, y, F.huber_loss(z, y, reduction="none", delta=0.7).mean(1))
cases["regression log-cosh"] = case({"kind": "log-cosh"}, z, y, torch.log(torch.cosh(z - y)).mean(1))
counts = tensor(random.poisson(1, size=(ROWS, TARGETS)))
cases["regression poisson"] = case({"kind": "poisson"}, z, counts, F.poisson_nll_loss(z, counts, reduction="none").mean(1))
z = tensor(random.normal(size=(ROWS, TARGETS * len(LEVELS))))
shift = np.log(np.expm1(2 / len(LEVELS)))
parts = z.view(ROWS, TARGETS, len(LEVELS))
quantiles = torch.cat([parts[..., :1], F.softplus(parts[..., 1:] + shift)], 2).cumsum(2)
pinball = [[np.mean([m.mean_pinball_loss([y[r, t]], [quantiles[r, t, q]], alpha=level) for q, level in enumerate(LEVELS)])
            for t in range(TARGETS)] for r in range(ROWS)]
cases["regression quantile"] = case({"kind": "quantile", "levels": LEVELS}, z, y, torch.tensor(pinball).mean(1))


def pinball_of(q):
    return torch.tensor([[np.mean([m.mean_pinball_loss([y[r, t]], [q[r, t, i]], alpha=level) for i, level in enumerate(LEVELS)])
                          for t in range(TARGETS)] for r in range(ROWS)])


sorts = {"kind": "quantile", "levels": LEVELS, "sortsOutputs": True}
cases["regression quantile, sorted later"] = case(sorts, z, y, pinball_of(parts).mean(1))
z = tensor(random.normal(size=(ROWS, TARGETS * (len(LEVELS) + 1))))
parts = z.view(ROWS, TARGETS, len(LEVELS) + 1)
squares = (y - parts[..., -1]) ** 2
for name, sorted_later, q in (("steps", False, torch.cat([parts[..., :1], F.softplus(parts[..., 1:-1] + shift)], 2).cumsum(2)),
                              ("sorted later", True, parts)):
    loss = {"kind": "quantile", "levels": LEVELS, "scoresMean": True, **({"sortsOutputs": True} if sorted_later else {})}
    cases[f"regression quantile and mean, {name}"] = case(
        loss, z, y, ((pinball_of(q) * len(LEVELS) + squares) / (len(LEVELS) + 1)).mean(1))
print(json.dumps(cases))

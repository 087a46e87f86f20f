#!/usr/bin/env python3
"""Greedy ensemble selection (Caruana et al., ICML 2004) by brute force over a few members, in float64: selection_golden.json."""
import json
import pathlib

import numpy as np
from sklearn.metrics import log_loss, mean_squared_error

ROUNDS = 12


def select(members, loss):
    picks, losses = [], []
    for _ in range(ROUNDS):
        trials = [loss(np.mean([members[i] for i in picks + [k]], axis=0)) for k in range(len(members))]
        picks.append(int(np.argmin(trials)))
        losses.append(min(trials))
    best = picks[:int(np.argmin(losses)) + 1]
    return [best.count(k) / len(best) for k in range(len(members))]


random = np.random.default_rng(4)
label = random.integers(0, 2, 30)
logits = (2 * label - 1)[None] * [[0.9], [0.7], [0.5], [0.2]] + random.normal(0, 1.2, (4, 30))
probabilities = np.round(1 / (1 + np.exp(-logits)), 4)
value = np.round(random.normal(0, 1, 30), 3)
values = np.round(value[None] + random.normal(0, [[0.8], [0.9], [1.0], [2.0]], (4, 30)), 4)
golden = {
    "binary": {"targets": label.tolist(), "members": probabilities.tolist(),
               "weights": select(probabilities, lambda p: log_loss(label, p))},
    "regression": {"targets": value.tolist(), "members": values.tolist(),
                   "weights": select(values, lambda p: mean_squared_error(value, p))},
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")

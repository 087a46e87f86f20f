#!/usr/bin/env python3
"""Writes splits_golden.json: the folds of scikit-learn's TimeSeriesSplit and GroupKFold, and purged folds from their definition.

Run with scikit-learn 1.2 or later:  python3 splits_golden.py > splits_golden.json
"""
import json

import numpy as np
from sklearn.model_selection import GroupKFold, TimeSeriesSplit

rolling = []
for rows, folds, horizon, gap, window in [(23, 5, None, 0, None), (23, 3, 4, 2, None), (30, 4, 5, 1, 6), (6, 5, None, 0, None)]:
    split = TimeSeriesSplit(n_splits=folds, test_size=horizon, gap=gap, max_train_size=window)
    rolling.append({
        "rows": rows, "folds": folds, "horizon": horizon, "gap": gap, "window": window,
        "parts": [[a.tolist(), b.tolist()] for a, b in split.split(np.zeros(rows))]})

# Groups of different sizes, so that the order among equals, which scikit-learn leaves to its sort, decides nothing.
groups = np.random.default_rng(3).permutation(np.repeat(np.arange(7), [11, 9, 7, 6, 4, 2, 1]))
grouped = [{"folds": k, "tests": [b.tolist() for _, b in GroupKFold(n_splits=k).split(np.zeros(len(groups)), groups=groups)]}
           for k in (2, 3, 5, 7)]


def purged(starts, ends, folds, embargo):
    """Every pair of labels is compared: (start, end] of a training row and the whole span of the fold."""
    order = np.argsort(starts, kind="stable")
    parts = []
    for test in np.array_split(order, folds):
        low, high = starts[test].min(), ends[test].max()
        last = max(list(order).index(r) for r in test)
        after = [r for r in order[last + 1:] if starts[r] >= high][embargo:]
        before = [r for r in order if r not in test and starts[r] <= low and list(order).index(r) < last and ends[r] <= low]
        parts.append([sorted(int(r) for r in before + after), sorted(int(r) for r in test)])
    return parts


rng = np.random.default_rng(4)
times = rng.permutation(40).astype(float)
ends = times + rng.integers(0, 6, 40)
numbers = np.arange(26.0)
purges = [
    {"rows": 26, "folds": 4, "span": 0, "embargo": 0, "parts": purged(numbers, numbers, 4, 0)},
    {"rows": 26, "folds": 4, "span": 3, "embargo": 0, "parts": purged(numbers, numbers + 3, 4, 0)},
    {"rows": 26, "folds": 3, "span": 2, "embargo": 2, "parts": purged(numbers, numbers + 2, 3, 2)},
]
print(json.dumps({
    "rolling": rolling, "groups": groups.tolist(), "grouped": grouped, "purged": purges,
    "timed": {"times": times.tolist(), "ends": ends.tolist(), "folds": 5, "embargo": 1, "parts": purged(times, ends, 5, 1)}}))

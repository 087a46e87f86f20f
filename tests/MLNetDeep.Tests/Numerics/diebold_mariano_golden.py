#!/usr/bin/env python3
"""Writes diebold_mariano_golden.json: the test of Diebold and Mariano with the correction of Harvey, Leybourne and Newbold.

The formulas as in the papers, Student's distribution from SciPy.  Run:  python3 diebold_mariano_golden.py > diebold_mariano_golden.json
"""
import json

import numpy as np
from scipy import stats


def test(d, h):
    n, mean = len(d), d.mean()
    gamma = [np.sum((d[k:] - mean) * (d[:n - k] - mean)) / n for k in range(h)]
    variance = (gamma[0] + 2 * sum(gamma[1:])) / n
    if variance <= 0:
        return test(d, 1)
    correction = np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    statistic = correction * mean / np.sqrt(variance)
    half = stats.t.ppf(0.975, n - 1) * np.sqrt(variance) / correction
    return {"mean": mean, "half": half, "p": 2 * stats.t.sf(abs(statistic), n - 1)}


rng = np.random.default_rng(8)
cases = []
for n, h, shift, smooth in [(12, 1, 0.5, 1), (28, 1, 0.1, 1), (28, 3, 0.4, 3), (20, 4, 0.3, 4), (9, 5, 0.0, 1)]:
    noise = np.convolve(rng.normal(size=n + smooth - 1), np.ones(smooth) / smooth, mode="valid")
    d = np.round(shift + noise, 4)
    cases.append({"differences": d.tolist(), "lags": h - 1, **test(d, h)})
# Differences that alternate have a negative variance of the mean at two lags.
d = np.array([1.0, -0.9, 1.1, -1.0, 1.2, -0.8, 0.9, -1.1])
cases.append({"differences": d.tolist(), "lags": 1, **test(d, 2)})
print(json.dumps({"cases": cases}))

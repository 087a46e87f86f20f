#!/usr/bin/env python3
"""Writes measures_golden.json: scikit-learn's metrics on small random predictions, with row weights and with tied scores.

Run with scikit-learn 1.2 or later:  python3 measures_golden.py > measures_golden.json
"""
import json

import numpy as np
from sklearn import metrics as m

random = np.random.default_rng(5)
ROWS = 40


def numbers(a):
    return [float(v) for v in np.asarray(a, np.float32).ravel()]


def binary(weights):
    z = np.round(random.normal(size=ROWS) * 2, 0).astype(np.float32)  # ties
    y = (z + random.normal(size=ROWS) * 3 > 0).astype(int)
    p = 1 / (1 + np.exp(-z.astype(float)))
    w = weights
    loss = m.log_loss(y, p, sample_weight=w)
    return {"outputs": numbers(z), "targets": numbers(y), "weights": [] if w is None else numbers(w), "expected": {
        "Loss": loss, "Accuracy": m.accuracy_score(y, z > 0, sample_weight=w), "AUC": m.roc_auc_score(y, z, sample_weight=w),
        "F1": m.f1_score(y, z > 0, sample_weight=w), "LogLoss": loss}}


def multiclass(weights):
    z = (random.normal(size=(ROWS, 4)) * 2).astype(np.float32)
    y = (z + random.normal(size=z.shape) * 2)[:, :3].argmax(1)  # the last class does not occur
    e = np.exp(z.astype(float))
    loss = m.log_loss(y, e / e.sum(1, keepdims=True), sample_weight=weights, labels=[0, 1, 2, 3])
    recalls = [m.accuracy_score(y[y == k], z[y == k].argmax(1), sample_weight=None if weights is None else weights[y == k])
               for k in range(3) if weights is None or weights[y == k].sum() > 0]
    return {"outputs": numbers(z), "targets": numbers(y), "weights": [] if weights is None else numbers(weights), "expected": {
        "Loss": loss, "Accuracy": m.accuracy_score(y, z.argmax(1), sample_weight=weights), "MacroAccuracy": float(np.mean(recalls)),
        "LogLoss": loss}}


def regression(weights):
    mean, deviation = np.float32([10, -3]), np.float32([4, 0.5])
    y = (mean + random.normal(size=(ROWS, 2)) * deviation).astype(np.float32)
    p = (y + random.normal(size=y.shape) * deviation * 0.7).astype(np.float32)
    scaled = ((p - mean) / deviation, (y - mean) / deviation)
    w = {"sample_weight": weights}
    return {"outputs": numbers(scaled[0]), "targets": numbers(scaled[1]), "weights": [] if weights is None else numbers(weights),
            "means": numbers(mean), "deviations": numbers(deviation), "expected": {
                "Loss": m.mean_squared_error(scaled[1], scaled[0], **w),
                "RMSE": float(np.mean(np.sqrt(m.mean_squared_error(y, p, multioutput="raw_values", **w)))),
                "MAE": m.mean_absolute_error(y, p, **w), "RSquared": m.r2_score(y, p, **w)}}


weights = np.round(random.uniform(size=ROWS) * 3).astype(np.float32)  # some are 0
print(json.dumps({f"{task.__name__}{suffix}": task(w) for task in (binary, multiclass, regression)
                  for suffix, w in (("", None), (" weighted", weights))}, default=float))

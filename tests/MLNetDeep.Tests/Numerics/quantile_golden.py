#!/usr/bin/env python3
"""Writes quantile_golden.json: scikit-learn's QuantileTransformer (to normal numbers) on float32 columns, ties and ends included.

Run with scikit-learn 1.2 or later:  python3 quantile_golden.py > quantile_golden.json
"""
import json

import numpy as np
from sklearn.preprocessing import QuantileTransformer

rng = np.random.default_rng(5)
train = np.stack([rng.normal(size=60), rng.integers(0, 4, 60), np.exp(3 * rng.normal(size=60))], axis=1).astype(np.float32)
fitted = QuantileTransformer(n_quantiles=12, output_distribution="normal").fit(train)
# The quantiles are stored as float32; the transform is taken from those.
fitted.quantiles_ = fitted.quantiles_.astype(np.float32).astype(np.float64)
test = np.concatenate([train[:20], np.array([[-9, -1, 0], [9, 9, 1e6], [0, 0.5, 1], [0.1, 2, 3]], dtype=np.float32)])
print(json.dumps({
    "quantiles": fitted.quantiles_.T.flatten().tolist(),
    "input": test.flatten().tolist(),
    "output": fitted.transform(test.astype(np.float64)).flatten().tolist(),
}))

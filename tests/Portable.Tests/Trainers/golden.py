"""Golden numbers of the tests of linear trainers, Platt's calibrator and the evaluators, from scikit-learn.

Usage: python3 golden.py    (scikit-learn 1.2 or later; prints C# literals)

The data are formulas, computed in single precision as TestRows.cs computes them.
"""
import numpy as np
from sklearn.calibration import _sigmoid_calibration
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

ROWS, WIDTH = 300, 5


def features():
    i = np.arange(ROWS, dtype=np.float64)[:, None]
    j = np.arange(WIDTH, dtype=np.float64)[None, :]
    return np.sin(i * (j + 1) * 0.37 + j).astype(np.float32)


def noise():
    return np.cos(np.arange(ROWS, dtype=np.float64) * 2.31).astype(np.float32)


def literals(name, values):
    print(f"{name}: " + ", ".join(f"{v:.9g}" for v in np.ravel(values)))


x, e = features(), noise()
binary = (1.5 * x[:, 0] - 2.0 * x[:, 1] + 0.3 + e) > 0
classes = np.argmax(np.stack([x[:, 0] + 0.3 * e, x[:, 1], x[:, 2] - 0.3 * e]), axis=0)
weights = 1 + (np.arange(ROWS) % 3)


def logistic(title, sample_weight=None, **options):
    model = LogisticRegression(tol=1e-12, max_iter=1_000_000, **options).fit(x, binary, sample_weight=sample_weight)
    literals(title, np.concatenate([model.intercept_, model.coef_[0]]))
    return model


# C times the sum of losses plus the penalty: C = 1 is L2 = 1; C = 1/2 with half of each penalty is L1 = L2 = 1.
logistic("l2", C=1.0, solver="lbfgs")
logistic("l1 and l2", C=0.5, penalty="elasticnet", l1_ratio=0.5, solver="saga")
logistic("l2, weights 1 2 3", sample_weight=weights, C=1.0, solver="lbfgs")

softmax = LogisticRegression(C=1.0, solver="lbfgs", tol=1e-12, max_iter=1_000_000).fit(x, classes)
probabilities = softmax.predict_proba(x)
literals("softmax, l2: probabilities of rows 0 and 7", probabilities[[0, 7]])
literals("softmax, l2: log-loss", log_loss(classes, probabilities))

score = (0.4 * x[:, 0] - 0.3 * x[:, 1] + x[:, 2]).astype(np.float32)
literals("platt: slope, offset", _sigmoid_calibration(score.astype(np.float64), binary))
literals("platt: slope, offset, weights 1 2 3", _sigmoid_calibration(score.astype(np.float64), binary, weights.astype(np.float64)))
literals("auc", roc_auc_score(binary, score))

"""Makes synthetic.csv and golden.json: what scikit-learn's histogram gradient boosting scores on it.

Usage: python3 make_golden.py        (scikit-learn, NumPy; writes beside itself)
       python3 make_golden.py FILE LABEL   compares five-fold figures on a CSV of your own: prints, writes nothing
The tests train FastTree with the same settings on the same rows and compare.
"""
import csv
import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import log_loss, mean_squared_error, r2_score, roc_auc_score

ROWS, TRAIN = 2500, 1700
COLOURS = "red", "green", "blue", "grey"
SETTINGS = dict(max_iter=100, max_leaf_nodes=20, learning_rate=0.2, min_samples_leaf=10, early_stopping=False, l2_regularization=0)


def synthetic():
    """Five numbers, one of them skewed and one in few steps, and a colour; labels with interactions and noise."""
    rng = np.random.default_rng(20240229)
    x = np.column_stack([rng.normal(size=ROWS), rng.uniform(-2, 2, ROWS), rng.exponential(size=ROWS),
                         rng.integers(0, 6, ROWS), rng.normal(size=ROWS)]).round(3)
    colour = rng.integers(0, len(COLOURS), ROWS)
    signal = np.sin(2 * x[:, 0]) + x[:, 1] * (colour == 1) + np.log1p(x[:, 2]) - 0.3 * np.abs(x[:, 3] - 2) + 0.5 * (colour == 3)
    target = (signal + 0.4 * rng.normal(size=ROWS)).round(3)
    label = rng.uniform(size=ROWS) < 1 / (1 + np.exp(-2 * signal))
    return x, colour, target, label.astype(int)


def one_hot(x, colour):
    return np.column_stack([x, *(colour == c for c in range(len(COLOURS)))]).astype(np.float32)


def main():
    folder = pathlib.Path(__file__).parent
    x, colour, target, label = synthetic()
    with open(folder / "synthetic.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["a", "b", "c", "d", "e", *COLOURS, "target", "label"])
        for row, c, t, y in zip(x, colour, target, label):
            writer.writerow([*(f"{v:g}" for v in row), *(int(c == i) for i in range(len(COLOURS))), f"{t:g}", y])

    features = one_hot(x, colour)
    train, test = slice(0, TRAIN), slice(TRAIN, ROWS)
    classifier = HistGradientBoostingClassifier(**SETTINGS).fit(features[train], label[train])
    probability = classifier.predict_proba(features[test])[:, 1]
    value = HistGradientBoostingRegressor(**SETTINGS).fit(features[train], target[train]).predict(features[test])
    golden = {
        "sklearn": sklearn.__version__,
        "trainRows": TRAIN,
        "areaUnderRocCurve": roc_auc_score(label[test], probability),
        "logLoss": log_loss(label[test], probability) / np.log(2),
        "rootMeanSquaredError": mean_squared_error(target[test], value) ** 0.5,
        "rSquared": r2_score(target[test], value),
    }
    (folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")


def compare(path, label):
    import pandas

    data = pandas.read_csv(path)
    y = data.pop(label)
    binary = y.nunique() == 2
    y = pandas.factorize(y, sort=True)[0] if binary else y.to_numpy()
    x = pandas.get_dummies(data).to_numpy(dtype=np.float32)
    fold = np.arange(len(y)) % 5
    figures = []
    for k in range(5):
        model = (HistGradientBoostingClassifier if binary else HistGradientBoostingRegressor)(**SETTINGS)
        model.fit(x[fold != k], y[fold != k])
        if binary:
            p = model.predict_proba(x[fold == k])[:, 1]
            figures.append([roc_auc_score(y[fold == k], p), log_loss(y[fold == k], p) / np.log(2)])
        else:
            p = model.predict(x[fold == k])
            figures.append([r2_score(y[fold == k], p), mean_squared_error(y[fold == k], p) ** 0.5])
    print("AUC, log loss (bits):" if binary else "R2, RMSE:", *np.mean(figures, 0).round(4))


compare(*sys.argv[1:]) if len(sys.argv) == 3 else main()

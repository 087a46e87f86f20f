#!/usr/bin/env python3
"""The peers of `bench tabular`: XGBoost's and scikit-learn's boosted trees with their defaults, one thread each.

    tabular_peer.py prepare FOLDER WORK FOLDS ROWS TABLE...   WORK/TABLE.csv, .FOLD.train.csv, .FOLD.test.csv; describes them
    tabular_peer.py fit TASK METRIC TRAIN TEST WIDTH          float32 rows of label and features; prints {peer: [error, seconds]}
    tabular_peer.py versions                                  prints {package: version}
"""
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read on import

import hashlib  # noqa: E402
import json  # noqa: E402
import pathlib  # noqa: E402
import platform  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
import warnings  # noqa: E402

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import sklearn  # noqa: E402
import xgboost  # noqa: E402
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor  # noqa: E402
from sklearn.metrics import accuracy_score, mean_squared_error, roc_auc_score  # noqa: E402
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split  # noqa: E402

from classical_peer import FOLDS, TABLES  # noqa: E402

TIME = {"chicago-l": "date"}


def splits(name, task, label):
    """The first of five shuffled folds; for series, rolling origin: each of the last fifths in time, learned from all before."""
    if name in TIME:
        bounds = np.linspace(0, len(label), FOLDS + 1).astype(int)
        for i in range(FOLDS - 1, 1, -1):
            yield np.arange(bounds[i]), np.arange(bounds[i], bounds[i + 1])
        return
    splitter = KFold if task == "regression" else StratifiedKFold
    yield from splitter(FOLDS, shuffle=True, random_state=0).split(np.zeros(len(label)), label)


def cut(train, label, task, rows):
    """At most so many training rows, class by class, the same for every trainer."""
    if len(train) <= rows:
        return train
    kept, _ = train_test_split(train, train_size=rows, random_state=0, stratify=None if task == "regression" else label[train])
    return np.sort(kept)


def prepare(folder, work, folds, rows, *names):
    """The text of the fields stays as it is, so that both sides infer the same from it."""
    described = []
    for name in names:
        task, target = TABLES[name]
        path = pathlib.Path(folder) / f"{name}.csv.gz"
        table = pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns="split", errors="ignore")
        if name in TIME:
            table = table.sort_values(TIME[name], kind="stable").drop(columns=TIME[name])
        label = table[target].to_numpy()
        table.to_csv(pathlib.Path(work) / f"{name}.csv", index=False)
        for fold, (train, test) in enumerate(splits(name, task, label)):
            if fold == int(folds):
                break
            table.iloc[cut(train, label, task, int(rows))].to_csv(pathlib.Path(work) / f"{name}.{fold}.train.csv", index=False)
            table.iloc[test].to_csv(pathlib.Path(work) / f"{name}.{fold}.test.csv", index=False)
        metric = "rmse" if task == "regression" else "auc" if name == "insurance-coil" else "accuracy"
        described.append({"Name": name, "Task": task, "Label": target, "Metric": metric,
                          "Digest": hashlib.sha256(path.read_bytes()).hexdigest()[:16]})
    print(json.dumps(described))


def read(path, width):
    data = np.fromfile(path, "<f4").reshape(-1, int(width) + 1)
    return data[:, 0], data[:, 1:]


def error(metric, model, y, x):
    if metric == "rmse":
        return mean_squared_error(y, model.predict(x), squared=False)
    if metric == "auc":
        return 1 - roc_auc_score(y, model.predict_proba(x)[:, 1])
    return 1 - accuracy_score(y, model.predict(x))


def fit(task, metric, train, test, width):
    (y, x), (test_y, test_x) = read(train, width), read(test, width)
    if task == "regression":
        peers = {"XGB": xgboost.XGBRegressor(n_jobs=1), "HGB": HistGradientBoostingRegressor(random_state=0)}
    else:
        y, test_y = y.astype(int), test_y.astype(int)
        peers = {"XGB": xgboost.XGBClassifier(n_jobs=1), "HGB": HistGradientBoostingClassifier(random_state=0)}
    result = {}
    for name, model in peers.items():
        started = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x, y)
        result[name] = [float(error(metric, model, test_y, test_x)), time.perf_counter() - started]
    print(json.dumps(result))


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "prepare":
        prepare(*arguments)
    elif command == "fit":
        fit(*arguments)
    else:
        print(json.dumps({"XGBoost": xgboost.__version__, "scikit-learn": sklearn.__version__, "Python": platform.python_version()}))

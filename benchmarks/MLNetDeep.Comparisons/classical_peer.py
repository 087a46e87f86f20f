#!/usr/bin/env python3
"""The peers of ML.NET's classical trainers: scikit-learn and XGBoost.

    classical_peer.py prepare FOLDER WORK       tables of FOLDER as numbers: WORK/TABLE.bin, float32 rows of fold, label, features
    classical_peer.py evaluate TABLE WORK       cross-validates the peers, prints {peer: [metric of each fold]}
    classical_peer.py time TABLE WORK THREADS   fits boosted trees on all rows, prints seconds
"""
import json
import pathlib
import sys
import time
import warnings

import numpy as np
import pandas as pd
import xgboost
from sklearn.linear_model import LogisticRegression, PoissonRegressor, Ridge
from sklearn.metrics import accuracy_score, d2_tweedie_score, r2_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

FOLDS = 5
TABLES = {
    "telco-churn": ("binary", "churn"), "mlc-churn": ("binary", "churn"), "spambase": ("binary", "type"),
    "insurance-coil": ("binary", "CARAVAN"), "satellite": ("multiclass", "classes"), "dna-splice": ("multiclass", "Class"),
    "letter": ("multiclass", "lettr"), "opencv-digits-20x20": ("multiclass", "label"), "diamonds": ("regression", "price"),
    "ames": ("regression", "Sale_Price"), "concrete": ("regression", "compressive_strength"), "bank32nh": ("regression", "y0"),
    "abalone": ("regression", "y0"), "chicago-l": ("regression", "ridership"),
}
# FastTree's defaults: 100 trees of 20 leaves, rate 0.2.
TREES = dict(n_estimators=100, max_leaves=20, max_depth=0, grow_policy="lossguide", tree_method="hist", learning_rate=0.2, n_jobs=2)


def prepare(folder, work):
    """Text one-hot, missing numbers by the median, folds shuffled with seed 0 (stratified for classes)."""
    described = []
    for name, (task, target) in TABLES.items():
        path = pathlib.Path(folder) / f"{name}.csv.gz"
        if not path.exists():
            continue
        table = pd.read_csv(path).drop(columns=["split", "date"], errors="ignore")
        y = table.pop(target)
        label = y.to_numpy(float) if task == "regression" else pd.factorize(y, sort=True)[0]
        features = pd.get_dummies(table, dtype=float)
        features = features.fillna(features.median())
        fold = np.zeros(len(label))
        splitter = KFold if task == "regression" else StratifiedKFold
        for i, (_, test) in enumerate(splitter(FOLDS, shuffle=True, random_state=0).split(features, label)):
            fold[test] = i
        np.column_stack([fold, label, features.to_numpy()]).astype("<f4").tofile(pathlib.Path(work) / f"{name}.bin")
        described.append({"Name": name, "Task": task, "Width": features.shape[1]})
    print(json.dumps(described))


def read(name, work, width):
    data = np.fromfile(pathlib.Path(work) / f"{name}.bin", "<f4").reshape(-1, width + 2)
    return data[:, 0], data[:, 1], data[:, 2:]


def peers(task, rows, classes):
    """By the name of the trainer that each is compared with; the metric is accuracy, R², or the share of Poisson deviance explained."""
    def linear(model):
        return make_pipeline(MinMaxScaler(), model)

    d2 = lambda y, p: d2_tweedie_score(y, p, power=1)
    if task == "regression":
        return {"FastTree": (xgboost.XGBRegressor(**TREES), r2_score), "Sdca": (linear(Ridge()), r2_score),
                "Poisson": (linear(PoissonRegressor(alpha=1 / rows, max_iter=1000)), d2)}
    logistic = linear(LogisticRegression(max_iter=2000))
    found = {"Sdca": (logistic, accuracy_score), "Lbfgs": (logistic, accuracy_score)}
    if task == "binary":
        found["FastTree"] = (xgboost.XGBClassifier(**TREES), accuracy_score)
    elif classes <= 6:
        found["FastTree"] = (OneVsRestClassifier(xgboost.XGBClassifier(**TREES)), accuracy_score)
    return found


def evaluate(name, work, width):
    fold, label, x = read(name, work, width)
    task = TABLES[name][0]
    y = label if task == "regression" else label.astype(int)
    result = {}
    done = {}
    for peer, (model, metric) in peers(task, len(y), len(set(y)) if task != "regression" else 0).items():
        if peer == "Poisson" and y.min() < 0:
            continue
        if id(model) not in done:
            values = []
            for i in range(FOLDS):
                train, test = fold != i, fold == i
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    model.fit(x[train], y[train])
                values.append(float(metric(y[test], model.predict(x[test]))))
            done[id(model)] = values
        result[peer] = done[id(model)]
    print(json.dumps(result))


def time_trees(name, work, width, threads):
    _, label, x = read(name, work, width)
    model = xgboost.XGBRegressor(**(TREES | {"n_jobs": threads}))
    seconds = []
    for _ in range(4):
        started = time.perf_counter()
        model.fit(x, label)
        seconds.append(time.perf_counter() - started)
    print(json.dumps(seconds[1:]))  # the first fit pays for starting threads, here as there


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "prepare":
        prepare(*arguments)
    elif command == "evaluate":
        evaluate(arguments[0], arguments[1], int(arguments[2]))
    else:
        time_trees(arguments[0], arguments[1], int(arguments[2]), int(arguments[3]))

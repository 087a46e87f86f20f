#!/usr/bin/python3
"""Cross-validates the peers that `mlnetdeep compare` is measured against, on the repository's own tables.

Needs scikit-learn, xgboost and pandas (Debian: python3-sklearn python3-xgboost python3-pandas). Prints Markdown.

    benchmarks/peers/tabular.py                                 # the tables under samples/data
    benchmarks/peers/tabular.py --diamonds diamonds.csv.gz      # all 53,940 rows of diamonds
"""
import argparse
import os
import pathlib
import platform
import time
import warnings

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
data = pathlib.Path(__file__).resolve().parents[2] / "samples" / "data"
parser.add_argument("--telco", default=data / "telco-churn.csv.gz", type=pathlib.Path)
parser.add_argument("--diamonds", default=data / "diamonds-10000.csv.gz", type=pathlib.Path)
parser.add_argument("--folds", default=5, type=int)
parser.add_argument("--threads", default=2, type=int, help="of every library alike")
arguments = parser.parse_args()
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(arguments.threads)

import numpy as np  # noqa: E402 (the number of threads is read on import)
import pandas as pd  # noqa: E402
import sklearn  # noqa: E402
import xgboost  # noqa: E402
from sklearn.compose import make_column_selector, make_column_transformer  # noqa: E402
from sklearn.dummy import DummyClassifier, DummyRegressor  # noqa: E402
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor  # noqa: E402
from sklearn.impute import SimpleImputer  # noqa: E402
from sklearn.linear_model import LogisticRegression, Ridge  # noqa: E402
from sklearn.metrics import accuracy_score, mean_squared_error, r2_score, roc_auc_score  # noqa: E402
from sklearn.model_selection import KFold, StratifiedKFold  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import OneHotEncoder, StandardScaler  # noqa: E402

# ML.NET's FastTree by default: 100 trees of 20 leaves, rate 0.2, 10 rows a leaf at least, 255 bins, no early stopping.
FAST_TREE = dict(max_iter=100, max_leaf_nodes=20, learning_rate=0.2, min_samples_leaf=10, max_bins=255, early_stopping=False, random_state=0)


def one_hot(numeric):
    """Text columns one-hot, numbers through the given step."""
    text = make_column_selector(dtype_include=object)
    number = make_column_selector(dtype_exclude=object)
    return make_column_transformer((OneHotEncoder(handle_unknown="ignore", sparse_output=False), text), (numeric, number))


def binary_peers():
    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    return {
        "majority class": DummyClassifier(),
        "logistic regression": make_pipeline(one_hot(scaled), LogisticRegression(max_iter=1000)),
        "histogram boosting, FastTree's settings": make_pipeline(one_hot("passthrough"), HistGradientBoostingClassifier(**FAST_TREE)),
        "XGBoost, defaults": make_pipeline(one_hot("passthrough"), xgboost.XGBClassifier(n_jobs=arguments.threads, random_state=0)),
    }


def regression_peers():
    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    return {
        "mean": DummyRegressor(),
        "ridge regression": make_pipeline(one_hot(scaled), Ridge()),
        "histogram boosting, FastTree's settings": make_pipeline(one_hot("passthrough"), HistGradientBoostingRegressor(**FAST_TREE)),
        "XGBoost, defaults": make_pipeline(one_hot("passthrough"), xgboost.XGBRegressor(n_jobs=arguments.threads, random_state=0)),
    }


def binary_metrics(model, x, y):
    return {"accuracy": accuracy_score(y, model.predict(x)), "AUC": roc_auc_score(y, model.predict_proba(x)[:, 1])}


def regression_metrics(model, x, y):
    predicted = model.predict(x)
    return {"R²": r2_score(y, predicted), "RMSE": mean_squared_error(y, predicted, squared=False)}


def cross_validate(table, label, peers, metrics, splitter):
    x = table.drop(columns=label)
    y = table[label]
    rows = []
    for name, model in peers.items():
        folds = []
        for train, test in splitter.split(x, y):
            started = time.perf_counter()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # of older libraries about newer pandas
                model.fit(x.iloc[train], y.iloc[train])
                seconds = time.perf_counter() - started
                folds.append(metrics(model, x.iloc[test], y.iloc[test]) | {"fit s": seconds})
        rows.append((name, pd.DataFrame(folds)))
    return rows


def spread(values):
    digits = 4 if abs(values.mean()) < 10 else 1
    return f"{values.mean():.{digits}f} ± {values.std():.{digits}f}"


def show(title, rows):
    columns = rows[0][1].columns
    print(f"\n### {title}\n\n| | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    for name, folds in rows:
        cells = [f"{folds[c].mean():.2f}" if c == "fit s" else spread(folds[c]) for c in columns]
        print(f"| {name} | {' | '.join(cells)} |")


telco = pd.read_csv(arguments.telco)
telco["churn"] = (telco["churn"] == "Yes").astype(int)
diamonds = pd.read_csv(arguments.diamonds)
print(f"scikit-learn {sklearn.__version__}, XGBoost {xgboost.__version__}, NumPy {np.__version__}, Python {platform.python_version()}; "
      f"{arguments.threads} threads; {arguments.folds} shuffled folds, random state 0; mean ± standard deviation over the folds.")
show(f"Telco churn, {len(telco):,} rows: binary", cross_validate(
    telco, "churn", binary_peers(), binary_metrics, StratifiedKFold(arguments.folds, shuffle=True, random_state=0)))
show(f"Diamonds, {len(diamonds):,} rows: regression", cross_validate(
    diamonds, "price", regression_peers(), regression_metrics, KFold(arguments.folds, shuffle=True, random_state=0)))

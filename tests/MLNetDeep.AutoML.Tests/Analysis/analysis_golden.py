"""Writes analysis_golden.json: what Optuna 3.1 and cmaes 0.9 compute where ours must agree. Run it beside this file."""
import json
import math
import warnings

import cmaes
import numpy as np
import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def loss(x):
    return 3 * x["a"] + math.sin(6 * x["b"]) + 2 * x["a"] * x["c"] + (1.5 if x["kind"] == "y" else 0)


def importance():
    random = np.random.RandomState(1)
    study = optuna.create_study()
    kinds = ["x", "y", "z"]
    spaces = {name: optuna.distributions.FloatDistribution(0, 1) for name in "abc"}
    spaces["kind"] = optuna.distributions.CategoricalDistribution(kinds)
    rows = []
    for _ in range(120):
        x = {name: round(random.rand(), 4) for name in "abc"}
        x["kind"] = kinds[random.randint(3)]
        rows.append([x["a"], x["b"], x["c"], kinds.index(x["kind"]), loss(x)])
        study.add_trial(optuna.trial.create_trial(params=x, distributions=spaces, value=loss(x)))
    shares = optuna.importance.get_param_importances(study, evaluator=optuna.importance.FanovaImportanceEvaluator(seed=0))
    return {"rows": rows, "shares": [shares[name] for name in ("a", "b", "c", "kind")]}


def covariance():
    """Five generations of a slanted bowl in three dimensions: the points told, best first, and the distribution afterwards."""
    search = cmaes.CMA(mean=np.array([0.5, 0.2, 0.8]), sigma=0.2, seed=3)
    generations = []
    for _ in range(5):
        told = []
        for _ in range(search.population_size):
            x = search.ask()
            told.append((x, float((x[0] - 0.3) ** 2 + 50 * (x[1] + x[0] - 0.9) ** 2 + 5 * (x[2] - 0.1) ** 2)))
        search.tell(told)
        generations.append([x.tolist() for x, _ in sorted(told, key=lambda one: one[1])])
    return {"generations": generations, "mean": search._mean.tolist(), "step": search._sigma, "covariance": search._C.flatten().tolist()}


with open("analysis_golden.json", "w") as file:
    json.dump({"importance": importance(), "covariance": covariance()}, file)

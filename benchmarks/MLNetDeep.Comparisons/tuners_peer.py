"""Minimises test functions with Optuna's samplers and prints the regrets of each, by seed. Arguments: seeds, trials."""
import json
import math
import sys
import warnings

warnings.filterwarnings("ignore")
import optuna  # noqa: E402

optuna.logging.set_verbosity(optuna.logging.ERROR)


def branin(x):
    a, b = x[0] * 15 - 5, x[1] * 15
    bend = b - 5.1 / (4 * math.pi ** 2) * a * a + 5 / math.pi * a - 6
    return bend * bend + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10


HEIGHTS = [1.0, 1.2, 3.0, 3.2]
WIDTHS = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
PLACES = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
          [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]


def hartmann6(x):
    return -sum(h * math.exp(-sum(w * (v - p / 1e4) ** 2 for w, v, p in zip(ws, x, ps)))
                for h, ws, ps in zip(HEIGHTS, WIDTHS, PLACES))


FUNCTIONS = {"Branin": (branin, 2, 0.39788735772973816), "Hartmann6": (hartmann6, 6, -3.32236801141551)}
SAMPLERS = {
    "Optuna TPE, default": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "Optuna TPE, multivariate": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True),
    "Optuna CMA-ES": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
    "Optuna random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
}

seed_count, trial_count = int(sys.argv[1]), int(sys.argv[2])
results = []
for name, (function, width, lowest) in FUNCTIONS.items():
    for sampler, create in SAMPLERS.items():
        regrets = []
        for seed in range(seed_count):
            study = optuna.create_study(sampler=create(seed))
            study.optimize(lambda t: function([t.suggest_float(f"x{i}", 0, 1) for i in range(width)]), n_trials=trial_count)
            regrets.append(study.best_value - lowest)
        results.append({"function": name, "sampler": sampler, "regrets": regrets})
print(json.dumps(results))

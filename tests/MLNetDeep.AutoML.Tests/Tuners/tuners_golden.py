"""Writes tuners_golden.json: what scipy 1.10 and Optuna 3.1 compute where our tuners must agree. Run it beside this file."""
import json
import warnings

import numpy as np
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights
from optuna.samplers._tpe import parzen_estimator
from scipy.stats import norm, qmc, truncnorm

warnings.filterwarnings("ignore")
PARAMETERS = _ParzenEstimatorParameters(True, 1.0, True, False, default_weights, False)


# Optuna 3.1 leaves the width out of the density of a real number's kernel; later releases do not, nor does scipy.
parzen_estimator.truncnorm.logpdf = truncnorm.logpdf


def parzen(distribution, observations, points):
    """One option alone, where Optuna's kernels have the widths that ours have."""
    estimator = _ParzenEstimator({"x": np.array(observations, dtype=float)}, {"x": distribution}, PARAMETERS)
    points = np.array(points, dtype=int if isinstance(distribution, CategoricalDistribution) else float)
    return {"observations": observations, "points": points.tolist(), "log_density": estimator.log_pdf({"x": points}).tolist()}


def main():
    random = np.random.RandomState(0)
    quantiles = [1e-300, 1e-20, 1e-5, 0.02, 0.025, 0.3, 0.5, 0.8, 0.98, 0.999999]
    points = [-30.0, -8.5, -3.0, -0.7, 0.0, 0.2, 1.9, 6.5]
    golden = {
        "normal": {"points": points, "cumulative": norm.cdf(points).tolist(),
                   "probabilities": quantiles, "quantiles": norm.ppf(quantiles).tolist()},
        "halton": qmc.Halton(5, scramble=False).random(12).tolist(),
        "real": parzen(FloatDistribution(0, 1), random.rand(30).round(6).tolist(), [0, 0.1, 0.35, 0.9, 1]),
        "few": parzen(FloatDistribution(0, 1), [0.25, 0.75], [0, 0.25, 0.6]),
        "whole": parzen(IntDistribution(1, 10), [1, 3, 3, 4, 10], [1, 2, 3, 7, 10]),
        "choice": parzen(CategoricalDistribution(["a", "b", "c"]), [0, 2, 2, 2], [0, 1, 2]),
    }
    with open("tuners_golden.json", "w") as file:
        json.dump(golden, file, indent=1)


main()

"""Writes comparison_golden.json: tests and calibration measures of scipy and scikit-learn on small random data."""

import json
import pathlib

import numpy as np
from scipy import stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss


def numbers(values):
    return [float(v) for v in values]


rng = np.random.default_rng(7)

wilcoxon = []
for n in (5, 6, 10, 25, 50):
    differences = np.round(rng.normal(0.3, 1, n), 6)
    wilcoxon.append({"differences": numbers(differences), "p": float(stats.wilcoxon(differences, method="exact").pvalue)})
for n in (60, 120):
    # Rounded to tenths there are ties and zeros; more than 50 are taken for normal.
    differences = np.round(rng.normal(0.1, 1, n), 1)
    p = stats.wilcoxon(differences, zero_method="wilcox", method="approx", correction=False).pvalue
    wilcoxon.append({"differences": numbers(differences), "p": float(p)})

friedman = []
for sets, candidates, decimals in ((6, 3, 4), (12, 5, 4), (10, 4, 1)):
    scores = np.round(rng.normal(0.8, 0.1, (sets, candidates)) + 0.05 * np.arange(candidates), decimals)
    ranks = stats.rankdata(-scores, axis=1)
    statistic, p = stats.friedmanchisquare(*scores.T)
    f = (sets - 1) * statistic / (sets * (candidates - 1) - statistic)
    scale = np.sqrt(candidates * (candidates + 1) / (6 * sets))
    mean = ranks.mean(axis=0)
    friedman.append({
        "scores": [numbers(row) for row in scores],
        "ranks": numbers(mean),
        "statistic": float(statistic),
        "p": float(p),
        "f": float(f),
        "fP": float(stats.f.sf(f, candidates - 1, (candidates - 1) * (sets - 1))),
        "criticalDifference": float(stats.studentized_range.ppf(0.95, candidates, np.inf) / np.sqrt(2) * scale),
        "firstAgainstLast": float(stats.studentized_range.sf(abs(mean[0] - mean[-1]) / scale * np.sqrt(2), candidates, np.inf)),
    })

ranges = [{"k": k, "q": q, "p": float(stats.studentized_range.sf(q, k, np.inf))} for k in (2, 3, 5, 10) for q in (0.5, 2.0, 3.5, 5.0)]
quantiles = [{"k": k, "alpha": a, "q": float(stats.studentized_range.ppf(1 - a, k, np.inf))} for k in (2, 5, 10) for a in (0.1, 0.05, 0.01)]
f_tails = [{"f": f, "a": a, "b": b, "p": float(stats.f.sf(f, a, b))} for f, a, b in ((0.5, 2, 10), (3.1, 4, 44), (12.0, 1, 3))]
chi_tails = [{"x": x, "k": k, "p": float(stats.chi2.sf(x, k))} for x, k in ((0.3, 1), (2.5, 3), (11.0, 4), (40.0, 9))]
normal = [{"z": z, "p": float(stats.norm.cdf(z))} for z in (-6.0, -1.96, -0.3, 0.0, 0.7, 2.5, 5.0)]

calibration = []
for n in (40, 300):
    probability = np.round(rng.beta(1.5, 1.5, n).astype(np.float32), 6)
    label = (rng.random(n) < probability ** 1.5).astype(int)
    frequency, mean = calibration_curve(label, probability, n_bins=10, strategy="uniform")
    edges = np.minimum((probability * 10).astype(int), 9)
    counts = np.array([np.sum(edges == b) for b in range(10) if np.any(edges == b)])
    order = np.argsort(probability, kind="stable")
    parts = [order[n * i // 10:n * (i + 1) // 10] for i in range(10)]
    calibration.append({
        "probability": numbers(probability),
        "label": [int(v) for v in label],
        "frequency": numbers(frequency),
        "mean": numbers(mean),
        "counts": [int(v) for v in counts],
        "brier": float(brier_score_loss(label, probability)),
        "ece": float(np.sum(counts / n * np.abs(frequency - mean))),
        "mce": float(np.max(np.abs(frequency - mean))),
        "eceOfEqualCounts": float(sum(len(p) / n * abs(probability[p].mean(dtype=float) - label[p].mean()) for p in parts)),
    })

residuals = np.round(rng.normal(0.2, 2, 31), 4)
score = np.round(rng.normal(10, 3, 31), 4)
regression = {
    "score": numbers(score),
    "label": numbers(score + residuals),
    "mean": float(residuals.mean()),
    "deviation": float(residuals.std(ddof=1)),
    "quantiles": numbers(np.quantile(residuals, [0.05, 0.25, 0.5, 0.75, 0.95])),
    "medianAbsolute": float(np.median(np.abs(residuals))),
    "spearman": float(stats.spearmanr(np.abs(residuals), score).statistic),
}

# Holm's correction by hand from its definition.
p_values = [0.04, 0.01, 0.03, 0.5]
holm = [0.09, 0.04, 0.09, 0.5]

document = {
    "wilcoxon": wilcoxon, "friedman": friedman, "ranges": ranges, "quantiles": quantiles, "f": f_tails, "chi": chi_tails,
    "normal": normal, "calibration": calibration, "regression": regression, "holm": {"p": p_values, "adjusted": holm},
}
target = pathlib.Path(__file__).with_name("comparison_golden.json")
target.write_text(json.dumps(document, separators=(",", ":")) + "\n")

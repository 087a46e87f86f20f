"""ROC and precision-recall curves by scikit-learn; python3 curves_golden.py > curves_golden.json"""
import json
import random

from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

random.seed(5)
cases = [
    {"name": "by hand", "scores": [0.1, 0.4, 0.35, 0.8], "labels": [0, 0, 1, 1]},
    {"name": "ties", "scores": [0.5, 0.5, 0.5, 0.2, 0.2, 0.9], "labels": [1, 0, 1, 0, 1, 0]},
    {"name": "all alike", "scores": [0.3, 0.3, 0.3], "labels": [0, 1, 1]},
    {"name": "drawn", "scores": [], "labels": []},
]
for _ in range(40):
    label = int(random.random() < 0.4)
    cases[3]["labels"].append(label)
    cases[3]["scores"].append(round(random.gauss(label, 1), 1))
for case in cases:
    labels, scores = case["labels"], case["scores"]
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    case["roc"] = [[x, y] for x, y in zip(fpr.tolist(), tpr.tolist())]
    case["area"] = float(roc_auc_score(labels, scores))
    # By rising recall, without the point at recall 0 that scikit-learn adds; it also leaves out thresholds below full recall.
    points = list(zip(recall.tolist(), precision.tolist()))[:-1]
    case["precisionRecall"] = [[x, y] for x, y in reversed(points)]
    case["averagePrecision"] = float(average_precision_score(labels, scores))
print(json.dumps(cases))

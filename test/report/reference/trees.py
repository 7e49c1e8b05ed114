"""Figures of scikit-learn's HistGradientBoosting on the shared tables, trained on train, measured on holdout.

From the repository root, with Debian's python3-sklearn (1.2.1):
    OMP_NUM_THREADS=1 /usr/bin/python3 test/report/reference/trees.py > test/report/reference/trees.json
"""
import csv
import json

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import r2_score, roc_auc_score

TASKS = [
    ("adult", "outcome", "class"),
    ("churn", "Exited", "class"),
    ("penguins", "species", "class"),
    ("california", "median_house_value", "number"),
    ("insurance", "charges", "number"),
]
DROPPED = {"RowNumber", "CustomerId", "Surname"}
MISSING = {"", "?"}


def read(name):
    with open(f"../shared/data/{name}.csv") as file:
        header, *rows = csv.reader(file)
    return header, rows


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


def features(name, target):
    header, train = read(f"{name}.train")
    _, holdout = read(f"{name}.holdout")
    columns, categorical = [], []
    for j, column in enumerate(header):
        if column == target or column in DROPPED:
            continue
        cells = [row[j] for row in train + holdout]
        present = [c for c in cells if c not in MISSING]
        if all(is_number(c) for c in present):
            columns.append([np.nan if c in MISSING else float(c) for c in cells])
            categorical.append(False)
        else:
            codes = {level: i for i, level in enumerate(sorted(set(present)))}
            columns.append([codes.get(c, np.nan) for c in cells])
            categorical.append(True)
    x = np.array(columns, float).T
    y = np.array([row[header.index(target)] for row in train + holdout])
    n = len(train)
    return x[:n], y[:n], x[n:], y[n:], categorical


def figures(name, target, kind):
    x, y, x_test, y_test, categorical = features(name, target)
    out = {}
    for label, levels in (("categorical", categorical), ("ordinal", None)):
        options = {"max_iter": 100, "early_stopping": False, "categorical_features": levels}
        if kind == "number":
            model = HistGradientBoostingRegressor(**options).fit(x, y.astype(float))
            score = r2_score(y_test.astype(float), model.predict(x_test))
        else:
            p = HistGradientBoostingClassifier(**options).fit(x, y).predict_proba(x_test)
            score = (
                roc_auc_score(y_test, p[:, 1])
                if p.shape[1] == 2
                else roc_auc_score(y_test, p, multi_class="ovr", average="macro")
            )
        out[label] = round(float(score), 5)
    return out


print(
    json.dumps(
        {"scikit-learn": sklearn.__version__, **{name: figures(name, target, kind) for name, target, kind in TASKS}},
        indent="\t",
    )
)

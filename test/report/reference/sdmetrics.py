"""Column Shapes and Column Pair Trends of SDMetrics' QualityReport (thresholds at 0), written anew with numpy alone.

From the repository root:
    python3 test/report/reference/sdmetrics.py > test/report/reference/sdmetrics.json
records the figures of two tables made from the shared adult table, and
    python3 test/report/reference/sdmetrics.py real.csv synthetic.csv
prints those of any two CSV files with the same columns. Cells that are empty or "?" are missing; a column of which
every present cell is a number is one.
"""
import csv
import itertools
import json
import sys

import numpy as np

MISSING = {"", "?"}


def read(path):
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    return {name: [row[j] for row in rows] for j, name in enumerate(header)}


def is_numeric(cells):
    try:
        [float(c) for c in cells if c not in MISSING]
        return True
    except ValueError:
        return False


def to_numbers(cells):
    return np.array([np.nan if c in MISSING else float(c) for c in cells])


def ks_complement(real, synthetic):
    real = np.sort(np.round(real[~np.isnan(real)], 14))
    synthetic = np.sort(np.round(synthetic[~np.isnan(synthetic)], 14))
    at = np.concatenate([real, synthetic])
    f_real = np.searchsorted(real, at, side="right") / len(real)
    f_synthetic = np.searchsorted(synthetic, at, side="right") / len(synthetic)
    return 1 - np.max(np.abs(f_real - f_synthetic))


def shares(cells):
    values, counts = np.unique([c for c in cells if c not in MISSING], return_counts=True)
    return dict(zip(values, counts.astype(float)))


def tv_complement(real, synthetic):
    r, s = shares(real), shares(synthetic)
    for level in s:
        r.setdefault(level, 1e-6)
    n, m = sum(r.values()), sum(s.values())
    return 1 - sum(abs(count / n - s.get(level, 0) / m) for level, count in r.items()) / 2


def correlation_similarity(real, synthetic):
    rho = []
    for x, y in (real, synthetic):
        both = ~np.isnan(x) & ~np.isnan(y)
        rho.append(np.corrcoef(x[both], y[both])[0, 1])
    return 1 - abs(rho[0] - rho[1]) / 2


def own_bins(x):
    return np.digitize(x, np.histogram_bin_edges(x[~np.isnan(x)]))


def contingency_similarity(real, synthetic):
    cells = {}
    for sign, (x, y) in ((1, real), (-1, synthetic)):
        for pair in zip(x, y):
            cells[pair] = cells.get(pair, 0) + sign / len(x)
    return 1 - sum(abs(v) for v in cells.values()) / 2


def compare(real, synthetic):
    names = list(real)
    numeric = {name: is_numeric(real[name]) for name in names}
    tables = []
    for table in (real, synthetic):
        tables.append({n: to_numbers(table[n]) if numeric[n] else table[n] for n in names})
    shape = {
        n: (ks_complement if numeric[n] else tv_complement)(tables[0][n], tables[1][n]) for n in names
    }
    coded = [
        {n: own_bins(t[n]) if numeric[n] else ["?" if c in MISSING else c for c in t[n]] for n in names}
        for t in tables
    ]
    trend = {}
    for a, b in itertools.combinations(names, 2):
        if numeric[a] and numeric[b]:
            trend[f"{a} & {b}"] = correlation_similarity(*[(t[a], t[b]) for t in tables])
        else:
            trend[f"{a} & {b}"] = contingency_similarity(*[(c[a], c[b]) for c in coded])
    return {
        "shape": {"score": float(np.mean(list(shape.values()))), "columns": {k: float(v) for k, v in shape.items()}},
        "trend": {"score": float(np.nanmean(list(trend.values()))), "pairs": {k: float(v) for k, v in trend.items()}},
    }


def rotated(table):
    """Every column moved by another number of rows: the same values, next to no dependence."""
    out = {}
    for j, (name, cells) in enumerate(table.items()):
        by = 997 * (j + 1) % len(cells)
        out[name] = cells[by:] + cells[:by]
    return out


def bent(table):
    """Every third number stretched, every fiftieth category one that the real table lacks."""
    out = {}
    for name, cells in table.items():
        if is_numeric(cells):
            out[name] = [
                str(float(c) * 1.1 + 1) if i % 3 == 0 and c not in MISSING else c for i, c in enumerate(cells)
            ]
        else:
            out[name] = ["Unheard-of" if i % 50 == 0 else c for i, c in enumerate(cells)]
    return out


if len(sys.argv) == 3:
    print(json.dumps(compare(read(sys.argv[1]), read(sys.argv[2])), indent="\t"))
else:
    train, holdout = read("../shared/data/adult.train.csv"), read("../shared/data/adult.holdout.csv")
    print(json.dumps({"rotated": compare(train, rotated(train)), "bent": compare(train, bent(holdout))}, indent="\t"))

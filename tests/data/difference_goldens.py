#!/usr/bin/python3
"""Writes difference_goldens.json: two samples compared by scipy: mannwhitneyu and Cliff's delta from all pairs,
chi2_contingency, fisher_exact and the exact test of a longer table by going through all tables with its margins, and the
false discovery rate of Benjamini and Hochberg, written out. Made with scipy 1.10 by:
python3 difference_goldens.py
"""

import itertools
import json
import pathlib

import numpy as np
from scipy.stats import chi2_contingency, fisher_exact, mannwhitneyu, multivariate_hypergeom

random = np.random.default_rng(5)

SAMPLES = {
    "few, without ties": (random.normal(size=6), random.normal(size=9) + 1),
    "one beside some": (np.array([3.5]), random.normal(size=12)),
    "two values": (np.array([1.0]), np.array([2.0])),
    "few, with ties": (np.array([1.0, 2, 2, 5]), np.array([2.0, 3, 5, 5, 7])),
    "many": (random.normal(size=60), random.normal(size=45) + 0.4),
    "few beside many": (random.normal(size=5) + 1, random.normal(size=200)),
    "whole numbers": (random.poisson(2, size=80).astype(float), random.poisson(3, size=120).astype(float)),
    "an outlier": (np.append(random.normal(size=40), 1e30), random.normal(size=50)),
}
TABLES = {
    "two by two": ([30, 12], [25, 40]),
    "two by two, few": ([3, 1], [1, 9]),
    "a small selection": ([4, 0], [30, 170]),
    "three": ([20, 31, 14], [60, 12, 33]),
    "three, few": ([3, 1, 0], [10, 40, 45]),
    "four, few": ([2, 0, 3, 1], [1, 4, 2, 3]),
}


def exact(first, second):
    totals = np.add(first, second)
    law = multivariate_hypergeom(totals, sum(first))
    observed = law.pmf(first)
    tables = itertools.product(*(range(total + 1) for total in totals))
    return sum(p for p in (law.pmf(t) for t in tables if sum(t) == sum(first)) if p <= observed * (1 + 1e-7))


def counted(first, second):
    table = np.array([first, second])
    if (np.outer(table.sum(1), table.sum(0)) / table.sum()).min() >= 5:
        p = chi2_contingency(table, correction=False)[1]
    else:
        p = fisher_exact(table)[1] if len(first) == 2 else exact(first, second)
    # As if both samples had equally many rows.
    alike = table / table.sum(1, keepdims=True) * 1000
    return np.sqrt(chi2_contingency(alike, correction=False)[0] / 2000), p


def adjusted(p):
    order = np.argsort(p)
    ranked = np.asarray(p)[order] * len(p) / np.arange(1, len(p) + 1)
    result = np.empty(len(p))
    result[order] = np.minimum(1, np.minimum.accumulate(ranked[::-1])[::-1])
    return result


goldens = {"ranks": [], "counts": [], "adjusted": []}
for name, (first, second) in SAMPLES.items():
    exactly = len(np.unique(np.append(first, second))) == len(first) + len(second) <= 40
    goldens["ranks"].append(
        {
            "name": name,
            "first": list(np.sort(first)),
            "second": list(np.sort(second)),
            "delta": float(np.sign(first[:, None] - second).mean()),
            "p": mannwhitneyu(first, second, method="exact" if exactly else "asymptotic").pvalue,
        }
    )
for name, (first, second) in TABLES.items():
    effect, p = counted(first, second)
    goldens["counts"].append({"name": name, "first": first, "second": second, "effect": effect, "p": p})
for p in ([0.01, 0.04, 0.03, 0.2, 0.005], [0.9, 0.8], [1e-9], [0.02, 0.02, 0.02, 1.0]):
    goldens["adjusted"].append({"p": p, "adjusted": list(adjusted(p))})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(goldens) + "\n", encoding="utf-8")

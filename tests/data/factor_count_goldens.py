#!/usr/bin/python3
"""Writes factor_count_goldens.json: how many factors NumPy finds in the bundled tables.

What the others tell of a feature is found by least squares, one feature at a time, and not from an inverse.
Made with NumPy 1.24 (Debian 12): python3 tests/data/factor_count_goldens.py
"""

import csv
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def factors(name, every):
    with open(HERE.parents[1] / "resources/datasets" / f"{name}.csv") as file:
        rows = list(csv.reader(file))[1:]
    x = np.array([[float(cell) for cell in row[:-1]] for row in rows])[::every]  # the label is the last column
    x = (x - x.mean(0)) / np.where(x.std(0) > 0, x.std(0), 1)
    own = []
    for feature in range(x.shape[1]):
        others = np.delete(x, feature, axis=1)
        told = others @ np.linalg.lstsq(others, x[:, feature], rcond=None)[0]
        own.append(((x[:, feature] - told) ** 2).mean())
    own = np.where(np.array(own) > 0, own, 1)
    values = np.linalg.eigvalsh(x.T @ x / len(x) / np.sqrt(np.outer(own, own)))
    chance = (1 + np.sqrt(x.shape[1] / len(x))) ** 2
    nearest = np.abs(values / chance - 1).min()
    assert nearest > 1e-3, "too near to the border to compare"
    return {"table": name, "every": every, "factors": int((values > chance).sum())}


goldens = [factors(name, every) for name in ("iris", "wine", "breast_cancer", "digits") for every in (1, 3)]
(HERE / "factor_count_goldens.json").write_text(json.dumps(goldens, indent=1) + "\n")

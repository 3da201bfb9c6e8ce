#!/usr/bin/python3
"""Writes scale_goldens.json: columns of numbers by scikit-learn's StandardScaler, RobustScaler (with unit variance) and
MinMaxScaler, fitted on the first FITTED of them, also of their logarithms and clipped at quantiles of numpy. Made with
scikit-learn 1.2 by: python3 scale_goldens.py
"""

import json
import pathlib

import numpy as np
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

FITTED = 20
CLIP = 0.05

random = np.random.default_rng(7)
COLUMNS = {
    "normal": random.normal(20, 5, 24),
    "long tail": random.lognormal(1, 1.5, 24),
    "few values": random.integers(1, 5, 24).astype(float),
    "far from zero": 1e6 + random.normal(0, 3, 24),
}
SCALERS = {
    "standard": (StandardScaler(), None),
    "robust": (RobustScaler(unit_variance=True), None),
    "minmax": (MinMaxScaler(), None),
    "log": (StandardScaler(), np.log),
    "log1p": (StandardScaler(), np.log1p),
}


def listed(values):
    return [float(f"{value:.12g}") for value in values]


def scaled(values, scaler, function):
    if function:
        values = function(values)
    return scaler.fit(values[:FITTED, None]).transform(values[:, None])[:, 0]


goldens = {"fitted": FITTED, "clip": CLIP, "columns": []}
for name, values in COLUMNS.items():
    values = np.asarray([float(f"{value:.9g}") for value in values])
    clipped = np.clip(values, *np.quantile(values[:FITTED], [CLIP, 1 - CLIP]))
    goldens["columns"].append(
        {
            "name": name,
            "values": listed(values),
            "scaled": {scale: listed(scaled(values, *how)) for scale, how in SCALERS.items()},
            "clipped": {scale: listed(scaled(clipped, *how)) for scale, how in SCALERS.items()},
        }
    )
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(goldens) + "\n", encoding="utf-8")

#!/usr/bin/python3
"""Writes correlation_goldens.json: pandas' correlations of a small table with missing cells, each of a pair of columns
over the rows that have both. Made with pandas 1.5 by: python3 correlation_goldens.py
"""

import json
import pathlib

import numpy as np
import pandas as pd

random = np.random.default_rng(3)
x = random.normal(size=(40, 5))
x[:, 1] = x[:, 0] + 0.3 * x[:, 1]
x[:, 2] = 1e5 - 5 * x[:, 0] + x[:, 2]
x[:, 3] = np.round(2 * x[:, 3])
x[random.random(x.shape) < 0.15] = np.nan
table = pd.DataFrame(x)
goldens = {
    "columns": 5,
    "values": [None if np.isnan(v) else v for v in x.ravel()],
    "correlations": list(table.corr().to_numpy().ravel()),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(goldens) + "\n", encoding="utf-8")

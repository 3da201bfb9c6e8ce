#!/usr/bin/python3
"""Writes neighbour_goldens.json: the nearest points to some places, by scikit-learn's brute force. Made with scikit-learn
1.2 by: python3 neighbour_goldens.py
"""

import json
import pathlib

import numpy as np
from sklearn.neighbors import NearestNeighbors

random = np.random.default_rng(5)
PLACES = 3
COUNT = 8


def rounded(values):
    return np.round(values, 4).astype(np.float32)


CASES = {
    "one dimension": random.normal(size=(60, 1)),
    "a plane": random.normal(size=(150, 2)),
    "two clusters": np.concatenate([random.normal(size=(70, 3)), 50 + 0.1 * random.normal(size=(50, 3))]),
    "ten dimensions, one of them wide": random.normal(size=(120, 10)) * np.array([20] + [1] * 9),
    "128 dimensions": random.normal(size=(40, 128)),
    "fewer points than asked for": random.normal(size=(4, 2)),
}

goldens = {"count": COUNT, "cases": []}
for name, points in CASES.items():
    points = rounded(points)
    places = rounded(points[:PLACES] + random.normal(size=(PLACES, points.shape[1])))
    search = NearestNeighbors(n_neighbors=min(COUNT, len(points)), algorithm="brute").fit(points.astype(float))
    distances, found = search.kneighbors(places.astype(float))
    goldens["cases"].append(
        {
            "name": name,
            "latent": points.shape[1],
            "means": [float(f"{value:.4f}") for value in points.ravel()],
            "places": [float(f"{value:.4f}") for value in places.ravel()],
            "rows": found.tolist(),
            "distances": [[float(f"{value:.10g}") for value in row] for row in distances],
        }
    )

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(goldens) + "\n")

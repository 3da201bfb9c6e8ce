#!/usr/bin/python3
"""Writes procrustes_goldens.json: clouds of points laid over one another by scipy.linalg.orthogonal_procrustes, with the
disparity of scipy.spatial.procrustes. Made with scipy 1.10 by: python3 procrustes_goldens.py
"""

import json
import pathlib

import numpy as np
from scipy.linalg import orthogonal_procrustes
from scipy.spatial import procrustes

POINTS = 12
random = np.random.default_rng(11)


def cloud(dimensions):
    # Different spreads: the best rotation is then the only one.
    return random.normal(size=(POINTS, dimensions)) * (2.0 ** -np.arange(dimensions)) + random.normal(size=dimensions)


def alike(points, noise):
    rotation = np.linalg.qr(random.normal(size=(points.shape[1],) * 2))[0]
    return 1.7 * points @ rotation + 3 + noise * random.normal(size=points.shape)


plane, space, many = cloud(2), cloud(3), cloud(6)
CASES = {
    "nearly the same": (plane, alike(plane, 0.1)),
    "rough likeness": (space, alike(space, 1.0)),
    "strangers": (cloud(4), cloud(4)),
    "more dimensions": (many, alike(many, 0.1)[:, :2]),
    "fewer dimensions": (cloud(1), cloud(3)),
}


def padded(points, dimensions):
    return np.pad(points, ((0, 0), (0, dimensions - points.shape[1])))


def listed(values):
    return [float(f"{value:.9g}") for value in np.ravel(values)]


goldens = {"points": POINTS, "cases": []}
for name, (points, reference) in CASES.items():
    points, reference = points.astype(np.float32).astype(float), reference.astype(np.float32).astype(float)
    dimensions = max(points.shape[1], reference.shape[1])
    x, y = padded(points, dimensions), padded(reference, dimensions)
    from_, to = x.mean(axis=0), y.mean(axis=0)
    rotation, total = orthogonal_procrustes(x - from_, y - to)
    turned = (x - from_) @ rotation
    scale = total / np.sum((x - from_) ** 2)
    goldens["cases"].append(
        {
            "name": name,
            "points": listed(points),
            "reference": listed(reference),
            "kept": listed(turned + to),
            "fitted": listed(scale * turned + to),
            "scale": scale,
            "disparity": procrustes(y, x)[2],
        }
    )
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(goldens) + "\n", encoding="utf-8")

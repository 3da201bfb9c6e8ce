#!/usr/bin/python3
"""Writes health_goldens.json: what SciPy makes of posteriors of which the program is told the numbers.

KL to the prior by integrating q log(q/p) over z, the aggregate posterior's moments by integrating over the mixture's
density, and its density in each bin as a difference of distribution functions.
Made with NumPy 1.24, SciPy 1.10 (Debian 12): python3 tests/data/health_goldens.py
"""

import json
import pathlib

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm

EDGES = np.linspace(-4, 4, 81)


def dimension(mean, logvar):
    """Of one latent dimension, over rows."""
    deviation = np.exp(np.array(logvar) / 2)

    def integral(f, m, s):
        return quad(f, m - 12 * s, m + 12 * s, epsabs=1e-12, epsrel=1e-12, points=[m], limit=200)[0]

    kl, first, second = 0, 0, 0
    for m, s in zip(mean, deviation):
        kl += integral(lambda z: norm.pdf(z, m, s) * (norm.logpdf(z, m, s) - norm.logpdf(z)), m, s)
        first += integral(lambda z: norm.pdf(z, m, s) * z, m, s)
        second += integral(lambda z: norm.pdf(z, m, s) * z**2, m, s)
    rows = len(mean)
    density = np.diff(norm.cdf(EDGES[:, None], mean, deviation).mean(1)) / np.diff(EDGES)
    return {"mean": mean, "logvar": logvar, "kl": kl / rows, "meanVariance": np.var(mean),
            "aggregateMean": first / rows, "aggregateVariance": second / rows - (first / rows) ** 2,
            "density": density.tolist()}


cases = [
    dimension([0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]),
    dimension([-1.25, 0.5, 2.0, 0.75], [-2.0, -3.5, -1.0, -0.5]),
    # Far out, wide, and narrower than a bin.
    dimension([-6.0, 0.03, 0.07, 3.99], [1.5, -12.0, -10.0, -8.0]),
    dimension([0.05, -0.06, 0.02, 0.01], [-0.1, 0.05, 0.0, 0.02]),
]
prior = (np.diff(norm.cdf(EDGES)) / np.diff(EDGES)).tolist()


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return float(f"{value:.9g}")


with open(pathlib.Path(__file__).resolve().parent / "health_goldens.json", "w") as file:
    dimensions = ",\n".join("  " + json.dumps(rounded(case)) for case in cases)
    file.write('{\n"dimensions": [\n' + dimensions + '\n],\n"prior": ' + json.dumps(rounded(prior)) + "\n}\n")

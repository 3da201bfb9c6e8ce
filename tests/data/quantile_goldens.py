#!/usr/bin/python3
"""Writes quantile_goldens.json: quantiles of every likelihood of numbers, in float64.

Values come from scipy.stats, those of the continuous Bernoulli from scipy.integrate and scipy.optimize on its density.
Inputs are float32 numbers, so that a program in float32 sees the same ones. Each case is one feature.
Made with SciPy 1.10 by: python3 quantile_goldens.py
"""

import json
import math
import pathlib

import numpy as np
from scipy import integrate, optimize, stats

SHARES = [0.05, 0.25, 0.5, 0.95, 0.999]


def exact(value):
    return float(np.float32(value))


def case(likelihood, raw, noise, quantile):
    return {
        "likelihood": likelihood,
        "raw": exact(raw),
        "noise": [exact(value) for value in noise],
        "shares": SHARES,
        "quantiles": [float(f"{quantile(share):.12g}") for share in SHARES],
    }


def continuous_bernoulli(logit):
    def density(x):
        return math.exp(logit * x - max(logit, 0))

    whole = integrate.quad(density, 0, 1, epsabs=0, epsrel=1e-12)[0]

    def below(x):
        return integrate.quad(density, 0, x, epsabs=0, epsrel=1e-12)[0] / whole

    return lambda share: optimize.brentq(lambda x: below(x) - share, 0, 1, xtol=1e-13)


def cases():
    for mean, log_variance in [(0.3, -1.2), (-40, 2.5), (1000, 0)]:
        deviation = math.exp(exact(log_variance) / 2)
        yield case("gaussian", mean, [log_variance], stats.norm(exact(mean), deviation).ppf)
        yield case("student-t", mean, [log_variance], stats.t(4, exact(mean), deviation).ppf)
    for logit in [0, 0.2, -0.7, 5, -30]:
        yield case("continuous-bernoulli", logit, [], continuous_bernoulli(exact(logit)))
    for logit in [0, 0.2, -3.5, 4]:
        yield case("bernoulli", logit, [], stats.bernoulli(1 / (1 + math.exp(-exact(logit)))).ppf)
    for log_rate in [-6, 0, 1.3, 5, 11]:
        rate = math.exp(exact(log_rate))
        yield case("poisson", log_rate, [], stats.poisson(rate).ppf)
        for log_size in [-2, 0.5, 6, 11]:
            size = math.exp(exact(log_size))
            yield case("negative-binomial", log_rate, [log_size], stats.nbinom(size, size / (size + rate)).ppf)


path = pathlib.Path(__file__).with_name("quantile_goldens.json")
path.write_text("[\n" + ",\n".join(json.dumps(one) for one in cases()) + "\n]\n")

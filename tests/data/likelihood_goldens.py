#!/usr/bin/python3
"""Writes likelihood_goldens.json: −log p of every likelihood, its gradients and expectation, in float64.

Values come from torch.distributions and its autograd (Poisson's, written out and held against scipy.stats, since the one
there has no gradient at a rate of 0); for the continuous Bernoulli, whose version there loses its digits at large logits,
from mpmath with 60 digits. Inputs are float32 numbers, so that a program in float32 sees the same ones.
Made with PyTorch 1.13, SciPy 1.10 and mpmath 1.2 by: python3 likelihood_goldens.py
"""

import json
import pathlib

import mpmath
import numpy as np
import torch
from scipy import stats
from torch import distributions as dist
from torch.nn.functional import softplus

torch.set_default_dtype(torch.float64)
mpmath.mp.dps = 60


def exact(values):
    """The nearest float32 numbers."""
    return torch.tensor(np.asarray(values, dtype=np.float32).astype(np.float64))


def listed(tensor):
    return [float(f"{value + 0.0:.15g}") for value in tensor.flatten().tolist()]


def case(likelihood, form, x, raw, noise, terms, expectation, **block):
    """terms and expectation are functions of (x, raw, noise); all matrices have one line a row of the table."""
    x, raw, noise = exact(x), exact(raw), exact(noise)
    raw.requires_grad_(True)
    noise.requires_grad_(True)
    scale = exact([0.5, 1, 2, 0.25, 1.5, 0.75][: len(x)])
    values = terms(x, raw, noise)
    loss = (scale[:, None] * values).sum()
    raw_gradient, noise_gradient = torch.autograd.grad(loss, [raw, noise], allow_unused=True)
    if noise_gradient is None:
        noise_gradient = torch.zeros_like(noise)
    return {
        "likelihood": likelihood,
        "noise form": form,
        **block,
        "rows": len(x),
        "features": x.shape[1],
        "x": listed(x),
        "raw": listed(raw),
        "noise": listed(noise),
        "row scale": listed(scale),
        "terms": listed(values),
        "raw gradient": listed(raw_gradient),
        "noise gradient": listed(noise_gradient),
        "expectation": listed(expectation(raw)),
    }


def location_scale(name, distribution):
    floor = exact([0.01, 0.125, 0.05])
    x = [[0.3, -1.2, 2.5], [0.0, 0.7, -0.4], [8.0, -30.0, 0.01], [1e3, 0.0, -1e4]]
    mean = [[0.1, -0.7, 2.0], [0.0, 0.9, 0.4], [-1.5, 2.0, 0.0], [0.0, 1e3, 5.0]]
    width = [[-1.0, 0.4, 3.0], [0.0, -6.0, 20.0], [2.5, 1.0, -20.0], [0.5, 0.25, -0.5]]
    forms = {
        "fixed": ([], lambda raw, noise: torch.ones(3)),
        "shared": ([-1.5], lambda raw, noise: (noise / 2).exp()),
        "feature": ([-1.0, 0.4, 4.5], lambda raw, noise: (noise / 2).exp()),
        "row": ([], lambda raw, noise: softplus(raw[:, 3:]) + floor),
    }
    for form, (noise, sigma) in forms.items():
        raw = [m + w for m, w in zip(mean, width)] if form == "row" else mean
        yield case(
            name,
            form,
            x,
            raw,
            noise,
            lambda x, raw, noise: -distribution(raw[:, :3], sigma(raw, noise)).log_prob(x),
            lambda raw: raw[:, :3],
            floor=listed(floor),
        )


def bernoulli():
    yield case(
        "bernoulli",
        "feature",
        [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0.25, 0.75]],
        [[0.4, -2.0, 30.0], [-30.0, -30.0, 0.0], [1e4, -1e4, -1e4], [4.0, 0.5, -0.5]],
        [],
        lambda x, raw, noise: torch.nn.functional.binary_cross_entropy_with_logits(raw, x, reduction="none"),
        torch.sigmoid,
    )


def categorical():
    def terms(x, raw, noise):
        values = torch.zeros_like(x)
        values[:, 0] = -dist.OneHotCategorical(logits=raw, validate_args=False).log_prob(x)
        return values

    yield case(
        "categorical",
        "feature",
        [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0]],
        [[0.2, -1.0, 3.0], [0.2, -1.0, 3.0], [1e4, -1e4, 0.0], [40.0, 40.0, -40.0]],
        [],
        terms,
        lambda raw: torch.softmax(raw, 1),
    )


class ContinuousBernoulli(torch.autograd.Function):
    """−log p = log((e^l − 1)/l) − l x, straight from the definition but with 60 digits."""

    @staticmethod
    def mean(logit):
        logit = mpmath.mpf(logit)
        return mpmath.mpf(1) / 2 if logit == 0 else 1 / (1 - mpmath.exp(-logit)) - 1 / logit

    @staticmethod
    def term(x, logit):
        logit = mpmath.mpf(logit)
        return -logit * x + (0 if logit == 0 else mpmath.log(mpmath.expm1(logit) / logit))

    @staticmethod
    def forward(context, x, raw):
        context.save_for_backward(x, raw)
        return torch.tensor(
            [[float(ContinuousBernoulli.term(*pair)) for pair in zip(*rows)] for rows in zip(x.tolist(), raw.tolist())]
        )

    @staticmethod
    def backward(context, gradient):
        x, raw = context.saved_tensors
        slopes = [
            [float(ContinuousBernoulli.mean(l) - mpmath.mpf(k)) for k, l in zip(*rows)]
            for rows in zip(x.tolist(), raw.tolist())
        ]
        return None, gradient * torch.tensor(slopes)


def continuous_bernoulli():
    x = [[0.0, 1.0, 0.25], [0.5, 0.875, 0.1], [0.3, 0.6, 0.9], [0.01, 0.99, 1.0], [1.0, 0.0, 0.5], [0.2, 0.7, 0.4]]
    raw = [
        [0.0, 1e-6, -1e-3],
        [0.3, -0.4999, 0.5001],
        [-0.5, 0.5, 2.0],
        [-30.0, 30.0, -5.0],
        [1e4, -1e4, 1e4],
        [0.1, -0.1, 100.0],
    ]
    moderate = exact([[l for l in row if abs(l) < 10 and abs(l) > 0.01] for row in raw[1:3]])
    theirs = -dist.ContinuousBernoulli(logits=moderate).log_prob(exact([0.3]))
    ours = [[float(ContinuousBernoulli.term(exact(0.3).item(), l)) for l in row] for row in moderate.tolist()]
    assert torch.allclose(theirs, torch.tensor(ours), rtol=1e-9)
    for logit in (-5.0, 0.25):
        area = mpmath.quad(lambda t: mpmath.exp(-ContinuousBernoulli.term(t, logit)), [0, 1])
        mean = mpmath.quad(lambda t: t * mpmath.exp(-ContinuousBernoulli.term(t, logit)), [0, 1])
        assert abs(area - 1) < 1e-20 and abs(mean - ContinuousBernoulli.mean(logit)) < 1e-20
    yield case(
        "continuous-bernoulli",
        "feature",
        x,
        raw,
        [],
        lambda x, raw, noise: ContinuousBernoulli.apply(x, raw),
        lambda raw: torch.tensor([float(ContinuousBernoulli.mean(l)) for l in raw.flatten().tolist()]),
    )


COUNTS = [[0, 1, 7], [3, 0, 250], [12, 0, 1e6], [2, 1e4, 1e9], [0, 5, 0]]
LOG_RATES = [[-2.0, 0.5, 1.0], [1.1, -12.0, 5.5], [2.5, -1e4, 13.8], [0.0, 9.25, 20.7], [0.4, 12.0, 15.0]]
LARGEST = [12.0, 1e4, 1e9]


def poisson():
    def terms(x, raw, noise):
        return raw.exp() - x * raw + torch.lgamma(x + 1)

    k, eta = np.asarray(COUNTS), np.asarray(LOG_RATES)
    reference = -stats.poisson.logpmf(k, np.exp(eta))
    assert np.allclose(terms(torch.tensor(k), torch.tensor(eta), None), reference, rtol=1e-9)
    yield case("poisson", "feature", COUNTS, LOG_RATES, [], terms, torch.exp, largest=LARGEST)


def negative_binomial():
    for sizes in ([0.5, -1.0, 2.0], [-5.0, 12.0, 6.0]):
        yield case(
            "negative-binomial",
            "feature",
            COUNTS,
            LOG_RATES,
            sizes,
            lambda x, raw, noise: -dist.NegativeBinomial(noise.exp(), logits=raw - noise).log_prob(x),
            torch.exp,
            largest=LARGEST,
        )


cases = [
    *location_scale("gaussian", dist.Normal),
    *location_scale("student-t", lambda mean, sigma: dist.StudentT(4.0, mean, sigma)),
    *bernoulli(),
    *categorical(),
    *continuous_bernoulli(),
    *poisson(),
    *negative_binomial(),
]
lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")

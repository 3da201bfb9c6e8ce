#!/usr/bin/python3
"""Writes activation_goldens.json: values and derivatives of the activations, by torch.nn.functional and its autograd in
float64. The arguments are float32 numbers. Made with PyTorch 1.13 by: python3 activation_goldens.py
"""

import json
import pathlib

import numpy as np
import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "silu": functional.silu,
    "relu": functional.relu,
    "leaky-relu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": functional.gelu,
    "tanh": torch.tanh,
    # PyTorch's own becomes the identity above 20.
    "softplus": lambda x: torch.logaddexp(x, torch.zeros_like(x)),
}
ABOVE_ZERO = [1e-6, 1e-3, 0.1, 0.3, 0.5, 0.8, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 90, 1e4]


def listed(tensor):
    return [float(f"{value + 0.0:.12g}") for value in tensor.tolist()]


x = torch.tensor(np.asarray([0, *ABOVE_ZERO, *(-a for a in ABOVE_ZERO)], dtype=np.float32).astype(np.float64))
goldens = {"x": [float(f"{value:.15g}") for value in x.tolist()]}
for name, function in ACTIVATIONS.items():
    argument = x.clone().requires_grad_(True)
    value = function(argument)
    (slope,) = torch.autograd.grad(value.sum(), argument)
    goldens[name] = {"value": listed(value), "slope": listed(slope)}
lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in goldens.items())
pathlib.Path(__file__).with_suffix(".json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")

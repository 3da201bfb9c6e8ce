#!/usr/bin/python3
"""Writes training_goldens.json: a thousand training steps of a small variational autoencoder in PyTorch, in float64.

Network 30-64-64-4 with SiLU on resources/datasets/breast_cancer.csv, Gaussian likelihood with one learned log σ² a
feature, loss = mean over rows of −log p(x | z) + KL, Adam with learning rate 1e-3, no clipping. Start, batches and noise
follow scattered() below, whose numbers are exact in float32. Made with PyTorch 1.13 by: python3 training_goldens.py
"""

import csv
import json
import math
import pathlib

import numpy as np
import torch
from torch.nn.functional import silu

torch.set_default_dtype(torch.float64)

BATCH = 64
LATENT = 4
RECORDED = [1, 2, 10, 100, 1000]
HERE = pathlib.Path(__file__).parent


def scattered(stream, count, first=0):
    """Numbers in (−1, 1) that look random: ((n³ + 31 n² + 97 n + 5003 · stream) mod 8191 − 4095) / 4096."""
    n = torch.arange(first, first + count, dtype=torch.int64)
    return ((n**3 + 31 * n**2 + 97 * n + 5003 * stream) % 8191 - 4095).double() / 4096


def table():
    with open(HERE.parent.parent / "resources" / "datasets" / "breast_cancer.csv", newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))[1:]
    values = np.array([[float(cell) for cell in line[:30]] for line in lines])
    standardised = (values - values.mean(0)) / values.std(0)
    return torch.tensor(standardised.astype(np.float32).astype(np.float64))


# Outputs, inputs and the bound of the start of each layer, in the order of the streams.
LAYERS = {
    "encoder.0": (64, 30, 3 / 16),
    "encoder.1": (64, 64, 1 / 8),
    "mean": (LATENT, 64, 1 / 8),
    "logvar": (LATENT, 64, 1 / 8),
    "decoder.0": (64, LATENT, 1 / 2),
    "decoder.1": (64, 64, 1 / 8),
    "output": (30, 64, 1 / 8),
}


def start():
    parameters = {}
    for layer, (outputs, inputs, bound) in LAYERS.items():
        parameters[f"{layer}.weight"] = (scattered(len(parameters), outputs * inputs) * bound).reshape(outputs, inputs)
        parameters[f"{layer}.bias"] = scattered(len(parameters), outputs) * bound
    parameters["noise.0"] = scattered(len(parameters), 30) / 2
    return {name: tensor.requires_grad_(True) for name, tensor in parameters.items()}


def loss(p, x, noise):
    def layer(name, values):
        return values @ p[f"{name}.weight"].T + p[f"{name}.bias"]

    hidden = silu(layer("encoder.1", silu(layer("encoder.0", x))))
    mean, logvar = layer("mean", hidden), layer("logvar", hidden)
    z = mean + noise * (logvar / 2).exp()
    location = layer("output", silu(layer("decoder.1", silu(layer("decoder.0", z)))))
    # Inside the range in which the program keeps them, so that clamping plays no part.
    assert logvar.min() > -12 and logvar.max() < 8 and p["noise.0"].min() > 2 * math.log(0.01)
    assert p["noise.0"].max() < 5
    reconstruction = -torch.distributions.Normal(location, (p["noise.0"] / 2).exp()).log_prob(x).sum(1)
    kl = 0.5 * (mean**2 + logvar.exp() - 1 - logvar).sum(1)
    return (reconstruction + kl).mean()


x = table()
parameters = start()
optimizer = torch.optim.Adam(parameters.values(), lr=1e-3)
records = []
for step in range(1, RECORDED[-1] + 1):
    batch = x[[((step - 1) * BATCH + i) % len(x) for i in range(BATCH)]]
    noise = 2 * scattered(100, BATCH * LATENT, (step - 1) * BATCH * LATENT).reshape(BATCH, LATENT)
    optimizer.zero_grad()
    value = loss(parameters, batch, noise)
    value.backward()
    optimizer.step()
    if step in RECORDED:
        gradients = {name: tensor.grad for name, tensor in parameters.items()}
        records.append(
            {
                "step": step,
                "loss": value.item(),
                "gradient norm": math.sqrt(sum((g**2).sum().item() for g in gradients.values())),
                # Of each block: norms of gradient and parameters, and one entry of each.
                "blocks": {
                    name: {
                        "gradient norm": gradients[name].norm().item(),
                        "parameter norm": tensor.norm().item(),
                        "entry": tensor.numel() // 2 + 1,
                        "gradient": gradients[name].flatten()[tensor.numel() // 2 + 1].item(),
                        "parameter": tensor.flatten()[tensor.numel() // 2 + 1].item(),
                    }
                    for name, tensor in parameters.items()
                },
            }
        )
        print(step, value.item(), records[-1]["gradient norm"])

lines = ",\n".join(json.dumps(record) for record in records)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")

#!/usr/bin/python3
"""Writes optimizer_goldens.json: parameters after each step of torch.optim's optimisers, in float64, on a fixed sequence of
gradients. Made with PyTorch 1.13 by: python3 optimizer_goldens.py
"""

import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)

OPTIMIZERS = {
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.99}),
    "sgd": (torch.optim.SGD, {"momentum": 0.9}),
}
LEARNING_RATE = 1 / 128
START = [0.5, -0.25, 2.0, 0.0, -3.0]
# Of either sign, small and large, zero for a while, alternating.
GRADIENTS = [
    [0.125, -0.25, 1000.0, 0.0, 1.0],
    [0.375, 0.0625, 900.0, 0.0, -1.0],
    [-0.25, 0.5, -10.0, 2.0, 1.0],
    [0.0, 0.0078125, 0.5, 0.0, -1.0],
    [1.5, -0.5, 0.0, 0.0, 1.0],
    [0.75, -0.25, 3.0, -0.0009765625, -1.0],
]

runs = []
for name, (make, options) in OPTIMIZERS.items():
    for weight_decay in (0, 0.01):
        parameters = torch.tensor(START, requires_grad=True)
        optimizer = make([parameters], lr=LEARNING_RATE, weight_decay=weight_decay, **options)
        steps = []
        for gradient in GRADIENTS:
            parameters.grad = torch.tensor(gradient)
            optimizer.step()
            steps.append(parameters.tolist())
        runs.append({"optimizer": name, "weight decay": weight_decay, "parameters": steps})
goldens = {"learning rate": LEARNING_RATE, "start": START, "gradients": GRADIENTS}
lines = ",\n".join(json.dumps(run) for run in runs)
pathlib.Path(__file__).with_suffix(".json").write_text(
    f'{json.dumps(goldens)[:-1]}, "runs": [\n{lines}\n]}}\n', encoding="utf-8"
)

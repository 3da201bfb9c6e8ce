"""The models of the benchmarks in PyTorch, told what to do on standard input.

The same words as latentscape_worker.cpp understands, so that a script can time the two in turns. The same
work too: batches in a new order each epoch, a fresh ε for each row, gradient clipping, Adam. Where the two
differ, PyTorch has less to do: latent log-variances and noise are not bounded, losses are not read.
"""

import ctypes
import math
import sys
import time

import torch
from torch.nn import functional

# Rows that are encoded or evaluated at once: large enough that calls from Python cost nothing.
EVALUATION_ROWS = 4096


class Vae(torch.nn.Module):
    def __init__(self, features, hidden, latent, activation, likelihood):
        super().__init__()
        self.likelihood = likelihood
        self.encoder = self.chain([features, *hidden], activation)
        # Mean and log-variance in one product.
        self.head = torch.nn.Linear(hidden[-1], 2 * latent)
        self.decoder = self.chain([latent, *reversed(hidden)], activation)
        self.output = torch.nn.Linear(hidden[0], features)
        if likelihood == "gaussian":
            self.log_variance = torch.nn.Parameter(torch.zeros(features))

    @staticmethod
    def chain(widths, activation):
        layers = []
        for inputs, outputs in zip(widths, widths[1:]):
            layers.append(torch.nn.Linear(inputs, outputs))
            layers.append(torch.nn.ReLU(inplace=True) if activation == "relu" else torch.nn.SiLU())
        return torch.nn.Sequential(*layers)

    def encode(self, x):
        return self.head(self.encoder(x)).chunk(2, dim=1)

    def losses(self, x):
        """Reconstruction and KL, summed over the rows of x, in nats."""
        mean, logvar = self.encode(x)
        z = torch.addcmul(mean, torch.randn_like(mean), (0.5 * logvar).exp())
        raw = self.output(self.decoder(z))
        if self.likelihood == "bernoulli":
            reconstruction = functional.binary_cross_entropy_with_logits(raw, x, reduction="sum")
        else:
            squares = ((x - raw).square() * (-self.log_variance).exp()).sum()
            constants = (self.log_variance + math.log(2 * math.pi)).sum()
            reconstruction = 0.5 * (squares + len(x) * constants)
        kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum()
        return reconstruction, kl


class Trainer:
    """Goes through the training rows without end, a new order each epoch."""

    def __init__(self, table, test_rows, hyperparameters):
        self.training = table[: len(table) - test_rows]
        self.test = table[len(table) - test_rows :]
        self.batch = int(hyperparameters["batch"])
        self.clip_norm = float(hyperparameters["clip-norm"])
        torch.manual_seed(int(hyperparameters["seed"]))
        self.model = Vae(
            table.shape[1],
            [int(width) for width in hyperparameters["hidden"].split(",")],
            int(hyperparameters["latent"]),
            hyperparameters["activation"],
            hyperparameters["likelihood"],
        )
        self.parameters = list(self.model.parameters())
        self.optimizer = torch.optim.Adam(self.parameters, lr=1e-3, foreach=True)
        self.order = torch.randperm(len(self.training))
        self.position = 0

    def step(self):
        """One mini-batch; how many rows it had."""
        if self.position == len(self.order):
            self.order = torch.randperm(len(self.training))
            self.position = 0
        rows = self.order[self.position : self.position + self.batch]
        self.position += len(rows)
        x = torch.index_select(self.training, 0, rows)
        reconstruction, kl = self.model.losses(x)
        loss = (reconstruction + kl) / len(x)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if self.clip_norm > 0:
            torch.nn.utils.clip_grad_norm_(self.parameters, self.clip_norm)
        self.optimizer.step()
        return len(x)

    def train(self, seconds):
        """Rows and seconds that it really took."""
        rows, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            rows += self.step()
        return rows, time.perf_counter() - start

    def train_epoch(self):
        """To the end of the epoch; rows and seconds."""
        start = time.perf_counter()
        rows = self.step()
        while self.position < len(self.order):
            rows += self.step()
        return rows, time.perf_counter() - start

    @torch.no_grad()
    def encode(self):
        """All rows to their posterior means; rows and seconds."""
        means = torch.empty(len(self.training), self.model.head.out_features // 2)
        start = time.perf_counter()
        for first in range(0, len(self.training), EVALUATION_ROWS):
            mean, _ = self.model.encode(self.training[first : first + EVALUATION_ROWS])
            means[first : first + EVALUATION_ROWS] = mean
        return len(means), time.perf_counter() - start

    @torch.no_grad()
    def evaluate(self):
        """Reconstruction and KL of the test rows in nats per row, and the number of active units."""
        sums, means = [0.0, 0.0], []
        for x in self.test.split(EVALUATION_ROWS):
            for i, term in enumerate(self.model.losses(x)):
                sums[i] += float(term)
            means.append(self.model.encode(x)[0])
        active = (torch.cat(means).var(dim=0) > 0.01).sum()
        return sums[0] / len(self.test), sums[1] / len(self.test), int(active)


def blas():
    """The OpenBLAS that is loaded and the processor that it takes this one for."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "openblas" in line}
    for path in sorted(paths):
        library = ctypes.CDLL(path)
        if hasattr(library, "openblas_get_corename"):
            library.openblas_get_corename.restype = ctypes.c_char_p
            return f"{path} {library.openblas_get_corename().decode()}"
    return "other BLAS"


def main():
    path, features, test_rows, threads, *settings = sys.argv[1:]
    torch.set_num_threads(int(threads))
    table = torch.from_file(path, size=bytes_of(path) // 4).view(-1, int(features)).clone()
    trainer = Trainer(table, int(test_rows), dict(setting.split("=") for setting in settings))
    print(blas(), flush=True)
    for line in sys.stdin:
        command, *argument = line.split()
        if command == "train":
            reply = trainer.train(float(argument[0]))
        elif command == "epoch":
            reply = trainer.train_epoch()
        elif command == "encode":
            reply = trainer.encode()
        elif command == "evaluate":
            reply = trainer.evaluate()
        else:
            raise SystemExit(f"{command}: there is no such command")
        print(*reply, flush=True)


def bytes_of(path):
    with open(path, "rb") as file:
        return file.seek(0, 2)


if __name__ == "__main__":
    main()

"""What the scripts beside it share: models, tables for them, and programs that train when told to."""

import array
import dataclasses
import gzip
import importlib.util
import os
import pathlib
import random
import subprocess
import sys
import time

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent.parent
DEFAULT_WORKER = ROOT / "build/release/tests/bench/latentscape_worker"
# Where Debian's package dataset-fashion-mnist puts it.
FASHION_MNIST = pathlib.Path("/usr/share/datasets/fashion-mnist")

HOW_TO_GET_TORCH = "PyTorch is missing for this Python. On Debian and Ubuntu: apt install python3-torch"
HOW_TO_BUILD = """{} is missing. To build it:
  cmake --preset release -DLATENTSCAPE_BENCHMARKS=ON
  cmake --build --preset release --target latentscape_worker"""


@dataclasses.dataclass
class Model:
    name: str
    features: int
    hidden: list
    latent: int
    activation: str
    likelihood: str
    batch: int

    def settings(self):
        return {
            "hidden": ",".join(map(str, self.hidden)),
            "latent": self.latent,
            "activation": self.activation,
            "likelihood": self.likelihood,
            "batch": self.batch,
            "clip-norm": 5,
            "seed": 1,
        }

    def operations(self):
        """Floating-point operations of the matrix products of one row's step.

        A layer of in × out weights takes 2 · in · out operations a row: one product forward, one for the gradient
        of its weights and one for the gradient of its input, which the first layer does not need. The encoder's
        head has 2 · latent outputs.
        """
        widths = [self.features, *self.hidden]
        hidden_weights = sum(inputs * outputs for inputs, outputs in zip(widths, widths[1:]))
        first, last = widths[0] * widths[1], widths[-1]
        weights = 2 * hidden_weights + last * 2 * self.latent + self.latent * last
        return 2 * (3 * weights - first)


MODELS = [
    Model("784-400-20, ReLU, Bernoulli, batch 128", 784, [400], 20, "relu", "bernoulli", 128),
    Model("100-256-128-8, SiLU, Gaussian, batch 256", 100, [256, 128], 8, "silu", "gaussian", 256),
    Model("20-64-64-2, SiLU, Gaussian, batch 64", 20, [64, 64], 2, "silu", "gaussian", 64),
]


class WorkerEnded(Exception):
    """A worker ended instead of answering."""


class Worker:
    """One of the two worker programs, at work only between a command and its reply."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        # What it says of itself when it is ready.
        self.about = self._reply()

    def _reply(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise WorkerEnded(" ".join(map(str, self.process.args)))
        return line.strip()

    def ask(self, *words):
        # Threads of the worker before spin for some milliseconds until they sleep.
        time.sleep(0.1)
        print(*words, file=self.process.stdin, flush=True)
        return [float(word) for word in self._reply().split()]

    def rate(self, *words):
        """Rows a second of a command that replies with rows and seconds."""
        rows, seconds = self.ask(*words)
        return rows / seconds

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def latentscape(command, table, threads, settings):
    """`table` is (path, features, test rows), `settings` are hyperparameters by key."""
    return Worker([*command, *table, threads, *as_arguments(settings)])


def pytorch(table, threads, settings, environment=None):
    return Worker(
        [sys.executable, BENCH / "pytorch_worker.py", *table, threads, *as_arguments(settings)],
        # OpenBLAS built for threads of its own does not ask PyTorch how many it may use.
        {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads), **(environment or {})},
    )


def as_arguments(settings):
    return [f"{key}={value}" for key, value in settings.items()]


def has_pytorch():
    return importlib.util.find_spec("torch") is not None


def require_worker(program):
    if not program.is_file():
        sys.exit(HOW_TO_BUILD.format(program))


def openblas_builds():
    """Folders of the OpenBLAS builds that Debian can hold side by side, by name: openmp, pthread, serial."""
    folders = pathlib.Path("/usr/lib").glob("*/openblas-*")
    complete = [folder for folder in sorted(folders) if (folder / "libblas.so.3").exists()]
    return {folder.name.removeprefix("openblas-"): folder for folder in complete}


def openblas_environment(folder=None, core_type=None):
    """Makes PyTorch load that build, and that build take the processor for that one."""
    environment = {}
    if folder:
        environment["LD_LIBRARY_PATH"] = str(folder)
    if core_type:
        environment["OPENBLAS_CORETYPE"] = core_type
    return environment


def write_fashion_mnist(source, folder):
    """The 60,000 training images and then the 10,000 test images, grey from 0 to 1 as float32."""
    path = pathlib.Path(folder) / "images.f32"
    grey = [level / 255 for level in range(256)]
    with open(path, "wb") as table:
        for name in "train", "t10k":
            with gzip.open(source / f"{name}-images-idx3-ubyte.gz") as images:
                # IDX: magic number, then the three sizes.
                sizes = [int.from_bytes(images.read(4), "big") for _ in range(4)]
                if sizes[0] != 0x803 or sizes[2:] != [28, 28]:
                    sys.exit(f"{images.name}: these are not images of 28 × 28 pixels")
                array.array("f", map(grey.__getitem__, images.read())).tofile(table)
    return path, 784, 10000


def standard_normal(random_numbers):
    return random_numbers.gauss(0, 1)


def random_grey(random_numbers):
    return random_numbers.random()


def write_noise(folder, features, rows, draw=standard_normal):
    """A table of `rows` rows, a multiple of 10,000: so many are drawn and then repeated, which changes no speed."""
    path = pathlib.Path(folder) / f"noise-{features}-{rows}.f32"
    random_numbers = random.Random(1)
    drawn = array.array("f", (draw(random_numbers) for _ in range(features * 10000)))
    with open(path, "wb") as table:
        for _ in range(rows // 10000):
            drawn.tofile(table)
    return path, features, 0

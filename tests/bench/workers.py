"""What compare_pytorch and fashion_mnist share: programs that train when told to, and tables for them."""

import array
import gzip
import importlib.util
import os
import pathlib
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


def latentscape(program, table, threads, settings):
    """`table` is (path, features, test rows), `settings` are hyperparameters by key."""
    return Worker([program, *table, threads, *as_arguments(settings)])


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
    if not os.access(program, os.X_OK):
        sys.exit(HOW_TO_BUILD.format(program))


def openblas_builds():
    """Folders of the OpenBLAS builds that Debian can hold side by side, by name: openmp, pthread, serial."""
    folders = pathlib.Path("/usr/lib").glob("*/openblas-*")
    return {
        folder.name.removeprefix("openblas-"): folder for folder in sorted(folders) if (folder / "libblas.so.3").exists()
    }


def openblas_environment(folder=None, core_type=None):
    """Makes PyTorch load that build, and that build take the processor for that one."""
    environment = {}
    if folder:
        environment["LD_LIBRARY_PATH"] = str(folder)
    if core_type:
        environment["OPENBLAS_CORETYPE"] = core_type
    return environment


def write_fashion_mnist(source, path):
    """The 60,000 training images and then the 10,000 test images, grey from 0 to 1 as float32."""
    grey = [level / 255 for level in range(256)]
    with open(path, "wb") as table:
        for name in "train", "t10k":
            with gzip.open(source / f"{name}-images-idx3-ubyte.gz") as images:
                # IDX: magic number, then the three sizes.
                sizes = [int.from_bytes(images.read(4), "big") for _ in range(4)]
                if sizes[0] != 0x803 or sizes[2:] != [28, 28]:
                    sys.exit(f"{images.name}: these are not images of 28 × 28 pixels")
                array.array("f", map(grey.__getitem__, images.read())).tofile(table)

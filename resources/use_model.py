#!/usr/bin/env python3
"""Uses a model that Latentscape trained, with PyTorch if it is there, else with NumPy alone.

    python3 use_model.py encode TABLE.csv LATENTS.csv
    python3 use_model.py reconstruct TABLE.csv ROWS.csv

encode writes mean and standard deviation of each row's place in the latent space, reconstruct what the model makes of
each row, in the table's units; numbers are written in full. The table needs the columns of schema.json by name; others
are passed over. model.safetensors holds the weights under PyTorch's names: TorchModel below loads them as they are.
"""

import argparse
import csv
import datetime
import gzip
import io
import json
import math
import pathlib
import re
import sys

import numpy

FOLDER = pathlib.Path(__file__).resolve().parent
EPOCH = datetime.datetime(1970, 1, 1)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
TIME = re.compile(r"(?:[T ](\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?")


def load_weights(path):
    """The tensors of a safetensors file by name."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    weights = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        numbers = numpy.frombuffer(data[8 + length + first:8 + length + last], "<f4")
        weights[name] = numbers.reshape(entry["shape"]).copy()
    return weights


# The networks: encode(x) gives the mean and log variance of q(z | x), decode(z) the decoder's raw outputs.

NUMPY_ACTIVATIONS = {
    "silu": lambda a: a / (1 + numpy.exp(-a)),
    "relu": lambda a: numpy.maximum(a, 0),
    "leaky-relu": lambda a: numpy.where(a > 0, a, 0.01 * a),
    "elu": lambda a: numpy.where(a > 0, a, numpy.expm1(numpy.minimum(a, 0))),
    "gelu": lambda a: 0.5 * a * (1 + numpy.vectorize(math.erf, otypes=[float])(a / math.sqrt(2))),
    "tanh": numpy.tanh,
    "softplus": lambda a: numpy.logaddexp(0, a),
}


class NumpyModel:
    def __init__(self, settings, weights):
        self.settings = settings
        self.weights = {name: weight.astype(float) for name, weight in weights.items()}
        self.activation = NUMPY_ACTIVATIONS[settings["activation"]]

    def linear(self, name, x):
        return x @ self.weights[name + ".weight"].T + self.weights.get(name + ".bias", 0)

    def hidden(self, side, x):
        for i in range(len(self.settings["hidden"])):
            x = self.activation(self.linear(f"{side}.{i}", x))
        return x

    def encode(self, x):
        hidden = self.hidden("encoder", x)
        mean = self.linear("mean", hidden)
        if self.settings["linear_path"]:
            mean = mean + self.linear("linear_encoder", x)
        return mean, self.linear("logvar", hidden)

    def decode(self, z):
        raw = self.linear("output", self.hidden("decoder", z))
        return raw + self.linear("linear_decoder", z) if self.settings["linear_path"] else raw


def make_torch_model(settings, weights):
    import torch
    from torch import nn

    activations = {"silu": nn.SiLU(), "relu": nn.ReLU(), "leaky-relu": nn.LeakyReLU(0.01), "elu": nn.ELU(),
                   "gelu": nn.GELU(), "tanh": nn.Tanh(), "softplus": nn.Softplus(threshold=60)}

    def layer(name):
        outputs, inputs = weights[name + ".weight"].shape
        return nn.Linear(inputs, outputs, bias=name + ".bias" in weights)

    class TorchModel(nn.Module):
        def __init__(self):
            super().__init__()
            count = len(settings["hidden"])
            self.activation = activations[settings["activation"]]
            self.encoder = nn.ModuleList(layer(f"encoder.{i}") for i in range(count))
            self.mean, self.logvar = layer("mean"), layer("logvar")
            self.decoder = nn.ModuleList(layer(f"decoder.{i}") for i in range(count))
            self.output = layer("output")
            if settings["linear_path"]:
                self.linear_encoder, self.linear_decoder = layer("linear_encoder"), layer("linear_decoder")
            # Learned noise of the blocks that have some: log σ² of numbers, log r of negative binomial counts.
            self.noise = nn.ParameterDict({name[len("noise."):]: nn.Parameter(torch.zeros(weight.shape))
                                           for name, weight in weights.items() if name.startswith("noise.")})

        def hidden(self, layers, x):
            for one in layers:
                x = self.activation(one(x))
            return x

        def encode(self, x):
            x = torch.as_tensor(x, dtype=torch.float32)
            hidden = self.hidden(self.encoder, x)
            mean = self.mean(hidden)
            return mean + self.linear_encoder(x) if settings["linear_path"] else mean, self.logvar(hidden)

        def decode(self, z):
            z = torch.as_tensor(z, dtype=torch.float32)
            raw = self.output(self.hidden(self.decoder, z))
            return raw + self.linear_decoder(z) if settings["linear_path"] else raw

    model = TorchModel()
    model.load_state_dict({name: torch.from_numpy(weight) for name, weight in weights.items()})
    return model.eval().requires_grad_(False)


# From raw outputs to E[x | z], and from counts to what the encoder sees, block by block.

def encoder_input(settings, x):
    """Counts on their logarithmic scale, missing cells (NaN) as 0."""
    x = x.copy()
    for block in settings["blocks"]:
        if "log_rate_caps" in block:
            part = slice(block["first_feature"], block["first_feature"] + block["features"])
            logs = numpy.log1p(numpy.maximum(x[:, part], 0))
            x[:, part] = (logs - block["log_count_shifts"]) / block["log_count_scales"]
    return numpy.nan_to_num(x, nan=0.0)


def continuous_bernoulli_mean(logit):
    a = numpy.abs(logit)
    near = a < 0.02
    safe = numpy.where(near, 1, a)
    mean = numpy.where(near, 0.5 - a / 12 + a ** 3 / 720, 1 / safe - 1 / numpy.expm1(numpy.minimum(safe, 700)))
    return numpy.where(logit > 0, 1 - mean, mean)


def expectation(settings, raw):
    x = []
    for block in settings["blocks"]:
        first = block["first_output"]
        # Further outputs of a block tell how wide it spreads.
        part = raw[:, first:first + block["features"]]
        if block["likelihood"] == "bernoulli":
            part = 1 / (1 + numpy.exp(-part))
        elif block["likelihood"] == "categorical":
            part = numpy.exp(part - part.max(axis=1, keepdims=True))
            part /= part.sum(axis=1, keepdims=True)
        elif block["likelihood"] == "continuous-bernoulli":
            part = continuous_bernoulli_mean(part)
        elif "log_rate_caps" in block:
            part = numpy.exp(numpy.minimum(part, block["log_rate_caps"]))
        x.append(part)
    return numpy.concatenate(x, axis=1)


# The table: cells to features and back.

def parse_number(text, reading):
    text = text.rstrip("%") if text.endswith("%") else text
    if reading.get("thousands"):
        text = text.replace(reading["thousands"], "")
    text = text.replace(reading.get("decimal") or ".", ".")
    return float(text) if NUMBER.fullmatch(text) else math.nan


def parse_date(text, order):
    """Seconds since 1970 in UTC; NaN for what is no date."""
    day = re.match(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})", text)
    time = TIME.fullmatch(text[day.end():]) if day else None
    if not time:
        return math.nan
    first, second, third = (int(day[i]) for i in (1, 3, 4))
    year, month, date = {"year-month-day": (first, second, third), "day-month-year": (third, second, first),
                         "month-day-year": (third, first, second)}[order]
    try:
        moment = datetime.datetime(year, month, date, int(time[1] or 0), int(time[2] or 0))
    except ValueError:
        return math.nan
    offset = (int(time[6]) * 3600 + int(time[7]) * 60) * (-1 if time[5] == "-" else 1) if time[5] else 0
    return (moment - EPOCH).total_seconds() + float(time[3] or 0) - offset


def date_text(seconds, column):
    if not math.isfinite(seconds):
        return ""
    unit = {"day": 86400, "minute": 60, "second": 1, "millisecond": 1e-3}[column["precision"]]
    # A day lasts until its end; times are rounded.
    units = math.floor(seconds / unit + (0 if column["precision"] == "day" else 0.5))
    try:
        moment = EPOCH + datetime.timedelta(seconds=units * unit)
    except OverflowError:
        return ""
    notation = column["date_notation"]
    width = 2 if notation["padded"] else 1
    parts = {"year": f"{moment.year:04}", "month": f"{moment.month:0{width}}", "day": f"{moment.day:0{width}}"}
    text = notation["separator"].join(parts[part] for part in notation["order"].split("-"))
    if column["precision"] != "day":
        text += notation["before_time"] + moment.strftime("%H:%M")
    if column["precision"] in ("second", "millisecond"):
        text += moment.strftime(":%S")
    if column["precision"] == "millisecond":
        text += f".{round(moment.microsecond / 1000):03}"
    return text


def before_shift(column, values):
    function = {"log": numpy.log, "log1p": numpy.log1p}.get(column["number_scale"])
    return function(values) if function else values


def possible(column, values):
    """Which numbers the column's scale can take."""
    scale = column["number_scale"]
    if scale == "log":
        return values > 0
    if scale == "log1p":
        return values > -1
    if scale == "count":
        return (values >= 0) & (values == numpy.floor(values))
    return numpy.isfinite(values)


def has_numbers(column):
    return column["type"] in ("number", "count", "date")


def encode_numbers(column, cells, reading):
    if column["type"] == "date":
        order = column["date_notation"]["order"]
        values = numpy.array([parse_date(cell, order) for cell in cells])
    else:
        values = numpy.array([parse_number(cell, reading) for cell in cells])
        for sentinel in reading.get("sentinels", {}).get(column["name"], []):
            values[values == parse_number(sentinel, reading)] = math.nan
    values = numpy.where(possible(column, values), values, math.nan)
    values = numpy.clip(values, column.get("lowest", -math.inf), column.get("highest", math.inf))
    scaled = (before_shift(column, values) - column["shift"]) / column["scale"]
    between = column["number_scale"] in ("minmax", "picture") and "bernoulli" in column["likelihood"]
    return numpy.clip(scaled, 0, 1) if between else scaled


def encode_column(column, cells, reading, x):
    """Writes the column's features; NaN where a cell is missing."""
    missing = {"", *reading["missing_tokens"], *reading.get("sentinels", {}).get(column["name"], [])}
    cells = ["" if cell.strip(" \t") in missing else cell.strip(" \t") for cell in cells]
    first, last = column["first_feature"], column["first_feature"] + column["features"]
    if has_numbers(column):
        x[:, first] = encode_numbers(column, cells, reading)
        return
    places = {category: i for i, category in enumerate(column["categories"])}
    for row, cell in enumerate(cells):
        if cell not in places:
            x[row, first:last] = math.nan
        elif column["type"] == "binary":
            x[row, first] = places[cell]
        else:
            x[row, first:last] = numpy.arange(last - first) == places[cell]


def decode_column(column, x):
    """The cells of a column as they are written."""
    if column["features"] == 0:
        values = numpy.full(len(x), column["constant"])
    elif has_numbers(column):
        values = x[:, column["first_feature"]] * column["scale"] + column["shift"]
        function = {"log": numpy.exp, "log1p": numpy.expm1}.get(column["number_scale"])
        values = function(values) if function else values
    elif column["type"] == "binary":
        values = x[:, column["first_feature"]] >= 0.5
    else:
        values = x[:, column["first_feature"]:column["first_feature"] + column["features"]].argmax(axis=1)
    if column["type"] == "date":
        return [date_text(value, column) for value in values]
    if has_numbers(column):
        return [repr(float(value)) for value in values]
    return [column["categories"][int(value)] if column["categories"] else "" for value in values]


def read_table(path, reading):
    """Column names, and the cells of each."""
    data = path.read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    text = data.decode(reading.get("encoding") or "utf-8").lstrip("\ufeff")
    comment = reading.get("comment")
    while comment and text.startswith(comment):
        text = text.partition("\n")[2]
    delimiter = reading.get("delimiter") or ","
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter,
                                      skipinitialspace=delimiter == " ") if any(cell.strip() for cell in row)]
    if reading.get("header", True):
        names = [name.strip(" \t") or f"column_{place + 1}" for place, name in enumerate(rows.pop(0))]
    else:
        names = [f"column_{place + 1}" for place in range(len(rows[0]))]
    return {name: [row[place] if place < len(row) else "" for row in rows] for place, name in enumerate(names)}


def write_table(path, names, columns):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(zip(*columns))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["encode", "reconstruct"])
    parser.add_argument("table", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--delimiter", help="between columns; else as in the table that was learned")
    parser.add_argument("--decimal", help="decimal mark of numbers; else as in the table that was learned")
    backend = parser.add_mutually_exclusive_group()
    backend.add_argument("--torch", action="store_true", help="with PyTorch")
    backend.add_argument("--numpy", action="store_true", help="with NumPy alone")
    arguments = parser.parse_args()

    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    settings, weights = schema["model"], load_weights(FOLDER / "model.safetensors")
    model = None
    if not arguments.numpy:
        try:
            model = make_torch_model(settings, weights)
        except ImportError:
            if arguments.torch:
                sys.exit("PyTorch is not installed; use --numpy")
    model = model or NumpyModel(settings, weights)

    reading = schema["reading"]
    reading.update({key: value for key, value in vars(arguments).items() if key in ("delimiter", "decimal") and value})
    table = read_table(arguments.table, reading)
    used = [column for column in schema["columns"] if column["features"] > 0]
    absent = [column["name"] for column in used if column["name"] not in table]
    if absent:
        sys.exit(f"{arguments.table} has no column {', '.join(map(repr, absent))}")
    x = numpy.zeros((len(next(iter(table.values()))), schema["features"]))
    with numpy.errstate(all="ignore"):
        for column in used:
            encode_column(column, table[column["name"]], reading, x)
        mean, logvar = (numpy.asarray(output, float) for output in model.encode(encoder_input(settings, x)))
        deviation = numpy.exp(numpy.clip(logvar, *settings["logvar_range"]) / 2)
        if arguments.command == "encode":
            latent = range(settings["latent"])
            names = ["row"] + [f"mean_{j}" for j in latent] + [f"sd_{j}" for j in latent]
            write_table(arguments.out, names, [range(len(x)), *mean.T.tolist(), *deviation.T.tolist()])
        else:
            rows = expectation(settings, numpy.asarray(model.decode(mean), float))
            write_table(arguments.out, [column["name"] for column in schema["columns"]],
                        [decode_column(column, rows) for column in schema["columns"]])


if __name__ == "__main__":
    main()

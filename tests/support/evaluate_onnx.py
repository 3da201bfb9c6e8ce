"""Computes an ONNX model's outputs with NumPy in double precision, operator by operator.

evaluate_onnx.py MODEL INPUT: INPUT holds float32 numbers, row after row. Prints one JSON object: for each output its
shape and its numbers. The model has to pass ONNX's checker, with shapes inferred.
"""

import json
import math
import sys

import numpy
import onnx
import onnx.checker
import onnx.numpy_helper

error_function = numpy.vectorize(math.erf, otypes=[float])


def softmax(x):
    x = numpy.exp(x - x.max(axis=1, keepdims=True))
    return x / x.sum(axis=1, keepdims=True)


def gemm(x, weight, bias=0.0, transB=0):
    assert transB == 1
    return x @ weight.T + bias


def columns(x, starts, ends, axes):
    assert list(axes) == [1]
    return x[:, starts[0]:ends[0]]


OPERATORS = {
    "Abs": numpy.abs,
    "Add": numpy.add,
    "Clip": numpy.clip,
    "Concat": lambda *tables, axis: numpy.concatenate(tables, axis=axis),
    "Div": numpy.divide,
    "Elu": lambda x, alpha: numpy.where(x > 0, x, alpha * numpy.expm1(numpy.minimum(x, 0))),
    "Erf": error_function,
    "Exp": numpy.exp,
    "Expand": lambda x, shape: numpy.broadcast_to(x, tuple(int(extent) for extent in shape)),
    "Gemm": gemm,
    "Greater": numpy.greater,
    "Identity": lambda x: x,
    "IsNaN": numpy.isnan,
    "LeakyRelu": lambda x, alpha: numpy.where(x > 0, x, alpha * x),
    "Less": numpy.less,
    "Log": numpy.log,
    "Max": numpy.maximum,
    "Min": numpy.minimum,
    "Mul": numpy.multiply,
    "Neg": numpy.negative,
    "Reciprocal": numpy.reciprocal,
    "Relu": lambda x: numpy.maximum(x, 0),
    "Shape": lambda x: numpy.array(x.shape),
    "Sigmoid": lambda x: 1 / (1 + numpy.exp(-x)),
    "Slice": columns,
    "Softmax": lambda x, axis: softmax(x),
    "Softplus": lambda x: numpy.logaddexp(0, x),
    "Sub": numpy.subtract,
    "Tanh": numpy.tanh,
    "Where": numpy.where,
}


def evaluate(model, rows):
    values = {}
    for tensor in model.graph.initializer:
        array = onnx.numpy_helper.to_array(tensor)
        values[tensor.name] = array.astype(numpy.float64) if array.dtype == numpy.float32 else array
    given, = model.graph.input
    width = given.type.tensor_type.shape.dim[1].dim_value
    values[given.name] = rows.reshape(-1, width).astype(numpy.float64)
    for node in model.graph.node:
        attributes = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
        result = OPERATORS[node.op_type](*(values[name] for name in node.input), **attributes)
        values[node.output[0]] = result
    return {one.name: values[one.name] for one in model.graph.output}


if __name__ == "__main__":
    onnx.checker.check_model(sys.argv[1], full_check=True)
    with numpy.errstate(all="ignore"):
        outputs = evaluate(onnx.load(sys.argv[1]), numpy.fromfile(sys.argv[2], dtype="<f4"))
    json.dump({name: {"shape": list(array.shape), "values": array.ravel().tolist()}
               for name, array in outputs.items()}, sys.stdout)

"""A session's network as an ONNX model, with the encoding of its columns before it and the decoding behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.scaling import Scale
from nntui.data.scalings import LARGEST_LOG
from nntui.model.activations import LEAK, SELU_ALPHA, SELU_SCALE
from nntui.model.holding import without_silenced
from nntui.model.layout import input_scale_view, layer_views
from nntui.safe_text import as_list
from nntui.session.export.onnx.columns import ColumnNodes
from nntui.session.export.onnx.graph import ML, OnnxGraph
from nntui.session.export.pictures import pictures_in_words
from nntui.session.export.tables import CodeTable
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from nntui.session.session import Session

PROBABILITIES = "probabilities"
"""The output beside the class."""

ACTIVATION_NODES = CodeTable[Callable[[OnnxGraph, str], str]](
    "activation",
    {
        "sigmoid": lambda graph, z: graph.node("Sigmoid", z),
        "tanh": lambda graph, z: graph.node("Tanh", z),
        "relu": lambda graph, z: graph.node("Relu", z),
        "leaky-relu": lambda graph, z: graph.node("LeakyRelu", z, alpha=LEAK),
        "gelu": lambda graph, z: graph.node("Gelu", z),
        "softplus": lambda graph, z: graph.node("Softplus", z),
        "elu": lambda graph, z: graph.node("Elu", z),
        "selu": lambda graph, z: graph.node("Selu", z, alpha=SELU_ALPHA, gamma=SELU_SCALE),
        "silu": lambda graph, z: graph.node("Mul", z, graph.node("Sigmoid", z)),
        "mish": lambda graph, z: graph.node("Mul", z, graph.node("Tanh", graph.node("Softplus", z))),
        "sine": lambda graph, z: graph.node("Sin", z),
        "step": lambda graph, z: graph.cast(graph.node("Greater", z, graph.constant(np.float32(0))), np.float32),
        "linear": lambda _, z: z,
        "softmax": lambda graph, z: graph.node("Softmax", z, axis=1),
    },
)
"""The nodes of each activation of pre-activations z, float32 [rows, width]."""


def onnx_model(session: Session) -> tuple[bytes, str]:
    """The model as a file, and a remark on what is unlike ``nntui predict``.

    Raises DataError without the package onnx, and for a table that no network can be trained on.
    """
    predictor = Predictor(session)
    graph = OnnxGraph({column.name for column in session.table.columns} | {PROBABILITIES})
    columns = ColumnNodes(graph, predictor)
    outputs = _network(graph, predictor, graph.joined([columns.encoded(coder) for coder in predictor.encoder.inputs]))
    if predictor.encoder.classes:
        _classes(graph, predictor, outputs)
    else:
        _numbers(graph, predictor, outputs)
    targets = [coder.name for coder in predictor.encoder.targets]
    metadata = {
        "targets": json.dumps(targets),
        "classes": json.dumps(predictor.encoder.classes),
        "units": json.dumps({column.name: column.unit for column in session.table.columns if column.unit}),
    }
    described = f"{as_list(targets)} predicted by a network {session.network.sizes_text}"
    described = f"{described}. {pictures_in_words(session)}".removesuffix(". ")
    remark = "the model does not warn of values unlike those that it was trained on, as nntui predict does"
    return graph.model(described, metadata), "; ".join(each for each in (columns.remark, remark) if each)


def _network(graph: OnnxGraph, predictor: Predictor, inputs: str) -> str:
    """The outputs, float32 [rows, outputs], for encoded inputs."""
    spec = predictor.session.network
    flat = without_silenced(spec, predictor.weights)
    weights, biases = layer_views(spec, flat)
    value = inputs
    if spec.input_scale:
        value = graph.node("Mul", value, graph.constant(input_scale_view(spec, flat)[None, :]))
    for layer, matrix in enumerate(weights):
        value = graph.node("MatMul", value, graph.constant(np.ascontiguousarray(matrix)))
        if biases and biases[layer].size:
            value = graph.node("Add", value, graph.constant(biases[layer][None, :]))
        value = ACTIVATION_NODES[spec.activation_of(layer)](graph, value)
    return value


def _numbers(graph: OnnxGraph, predictor: Predictor, outputs: str) -> None:
    """Each target in its own unit, float64 [rows, 1]."""
    wide = graph.cast(outputs, np.float64)
    for place, scale in enumerate(predictor.encoder.targets):
        if not isinstance(scale, Scale):
            continue
        value = graph.node("Gather", wide, graph.constant(np.array([place], dtype=np.int64)), axis=1)
        value = graph.node("Mul", value, graph.constant(np.float64(scale.divisor)))
        value = graph.node("Add", value, graph.constant(np.float64(scale.offset)))
        if scale.log_unit is not None:
            size = graph.node("Min", graph.node("Abs", value), graph.constant(np.float64(LARGEST_LOG)))
            grown = graph.node("Sub", graph.node("Exp", size), graph.constant(np.float64(1)))
            grown = graph.node("Mul", grown, graph.constant(np.float64(scale.log_unit)))
            value = graph.node("Mul", graph.node("Sign", value), grown)
        graph.result(value, scale.name, np.float64, 1)


def _classes(graph: OnnxGraph, predictor: Predictor, outputs: str) -> None:
    """The most probable class, a word [rows, 1], and the probabilities, float64 [rows, classes], that sum to 1."""
    wide = graph.cast(outputs, np.float64)
    zero, one = graph.constant(np.float64(0)), graph.constant(np.float64(1))
    if predictor.session.network.outputs == 1:
        second = graph.node("Clip", wide, zero, one)
        shares = graph.joined([graph.node("Sub", one, second), second])
    else:
        shares = graph.node("Max", wide, zero)
        axis = graph.constant(np.array([1], dtype=np.int64))
        codes = graph.node("ArgMax", wide, axis=1, keepdims=1)
        every = graph.constant(np.arange(len(predictor.encoder.classes), dtype=np.int64)[None, :])
        certain = graph.cast(graph.node("Equal", codes, every), np.float64)
        nothing = graph.node("Equal", graph.node("ReduceMax", shares, axis), zero)
        shares = graph.node("Where", nothing, certain, shares)
        shares = graph.node("Div", shares, graph.node("ReduceSum", shares, axis))
    code = graph.node("ArgMax", shares, axis=1, keepdims=1)
    classes = list(predictor.encoder.classes)
    keys = {"keys_int64s": list(range(len(classes))), "values_strings": classes}
    graph.result(graph.node("LabelEncoder", code, domain=ML, **keys), predictor.encoder.targets[0].name, str, 1)
    graph.result(shares, PROBABILITIES, np.float64, len(classes))

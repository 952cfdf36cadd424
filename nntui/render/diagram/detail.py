"""The selected neuron or weight in words and in full precision, for the lines below the diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.diagram.net import Bias, Edge, Neuron, nearest_selection
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.numbers import format_exact
from nntui.render.text import LinePart, Span, fit_parts, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.diagram.net import DiagramNet, Selection, Vector
    from nntui.render.text import Line

NO_ROW = LinePart("", "no complete row selected", 0, "dim")
NO_WEIGHTS = LinePart("", "no weights yet", 0, "dim")
NO_BIAS = LinePart("", "this layer has no biases", 0, "dim")


def describe_selection(
    net: DiagramNet,
    selection: Selection,
    pre_activations: Sequence[Vector] | None = None,
    width: int = 80,
    glyphs: Glyphs = UNICODE,
) -> list[Line]:
    """Two lines of at most ``width`` cells: the name of the selection, and its numbers as exact as float32.

    ``pre_activations`` belong to the row of ``net.activations``: [neurons] for each layer of weights.
    """
    selection = nearest_selection(net.sizes, selection)
    if isinstance(selection, Edge):
        return [
            _edge_title(net, selection, width, glyphs),
            fit_parts(_edge_numbers(net, selection, glyphs), width, glyphs),
        ]
    if isinstance(selection, Bias):
        title, numbers = (
            [LinePart("", f"bias of {clean(_name_of(net, selection.neuron), glyphs)}", 0, "title")],
            _bias(net, selection),
        )
    else:
        title, numbers = _neuron_title(net, selection, glyphs), _neuron_numbers(net, selection, pre_activations)
    return [
        fit_parts([title], width, glyphs, f" {glyphs.between} "),
        fit_parts(numbers, width, glyphs),
    ]


def _bias(net: DiagramNet, bias: Bias) -> list[list[LinePart]]:
    number = net.bias(bias.layer, bias.index)
    if number is None:
        return [[NO_WEIGHTS if net.weights is None else NO_BIAS]]
    return [[LinePart("bias b ", format_exact(number), 0), *_frozen(net, bias)]]


def _frozen(net: DiagramNet, parameter: Edge | Bias) -> list[LinePart]:
    return [LinePart("", "frozen", 1, "warning")] if net.is_frozen(parameter) else []


def _neuron_title(net: DiagramNet, neuron: Neuron, glyphs: Glyphs) -> list[LinePart]:
    layer, index = neuron.layer, neuron.index
    label = clean(net.label(layer, index), glyphs)
    kind = "input" if layer == 0 else "output" if layer == len(net.sizes) - 1 else "neuron"
    place = f"{kind} {index + 1} of {net.sizes[layer]:,}"
    name = label if kind != "neuron" else net.layer_name(layer)
    function = clean(net.activation_name(layer), glyphs)
    parts = [
        LinePart("", name, 0 if label else 1, "title"),
        LinePart("", "silenced" if neuron in net.silenced else "", 1, "warning"),
        LinePart("", place, 1 if label else 0),
        LinePart("", function, 2),
    ]
    return [part for part in parts if part.text]


def _neuron_numbers(net: DiagramNet, neuron: Neuron, pre_activations: Sequence[Vector] | None) -> list[list[LinePart]]:
    layer, index = neuron.layer, neuron.index
    activation, bias = net.activation(layer, index), net.bias(layer, index)
    missing = NO_WEIGHTS if net.weights is None else NO_ROW
    if layer == 0:
        return [[LinePart("value ", format_exact(activation), 0) if activation is not None else missing]]
    numbers: list[tuple[str, str, float, int]] = []
    if bias is not None:
        numbers.append(("bias b ", "b ", bias, 1))
    if pre_activations is not None:
        numbers.append(("pre-activation z ", "z ", float(pre_activations[layer - 1][index]), 2))
    if activation is not None:
        numbers.append(("activation a ", "a ", activation, 0))
    if not numbers:
        return [[missing]]
    return [
        [LinePart(name, format_exact(number), rank) for name, _, number, rank in numbers],
        [LinePart(letter, format_exact(number), rank) for _, letter, number, rank in numbers],
    ]


def _edge_title(net: DiagramNet, edge: Edge, width: int, glyphs: Glyphs) -> Line:
    """Source and target of the edge; long names are cut so that both are visible."""
    source, target = _name_of(net, Neuron(edge.layer, edge.source)), _name_of(net, Neuron(edge.layer + 1, edge.target))
    source, target, arrow = clean(source, glyphs), clean(target, glyphs), f" {glyphs.arrow} "
    room = max(0, width - cell_len(arrow))
    if cell_len(source) + cell_len(target) > room:
        for_target = min(cell_len(target), max(room // 2, room - cell_len(source)))
        target = fit(target, for_target, glyphs=glyphs)
        source = fit(source, min(cell_len(source), room - for_target), glyphs=glyphs)
    return join_spans(
        [Span(fit(source + arrow + target, min(width, cell_len(source + arrow + target)), glyphs=glyphs), "title")]
    )


def _name_of(net: DiagramNet, neuron: Neuron) -> str:
    """The name of a neuron within a sentence."""
    layer, index = neuron.layer, neuron.index
    if layer == 0:
        return net.label(layer, index) or f"input {index + 1}"
    if layer == len(net.sizes) - 1:
        return net.label(layer, index) or f"output {index + 1}"
    return f"{net.layer_name(layer)} neuron {index + 1}"


def _edge_numbers(net: DiagramNet, edge: Edge, glyphs: Glyphs) -> list[list[LinePart]]:
    weight, activation = net.weight(edge.layer, edge.source, edge.target), net.activation(edge.layer, edge.source)
    if weight is None:
        return [[NO_WEIGHTS]]
    shown, frozen = LinePart("weight ", format_exact(weight), 0), _frozen(net, edge)
    if activation is None:
        return [[shown, *frozen]]
    carried = format_exact(weight * activation)
    product = f"{format_exact(activation)} {glyphs.times} {format_exact(weight)} = {carried}"
    return [
        [shown, *frozen, LinePart("carries ", product, 2)],
        [shown, *frozen, LinePart("carries ", carried, 2)],
        [shown._replace(heading="w "), *frozen, LinePart(f"a {glyphs.times} w ", carried, 2)],
    ]

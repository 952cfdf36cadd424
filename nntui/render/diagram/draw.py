"""A network as a diagram: neurons in columns, edges with sign and size, and as many numbers as fit."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.canvas import Canvas
from nntui.render.diagram.edges import draw_edges
from nntui.render.diagram.layout import LayoutRequest
from nntui.render.diagram.net import Edge, Neuron, nearest_selection
from nntui.render.diagram.placing import plan_diagram
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.numbers import format_signed, largest_magnitude, level, style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.diagram.layout import LayerColumn, Layout
    from nntui.render.diagram.net import DiagramNet, Selection
    from nntui.render.text import Line

SMALLEST_SCALE = 1.0
"""Least activation that is shaded as the largest: the range of sigmoid and tanh."""

BIAS_SCALE = 2.0
"""Scale of a bias's own size: every bias is drawn in the middle strength of its sign's colour, as weights are."""


def draw_network(
    net: DiagramNet, width: int, height: int, selection: Selection | None = None, glyphs: Glyphs = UNICODE
) -> list[Line]:
    """The network on exactly ``height`` lines of at most ``width`` cells.

    The layout depends on sizes, names, ``width``, ``height`` and ``selection`` only: nothing moves while numbers
    change. Only the numbers of neurons and weights in view are read.
    """
    canvas = Canvas(width, height, glyphs)
    if canvas.width == 0 or canvas.height == 0:
        return canvas.rows()
    selection = nearest_selection(net.sizes, selection) if selection is not None else None
    plan = plan_diagram(_request(net, width, height, selection, glyphs), glyphs)
    draw_edges(canvas, net, plan, selection)
    for marker in plan.markers:
        canvas.write(marker.column, marker.row, marker.text, "dim")
    for column in plan.layout.columns:
        _write_column(canvas, net, column, selection)
    if plan.layout.captioned:
        _write_captions(canvas, net, plan.layout)
    return canvas.rows()


def _request(net: DiagramNet, width: int, height: int, selection: Selection | None, glyphs: Glyphs) -> LayoutRequest:
    shown: tuple[tuple[int, int], ...] = ()
    if isinstance(selection, Edge):
        shown = ((selection.layer, selection.source), (selection.layer + 1, selection.target))
    elif selection is not None:
        shown = ((selection.layer, selection.index),)
    return LayoutRequest(
        sizes=tuple(net.sizes),
        width=width,
        height=height,
        input_name=_widest(tuple(net.input_labels[: net.sizes[0]]), glyphs),
        output_name=_widest(tuple(net.output_labels[: net.sizes[-1]]), glyphs),
        values=net.activations is not None or net.weights is not None,
        biases=bool(net.biases),
        shown=shown,
    )


def _write_column(canvas: Canvas, net: DiagramNet, column: LayerColumn, selection: Selection | None) -> None:
    """Write the nodes of one layer with their activations, biases and names."""
    layer, glyphs = column.layer, canvas.glyphs
    activations = {index: net.activation(layer, index) for index, _ in column.nodes}
    scale = max(SMALLEST_SCALE, largest_magnitude(value for value in activations.values() if value is not None))
    own_style = "input" if layer == 0 else "target" if layer == len(net.sizes) - 1 else "node"
    for index, row in column.nodes:
        activation, bias = activations[index], net.bias(layer, index)
        chosen = selection == Neuron(layer, index)
        style = "selected" if chosen else own_style
        canvas.write(column.x, row, glyphs.chosen if chosen else _shade(activation, scale, glyphs), style)
        texts = column.texts
        if texts.name:
            name = fit(net.label(layer, index), texts.name.cells, "right" if layer == 0 else "left", glyphs)
            canvas.write(*texts.name.from_node(column.x, row), name, own_style)
        if texts.value and activation is not None:
            canvas.write(*texts.value.from_node(column.x, row), format_signed(activation, texts.value.cells), style)
        elif texts.value:
            canvas.write(*texts.value.from_node(column.x, row), fit(glyphs.unknown, texts.value.cells, "center"), "dim")
        if texts.bias and bias is not None:
            text = "b" + format_signed(bias, texts.bias.cells - 1)
            canvas.write(*texts.bias.from_node(column.x, row), text, style_of(bias, BIAS_SCALE * abs(bias)))


def _shade(activation: float | None, scale: float, glyphs: Glyphs) -> str:
    if activation is None:
        return glyphs.node
    if not math.isfinite(activation):
        return glyphs.unknown
    return glyphs.nodes[max(0, abs(level(activation, scale)) - 1)]


@lru_cache(maxsize=16)
def _widest(labels: tuple[str, ...], glyphs: Glyphs) -> int:
    """Cells of the longest label."""
    return max((cell_len(clean(label, glyphs)) for label in labels), default=0)


def _write_captions(canvas: Canvas, net: DiagramNet, layout: Layout) -> None:
    """Write the layers' names in the top row, and how many layers are out of view at either side.

    The activation functions are written too if there is room for all of them.
    """
    glyphs = canvas.glyphs
    before = f"{glyphs.before} {layout.before} more" if layout.before else ""
    after = f"{layout.after} more {glyphs.after}" if layout.after else ""
    start, stop = _spaced(before), canvas.width - _spaced(after)
    placed: list[tuple[int, str]] = []
    for with_functions in (True, False):
        names = [_caption(net, column.layer, with_functions, glyphs) for column in layout.columns]
        placed = _placed_captions(layout, names, start, stop)
        if len(placed) == len(names):
            break
    for column, text in [*placed, (0, before), (canvas.width - cell_len(after), after)]:
        canvas.write(column, 0, text, "dim")


def _placed_captions(layout: Layout, names: Sequence[str], start: int, stop: int) -> list[tuple[int, str]]:
    """(column, name) of each name that fits between ``start`` and ``stop``, centred over its layer if possible."""
    placed = []
    columns = layout.columns
    for number, (column, name) in enumerate(zip(columns, names, strict=True)):
        ends = stop if column is columns[-1] else min(stop, (column.right + columns[number + 1].left) // 2)
        at = max(start, min((column.left + column.right - cell_len(name)) // 2, ends - cell_len(name)))
        if at + cell_len(name) <= ends:
            placed.append((at, name))
            start = at + _spaced(name)
    return placed


def _caption(net: DiagramNet, layer: int, with_function: bool, glyphs: Glyphs) -> str:
    function = clean(net.activation_name(layer), glyphs) if with_function else ""
    return f"{net.layer_name(layer)} {glyphs.between} {function}" if function else net.layer_name(layer)


def _spaced(text: str) -> int:
    """Cells of a text and the space after it."""
    return cell_len(text) + 2 if text else 0

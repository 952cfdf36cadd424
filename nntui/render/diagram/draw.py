"""A network as a picture: neurons in columns, edges with sign and size, and as many numbers as there is room for."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.canvas import Canvas
from nntui.render.diagram.captions import write_captions
from nntui.render.diagram.detail import describe
from nntui.render.diagram.edges import draw_edges
from nntui.render.diagram.layout import Request
from nntui.render.diagram.net import DiagramNet, Edge, Neuron, Selection, move, within
from nntui.render.diagram.placing import plan
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.numbers import largest, level, signed, style_of

if TYPE_CHECKING:
    from nntui.render.diagram.layout import LayerColumn
    from nntui.render.text import Line

__all__ = ["DiagramNet", "Edge", "Neuron", "Selection", "describe", "draw", "move", "within"]

SMALLEST_SCALE = 1.0
"""Activations are shaded against at least this: the range of sigmoid and tanh."""

BIAS_SCALE = 2.0
"""Every bias is drawn in the middle strength of its sign's colour, as weights are."""


def draw(
    net: DiagramNet, width: int, height: int, selection: Selection | None = None, glyphs: Glyphs = UNICODE
) -> list[Line]:
    """The network on exactly ``height`` lines of at most ``width`` cells.

    Where things stand follows from sizes, names, ``width``, ``height`` and ``selection`` alone: nothing moves while
    numbers change. Only neurons and weights in view are looked at.
    """
    canvas = Canvas(width, height, glyphs)
    if canvas.width == 0 or canvas.height == 0:
        return canvas.rows()
    selection = within(net.sizes, selection) if selection is not None else None
    planned = plan(_request(net, width, height, selection, glyphs), glyphs)
    draw_edges(canvas, net, planned, selection)
    for marker in planned.markers:
        canvas.write(marker.column, marker.row, marker.text, "dim")
    for column in planned.layout.columns:
        _write_column(canvas, net, column, selection)
    if planned.layout.captioned:
        write_captions(canvas, net, planned.layout)
    return canvas.rows()


def _request(net: DiagramNet, width: int, height: int, selection: Selection | None, glyphs: Glyphs) -> Request:
    shown: tuple[tuple[int, int], ...] = ()
    if isinstance(selection, Edge):
        shown = ((selection.layer, selection.source), (selection.layer + 1, selection.target))
    elif selection is not None:
        shown = ((selection.layer, selection.index),)
    return Request(
        sizes=tuple(net.sizes),
        width=width,
        height=height,
        input_name=_widest(tuple(net.input_labels[: net.sizes[0]]), glyphs),
        output_name=_widest(tuple(net.output_labels[: net.sizes[-1]]), glyphs),
        values=net.activations is not None or net.weights is not None,
        biases=net.has_biases,
        shown=shown,
    )


def _write_column(canvas: Canvas, net: DiagramNet, column: LayerColumn, selection: Selection | None) -> None:
    """The nodes of one layer with their activations, biases and names."""
    layer, glyphs = column.layer, canvas.glyphs
    activations = {index: net.activation(layer, index) for index, _ in column.nodes}
    scale = max(SMALLEST_SCALE, largest(value for value in activations.values() if value is not None))
    own_style = "input" if layer == 0 else "target" if layer == len(net.sizes) - 1 else "node"
    for index, row in column.nodes:
        activation, bias = activations[index], net.bias(layer, index)
        chosen = selection == Neuron(layer, index)
        style = "selected" if chosen else own_style
        canvas.write(column.x, row, glyphs.chosen if chosen else _shade(activation, scale, glyphs), style)
        texts = column.texts
        if texts.name:
            name = fit(net.label(layer, index), texts.name.cells, "right" if layer == 0 else "left", glyphs)
            canvas.write(*texts.name.seen_from(column.x, row), name, own_style)
        if texts.value and activation is not None:
            canvas.write(*texts.value.seen_from(column.x, row), signed(activation, texts.value.cells), style)
        elif texts.value:
            canvas.write(*texts.value.seen_from(column.x, row), fit(glyphs.unknown, texts.value.cells, "center"), "dim")
        if texts.bias and bias is not None:
            text = "b" + signed(bias, texts.bias.cells - 1)
            canvas.write(*texts.bias.seen_from(column.x, row), text, style_of(bias, BIAS_SCALE * abs(bias)))


def _shade(activation: float | None, scale: float, glyphs: Glyphs) -> str:
    if activation is None:
        return glyphs.node
    if not math.isfinite(activation):
        return glyphs.unknown
    return glyphs.nodes[max(0, abs(level(activation, scale)) - 1)]


@lru_cache(maxsize=16)
def _widest(labels: tuple[str, ...], glyphs: Glyphs) -> int:
    """Cells of the longest name."""
    return max((cell_len(clean(label, glyphs)) for label in labels), default=0)

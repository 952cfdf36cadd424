"""A network as a diagram: neurons in columns, edges with sign and size, and as many numbers as fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.canvas import Canvas
from nntui.render.diagram.edges import draw_edges
from nntui.render.diagram.layout import CAPTIONED_HEIGHT, LayoutRequest, hidden_name
from nntui.render.diagram.net import FROZEN, Bias, Edge, Neuron, nearest_selection
from nntui.render.diagram.placing import plan_diagram
from nntui.render.diagram.view import NOTHING, DiagramView, choose_neurons
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit, fit_names
from nntui.render.numbers import format_signed, largest_magnitude, level, style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.diagram.layout import LayerColumn, Layout
    from nntui.render.diagram.net import DiagramNet, Lit, Pictures, Selection
    from nntui.render.diagram.nodes import TileSpot
    from nntui.render.text import Line, Span

SMALLEST_SCALE = 1.0
"""Least activation that is shaded as the largest: the range of sigmoid and tanh."""

BIAS_SCALE = 2.0
"""Scale of a bias's own size: every bias is drawn in the middle strength of its sign's colour, as weights are."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing of a network: its lines, how many of its ``edges`` are ``drawn``, and what is in view."""

    lines: list[Line]
    drawn: int
    edges: int
    view: DiagramView


def draw_network(
    net: DiagramNet,
    width: int,
    height: int,
    selection: Selection | None = None,
    glyphs: Glyphs = UNICODE,
    *,
    before: DiagramView = NOTHING,
    lit: Lit | None = None,
    shaded: bool = False,
) -> Diagram:
    """The network on exactly ``height`` lines of at most ``width`` cells.

    The layout depends on sizes, names, ``width``, ``height`` and ``selection`` only: nothing moves while numbers
    change. Where not all neurons of a layer or edges between two layers can be told apart, the strongest are drawn,
    those in the view ``before`` by preference. ``lit`` are the neurons and weights that stand out in place of the
    selection's own. Pictures are ``shaded`` where there are colours.
    """
    canvas = Canvas(width, height, glyphs)
    edges = sum(fan_in * fan_out for fan_in, fan_out in pairwise(net.sizes))
    if canvas.width == 0 or canvas.height == 0:
        return Diagram(canvas.rows(), 0, edges, before)
    selection = nearest_selection(net.sizes, selection) if selection is not None else None
    chosen = selection.neuron if isinstance(selection, Bias) else selection
    in_view = choose_neurons(net, chosen, height - (height >= CAPTIONED_HEIGHT), before)
    plan = plan_diagram(_request(net, (width, height), chosen, in_view, glyphs))
    drawn, faint = draw_edges(canvas, net, plan, chosen, before.edges, lit=lit)
    for marker in plan.markers:
        canvas.write(marker.column, marker.row, marker.text, "dim")
    for column in plan.layout.columns:
        _write_column(canvas, net, column, selection, lit)
        _write_tiles(canvas, net, column, top=int(plan.layout.captioned), shaded=shaded)
    if plan.layout.captioned:
        _write_captions(canvas, net, plan.layout)
    return Diagram(canvas.rows(), drawn, edges, DiagramView(in_view, faint))


def _request(
    net: DiagramNet,
    size: tuple[int, int],
    selection: Neuron | Edge | None,
    in_view: tuple[tuple[int, ...], ...],
    glyphs: Glyphs,
) -> LayoutRequest:
    shown: tuple[tuple[int, int], ...] = ()
    if isinstance(selection, Edge):
        shown = ((selection.layer, selection.source), (selection.layer + 1, selection.target))
    elif selection is not None:
        shown = ((selection.layer, selection.index),)
    return LayoutRequest(
        sizes=tuple(net.sizes),
        width=size[0],
        height=size[1],
        input_name=_widest(tuple(net.input_labels[: net.sizes[0]]), glyphs),
        output_name=_widest(tuple(net.output_labels[: net.sizes[-1]]), glyphs),
        values=net.activations is not None or net.weights is not None,
        biases=bool(net.biases),
        in_view=in_view,
        shown=shown,
        pictured=tuple(net.pictures),
    )


def _write_column(
    canvas: Canvas, net: DiagramNet, column: LayerColumn, selection: Selection | None, lit: Lit | None
) -> None:
    """Write the nodes of one layer with their activations or slopes, biases and names."""
    layer, glyphs = column.layer, canvas.glyphs
    numbers = {index: net.shown(layer, index) for index, _ in column.nodes}
    largest = largest_magnitude(number for number in numbers.values() if number is not None)
    scale = largest if layer in net.slopes else max(SMALLEST_SCALE, largest)
    own_style = "input" if layer == 0 else "target" if layer == len(net.sizes) - 1 else "node"
    for index, row in column.nodes:
        number, bias = numbers[index], net.bias(layer, index)
        node = Neuron(layer, index)
        own_bias = Bias(layer, index)
        chosen = selection in (node, own_bias) or (lit is not None and node in lit.neurons)
        style = "selected" if chosen else "dim" if node in net.silenced else own_style
        shade = glyphs.silenced if node in net.silenced else _shade(number, scale, glyphs)
        canvas.write(column.x, row, glyphs.chosen if chosen and node not in net.silenced else shade, style)
        texts = column.texts
        if texts.name:
            last = layer == len(net.sizes) - 1
            name = fit(
                _name(net, layer, index, texts.name.cells, glyphs), texts.name.cells, "left" if last else "right"
            )
            canvas.write(*texts.name.from_node(column.x, row), name, own_style if layer == 0 or last else "dim")
        if texts.value and number is not None:
            canvas.write(*texts.value.from_node(column.x, row), format_signed(number, texts.value.cells), style)
        elif texts.value:
            canvas.write(*texts.value.from_node(column.x, row), fit(glyphs.unknown, texts.value.cells, "center"), "dim")
        if texts.bias and bias is not None:
            text = _bias_text(bias, texts.bias.cells, frozen=net.is_frozen(own_bias))
            bias_style = "selected" if selection == own_bias else style_of(bias, BIAS_SCALE * abs(bias))
            canvas.write(*texts.bias.from_node(column.x, row), text, bias_style)


def _bias_text(bias: float, cells: int, *, frozen: bool) -> str:
    """The bias behind its letter and, frozen, before its sign."""
    return f"b{format_signed(bias, cells - 2)}{FROZEN}" if frozen else f"b{format_signed(bias, cells - 1)}"


def _write_tiles(canvas: Canvas, net: DiagramNet, column: LayerColumn, *, top: int, shaded: bool) -> None:
    """Write the pictures of the nodes of one layer, if there is room for any."""
    spot, pictures = column.texts.tile, net.pictures.get(column.layer)
    if spot is None or pictures is None:
        return
    for index, row in column.nodes:
        spans = _tile(pictures, index, spot, canvas.glyphs, shaded=shaded)
        first = spot.first_row(row, top, canvas.height)
        for below, line in enumerate(spans):
            for across, span in enumerate(line):
                canvas.write(column.x + spot.across + across, first + below, span.text, span.style)


def _tile(pictures: Pictures, index: int, spot: TileSpot, glyphs: Glyphs, *, shaded: bool) -> list[list[Span]]:
    key = index, spot.cells, spot.rows, shaded, glyphs
    known = pictures.tiles.get(key)
    if known is None:
        from nntui.render.tiles import tile  # numpy, which a diagram without pictures does without

        values, top_first = pictures.values[index], pictures.top_first
        known = tile(values, spot.cells, spot.rows, glyphs, shaded=shaded, top_first=top_first)
        pictures.tiles[key] = known
    return known


def _name(net: DiagramNet, layer: int, index: int, cells: int, glyphs: Glyphs) -> str:
    if 0 < layer < len(net.sizes) - 1:
        return hidden_name(index)
    names = fit_names(tuple(net.labels(layer)[: net.sizes[layer]]), cells, glyphs)
    return names[index] if index < len(names) else ""


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

    The activation functions, or which slopes are shown, are written too if there is room for all of them; where there
    is not, a layer of slopes is named by them alone.
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
    function = clean(net.caption(layer), glyphs) if with_function or layer in net.slopes else ""
    if not with_function and function:
        return function
    return f"{net.layer_name(layer)} {glyphs.between} {function}" if function else net.layer_name(layer)


def _spaced(text: str) -> int:
    """Cells of a text and the space after it."""
    return cell_len(text) + 2 if text else 0

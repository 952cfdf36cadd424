"""The weights of a layer as a matrix of numbers, with the names of its rows and columns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.diagram import FROZEN, Edge, Neuron, parameter_at
from nntui.render.diagram.layout import hidden_name
from nntui.render.glyphs import UNICODE, Glyphs, clean, fit, fit_names
from nntui.render.matrix import window
from nntui.render.numbers import format_signed, largest_magnitude, style_of
from nntui.render.text import LinePart, Span, fit_parts, join_spans

if TYPE_CHECKING:
    from nntui.render.diagram import Bias, DiagramNet, Selection
    from nntui.render.text import Line

DIGITS = 6
"""Cells of a number: with its sign, three digits or more."""
CELL = DIGITS + 2
"""Cells of a column: a blank, a number and the sign of a frozen one."""
MOST_NAME = 16
"""Most cells of the name of a row."""
BIAS_NAME = "bias"


def parameter_of(chosen: Selection) -> Edge | Bias:
    """The weight or bias that the cursor is on in the matrix: the chosen one, or the first that goes into a neuron."""
    if not isinstance(chosen, Neuron):
        return chosen
    return Edge(chosen.layer - 1, 0, chosen.index) if chosen.layer else Edge(0, chosen.index, 0)


def move_in_matrix(net: DiagramNet, chosen: Selection, key: str) -> Edge | Bias:
    """The weight or bias after ``key`` (left, right, up, down, home, end; others change nothing), from number to
    number: home and end go to the first and the last row."""
    layer, row, column = _cell(net, chosen)
    last = net.sizes[layer] - 1 + (layer + 1 in net.biased_layers), net.sizes[layer + 1] - 1
    across, down = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}.get(key, (0, 0))
    row = {"home": 0, "end": last[0]}.get(key, min(max(row + down, 0), last[0]))
    return parameter_at(net.sizes, layer, row, min(max(column + across, 0), last[1]))


def matrix_name(net: DiagramNet, chosen: Selection) -> str:
    """The name of the matrix of what is chosen: "W1: inputs to hidden 1"."""
    layer = _cell(net, chosen)[0]
    return f"W{layer + 1}: {net.layer_name(layer)} to {net.layer_name(layer + 1)}"


def draw_weights(net: DiagramNet, chosen: Selection, width: int, height: int, glyphs: Glyphs = UNICODE) -> list[Line]:
    """The matrix of what is chosen on at most ``height`` lines of ``width`` cells: sources down, targets right, biases
    in the last row.

    The last line says which part of the matrix is in sight. Numbers are rounded to ``DIGITS`` cells.
    """
    layer, row, column = _cell(net, chosen)
    rows, columns = net.sizes[layer] + (layer + 1 in net.biased_layers), net.sizes[layer + 1]
    if net.weights is None or width < CELL + 2 or height < 1:
        return [()] * max(0, height)
    names = _names(net, layer, rows)
    name_width = max(1, min(MOST_NAME, _longest(names, glyphs), width // 4, width - CELL - 2))
    across = window(columns, max(1, (width - name_width - 2) // CELL), column)
    caption, heading = height > 3, height > 1
    down = window(rows, max(1, height - caption - heading), row)
    numbers = {
        (source, target): _number(net, parameter_at(net.sizes, layer, source, target))
        for source in down
        for target in across
    }
    scale = largest_magnitude(numbers.values())
    shown = fit_names(names, name_width, glyphs)
    lines = [_heading(net, layer + 1, across, (name_width, column), glyphs)] if heading else []
    for source in down:
        silent = Neuron(layer, source) in net.silenced
        style = "bold" if source == row else "dim" if silent else ""
        spans = [
            Span(fit(shown[source], name_width, "right", glyphs), style),
            Span(_mark(glyphs, silent=silent), "dim"),
        ]
        for target in across:
            number = numbers[source, target]
            frozen = net.is_frozen(parameter_at(net.sizes, layer, source, target))
            look = "selected" if (source, target) == (row, column) else style_of(number, scale)
            spans += [
                Span(" "),
                Span(format_signed(number, DIGITS), look),
                Span(FROZEN if frozen else " ", look * frozen),
            ]
        lines.append(join_spans(spans))
    return [*lines, _caption((rows, columns), down, across, width, glyphs)] if caption else lines


def _cell(net: DiagramNet, chosen: Selection) -> tuple[int, int, int]:
    """The weight matrix of what is chosen, and its row and column there: a bias is in the row after the sources."""
    parameter = parameter_of(chosen)
    if isinstance(parameter, Edge):
        return parameter.layer, parameter.source, parameter.target
    return parameter.layer - 1, net.sizes[parameter.layer - 1], parameter.index


def _number(net: DiagramNet, parameter: Edge | Bias) -> float:
    if isinstance(parameter, Edge):
        number = net.weight(parameter.layer, parameter.source, parameter.target)
    else:
        number = net.bias(parameter.layer, parameter.index)
    return 0.0 if number is None else number


def _names(net: DiagramNet, layer: int, rows: int) -> tuple[str, ...]:
    """The names of the neurons of ``layer``; behind them, of the row of biases."""
    count = net.sizes[layer]
    if 0 < layer < len(net.sizes) - 1:
        names = [hidden_name(index) for index in range(count)]
    else:
        kind = "output" if layer else "input"
        names = [net.label(layer, index) or f"{kind} {index + 1}" for index in range(count)]
    return (*names, BIAS_NAME)[:rows]


@lru_cache(maxsize=16)
def _longest(names: tuple[str, ...], glyphs: Glyphs) -> int:
    """Cells of the longest name."""
    return max((cell_len(clean(name, glyphs)) for name in names), default=1)


def _heading(net: DiagramNet, layer: int, across: range, place: tuple[int, int], glyphs: Glyphs) -> Line:
    name_width, chosen = place
    names = fit_names(_names(net, layer, net.sizes[layer]), DIGITS, glyphs)
    spans = [Span(" " * (name_width + 1))]
    for target in across:
        silent = Neuron(layer, target) in net.silenced
        text = f" {fit(names[target], DIGITS, 'right', glyphs)}{_mark(glyphs, silent=silent)}"
        spans.append(Span(text, "bold" if target == chosen else "dim"))
    return join_spans(spans)


def _mark(glyphs: Glyphs, *, silent: bool) -> str:
    return glyphs.silenced if silent else " "


def _caption(size: tuple[int, int], down: range, across: range, width: int, glyphs: Glyphs) -> Line:
    """The size of the matrix, and which rows and columns are in sight where not all are."""
    parts = [LinePart("", f"{size[0]:,}{glyphs.times}{size[1]:,}", 0, "dim")]
    for kind, seen, count, rank in (("rows", down, size[0], 1), ("columns", across, size[1], 2)):
        if len(seen) < count:
            parts.append(LinePart(f"{kind} ", f"{seen.start + 1:,}-{seen.stop:,}", rank, "dim"))
    return fit_parts([parts], width, glyphs)

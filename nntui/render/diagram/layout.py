"""The layout of a diagram: it depends on sizes and names only, so that nothing moves while numbers change."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.diagram.nodes import (
    NodeTexts,
    Rows,
    Skipped,
    Zone,
    hidden_zone,
    input_zone,
    output_zone,
    spread_neurons,
    with_tile,
)
from nntui.render.diagram.view import rows_for

if TYPE_CHECKING:
    from collections.abc import Sequence


GridCell = tuple[int, int]
"""A cell of the canvas: column, row."""
CAPTIONED_HEIGHT = 11
"""Least height with a row for the names of the layers."""
LEAST_CAPTIONED = 3
"""The same where layers are out of view, which the row must say."""
SHORTEST_NAME = 3
"""Fewest cells in which a cut name still says something."""
MOST_NAMELESS = 8
"""Largest hidden layer whose neurons have no names."""
WIDEST_GAP = 48
"""Most cells between two layers: longer edges are no clearer."""


class Detail(NamedTuple):
    """How much is written: cells of an activation and of a weight (0 for none), the least gap between layers in cells,
    whether an input's activation may be beside its name, and the fraction (1/5) of the width for the names at either
    side, or for those of the outputs alone."""

    value: int
    weight: int
    gap: int
    beside_name: bool = False
    names: int = 5
    output_names: int = 0


GRADES = (
    (Detail(6, 6, 12, beside_name=True), Detail(5, 6, 10, beside_name=True), Detail(5, 5, 9, beside_name=True)),
    (Detail(5, 5, 9), Detail(5, 5, 9, names=6)),
    (Detail(0, 5, 9), Detail(0, 5, 9, names=6)),
    (Detail(0, 4, 7), Detail(0, 4, 7, names=8), Detail(0, 4, 7, names=8, output_names=11)),
    (Detail(0, 0, 5),),
)
"""Richest first; the details of one grade differ only in digits."""
PICTURED_GRADES = 3
"""The first of them that may have pictures."""
WINDOWED = (Detail(5, 5, 9, beside_name=True), Detail(5, 5, 9), Detail(0, 5, 9), Detail(0, 0, 5), Detail(0, 0, 1))
"""Where not all layers fit: few with numbers rather than many without."""


@dataclass(frozen=True, slots=True)
class LayerColumn:
    """One layer: its nodes are in cell ``x``; nodes and texts take the cells ``left`` to ``right`` (exclusive).

    ``nodes`` are (index, row) pairs from the top.
    """

    layer: int
    x: int
    left: int
    right: int
    nodes: tuple[tuple[int, int], ...]
    skipped: Skipped | None
    texts: NodeTexts


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns in view of a network with ``layers`` layers; if ``captioned``, row 0 names them."""

    columns: tuple[LayerColumn, ...]
    layers: int
    captioned: bool
    detail: Detail

    @property
    def before(self) -> int:
        """Number of layers left of those in view."""
        return self.columns[0].layer

    @property
    def after(self) -> int:
        """Number of layers right of those in view."""
        return self.layers - 1 - self.columns[-1].layer


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """The facts that a layout depends on. ``in_view`` are the neurons of each layer that are drawn if the layer is.

    ``shown`` are (layer, index) pairs that must be drawn, left to right. ``input_name`` and ``output_name`` are the
    cells of the longest name; ``values`` and ``biases`` say what is known. ``pictured`` are the layers whose neurons
    have a picture.
    """

    sizes: tuple[int, ...]
    width: int
    height: int
    input_name: int
    output_name: int
    values: bool
    biases: bool
    in_view: tuple[tuple[int, ...], ...]
    shown: tuple[tuple[int, int], ...] = ()
    pictured: tuple[int, ...] = ()

    @property
    def captioned(self) -> bool:
        """Whether there is a row for the names of the layers where all of them fit."""
        return self.height >= CAPTIONED_HEIGHT


def candidate_layouts(request: LayoutRequest) -> list[Layout]:
    """The layouts of the richest grade in which all layers fit; if none does, one of the layers that must be shown.

    Pictures are left out where they would cost numbers.
    """
    layers = len(request.sizes)
    captioned = request.captioned
    if request.pictured:
        for grade in GRADES[:PICTURED_GRADES]:
            tried = [(detail, _columns(request, detail, range(layers), captioned, pictured=True)) for detail in grade]
            if any(columns for _, columns in tried):
                return [Layout(columns, layers, captioned, detail) for detail, columns in tried if columns]
    for grade in GRADES:
        fitting = [(detail, _columns(request, detail, range(layers), captioned)) for detail in grade]
        if any(columns for _, columns in fitting):
            return [Layout(columns, layers, captioned, detail) for detail, columns in fitting if columns]
    return [_partial_layout(request)]


def _partial_layout(request: LayoutRequest) -> Layout:
    """As many layers as fit around those that must be shown."""
    layers, captioned = len(request.sizes), request.height >= LEAST_CAPTIONED
    wanted = [layer for layer, _ in request.shown] or [0]
    for detail in WINDOWED:
        for count in range(layers - 1, 1, -1):
            first = max(0, min(wanted[0] - (count - len(wanted)) // 2, layers - count))
            columns = _columns(request, detail, range(first, first + count), captioned)
            if columns:
                return Layout(columns, layers, captioned, detail)
    rows = _rows(request, wanted[0], captioned)
    alone = LayerColumn(wanted[0], 0, 0, 1, rows.nodes, rows.skipped, NodeTexts())
    return Layout((alone,), layers, captioned, WINDOWED[-1])


def _columns(
    request: LayoutRequest, detail: Detail, layers: range, captioned: bool, *, pictured: bool = False
) -> tuple[LayerColumn, ...]:
    """The columns of ``layers`` at this detail, ``pictured`` or not; none if they are wider than the diagram."""
    rows_of = [_rows(request, layer, captioned) for layer in layers]
    zones = [_zone(request, detail, layer, rows) for layer, rows in zip(layers, rows_of, strict=True)]
    if pictured:
        height = request.height - captioned
        zones = [
            with_tile(zone, rows.nodes, height) if layer in request.pictured else zone
            for layer, rows, zone in zip(layers, rows_of, zones, strict=True)
        ]
    free = request.width - sum(zone.cells for zone in zones)
    crowds = [math.sqrt(len(left.nodes) * len(right.nodes)) for left, right in pairwise(rows_of)]
    if free < detail.gap * len(crowds):
        return ()
    gaps = _gap_widths(free, crowds, detail.gap)
    left = (free - sum(gaps)) // 2
    columns = []
    for layer, rows, zone, gap in zip(layers, rows_of, zones, [*gaps, 0], strict=True):
        right = left + zone.cells
        columns.append(LayerColumn(layer, left + zone.node, left, right, rows.nodes, rows.skipped, zone.texts))
        left = right + gap
    return tuple(columns)


def _gap_widths(free: int, crowds: list[float], least: int) -> list[int]:
    """Share ``free`` cells among the gaps in proportion to their edges, each within ``least`` and WIDEST_GAP."""
    spare, whole = free - least * len(crowds), sum(crowds)
    return [min(WIDEST_GAP, least + int(spare * crowd / whole)) for crowd in crowds]


def _rows(request: LayoutRequest, layer: int, captioned: bool) -> Rows:
    height = request.height - captioned
    in_view, room = request.in_view[layer], rows_for(request.sizes[layer], height)
    if len(in_view) > room:
        in_view = tuple(sorted(sorted(in_view, key=lambda index: (layer, index) not in request.shown)[:room]))
    return spread_neurons(in_view, request.sizes[layer], int(captioned), height, request.biases)


def _zone(request: LayoutRequest, detail: Detail, layer: int, rows: Rows) -> Zone:
    value = detail.value if request.values else 0
    bias = 1 + detail.value if request.biases and detail.value else 0
    if layer == 0:
        name = _name_cells(request, request.input_name, detail.names)
        return input_zone(name, value, rows.spacing, detail.beside_name)
    if layer < len(request.sizes) - 1:
        return hidden_zone(_hidden_name_cells(request, layer, rows), value, bias, rows.spacing)
    name = _name_cells(request, request.output_name, detail.output_names or detail.names)
    return output_zone(name, value, bias, rows.spacing)


def _name_cells(request: LayoutRequest, longest: int, part: int) -> int:
    room = request.width // part
    return longest if longest <= room else room if room >= SHORTEST_NAME else 0


def _hidden_name_cells(request: LayoutRequest, layer: int, rows: Rows) -> int:
    """Cells of the names of hidden neurons, which have one where they cannot be counted at a glance."""
    named = request.sizes[layer] > MOST_NAMELESS
    return len(hidden_name(max(index for index, _ in rows.nodes))) if named else 0


def hidden_name(index: int) -> str:
    """The short name of a hidden neuron: h1, h2, ..."""
    return f"h{index + 1}"


class Marker(NamedTuple):
    """A text that counts skipped neurons."""

    column: int
    row: int
    text: str

    def cells(self) -> list[GridCell]:
        """The cells that the text covers."""
        return [(self.column + offset, self.row) for offset in range(cell_len(self.text))]


def skip_markers(layout: Layout, width: int) -> list[Marker]:
    """A text for the neurons of each layer that are not in view, in the longest wording that fits."""
    markers = []
    for number, column in enumerate(layout.columns):
        if column.skipped is None:
            continue
        following = layout.columns[number + 1].left if number + 1 < len(layout.columns) else width
        count = f"{column.skipped.neurons:,}"
        wordings = (f"+ {count} more", f"+{count}")
        if column.layer == 0:
            text = _first_that_fits(wordings, column.x + 1)
            markers.append(Marker(column.x + 1 - cell_len(text), column.skipped.row, text))
        else:
            text = _first_that_fits(wordings, max(column.right, (column.right + following) // 2) - column.left)
            markers.append(Marker(column.left, column.skipped.row, text))
    return markers


def _first_that_fits(texts: Sequence[str], room: int) -> str:
    return next((text for text in texts if cell_len(text) <= room), "")

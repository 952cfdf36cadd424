"""Where things stand in the diagram of a network: a matter of sizes and names only, never of the numbers shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from nntui.render.diagram.nodes import NodeTexts, Rows, Skipped, Zone, hidden_zone, input_zone, output_zone, stand

GridCell = tuple[int, int]
"""A cell of the canvas: column, row."""
CAPTIONED_HEIGHT = 11
"""Rows from which one is spent on the names of the layers."""
LEAST_CAPTIONED = 3
"""Rows from which one is, where layers are out of view and that must be told."""
SHARE_OF_NAMES = 5
"""A name at a side takes at most one part in this many of the width."""
SHORTEST_NAME = 3
"""Cells below which a cut name says nothing."""
WIDEST_GAP = 48
"""Cells between two layers at most: longer edges are no clearer."""


class Detail(NamedTuple):
    """How much is written: cells of an activation and of a weight (0: left out), the narrowest gap between layers, and
    whether an input's activation may stand beside its name."""

    value: int
    weight: int
    gap: int
    beside_name: bool = False


GRADES = (
    (Detail(6, 6, 12, beside_name=True), Detail(5, 6, 10, beside_name=True), Detail(5, 5, 9, beside_name=True)),
    (Detail(5, 5, 9),),
    (Detail(0, 5, 9),),
    (Detail(0, 0, 5),),
)
"""From the richest on; details of one grade differ in nothing but digits."""
WINDOWED = (Detail(5, 5, 9, beside_name=True), Detail(5, 5, 9), Detail(0, 5, 9), Detail(0, 0, 5), Detail(0, 0, 1))
"""Where not all layers fit: a few, with their numbers, rather than many without."""


@dataclass(frozen=True, slots=True)
class LayerColumn:
    """One layer: its nodes stand in cell ``x``; ``left`` to ``right`` (exclusive) are the cells of nodes and texts.

    ``nodes`` are (index, row) pairs from the top.
    """

    layer: int
    x: int
    left: int
    right: int
    nodes: tuple[tuple[int, int], ...]
    skipped: tuple[Skipped, ...]
    texts: NodeTexts


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns in view out of ``layers``, and how much is written; ``captioned``: row 0 names the layers."""

    columns: tuple[LayerColumn, ...]
    layers: int
    captioned: bool
    detail: Detail

    @property
    def before(self) -> int:
        """Layers left of those in view."""
        return self.columns[0].layer

    @property
    def after(self) -> int:
        """Layers right of those in view."""
        return self.layers - 1 - self.columns[-1].layer


@dataclass(frozen=True, slots=True)
class Request:
    """What a layout follows from. ``shown`` are (layer, index) pairs that must be in view, left to right."""

    sizes: tuple[int, ...]
    width: int
    height: int
    input_name: int
    output_name: int
    values: bool
    biases: bool
    shown: tuple[tuple[int, int], ...]


def layouts(request: Request) -> list[Layout]:
    """Those of the richest grade in which all layers fit; if none does, that of a few around what must be shown."""
    layers = len(request.sizes)
    captioned = request.height >= CAPTIONED_HEIGHT
    for grade in GRADES:
        fitting = [(detail, _columns(request, detail, range(layers), captioned)) for detail in grade]
        if any(columns for _, columns in fitting):
            return [Layout(columns, layers, captioned, detail) for detail, columns in fitting if columns]
    return [_window(request)]


def _window(request: Request) -> Layout:
    """As many layers as fit around what must be shown."""
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


def _columns(request: Request, detail: Detail, layers: range, captioned: bool) -> tuple[LayerColumn, ...]:
    """The columns of ``layers`` at this detail; none if the width does not suffice."""
    places = [_rows(request, layer, captioned) for layer in layers]
    zones = [_zone(request, detail, layer, rows) for layer, rows in zip(layers, places, strict=True)]
    free = request.width - sum(zone.cells for zone in zones)
    crowds = [math.sqrt(len(left.nodes) * len(right.nodes)) for left, right in pairwise(places)]
    if free < detail.gap * len(crowds):
        return ()
    gaps = _shared_out(free, crowds, detail.gap)
    left = (free - sum(gaps)) // 2
    columns = []
    for layer, rows, zone, gap in zip(layers, places, zones, [*gaps, 0], strict=True):
        right = left + zone.cells
        columns.append(LayerColumn(layer, left + zone.node, left, right, rows.nodes, rows.skipped, zone.texts))
        left = right + gap
    return tuple(columns)


def _shared_out(free: int, crowds: list[float], least: int) -> list[int]:
    """``free`` cells among the gaps, each between ``least`` and the widest, the more crowded ones wider."""
    spare, whole = free - least * len(crowds), sum(crowds)
    return [min(WIDEST_GAP, least + int(spare * crowd / whole)) for crowd in crowds]


def _rows(request: Request, layer: int, captioned: bool) -> Rows:
    wanted = next((index for of_layer, index in request.shown if of_layer == layer), 0)
    return stand(request.sizes[layer], int(captioned), request.height - captioned, wanted, request.biases)


def _zone(request: Request, detail: Detail, layer: int, rows: Rows) -> Zone:
    value = detail.value if request.values else 0
    bias = 1 + detail.value if request.biases and detail.value else 0
    if layer == 0:
        return input_zone(_name_cells(request, request.input_name), value, rows.spacing, detail.beside_name)
    if layer < len(request.sizes) - 1:
        return hidden_zone(value, bias, rows.spacing)
    return output_zone(_name_cells(request, request.output_name), value, bias, rows.spacing)


def _name_cells(request: Request, longest: int) -> int:
    room = request.width // SHARE_OF_NAMES
    return longest if longest <= room else room if room >= SHORTEST_NAME else 0

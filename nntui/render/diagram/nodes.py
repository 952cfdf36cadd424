"""One layer of the diagram: the rows of the neurons in view, and where the texts at each neuron go."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple


class Skipped(NamedTuple):
    """Neurons that are not in view: a text in ``row`` counts them."""

    row: int
    neurons: int


class Rows(NamedTuple):
    """The rows of one layer: (index, row) of each node from the top; ``spacing`` is the least distance between rows."""

    nodes: tuple[tuple[int, int], ...]
    skipped: Skipped | None
    spacing: int


def spread_neurons(in_view: tuple[int, ...], count: int, top: int, height: int, texts_below: bool) -> Rows:
    """Spread the neurons ``in_view`` of a layer of ``count`` over ``height`` rows, starting at row ``top``.

    A row below them counts the others. ``texts_below`` reserves a row below the last neuron if every neuron has room
    for a text below it.
    """
    height = max(1, height)
    rest = count - len(in_view)
    marked = rest > 0 and height > len(in_view)
    items = len(in_view) + marked
    reserve = 1 if texts_below and items * 2 < height else 0
    rows = [top + row for row in _spread(items, height - reserve)]
    return Rows(
        tuple(zip(in_view, rows, strict=False)),
        Skipped(rows[-1], rest) if marked else None,
        min(below - above for above, below in pairwise([*rows, top + height])),
    )


def _spread(count: int, height: int) -> list[int]:
    """``count`` rows, evenly spread over ``height`` and symmetric about its middle."""
    if count == 1:
        return [max(0, height - 1) // 2]
    if count == 2:
        edge = max(0, height - 1) // 4
        return [edge, max(edge + 1, height - 1 - edge)]
    return [round(index * (height - 1) / (count - 1)) for index in range(count)]


class Spot(NamedTuple):
    """The offset of a text from its node, in cells to the right and down, and its width in cells."""

    across: int
    below: int
    cells: int

    def from_node(self, column: int, row: int) -> tuple[int, int]:
        """The first cell of the text of a node at ``column``, ``row``."""
        return column + self.across, row + self.below


class TileSpot(NamedTuple):
    """The picture left of each node of a layer, beginning ``across`` cells from it: its width and height in cells."""

    across: int
    cells: int
    rows: int

    def first_row(self, row: int, top: int, height: int) -> int:
        """The first row of the picture of a node in ``row``, within the rows ``top`` to ``height`` (exclusive)."""
        return max(top, min(row - (self.rows - 1) // 2, height - self.rows))


class NodeTexts(NamedTuple):
    """The texts at each node of a layer, and its picture; None for what is not shown."""

    name: Spot | None = None
    value: Spot | None = None
    bias: Spot | None = None
    tile: TileSpot | None = None


class Zone(NamedTuple):
    """The width of one layer in cells, the cell of its nodes within that, and the texts at each node."""

    cells: int
    node: int
    texts: NodeTexts


LEAST_TILE, MOST_TILE_ROWS = 4, 4
"""Fewest cells across a picture, and most rows of it."""


def with_tile(zone: Zone, nodes: tuple[tuple[int, int], ...], height: int) -> Zone:
    """The zone with a picture at its left, where the ``nodes`` are at least two of ``height`` rows apart."""
    spacing = min((after[1] - before[1] for before, after in pairwise(nodes)), default=height)
    if spacing < 2:
        return zone
    rows = spacing - 1 if spacing < 4 else min(MOST_TILE_ROWS, spacing - 2)  # a row lies between two pictures
    cells = max(LEAST_TILE, 2 * rows)
    return Zone(
        zone.cells + cells, zone.node + cells, zone.texts._replace(tile=TileSpot(-zone.node - cells, cells, rows))
    )


def input_zone(name: int, value: int, spacing: int, beside_name: bool) -> Zone:
    """Texts left of the node: the name, and the activation below it or, if ``beside_name``, in the same row.

    ``name`` and ``value`` are widths in cells, 0 for no text; ``spacing`` is the distance between nodes in rows.
    """
    stacked = name > 0 and spacing >= 2
    if not stacked and not beside_name:
        value = 0
    beside = 0 if stacked or not value else value + 1
    cells = 1 + max(name + 1 + beside if name else 0, value + 1 if value else 0)
    texts = NodeTexts(
        Spot(-1 - beside - name, 0, name) if name else None,
        Spot(-1 - value, 1 if stacked else 0, value) if value else None,
    )
    return Zone(cells, cells - 1, texts)


def hidden_zone(name: int, value: int, bias: int, spacing: int) -> Zone:
    """A short name left of the node if it has one, the activation right of it, the bias in the row below."""
    if spacing < 2:
        bias = 0
    node = name + 1 if name else 0
    texts = NodeTexts(
        Spot(-node, 0, name) if name else None,
        Spot(1, 0, value) if value else None,
        Spot(0, 1, bias) if bias else None,
    )
    return Zone(node + max(1, 1 + value, bias), node, texts)


def output_zone(name: int, value: int, bias: int, spacing: int) -> Zone:
    """Texts right of the node: name, activation and bias below one another, or the first two in one row."""
    if spacing < 2:
        bias = 0
    stacked = name > 0 and spacing >= (3 if bias else 2)
    beside = 0 if stacked or not value else value + 1
    below = 1 if stacked and value else 0
    cells = 1 + max(name + 1 + beside if name else 0, value + 1 if value else 0, bias)
    texts = NodeTexts(
        Spot(2 + beside, 0, name) if name else None,
        Spot(2, below, value) if value else None,
        Spot(1, below + 1, bias) if bias else None,
    )
    return Zone(cells, 0, texts)

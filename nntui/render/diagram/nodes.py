"""One layer of the diagram: which neurons are shown in which rows, and where the texts at each neuron go."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

MOST_WHOLE = 20
"""Largest layer that is drawn whole, given enough rows: more neurons make a thicket."""
MOST_IN_VIEW = 14
"""Rows of a layer that is not drawn whole."""


class Skipped(NamedTuple):
    """A run of neurons that are not shown: a text in ``row`` counts them."""

    row: int
    neurons: int


class Rows(NamedTuple):
    """The rows of one layer: (index, row) of each node from the top; ``spacing`` is the least distance between rows."""

    nodes: tuple[tuple[int, int], ...]
    skipped: tuple[Skipped, ...]
    spacing: int


def spread_neurons(count: int, top: int, height: int, wanted: int, texts_below: bool) -> Rows:
    """Spread ``count`` neurons over ``height`` rows, starting at row ``top``.

    If there are too many, show the first ones or those around ``wanted``, and the last. ``texts_below`` reserves a row
    below the last neuron if every neuron has room for a text below it.
    """
    height = max(1, height)
    items = _items(count, height, wanted)
    reserve = 1 if texts_below and len(items) * 2 < height else 0
    rows = [top + row for row in _spread(len(items), height - reserve)]
    return Rows(
        tuple((item.start, row) for item, row in zip(items, rows, strict=True) if len(item) == 1),
        tuple(Skipped(row, len(item)) for item, row in zip(items, rows, strict=True) if len(item) > 1),
        min(below - above for above, below in pairwise([*rows, top + height])),
    )


def _items(count: int, height: int, wanted: int) -> list[range]:
    """One range a row: of one neuron, or of several that are skipped; ``wanted`` is never skipped."""
    room = min(height, MOST_IN_VIEW)
    last = count - 1
    if count <= min(height, MOST_WHOLE):
        return _singles(0, count)
    if room == 1 or (room == 2 and 0 < wanted < last):
        return [range(wanted, wanted + 1)]
    if wanted < max(1, room - 2):
        block = max(1, room - 2)
        return [*_singles(0, block), *_rest(block, count, room - block)]
    if wanted > last - (room - 1):
        return [range(count - room + 1), *_singles(count - room + 1, count)]
    block = max(1, room - 3)
    first = min(wanted - block // 2, last - 1 - block)
    return [range(first), *_singles(first, first + block), *_rest(first + block, count, room - 1 - block)]


def _rest(start: int, count: int, room: int) -> list[range]:
    """The rows after the neurons shown: the skipped ones and, with room for two, the last neuron."""
    return [range(start, count)] if room < 2 else [range(start, count - 1), range(count - 1, count)]


def _singles(first: int, stop: int) -> list[range]:
    return [range(index, index + 1) for index in range(first, stop)]


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


class NodeTexts(NamedTuple):
    """The texts at each node of a layer; None for a text that is not written."""

    name: Spot | None = None
    value: Spot | None = None
    bias: Spot | None = None


class Zone(NamedTuple):
    """The width of one layer in cells, the cell of its nodes within that, and the texts at each node."""

    cells: int
    node: int
    texts: NodeTexts


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


def hidden_zone(value: int, bias: int, spacing: int) -> Zone:
    """The activation right of the node, the bias in the row below."""
    if spacing < 2:
        bias = 0
    texts = NodeTexts(None, Spot(1, 0, value) if value else None, Spot(0, 1, bias) if bias else None)
    return Zone(max(1, 1 + value, bias), 0, texts)


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

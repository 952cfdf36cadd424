"""Where name, activation and bias are written at a node, and how many cells a layer takes with them."""

from __future__ import annotations

from typing import NamedTuple


class Spot(NamedTuple):
    """Where a text starts, seen from its node, in cells to the right and down, and how many cells it has."""

    across: int
    below: int
    cells: int

    def seen_from(self, column: int, row: int) -> tuple[int, int]:
        """Its first cell, for a node there."""
        return column + self.across, row + self.below


class Texts(NamedTuple):
    """The spots of what is written at each node of a layer; None: not written."""

    name: Spot | None = None
    value: Spot | None = None
    bias: Spot | None = None


class Zone(NamedTuple):
    """The cells that one layer takes: how many, how far in its nodes stand, and where their texts are."""

    cells: int
    node: int
    texts: Texts


def input_zone(name: int, value: int, spacing: int, beside_name: bool) -> Zone:
    """Texts before the node: the name, and the activation below it or, if ``beside_name``, in the same row.

    ``name`` and ``value`` are their cells, 0 for none; ``spacing`` the rows from one node to the next.
    """
    stacked = name > 0 and spacing >= 2
    if not stacked and not beside_name:
        value = 0
    beside = 0 if stacked or not value else value + 1
    cells = 1 + max(name + 1 + beside if name else 0, value + 1 if value else 0)
    texts = Texts(
        Spot(-1 - beside - name, 0, name) if name else None,
        Spot(-1 - value, 1 if stacked else 0, value) if value else None,
    )
    return Zone(cells, cells - 1, texts)


def hidden_zone(value: int, bias: int, spacing: int) -> Zone:
    """The activation right behind the node, the bias in the row below."""
    if spacing < 2:
        bias = 0
    texts = Texts(None, Spot(1, 0, value) if value else None, Spot(0, 1, bias) if bias else None)
    return Zone(max(1, 1 + value, bias), 0, texts)


def output_zone(name: int, value: int, bias: int, spacing: int) -> Zone:
    """Texts behind the node: name, activation and bias below one another, or the first two in one row."""
    if spacing < 2:
        bias = 0
    stacked = name > 0 and spacing >= (3 if bias else 2)
    beside = 0 if stacked or not value else value + 1
    below = 1 if stacked and value else 0
    cells = 1 + max(name + 1 + beside if name else 0, value + 1 if value else 0, bias)
    texts = Texts(
        Spot(2 + beside, 0, name) if name else None,
        Spot(2, below, value) if value else None,
        Spot(1, below + 1, bias) if bias else None,
    )
    return Zone(cells, 0, texts)

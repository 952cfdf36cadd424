"""The space between two layers and the lines of the edges across it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, line_dots
from nntui.render.diagram_selection import Edge

if TYPE_CHECKING:
    from nntui.render.diagram_layout import Column, Layout

Cell = tuple[int, int]

THICKET = 2.0
"""Lines through each cell, on average, from which on they would hide one another."""
MIDDLE_DOT = 2
"""The dot row of a cell at which edges meet a node."""


class Stretch(NamedTuple):
    """The straight line of one edge, in dots; ``left`` to ``right`` (exclusive) are the cells of the gap it crosses."""

    x0: int
    y0: int
    x1: int
    y1: int
    left: int
    right: int

    @property
    def length(self) -> int:
        """Cells that the line runs through, about."""
        return max((self.x1 - self.x0) // DOTS_ACROSS, abs(self.y1 - self.y0) // DOTS_DOWN) + 1

    @property
    def rows(self) -> tuple[int, int]:
        """The rows of its source and of its target."""
        return self.y0 // DOTS_DOWN, self.y1 // DOTS_DOWN

    def at(self, share: float) -> tuple[float, int]:
        """The cell (fractional across, whole down) at ``share`` of the way."""
        x = self.x0 + (self.x1 - self.x0) * share
        y = self.y0 + (self.y1 - self.y0) * share
        return x / DOTS_ACROSS, round(y) // DOTS_DOWN


@lru_cache(maxsize=4096)
def cells_of(stretch: Stretch) -> frozenset[Cell]:
    """The cells that a line runs through."""
    dots = line_dots(stretch.x0, stretch.y0, stretch.x1, stretch.y1)
    return frozenset((x // DOTS_ACROSS, y // DOTS_DOWN) for x, y in dots)


@dataclass(frozen=True, slots=True)
class Gap:
    """The edges in view between two layers, in the order of the weight matrix, each with its line.

    ``area`` is its cells; ``is_thicket`` says that there are too many edges on them to see each.
    """

    edges: tuple[Edge, ...]
    stretches: tuple[Stretch, ...]
    area: int
    is_thicket: bool


def gaps(layout: Layout, height: int) -> list[Gap]:
    """The gaps between the columns in view, from the left."""
    return [_gap(left, right, height) for left, right in pairwise(layout.columns)]


def _gap(left: Column, right: Column, height: int) -> Gap:
    edges, stretches = [], []
    for source, source_row in left.nodes:
        for target, target_row in right.nodes:
            edges.append(Edge(left.layer, source, target))
            x0, x1 = left.right * DOTS_ACROSS, right.left * DOTS_ACROSS - 1
            y0, y1 = source_row * DOTS_DOWN + MIDDLE_DOT, target_row * DOTS_DOWN + MIDDLE_DOT
            stretches.append(Stretch(x0, y0, x1, y1, left.right, right.left))
    area = (right.left - left.right) * height
    return Gap(tuple(edges), tuple(stretches), area, sum(stretch.length for stretch in stretches) > THICKET * area)

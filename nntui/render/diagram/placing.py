"""Where the lines and the numbers of weights are placed between two layers; the layout in which most of them fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, line_dots
from nntui.render.diagram.captions import markers
from nntui.render.diagram.layout import GridCell, layouts
from nntui.render.diagram.net import Edge

if TYPE_CHECKING:
    from nntui.render.diagram.captions import Marker
    from nntui.render.diagram.layout import LayerColumn, Layout, Request
    from nntui.render.glyphs import Glyphs


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
def cells_of(stretch: Stretch) -> frozenset[GridCell]:
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


def _gap(left: LayerColumn, right: LayerColumn, height: int) -> Gap:
    edges, stretches = [], []
    for source, source_row in left.nodes:
        for target, target_row in right.nodes:
            edges.append(Edge(left.layer, source, target))
            x0, x1 = left.right * DOTS_ACROSS, right.left * DOTS_ACROSS - 1
            y0, y1 = source_row * DOTS_DOWN + MIDDLE_DOT, target_row * DOTS_DOWN + MIDDLE_DOT
            stretches.append(Stretch(x0, y0, x1, y1, left.right, right.left))
    area = (right.left - left.right) * height
    return Gap(tuple(edges), tuple(stretches), area, sum(stretch.length for stretch in stretches) > THICKET * area)


STEPS = 24
"""Places tried along an edge."""
ROUNDS = 3
"""Times that every number may move to a better place once the others stand."""
MOST_COVERED = 6
"""Cells of other edges that a number may hide, if it is not one that must be shown."""
NEAR = 3
"""Cells from a node within which a number seems to belong to that node."""
COVER_COST = 1.0
"""What a place loses for each cell of another edge that it hides."""
CROWD_COST = 1.5
"""What it loses for each number right above or below."""
ASTRAY_COST = 3.0
"""What it loses beside a node that the edge does not touch."""
END_COST = 2.0
"""What it loses at an end of the edge, against its middle."""
BESIDE_COST = 1.2
"""What a place beside the node costs, off the line, where this is the node's only edge."""
LARGE_FAN = 5
"""Edges of a fan from which on its numbers stand in a column, each beside the node that has no other edge."""


class _Place(NamedTuple):
    column: int
    row: int
    cost: float


@lru_cache(maxsize=64)
def place_numbers(
    stretches: tuple[Stretch, ...], width: int, blocked: frozenset[GridCell], urgent: frozenset[int] = frozenset()
) -> dict[int, GridCell]:
    """The first cell of the number of each stretch that has room for ``width`` cells and a blank at both sides.

    No number touches another or a ``blocked`` cell. The ``urgent`` stretches come first and may hide other edges.
    """
    surroundings = _Surroundings.of(stretches, width, blocked)
    candidates = [_candidates(stretch, surroundings, index in urgent) for index, stretch in enumerate(stretches)]
    taken: dict[int, _Place] = {}
    order = sorted(range(len(stretches)), key=lambda index: (index not in urgent, len(candidates[index])))
    for _ in range(ROUNDS):
        for index in order:
            others = [place for other, place in taken.items() if other != index]
            best = _best(candidates[index], others, width)
            if best:
                taken[index] = best
    return {index: (place.column, place.row) for index, place in taken.items()}


class _Surroundings(NamedTuple):
    """What the numbers of one gap have to share it with: lines through each cell, edges by the row of either node."""

    width: int
    blocked: frozenset[GridCell]
    ink: Counter[GridCell]
    sources: Counter[int]
    targets: Counter[int]

    @classmethod
    def of(cls, stretches: tuple[Stretch, ...], width: int, blocked: frozenset[GridCell]) -> _Surroundings:
        ink = Counter(cell for stretch in stretches for cell in cells_of(stretch))
        sources, targets = (Counter(stretch.rows[end] for stretch in stretches) for end in (0, 1))
        return cls(width, blocked, ink, sources, targets)

    @property
    def is_large_fan(self) -> bool:
        """Whether many edges meet in one node."""
        return min(len(self.sources), len(self.targets)) == 1 and self.sources.total() >= LARGE_FAN


def _candidates(stretch: Stretch, around: _Surroundings, urgent: bool) -> list[_Place]:
    """Where the number of one stretch may stand: along the line, and beside a node that has no other edge."""
    beside = _beside(stretch, around)
    in_column = bool(beside) and around.is_large_fan
    tried = dict.fromkeys(beside, 0.0 if in_column else BESIDE_COST)
    if not in_column:
        for step in range(1, STEPS):
            across, row = stretch.at(step / STEPS)
            tried.setdefault((round(across - around.width / 2), row), END_COST * abs(step / STEPS - 0.5))
    places = []
    for (column, row), cost in tried.items():
        cells = [(cell, row) for cell in range(column - 1, column + around.width + 1)]
        inside = stretch.left < column and column + around.width < stretch.right
        covered = sum(around.ink[cell] - (cell in cells_of(stretch)) for cell in cells)
        if inside and around.blocked.isdisjoint(cells) and (urgent or in_column or covered <= MOST_COVERED):
            astray = _strays(stretch, around, column, row)
            places.append(_Place(column, row, cost + COVER_COST * covered + ASTRAY_COST * astray))
    return places


def _beside(stretch: Stretch, around: _Surroundings) -> list[GridCell]:
    """The place beside its source, or its target, if that has no other edge."""
    source_row, target_row = stretch.rows
    if around.sources[source_row] == 1:
        return [(stretch.left + 1, source_row)]
    if around.targets[target_row] == 1:
        return [(stretch.right - 1 - around.width, target_row)]
    return []


def _strays(stretch: Stretch, around: _Surroundings, column: int, row: int) -> int:
    """How many nodes that are not its own a number there would seem to belong to."""
    source_row, target_row = stretch.rows
    by_source = row != source_row and row in around.sources and column - stretch.left <= NEAR
    by_target = row != target_row and row in around.targets and stretch.right - column - around.width <= NEAR
    return by_source + by_target


def _best(candidates: list[_Place], taken: list[_Place], width: int) -> _Place | None:
    best, least = None, float("inf")
    for place in candidates:
        cost = place.cost
        for other in taken:
            if abs(other.column - place.column) <= width:
                if other.row == place.row:
                    break
                cost += CROWD_COST * (abs(other.row - place.row) == 1)
        else:
            if cost < least:
                best, least = place, cost
    return best


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands: the layout, the texts that tell of skipped neurons, and the gaps with their edges.

    ``blocked`` cells are taken by those texts.
    """

    layout: Layout
    markers: tuple[Marker, ...]
    gaps: tuple[Gap, ...]
    blocked: frozenset[GridCell]


@lru_cache(maxsize=64)
def plan(request: Request, glyphs: Glyphs) -> Plan:
    """The plan for ``request``; of equally good layouts the richest."""
    return max((_plan(layout, request, glyphs) for layout in layouts(request)), key=_numbers)


def _plan(layout: Layout, request: Request, glyphs: Glyphs) -> Plan:
    told = tuple(markers(layout, request.width, glyphs))
    blocked = frozenset(cell for marker in told for cell in marker.cells())
    return Plan(layout, told, tuple(gaps(layout, request.height)), blocked)


def _numbers(plan: Plan) -> int:
    """How many weights have their number in it."""
    open_gaps = [gap for gap in plan.gaps if not gap.is_thicket]
    return sum(len(place_numbers(gap.stretches, plan.layout.detail.weight, plan.blocked)) for gap in open_gaps)

"""The places of edges and of their numbers between two layers; the layout in which most numbers fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, line_dots
from nntui.render.diagram.layout import GridCell, candidate_layouts, skip_markers
from nntui.render.diagram.net import Edge

if TYPE_CHECKING:
    from nntui.render.diagram.layout import LayerColumn, Layout, LayoutRequest, Marker


MOST_OPEN = 20
"""Most edges of a gap that are all drawn, unless they meet in one node."""
THICKET = 1.0
"""Mean number of lines through a cell above which they hide one another."""
MIDDLE_DOT = 2
"""The row of dots within a cell at which edges meet a node."""


class Stretch(NamedTuple):
    """The straight line of one edge, in dots, across a gap of the cells ``left`` to ``right`` (exclusive)."""

    x0: int
    y0: int
    x1: int
    y1: int
    left: int
    right: int

    @property
    def length(self) -> int:
        """Approximate number of cells that the line crosses."""
        return max((self.x1 - self.x0) // DOTS_ACROSS, abs(self.y1 - self.y0) // DOTS_DOWN) + 1

    @property
    def rows(self) -> tuple[int, int]:
        """The rows of the edge's source and target."""
        return self.y0 // DOTS_DOWN, self.y1 // DOTS_DOWN

    def at(self, share: float) -> tuple[float, int]:
        """The column (fractional) and row at ``share`` of the way from source to target."""
        x = self.x0 + (self.x1 - self.x0) * share
        y = self.y0 + (self.y1 - self.y0) * share
        return x / DOTS_ACROSS, round(y) // DOTS_DOWN


@lru_cache(maxsize=4096)
def crossed_cells(stretch: Stretch) -> frozenset[GridCell]:
    """The cells that a line crosses."""
    dots = line_dots(stretch.x0, stretch.y0, stretch.x1, stretch.y1)
    return frozenset((x // DOTS_ACROSS, y // DOTS_DOWN) for x, y in dots)


@dataclass(frozen=True, slots=True)
class Gap:
    """The edges in view between two layers, in the order of the weight matrix, each with its line.

    ``area`` counts the gap's cells; ``is_crowded`` is True if the edges are too many to tell apart.
    """

    edges: tuple[Edge, ...]
    stretches: tuple[Stretch, ...]
    area: int
    is_crowded: bool


def _gap(left: LayerColumn, right: LayerColumn, height: int) -> Gap:
    edges, stretches = [], []
    for source, source_row in left.nodes:
        for target, target_row in right.nodes:
            edges.append(Edge(left.layer, source, target))
            x0, x1 = left.right * DOTS_ACROSS, right.left * DOTS_ACROSS - 1
            y0, y1 = source_row * DOTS_DOWN + MIDDLE_DOT, target_row * DOTS_DOWN + MIDDLE_DOT
            stretches.append(Stretch(x0, y0, x1, y1, left.right, right.left))
    area = (right.left - left.right) * height
    is_fan = min(len(left.nodes), len(right.nodes)) == 1
    too_many = len(edges) > MOST_OPEN or sum(stretch.length for stretch in stretches) > THICKET * area
    return Gap(tuple(edges), tuple(stretches), area, too_many and not is_fan)


STEPS = 24
"""Steps along an edge at which a place is tried."""
ROUNDS = 3
"""Rounds in which every number may move to a better place, given those of the others."""
MOST_COVERED = 6
"""Most cells of other edges that a number may hide, unless it is urgent."""
NEAR = 3
"""Distance from a node, in cells, within which a number seems to belong to it."""
COVER_COST = 1.0
"""Cost of a place for each cell of another edge that it hides,"""
CROWD_COST = 1.5
"""for each number right above or below,"""
ASTRAY_COST = 3.0
"""beside a node that the edge does not touch,"""
END_COST = 2.0
"""at an end of the edge instead of its middle,"""
BESIDE_COST = 1.2
"""and beside the node, off the line, if this is the node's only edge."""
LARGE_FAN = 5
"""Least number of edges that meet in one node for their numbers to form a column beside the other nodes."""


class _Place(NamedTuple):
    column: int
    row: int
    cost: float


@lru_cache(maxsize=64)
def place_numbers(
    stretches: tuple[Stretch, ...], width: int, blocked: frozenset[GridCell], urgent: frozenset[int] = frozenset()
) -> dict[int, GridCell]:
    """The first cell of each number, by the index of its stretch; a number without room is missing.

    Each has ``width`` cells and a blank at both sides, and touches no other number and no ``blocked`` cell. ``urgent``
    stretches are placed first and may hide other edges.
    """
    surroundings = _Surroundings.of(stretches, width, blocked)
    candidates = [_candidates(stretch, surroundings, index in urgent) for index, stretch in enumerate(stretches)]
    placed: dict[int, _Place] = {}
    order = sorted(range(len(stretches)), key=lambda index: (index not in urgent, len(candidates[index])))
    for _ in range(ROUNDS):
        for index in order:
            others = [place for other, place in placed.items() if other != index]
            best = _cheapest(candidates[index], others, width)
            if best:
                placed[index] = best
    return {index: (place.column, place.row) for index, place in placed.items()}


class _Surroundings(NamedTuple):
    """The obstacles in one gap: lines through each cell (``ink``), edges by the row of their source and target."""

    width: int
    blocked: frozenset[GridCell]
    ink: Counter[GridCell]
    sources: Counter[int]
    targets: Counter[int]

    @classmethod
    def of(cls, stretches: tuple[Stretch, ...], width: int, blocked: frozenset[GridCell]) -> _Surroundings:
        ink = Counter(cell for stretch in stretches for cell in crossed_cells(stretch))
        sources, targets = (Counter(stretch.rows[end] for stretch in stretches) for end in (0, 1))
        return cls(width, blocked, ink, sources, targets)

    @property
    def is_large_fan(self) -> bool:
        """True if many edges meet in one node."""
        return min(len(self.sources), len(self.targets)) == 1 and self.sources.total() >= LARGE_FAN


def _candidates(stretch: Stretch, around: _Surroundings, urgent: bool) -> list[_Place]:
    """The places for the number of one stretch: along the line, and beside a node that has no other edge."""
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
        covered = sum(around.ink[cell] - (cell in crossed_cells(stretch)) for cell in cells)
        if inside and around.blocked.isdisjoint(cells) and (urgent or in_column or covered <= MOST_COVERED):
            astray = _strays(stretch, around, column, row)
            places.append(_Place(column, row, cost + COVER_COST * covered + ASTRAY_COST * astray))
    return places


def _beside(stretch: Stretch, around: _Surroundings) -> list[GridCell]:
    """The cell beside the source or the target that has no other edge; empty if both have others."""
    source_row, target_row = stretch.rows
    if around.sources[source_row] == 1:
        return [(stretch.left + 1, source_row)]
    if around.targets[target_row] == 1:
        return [(stretch.right - 1 - around.width, target_row)]
    return []


def _strays(stretch: Stretch, around: _Surroundings, column: int, row: int) -> int:
    """Number of foreign nodes that a number there would seem to belong to."""
    source_row, target_row = stretch.rows
    by_source = row != source_row and row in around.sources and column - stretch.left <= NEAR
    by_target = row != target_row and row in around.targets and stretch.right - column - around.width <= NEAR
    return by_source + by_target


def _cheapest(candidates: list[_Place], taken: list[_Place], width: int) -> _Place | None:
    """The cheapest place that touches none of those ``taken``."""
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
class DiagramPlan:
    """A layout, the texts that count skipped neurons, the cells ``blocked`` by them, and the gaps with their edges."""

    layout: Layout
    markers: tuple[Marker, ...]
    gaps: tuple[Gap, ...]
    blocked: frozenset[GridCell]


@lru_cache(maxsize=64)
def plan_diagram(request: LayoutRequest) -> DiagramPlan:
    """The plan in which most weights have their number; of equally good layouts the richest."""
    return max((_plan(layout, request) for layout in candidate_layouts(request)), key=_count_numbers)


def _plan(layout: Layout, request: LayoutRequest) -> DiagramPlan:
    markers = tuple(skip_markers(layout, request.width))
    blocked = frozenset(cell for marker in markers for cell in marker.cells())
    gaps = tuple(_gap(left, right, request.height) for left, right in pairwise(layout.columns))
    return DiagramPlan(layout, markers, gaps, blocked)


def _count_numbers(plan: DiagramPlan) -> int:
    """Number of weights whose number has a place in ``plan``."""
    open_gaps = [gap for gap in plan.gaps if not gap.is_crowded]
    return sum(len(place_numbers(gap.stretches, plan.layout.detail.weight, plan.blocked)) for gap in open_gaps)

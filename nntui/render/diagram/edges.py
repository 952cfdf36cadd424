"""The edges of a diagram: strokes that show sign and size, and the numbers of the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import BITS, DOTS_ACROSS, DOTS_DOWN, line_dots
from nntui.render.diagram.net import Edge, Neuron
from nntui.render.diagram.placing import place_numbers
from nntui.render.numbers import format_signed, largest_magnitude, level, sign_style

if TYPE_CHECKING:
    from nntui.render.canvas import Canvas
    from nntui.render.diagram.net import DiagramNet, Selection
    from nntui.render.diagram.placing import DiagramPlan, Gap, Stretch
    from nntui.render.glyphs import Glyphs

Ends = tuple[int, int, int, int]
"""x0, y0, x1, y1 of a line, in dots."""


class Pattern(NamedTuple):
    """The first ``drawn`` of every ``period`` dots along a line are set; ``thick`` sets a neighbour of each too."""

    drawn: int
    period: int
    thick: bool = False


PATTERNS = {
    0: Pattern(1, 8),
    1: Pattern(1, 2),
    2: Pattern(1, 1),
    3: Pattern(1, 1, thick=True),
    -1: Pattern(2, 6),
    -2: Pattern(5, 8),
    -3: Pattern(6, 9, thick=True),
}
"""By level (sign and size of a weight). Positive lines are even, negative ones dashed: no sign needs its colour."""
TEXT_GAPS = {1: (), 0: (1, 2), -1: (2,)}
"""By sign of the weight: which of every three characters along a line are blank."""
UNKNOWN_LEVEL = 2
"""The level of an edge whose weight is unknown."""


@lru_cache(maxsize=8192)
def braille_stroke(ends: Ends, level: int) -> tuple[tuple[int, int, int], ...]:
    """(column, row, dots) of each cell that the line crosses."""
    pattern = PATTERNS[level]
    x0, y0, x1, y1 = ends
    beside = (0, 1) if abs(x1 - x0) >= abs(y1 - y0) else (1, 0)
    cells: dict[tuple[int, int], int] = {}
    for index, (x, y) in enumerate(line_dots(*ends)):
        if index % pattern.period >= pattern.drawn:
            continue
        for dot_x, dot_y in ((x, y), (x + beside[0], y + beside[1])) if pattern.thick else ((x, y),):
            cell = (dot_x // DOTS_ACROSS, dot_y // DOTS_DOWN)
            cells[cell] = cells.get(cell, 0) | BITS[dot_x % DOTS_ACROSS][dot_y % DOTS_DOWN]
    return tuple((column, row, dots) for (column, row), dots in cells.items())


@lru_cache(maxsize=8192)
def text_stroke(ends: Ends, level: int, glyphs: Glyphs) -> tuple[tuple[int, int, str], ...]:
    """(column, row, character) of each cell of the line: for terminals without braille."""
    x0, y0, x1, y1 = ends
    cells = list(line_dots(x0 // DOTS_ACROSS, y0 // DOTS_DOWN, x1 // DOTS_ACROSS, y1 // DOTS_DOWN))
    after = [*pairwise(cells), (cells[-2], cells[-1]) if len(cells) > 1 else (cells[0], cells[0])]
    drawn = []
    for index, ((column, row), (here, there)) in enumerate(zip(cells, after, strict=True)):
        if index % 3 in TEXT_GAPS[max(-1, min(level, 1))]:
            continue
        drawn.append((column, row, _slope(there[0] - here[0], there[1] - here[1], level, glyphs)))
    return tuple(drawn)


def _slope(across: int, down: int, level: int, glyphs: Glyphs) -> str:
    flat, rising, falling, upright = glyphs.slopes
    if abs(level) < 2:
        return glyphs.points[1]
    if down == 0:
        return "=" if abs(level) == 3 else flat
    if across == 0:
        return upright
    return falling if down * across > 0 else rising


THINNED = 0.7
"""Mean number of lines through a cell that are drawn in a thicket: the selected edges, then the largest."""
CHOSEN, COMMON, BACKGROUND = 3, 2, 1
"""Strength of an edge's colour. Thickness shows the size, so that colours change seldom."""


@dataclass(frozen=True, slots=True)
class _EdgeInView:
    """One edge in view."""

    stretch: Stretch
    weight: float | None
    level: int
    chosen: bool

    @property
    def size(self) -> float:
        """The magnitude of the weight, infinite if it is nan or unknown: the largest edges are kept in a thicket."""
        return abs(self.weight) if self.weight is not None and not math.isnan(self.weight) else math.inf


def draw_edges(canvas: Canvas, net: DiagramNet, plan: DiagramPlan, selection: Selection | None) -> None:
    """Draw the edges between the columns in view, the selected ones on top, then the numbers that have a place.

    A thicket shows the selected edges and the largest others, and numbers of the selected ones only.
    """
    for gap in plan.gaps:
        edges = _edges_in_view(net, gap, selection)
        for edge in sorted(_thinned_out(edges, gap), key=lambda edge: (edge.chosen, abs(edge.level))):
            level = edge.level if edge.chosen or not gap.is_thicket else _thinner(edge.level)
            _draw_line(canvas, edge.stretch, level, _line_style(edge, gap.is_thicket))
        if plan.layout.detail.weight and net.weights is not None:
            numbered = [edge for edge in edges if edge.chosen] if gap.is_thicket else edges
            _write_numbers(canvas, numbered, plan, framed=isinstance(selection, Edge))


def _thinned_out(edges: list[_EdgeInView], gap: Gap) -> list[_EdgeInView]:
    """The edges to draw: all, or in a thicket the selected and the largest."""
    if not gap.is_thicket:
        return edges
    kept, room = [], THINNED * gap.area
    for edge in sorted(edges, key=lambda edge: (not edge.chosen, -edge.size)):
        room -= edge.stretch.length
        if room < 0 and not edge.chosen:
            break
        kept.append(edge)
    return kept


def _thinner(level: int) -> int:
    return level - (level > 1) + (level < -1)


def _edges_in_view(net: DiagramNet, gap: Gap, selection: Selection | None) -> list[_EdgeInView]:
    weights = [net.weight(edge.layer, edge.source, edge.target) for edge in gap.edges]
    scale = largest_magnitude(weight for weight in weights if weight is not None)
    return [
        _EdgeInView(stretch, weight, _level(weight, scale), is_chosen(edge, selection))
        for edge, stretch, weight in zip(gap.edges, gap.stretches, weights, strict=True)
    ]


def is_chosen(edge: Edge, selection: Selection | None) -> bool:
    """True if ``edge`` is selected, or enters or leaves the selected neuron."""
    if isinstance(selection, Neuron):
        end = {edge.layer: edge.source, edge.layer + 1: edge.target}.get(selection.layer)
        return end == selection.index
    return edge == selection


def _level(weight: float | None, scale: float) -> int:
    if weight is None:
        return UNKNOWN_LEVEL
    if math.isinf(weight):
        return 3 if weight > 0 else -3
    return level(weight, scale)


def _line_style(edge: _EdgeInView, in_thicket: bool) -> str:
    if edge.weight is None or (edge.level == 0 and not edge.chosen and math.isfinite(edge.weight)):
        return "dim"
    return sign_style(edge.weight, CHOSEN if edge.chosen else BACKGROUND if in_thicket else COMMON)


def _draw_line(canvas: Canvas, stretch: Stretch, level: int, style: str) -> None:
    if canvas.glyphs.braille:
        canvas.stroke(braille_stroke(stretch[:4], level), style)
    else:
        for column, row, character in text_stroke(stretch[:4], level, canvas.glyphs):
            canvas.write(column, row, character, style)


def _write_numbers(canvas: Canvas, edges: list[_EdgeInView], plan: DiagramPlan, framed: bool) -> None:
    """Write the numbers in their usual places if those of the selected edges have one; else place these first."""
    width, blocked = plan.layout.detail.weight, plan.blocked
    stretches = tuple(edge.stretch for edge in edges)
    chosen = frozenset(index for index, edge in enumerate(edges) if edge.chosen)
    places = place_numbers(stretches, width, blocked)
    if not chosen <= places.keys():
        places = place_numbers(stretches, width, blocked, chosen)
    for index, (column, row) in sorted(places.items(), key=lambda place: place[0] in chosen):
        weight = edges[index].weight
        if weight is None:
            continue
        text = format_signed(weight, width)
        canvas.write(column - 1, row, f" {text} ", sign_style(weight, CHOSEN if index in chosen else COMMON))
        if framed and index in chosen:
            canvas.write(column, row, text, "selected")

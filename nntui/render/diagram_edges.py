"""The edges of a network and the numbers of their weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.render.diagram_numbers import place_numbers
from nntui.render.diagram_selection import Edge, Neuron
from nntui.render.diagram_strokes import PLAIN, braille_stroke, text_stroke
from nntui.render.numbers import largest, level, signed

if TYPE_CHECKING:
    from nntui.render.canvas import Canvas
    from nntui.render.diagram_gaps import Gap, Stretch
    from nntui.render.diagram_net import Net
    from nntui.render.diagram_plan import Plan
    from nntui.render.diagram_selection import Selection

CLEARING = 0.7
"""Lines through each cell of a thicket that are drawn: those of the selection, and the largest of the rest."""
CHOSEN, COMMON, BACKGROUND = 3, 2, 1
"""Strength of the colour of a line and its number; its thickness tells the size, so that colours change seldom."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One edge in view."""

    stretch: Stretch
    weight: float | None
    level: int
    chosen: bool

    @property
    def size(self) -> float:
        """What it is kept for in a thicket: how large its weight is, above all if it is not a number."""
        return abs(self.weight) if self.weight is not None and not math.isnan(self.weight) else math.inf


def draw_edges(canvas: Canvas, net: Net, plan: Plan, selection: Selection | None) -> None:
    """Draw the edges between the columns in view, the selected ones on top, then the numbers that have a place.

    In a thicket only the selected edges and the largest others are drawn, and only the selected ones have numbers.
    """
    for gap in plan.gaps:
        edges = _drawn(net, gap, selection)
        for edge in sorted(_cleared(edges, gap), key=lambda edge: (edge.chosen, abs(edge.level))):
            level = edge.level if edge.chosen or not gap.is_thicket else _thinner(edge.level)
            _draw_line(canvas, edge.stretch, level, _line_style(edge, gap.is_thicket))
        if plan.layout.detail.weight and net.weights is not None:
            numbered = [edge for edge in edges if edge.chosen] if gap.is_thicket else edges
            _write_numbers(canvas, numbered, plan, framed=isinstance(selection, Edge))


def _cleared(edges: list[_Drawn], gap: Gap) -> list[_Drawn]:
    """The edges to draw: all, or in a thicket those that matter most."""
    if not gap.is_thicket:
        return edges
    kept, room = [], CLEARING * gap.area
    for edge in sorted(edges, key=lambda edge: (not edge.chosen, -edge.size)):
        room -= edge.stretch.length
        if room < 0 and not edge.chosen:
            break
        kept.append(edge)
    return kept


def _thinner(level: int) -> int:
    return level - (level > 1) + (level < -1)


def _drawn(net: Net, gap: Gap, selection: Selection | None) -> list[_Drawn]:
    weights = [net.weight(edge.layer, edge.source, edge.target) for edge in gap.edges]
    scale = largest(weight for weight in weights if weight is not None)
    return [
        _Drawn(stretch, weight, _level(weight, scale), is_chosen(edge, selection))
        for edge, stretch, weight in zip(gap.edges, gap.stretches, weights, strict=True)
    ]


def is_chosen(edge: Edge, selection: Selection | None) -> bool:
    """Whether ``edge`` is selected, or comes in or goes out of the selected neuron."""
    if isinstance(selection, Neuron):
        end = {edge.layer: edge.source, edge.layer + 1: edge.target}.get(selection.layer)
        return end == selection.index
    return edge == selection


def _level(weight: float | None, scale: float) -> int:
    if weight is None:
        return PLAIN
    if math.isinf(weight):
        return 3 if weight > 0 else -3
    return level(weight, scale)


def _line_style(edge: _Drawn, in_thicket: bool) -> str:
    if edge.weight is None or (edge.level == 0 and not edge.chosen and math.isfinite(edge.weight)):
        return "dim"
    return _sign_style(edge.weight, CHOSEN if edge.chosen else BACKGROUND if in_thicket else COMMON)


def _sign_style(weight: float, strength: int) -> str:
    if not math.isfinite(weight):
        return "error"
    return f"plus{strength}" if weight > 0 else f"minus{strength}" if weight < 0 else ""


def _draw_line(canvas: Canvas, stretch: Stretch, level: int, style: str) -> None:
    if canvas.glyphs.braille:
        canvas.stroke(braille_stroke(stretch[:4], level), style)
    else:
        for column, row, character in text_stroke(stretch[:4], level, canvas.glyphs):
            canvas.write(column, row, character, style)


def _write_numbers(canvas: Canvas, edges: list[_Drawn], plan: Plan, framed: bool) -> None:
    """The numbers where they stand without a selection, if that shows all selected ones; else those choose first."""
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
        text = signed(weight, width)
        canvas.write(column - 1, row, f" {text} ", _sign_style(weight, CHOSEN if index in chosen else COMMON))
        if framed and index in chosen:
            canvas.write(column, row, text, "selected")

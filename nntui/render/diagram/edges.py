"""The edges of a diagram: all that can be told apart, or those of the chosen neuron and the strongest others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.render.canvas import DOTS_ACROSS
from nntui.render.diagram.net import FROZEN, Edge, Neuron
from nntui.render.diagram.placing import place_numbers
from nntui.render.diagram.strokes import draw_stroke
from nntui.render.numbers import format_signed, largest_magnitude, level, sign_style

if TYPE_CHECKING:
    from nntui.render.canvas import Canvas
    from nntui.render.diagram.net import DiagramNet, Lit
    from nntui.render.diagram.placing import DiagramPlan, Gap, Stretch

UNKNOWN_LEVEL = 2
"""The level of an edge whose weight is unknown."""
BEHIND, APART = 0.15, 0.35
"""Mean number of faint lines through a cell: behind the edges of the chosen neuron, and where it has none."""
MOST_FAINT = 24
"""Most faint lines in a gap."""
STAYS = 1.3
"""Advantage of a faint edge that is drawn already: they do not change with every small change of the weights."""
CHOSEN, COMMON, FAINT = 3, 2, 1
"""Strength of an edge's colour. Thickness shows the size, so that colours change seldom."""
LEAST_LINE = 1
"""Fewest cells of the line before its number."""


@dataclass(frozen=True, slots=True)
class _EdgeInView:
    """One edge in view; ``own`` if it belongs to the chosen neuron, ``chosen`` if it is to stand out."""

    edge: Edge
    stretch: Stretch
    weight: float | None
    level: int
    own: bool
    chosen: bool

    def strength(self, before: frozenset[Edge]) -> float:
        """The strength of an edge: the magnitude of the weight, infinite if it is nan."""
        if self.weight is None or math.isnan(self.weight):
            return math.inf
        return abs(self.weight) * (STAYS if self.edge in before else 1.0)


def draw_edges(
    canvas: Canvas,
    net: DiagramNet,
    plan: DiagramPlan,
    selection: Neuron | Edge | None,
    before: frozenset[Edge],
    *,
    lit: Lit | None = None,
) -> tuple[int, frozenset[Edge]]:
    """Draw the edges between the columns in view, those of the selection on top, then the numbers.

    A crowded gap shows the edges of the chosen neuron, each with its number beside its other end, and faintly the
    strongest others. Returns the number of edges drawn and the faint ones; those drawn ``before`` stay if they can.
    """
    drawn, faint_ones = 0, set[Edge]()
    numbered = plan.layout.detail.weight > 0 and net.weights is not None
    for gap in plan.gaps:
        edges = _edges_in_view(net, gap, selection, lit)
        if gap.is_crowded:
            own = [each for each in edges if each.own]
            faint = _strongest_others(edges, gap, before)
            for each in faint:
                draw_stroke(canvas, each.stretch[:4], _thinnest(each.level), _line_style(each, FAINT))
            _draw_own(canvas, net, own, plan.layout.detail.weight if numbered else 0, selection)
            drawn += len(own) + len(faint)
            faint_ones.update(each.edge for each in faint)
        else:
            for each in sorted(edges, key=lambda each: (each.chosen, abs(each.level))):
                draw_stroke(canvas, each.stretch[:4], each.level, _line_style(each, COMMON))
            if numbered:
                _write_numbers(canvas, net, edges, plan, framed=isinstance(selection, Edge))
            drawn += len(edges)
    return drawn, frozenset(faint_ones)


def _strongest_others(edges: list[_EdgeInView], gap: Gap, before: frozenset[Edge]) -> list[_EdgeInView]:
    """The strongest edges beside those of the chosen neuron, the weakest first; few enough to stay in the background.

    Their number depends on the layout alone. None while the weights are unknown.
    """
    others = [each for each in edges if not each.own and each.weight is not None]
    share = APART if len(others) == len(edges) else BEHIND
    count = round(share * gap.area * len(edges) / sum(each.stretch.length for each in edges))
    ranked = sorted(others, key=lambda each: -each.strength(before))
    return ranked[: max(1, min(MOST_FAINT, count))][::-1]


def _draw_own(
    canvas: Canvas, net: DiagramNet, own: list[_EdgeInView], digits: int, selection: Neuron | Edge | None
) -> None:
    """Draw the edges that meet in the chosen neuron, each with its number between the line and its other end."""
    if not own:
        return
    to_targets = isinstance(selection, Edge) or own[0].edge.layer == (selection.layer if selection else None)
    for each in sorted(own, key=lambda each: (each.chosen, abs(each.level))):
        stretch = each.stretch
        has_number = digits > 0 and each.weight is not None and stretch.right - stretch.left >= digits + 2 + LEAST_LINE
        reserved = (digits + 2) * DOTS_ACROSS if has_number else 0
        x0 = stretch.x0 if to_targets else stretch.x0 + reserved
        x1 = stretch.x1 - reserved if to_targets else stretch.x1
        draw_stroke(canvas, (x0, stretch.y0, x1, stretch.y1), each.level, _line_style(each, CHOSEN))
    for each in sorted(own, key=lambda each: each.chosen):
        stretch, weight = each.stretch, each.weight
        if weight is None or digits == 0 or stretch.right - stretch.left < digits + 2 + LEAST_LINE:
            continue
        column, row = (stretch.right - 1 - digits if to_targets else stretch.left + 1), stretch.rows[int(to_targets)]
        framed = isinstance(selection, Edge) and each.chosen
        canvas.write(column - 1, row, f" {'':{digits}}{_sign(net, each.edge)}")
        canvas.write(column, row, format_signed(weight, digits), "selected" if framed else sign_style(weight, CHOSEN))


def _sign(net: DiagramNet, edge: Edge) -> str:
    """The cell behind a number."""
    return FROZEN if net.is_frozen(edge) else " "


def _thinnest(level: int) -> int:
    return max(-1, min(level, 1))


def _edges_in_view(net: DiagramNet, gap: Gap, selection: Neuron | Edge | None, lit: Lit | None) -> list[_EdgeInView]:
    weights = [net.weight(edge.layer, edge.source, edge.target) for edge in gap.edges]
    scale = largest_magnitude(weight for weight in weights if weight is not None)
    return [
        _EdgeInView(
            edge,
            stretch,
            weight,
            _level(weight, scale),
            is_own(edge, selection) if lit is None else edge in lit.edges,
            is_chosen(edge, selection) if lit is None else edge in lit.edges,
        )
        for edge, stretch, weight in zip(gap.edges, gap.stretches, weights, strict=True)
    ]


def is_own(edge: Edge, selection: Neuron | Edge | None) -> bool:
    """True if ``edge`` enters or leaves the chosen neuron, which is the source of a chosen edge."""
    if isinstance(selection, Edge):
        return (edge.layer, edge.source) == (selection.layer, selection.source)
    return is_chosen(edge, selection)


def is_chosen(edge: Edge, selection: Neuron | Edge | None) -> bool:
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


def _line_style(edge: _EdgeInView, strength: int) -> str:
    if edge.weight is None or (edge.level == 0 and not edge.chosen and math.isfinite(edge.weight)):
        return "dim"
    return sign_style(edge.weight, CHOSEN if edge.chosen else min(strength, COMMON))


def _write_numbers(
    canvas: Canvas, net: DiagramNet, edges: list[_EdgeInView], plan: DiagramPlan, *, framed: bool
) -> None:
    """Write the numbers in their usual places if those of the selected edges have one; else place these first."""
    width, blocked = plan.layout.detail.weight, plan.blocked
    stretches = tuple(each.stretch for each in edges)
    chosen = frozenset(index for index, each in enumerate(edges) if each.chosen)
    places = place_numbers(stretches, width, blocked)
    if not chosen <= places.keys():
        places = place_numbers(stretches, width, blocked, chosen)
    for index, (column, row) in sorted(places.items(), key=lambda place: place[0] in chosen):
        weight = edges[index].weight
        if weight is None:
            continue
        text, sign = format_signed(weight, width), _sign(net, edges[index].edge)
        canvas.write(column - 1, row, f" {text}{sign}", sign_style(weight, CHOSEN if index in chosen else COMMON))
        if framed and index in chosen:
            canvas.write(column, row, text, "selected")

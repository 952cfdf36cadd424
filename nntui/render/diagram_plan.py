"""The layout that is taken: of those that fit, the one in which most weights have their number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.render.diagram_captions import markers
from nntui.render.diagram_gaps import gaps
from nntui.render.diagram_layout import layouts
from nntui.render.diagram_numbers import place_numbers

if TYPE_CHECKING:
    from nntui.render.diagram_captions import Marker
    from nntui.render.diagram_gaps import Cell, Gap
    from nntui.render.diagram_layout import Layout, Request
    from nntui.render.glyphs import Glyphs


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands: the layout, the texts that tell of skipped neurons, and the gaps with their edges.

    ``blocked`` cells are taken by those texts.
    """

    layout: Layout
    markers: tuple[Marker, ...]
    gaps: tuple[Gap, ...]
    blocked: frozenset[Cell]


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

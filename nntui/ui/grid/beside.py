"""Where the columns beside the table stand: those that are looked at and not edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import MOST_MARKS, clean
from nntui.ui.grid.layout import NARROWEST, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.ui.grid.scene import Extra

GAP = 2
"""Cells left free before each."""
WIDEST = 16
"""Cells that one takes at most."""


def wanted(extras: Sequence[Extra], glyphs: Glyphs) -> list[int]:
    """The cells that each of the extras would take."""
    found: list[int] = []
    for extra in extras:
        texts = (extra.name, extra.note, *extra.texts.values())
        widest = max(cell_len(clean(text[: WIDEST * (MOST_MARKS + 1)], glyphs)) for text in texts)
        found.append(min(max(NARROWEST, widest), WIDEST))
    return found


def widths(wanted: Sequence[int], room: int) -> list[int]:
    """What they get; the last, for which half of ``room`` is too little, are left out."""
    return [width for number, width in enumerate(wanted) if total(wanted[: number + 1]) <= room // 2]


def total(widths: Sequence[int]) -> int:
    """The cells that they take together."""
    return sum(GAP + width for width in widths)


def places(widths: Sequence[int], x: int) -> tuple[Place, ...]:
    """Where they stand, one after the other behind ``x``; the number of a place is that of its extra."""
    found: list[Place] = []
    for number, width in enumerate(widths):
        found.append(Place(number, x + GAP, width))
        x += GAP + width
    return tuple(found)

"""Where the columns of the grid are, the extra ones beside the table included: their widths, and which are in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import clean
from nntui.safe_text import MOST_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.ui.table.scene import Extra

NARROWEST = 6
"""Cells that a column has at least: room to type a number, and for the word "target"."""
SHORT_NAME, SHORT_CELL = 5, 8
"""Cells down to which names, and then cells, are cut before the table is scrolled sideways."""
SHORT_TEXT = 12
"""Cells down to which texts are cut before names are."""
LONGEST_NAME, LONGEST_NOTE, LONGEST_TEXT = 24, 24, 40
"""Cells of a name, of what stands under it, and of a text that are ever shown in the table; the status has more."""
LONGEST_IN_PASSING, LONGEST_TEXT_IN_PASSING = 12, 20
"""Cells of a name or a number, and of a text, in a table that is scrolled sideways anyhow; fewer in little room."""


class Want(NamedTuple):
    """The cells that a column's name and its cells would take; whether it holds texts.

    ``notes`` has those of what stands under the name: in full, and in short.
    """

    name: int
    cell: int
    notes: tuple[int, int] = (0, 0)
    text: bool = False


class Widths(NamedTuple):
    """The cells that each column takes, and those left free before it."""

    columns: tuple[int, ...]
    gap: int

    def total(self) -> int:
        """The cells that all columns take together."""
        return sum(self.columns) + self.gap * len(self.columns)


class ColumnPlace(NamedTuple):
    """A column in sight: it takes ``width`` cells from ``x`` on."""

    column: int
    x: int
    width: int


def widths(wants: Sequence[Want], room: int) -> Widths:
    """How wide the columns are in ``room`` cells.

    As wide as they want; else with notes cut, then texts, then names, then all cells; else so that one likes to scroll
    sideways.
    """
    if _cut(wants, SHORT_NAME, SHORT_CELL, SHORT_CELL).total() > room:
        name, cell = max(SHORT_NAME, room // 8), max(SHORT_CELL, room // 4)
        text = min(max(SHORT_CELL, room // 3), LONGEST_TEXT_IN_PASSING)
        return _cut(wants, min(name, LONGEST_IN_PASSING), min(cell, LONGEST_IN_PASSING), text)
    return next(each for each in _candidates(wants) if each.total() <= room)


def _candidates(wants: Sequence[Want]) -> Iterator[Widths]:
    name, cell = max(want.name for want in wants), max(want.cell for want in wants)
    natural = _cut(wants, name, cell, cell)
    full, short = (
        tuple(max(width, want.notes[wording]) for width, want in zip(natural.columns, wants, strict=True))
        for wording in (0, 1)
    )
    yield from (Widths(columns, gap) for columns in (full, short, natural.columns) for gap in (2, 1))
    for cap in range(cell, SHORT_TEXT - 1, -1):
        yield _cut(wants, name, cell, cap)
    for cap in range(name, SHORT_NAME - 1, -1):
        yield _cut(wants, cap, cell, SHORT_TEXT)
    for cap in range(cell, SHORT_CELL - 1, -1):
        yield _cut(wants, SHORT_NAME, cap, min(cap, SHORT_TEXT))


def _cut(wants: Sequence[Want], name: int, cell: int, text: int) -> Widths:
    """The widths with names, cells, and cells that are texts, cut to so many."""
    columns = (max(NARROWEST, min(each.name, name), min(each.cell, text if each.text else cell)) for each in wants)
    return Widths(tuple(columns), 1)


def first_in_sight(widths: Widths, first: int, column: int, room: int) -> int:
    """The column to begin with so that ``column`` is in sight: ``first`` where that will do, else the nearest to it."""
    if widths.total() <= room:
        return 0
    if column <= first:
        return column
    start, used = column, widths.columns[column] + widths.gap
    while start > first and used + widths.columns[start - 1] + widths.gap <= room:
        start -= 1
        used += widths.columns[start] + widths.gap
    return start


def places(widths: Widths, first: int, x: int, room: int) -> tuple[ColumnPlace, ...]:
    """The columns from ``first`` on that stand whole in ``room`` cells from ``x`` on.

    One that is wider than all the room is cut to it.
    """
    found: list[ColumnPlace] = []
    end = x + room
    for column in range(first, len(widths.columns)):
        width = widths.columns[column]
        x += widths.gap
        if x + width > end:
            if not found:
                found.append(ColumnPlace(column, x, max(end - x, 1)))
            break
        found.append(ColumnPlace(column, x, width))
        x += width
    return tuple(found)


GAP = 2
"""Cells left free before each."""
WIDEST = 16
"""Cells that one takes at most."""


def extra_wants(extras: Sequence[Extra], glyphs: Glyphs) -> list[int]:
    """The cells that each of the extras would take."""
    found: list[int] = []
    for extra in extras:
        texts = (extra.name, extra.note, *extra.texts.values())
        widest = max(cell_len(clean(text[: WIDEST * (MOST_MARKS + 1)], glyphs)) for text in texts)
        found.append(min(max(NARROWEST, widest), WIDEST))
    return found


def extra_widths(wants: Sequence[int], room: int) -> list[int]:
    """What they get; the last, for which half of ``room`` is too little, are left out."""
    return [width for number, width in enumerate(wants) if extra_total(wants[: number + 1]) <= room // 2]


def extra_total(taken: Sequence[int]) -> int:
    """The cells that they take together."""
    return sum(GAP + width for width in taken)


def extra_places(taken: Sequence[int], x: int) -> tuple[ColumnPlace, ...]:
    """Where they stand, one after the other behind ``x``; the number of a place is that of its extra."""
    found: list[ColumnPlace] = []
    for number, width in enumerate(taken):
        found.append(ColumnPlace(number, x + GAP, width))
        x += GAP + width
    return tuple(found)

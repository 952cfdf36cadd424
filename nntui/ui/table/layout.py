"""The widths and places of the columns in sight, including the extra columns beside the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import clean
from nntui.safe_text import MOST_MARKS
from nntui.ui.table.cells import SHORT_NOTE, cell_width, heading_notes, marked_name, marks_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.ui.table.scene import Extra

NARROWEST = 6
"""Least width of a column: room to type a number, and for the word "target"."""
SHORT_NAME, SHORT_CELL = 5, 8
"""Least widths to which names, and then cells, are cut before the table is scrolled sideways."""
WHOLE_DATE = 10
"""Width to which dates are not cut: half a date says too little."""
SHORT_TEXT = 12
"""Least width to which texts are cut before names are."""
LONGEST_NAME, LONGEST_NOTE, LONGEST_TEXT = 24, 24, 40
"""Largest widths of a name, of the note under it, and of a text; the status line shows more."""
LONGEST_IN_PASSING, LONGEST_TEXT_IN_PASSING = 12, 20
"""The same for a name or a number, and for a text, in a table that is scrolled sideways."""
SAMPLED_CELLS, SAMPLED_PLACES = 3_000, 8
"""Cells that are read to estimate widths, and places between first and last row where they are read."""


class WantedWidth(NamedTuple):
    """The widths of a column's name and of its cells, uncut; whether the cells are words (``text``) or dates.

    ``notes`` are the widths of the note under the name, in full and in short.
    """

    name: int
    cell: int
    notes: tuple[int, int] = (0, 0)
    text: bool = False
    date: bool = False


class WantedWidths:
    """The wanted widths of one table after another, from a sample of its cells and from all cells shown so far."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._cells: list[int] = []
        self._headings: list[WantedWidth] = []

    def follow(self, table: Table) -> None:
        """Measure another table."""
        glyphs, marks = self._glyphs, marks_for(self._glyphs)
        self._cells = sample_widths(table, glyphs)
        self._headings = []
        for column, cells in zip(table.columns, table.frame, strict=True):
            name = cell_len(clean(marked_name(column, marks)[: 4 * LONGEST_NAME], glyphs))
            wordings = heading_notes(column, cells.null_count(), glyphs)
            full, short = (min(cell_len(text), LONGEST_NOTE) for text in (wordings[0], wordings[SHORT_NOTE]))
            notes = (full, min(full, short))
            self._headings.append(WantedWidth(min(name, LONGEST_NAME), 0, notes, not column.numeric, column.temporal))

    def grow(self, table: Table, columns: Iterable[int], rows: Sequence[Sequence[Cell]]) -> bool:
        """Widen ``columns`` to fit these rows; True if any of them needed it. They never shrink again."""
        before = list(self._cells)
        for number in columns:
            column, widest = table.columns[number], self._cells[number]
            for row in rows:
                widest = max(widest, cell_width(row[number], column, LONGEST_TEXT, self._glyphs))
            self._cells[number] = widest
        return self._cells != before

    def columns(self, *, with_notes: bool) -> list[WantedWidth]:
        """The wanted width of each column."""
        pairs = zip(self._headings, self._cells, strict=True)
        return [want._replace(cell=cell, notes=want.notes if with_notes else (0, 0)) for want, cell in pairs]


def sample_widths(table: Table, glyphs: Glyphs) -> list[int]:
    """The widest cell of each column, from a sample of the first rows, the last ones, and some between."""
    rows = max(SAMPLED_CELLS // max(table.width, 1) // SAMPLED_PLACES, 1)
    widest = [0] * table.width
    for place in range(SAMPLED_PLACES):
        start = (table.height - rows) * place // (SAMPLED_PLACES - 1)
        for row in table.rows(max(start, 0), max(start, 0) + rows):
            for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                widest[number] = max(widest[number], cell_width(cell, column, LONGEST_TEXT, glyphs))
    return widest


class ColumnWidths(NamedTuple):
    """The width of each column, and the blanks before it."""

    columns: tuple[int, ...]
    gap: int

    def total(self) -> int:
        """The width of all columns with their gaps."""
        return sum(self.columns) + self.gap * len(self.columns)


class ColumnPlace(NamedTuple):
    """A column in sight: ``width`` cells from ``x`` on."""

    column: int
    x: int
    width: int


def column_widths(wanted: Sequence[WantedWidth], room: int) -> ColumnWidths:
    """The widths of the columns in ``room`` cells.

    If the wanted widths do not fit, notes are cut, then texts, then names, then all cells; if that is not enough,
    widths are chosen for scrolling sideways.
    """
    if _cut_widths(wanted, SHORT_NAME, SHORT_CELL, SHORT_CELL).total() > room:
        name, cell = max(SHORT_NAME, room // 8), max(SHORT_CELL, room // 4)
        text = min(max(SHORT_CELL, room // 3), LONGEST_TEXT_IN_PASSING)
        return _cut_widths(wanted, min(name, LONGEST_IN_PASSING), min(cell, LONGEST_IN_PASSING), text)
    return next(each for each in _ever_narrower(wanted) if each.total() <= room)


def _ever_narrower(wanted: Sequence[WantedWidth]) -> Iterator[ColumnWidths]:
    name, cell = max(want.name for want in wanted), max(want.cell for want in wanted)
    natural = _cut_widths(wanted, name, cell, cell)
    full, short = (
        tuple(max(width, want.notes[wording]) for width, want in zip(natural.columns, wanted, strict=True))
        for wording in (0, 1)
    )
    yield from (ColumnWidths(columns, gap) for columns in (full, short, natural.columns) for gap in (2, 1))
    for cap in range(cell, SHORT_TEXT - 1, -1):
        yield _cut_widths(wanted, name, cell, cap)
    for cap in range(name, SHORT_NAME - 1, -1):
        yield _cut_widths(wanted, cap, cell, SHORT_TEXT)
    for cap in range(cell, SHORT_CELL - 1, -1):
        yield _cut_widths(wanted, SHORT_NAME, cap, min(cap, SHORT_TEXT))


def _cut_widths(wanted: Sequence[WantedWidth], name: int, cell: int, text: int) -> ColumnWidths:
    """The widths if names, cells, and cells of words are cut to these widths."""
    columns = (
        max(NARROWEST, min(each.name, name), min(each.cell, text if each.text else max(cell, each.date * WHOLE_DATE)))
        for each in wanted
    )
    return ColumnWidths(tuple(columns), 1)


def first_in_sight(widths: ColumnWidths, first: int, column: int, room: int) -> int:
    """The column nearest to ``first`` to begin with so that ``column`` is in sight."""
    if widths.total() <= room:
        return 0
    if column <= first:
        return column
    start, used = column, widths.columns[column] + widths.gap
    while start > first and used + widths.columns[start - 1] + widths.gap <= room:
        start -= 1
        used += widths.columns[start] + widths.gap
    return start


def column_places(widths: ColumnWidths, first: int, x: int, room: int) -> tuple[ColumnPlace, ...]:
    """The columns from ``first`` that fit whole into ``room`` cells from ``x``; a wider one alone is cut to fit."""
    places: list[ColumnPlace] = []
    end = x + room
    for column in range(first, len(widths.columns)):
        width = widths.columns[column]
        x += widths.gap
        if x + width > end:
            if not places:
                places.append(ColumnPlace(column, x, max(end - x, 1)))
            break
        places.append(ColumnPlace(column, x, width))
        x += width
    return tuple(places)


MARGIN = 2
"""Cells kept for the arrow that leads to columns out of sight."""


def room_beside(widths: ColumnWidths, column: int, room: int) -> int:
    """The cells that are left of ``room`` for other columns where ``column`` stays in sight at its right end.

    Before it there is the arrow to columns out of sight, after it a blank that keeps it clear of a scrollbar. 0 where
    that leaves the others too little.
    """
    left = room - widths.columns[column] - MARGIN - 1
    return left if left >= room // 2 else 0


def places_beside(widths: ColumnWidths, first: int, x: int, room: int, column: int | None) -> tuple[ColumnPlace, ...]:
    """``column_places`` of a table that is scrolled sideways; ``column`` to their right stays in sight, at the end."""
    places = column_places(widths, first, x, room - MARGIN)
    left = room_beside(widths, column, room) if column is not None else 0
    if column is None or not left or column <= places[-1].column:
        return places
    width = widths.columns[column]
    return *column_places(widths, first, x, left), ColumnPlace(column, x + room - width - 1, width)


EXTRA_GAP = 2
"""Blanks before each extra column."""
WIDEST_EXTRA = 16
"""Largest width of an extra column."""


def wanted_extra_widths(extras: Sequence[Extra], glyphs: Glyphs) -> list[int]:
    """The wanted width of each extra column."""
    widths: list[int] = []
    for extra in extras:
        texts = (extra.name + extra.ending, extra.note, *extra.texts.values())
        widest = max(cell_len(clean(text[: WIDEST_EXTRA * (MOST_MARKS + 1)], glyphs)) for text in texts)
        widths.append(min(max(NARROWEST, widest), WIDEST_EXTRA))
    return widths


def extra_widths(wanted: Sequence[int], room: int) -> list[int]:
    """The widths of the first extra columns that fit into half of ``room``."""
    return [width for number, width in enumerate(wanted) if extra_total(wanted[: number + 1]) <= room // 2]


def extra_total(widths: Sequence[int]) -> int:
    """The width of all extra columns with their gaps."""
    return sum(EXTRA_GAP + width for width in widths)


def extra_places(widths: Sequence[int], x: int) -> tuple[ColumnPlace, ...]:
    """The places of the extra columns from ``x``; ``column`` is the index of the extra."""
    places: list[ColumnPlace] = []
    for number, width in enumerate(widths):
        places.append(ColumnPlace(number, x + EXTRA_GAP, width))
        x += EXTRA_GAP + width
    return tuple(places)

"""How much room the columns of a table would like to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean
from nntui.ui.grid import layout
from nntui.ui.grid.cells import room_for
from nntui.ui.grid.heading import SHORT, notes
from nntui.ui.grid.marks import marked_name, marks_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nntui.data.cells import Cell
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs

SAMPLED_CELLS, SAMPLED_PLACES = 3_000, 8
"""How much of a table is looked at for its widths, and at how many places between first and last row."""


class Wants:
    """What the columns of one table after another want, by a sample of its cells and by those that came into sight."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._cells: list[int] = []
        self._headings: list[layout.Want] = []

    def follow(self, table: Table) -> None:
        """Look at another table."""
        glyphs, marks = self._glyphs, marks_for(self._glyphs)
        self._cells = sampled(table, glyphs)
        self._headings = []
        for column, cells in zip(table.columns, table.frame, strict=True):
            name = cell_len(clean(marked_name(column, marks)[: 4 * layout.LONGEST_NAME], glyphs))
            wordings = notes(column, cells.null_count(), glyphs)
            full, short = (min(cell_len(text), layout.LONGEST_NOTE) for text in (wordings[0], wordings[SHORT]))
            self._headings.append(
                layout.Want(min(name, layout.LONGEST_NAME), 0, (full, min(full, short)), not column.numeric)
            )

    def grow(self, table: Table, columns: Iterable[int], rows: Sequence[Sequence[Cell]]) -> bool:
        """Whether these rows need wider columns than all before them did; the columns then stay that wide."""
        before = list(self._cells)
        for number in columns:
            column, widest = table.columns[number], self._cells[number]
            for row in rows:
                widest = max(widest, room_for(row[number], column, layout.LONGEST_TEXT, self._glyphs))
            self._cells[number] = widest
        return self._cells != before

    def columns(self, *, noted: bool) -> list[layout.Want]:
        """What each column wants; with what stands under the names where that is shown."""
        pairs = zip(self._headings, self._cells, strict=True)
        return [want._replace(cell=cell, notes=want.notes if noted else (0, 0)) for want, cell in pairs]


def sampled(table: Table, glyphs: Glyphs) -> list[int]:
    """The room that each column's cells take, by a sample of the first rows, the last ones, and some between."""
    rows = max(SAMPLED_CELLS // max(table.width, 1) // SAMPLED_PLACES, 1)
    wanted = [0] * table.width
    for place in range(SAMPLED_PLACES):
        start = (table.height - rows) * place // (SAMPLED_PLACES - 1)
        for row in table.rows(max(start, 0), max(start, 0) + rows):
            for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                wanted[number] = max(wanted[number], room_for(cell, column, layout.LONGEST_TEXT, glyphs))
    return wanted

"""The questions about where to look in the table: a text to be found, a row, a condition that rows are to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.render.glyphs import clean
from nntui.safe_text import one_line, quoted
from nntui.ui.dialogs.ask import AskScreen
from nntui.ui.dialogs.proposals import Proposal, TypedHistory
from nntui.ui.table.column_questions import spelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table

    Rows = NDArray[np.int64]
    Place = tuple[int, int]

FEW = 4
"""Cells of a row that are shown of it."""


def find(table: Table, text: str, at: Place, view: Rows | None) -> Place:
    """Row and column of the next cell after ``at`` that has ``text`` in it, in the rows shown. Raises DataError."""
    from nntui.data.rows import found

    place = found(table, text, *at, view)
    if place is None:
        raise DataError(f"{quoted(text)} is in no cell{'' if view is None else ' of the rows shown'}")
    return place


def find_question(table: Table, at: Place, view: Rows | None, history: TypedHistory) -> AskScreen[Place]:
    """What text is looked for?"""

    def propose(text: str) -> Proposal[Place]:
        if not text:
            raise DataError("type what to look for in the cells")
        row, column = find(table, text, at, view)
        return Proposal(f"row {row + 1:,}, {one_line(table.names[column])}: {_cell(table, row, column)}", (row, column))

    return AskScreen("find", propose, text=history.latest, history=history)


def row_question(table: Table, view: Rows | None, history: TypedHistory) -> AskScreen[int]:
    """Which row is to be gone to?"""

    def propose(text: str) -> Proposal[int]:
        number = text.strip().replace(",", "")
        if not table.height:
            raise DataError("the table has no rows")
        if not (number.isascii() and number.isdecimal()) or not 1 <= int(number[:20]) <= table.height:
            raise DataError(f"type the number of a row, from 1 to {table.height:,}")
        row = int(number) - 1
        if view is not None and not (view == row).any():
            raise DataError(f"row {row + 1:,} is not among the rows shown; f and an empty line shows all")
        cells = ", ".join(_cell(table, row, column) for column in range(min(table.width, FEW)))
        return Proposal(f"row {row + 1:,}: {cells}{', ...' if table.width > FEW else ''}", row)

    return AskScreen("go to row", propose, history=history)


def filter_question(table: Table, present: str, history: TypedHistory) -> AskScreen[str]:
    """Which rows are to be shown? ``present`` is the filter that there is."""
    from nntui.data.rows import filtered_rows

    def propose(text: str) -> Proposal[str]:
        if not text.strip():
            return Proposal(f"all {table.height:,} rows; or as weight > 3 and origin = usa", "")
        count = len(filtered_rows(table, text))
        if not count:
            raise DataError("no row is like that")
        return Proposal(f"{count:,} of {table.height:,} rows", text.strip())

    words = [spelled(name) for name in table.names]
    return AskScreen("filter", propose, text=clean(present), history=history, words=words)


def _cell(table: Table, row: int, column: int) -> str:
    """A cell as it is shown in a line."""
    from nntui.data.cells import format_cell

    return one_line(format_cell(table.value(row, column), table.columns[column])) or "empty"

"""Columns that only number the rows: a network that is given one learns the order of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.kinds import IGNORED

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.files.source import FileContents, ReadRequest

FEWEST_ROWS = 2
"""Rows of a column that can be seen to count."""

FEWEST_NAMED = 20
"""Rows whose numbers, all different and called an id, are names of the rows, even with gaps between them."""

_INDEX = re.compile(
    r"column \d+|unnamed(: *\d+(\.\d+)*)?(_level_\d+)?|__index_level_\d+__|level_\d+|index|idx"
    r"|\.?row[ ._-]?(names?|labels?)|x\.1|_?rowid",
    re.IGNORECASE,
)
"""Names that data frames give to the numbers of their rows; a column without a name is called ``column 1``."""
_NUMBER = re.compile(
    r"#|(s(eria)?l?[ ._-]?)?(no|nr)\.?|serial[ ._-]?num(ber)?|n[°º]\.?|rows?|row[ ._-]?(no|nr|num(ber)?|index|idx)\.?"
    r"|obs(ervation)?|record|case|sample|subject|patient|participant|case[ ._-]?(no|nr|num(ber)?)|lfd\.?[ ._-]?nr\.?"
    r"|[ug]?u?ids?"
    r"|.*[ ._-](id|no|nr|idx|index|number)\.?|id[ ._-].*",
    re.IGNORECASE,
)
"""Names of numbers given to rows."""
_IDENTIFIER = re.compile(r"(.*[ ._-])?([ug]?u?id|ID|Id)|.*[a-z](Id|ID)|(id|ID|Id)[ ._-].*")
"""Names of numbers that tell rows apart, whatever they are."""
_NUMBER_IN_CAPITALS = re.compile(r".*[a-z](Id|ID|No|Nr|Num|Number|Idx|Index)|.*[A-Z]ID")


def without_index(found: FileContents, request: ReadRequest) -> tuple[list[Column], dict[str, str]]:
    """The columns, ignored where they only number the rows, and why, by name.

    Those do that the file names as its index; whose name says so and whose whole numbers all differ, which takes more
    rows where it is an id; and whose name may say so and that count, in any order. Columns of which the user has said
    something stay as they are.
    """
    columns, reasons = list(found.columns), dict[str, str]()
    for place, (column, cells) in enumerate(zip(found.columns, found.cells, strict=True)):
        name = column.name
        if name in request.kinds or name in request.chosen or request.ignored(name):
            continue
        if name in found.index:
            why = "it is the index of the data frame that was saved"
        elif _numbers_rows(name, column, cells):
            why = "it numbers the rows"
        else:
            continue
        columns[place] = changed(column, role=IGNORED)
        reasons[name] = why
    return columns, reasons


def _numbers_rows(name: str, column: Column, cells: pl.Series) -> bool:
    if cells.len() < FEWEST_ROWS or cells.null_count():
        return False
    if _INDEX.fullmatch(name):
        return cells.n_unique() == cells.len() and (column.whole or _are_whole(cells))
    if not (_NUMBER.fullmatch(name) or _NUMBER_IN_CAPITALS.fullmatch(name)) or not (column.whole or _are_whole(cells)):
        return False
    named = cells.len() >= FEWEST_NAMED and _IDENTIFIER.fullmatch(name) is not None
    return _counts(cells) or _counts(cells.sort()) or (named and cells.n_unique() == cells.len())


def _are_whole(cells: pl.Series) -> bool:
    """True for whole numbers that are written with a fraction, 0.0, 1.0, 2.0, as those with gaps once were."""
    return cells.dtype == pl.Float64 and bool(cells.eq(cells.floor()).all())


def _counts(cells: pl.Series) -> bool:
    """True for 1, 2, 3, ..., from whatever number on."""
    first = cells[0]
    return first >= 0 and bool(cells.eq(pl.int_range(first, first + cells.len(), eager=True)).all())

"""Columns inserted, removed, moved, described anew and turned into another kind, each with its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.cells import DTYPES, converted
from nntui.data.checks import checked_columns, checked_series
from nntui.data.column import WORDS, words_of
from nntui.data.formula import calculated
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.checks import CellsOfColumn
    from nntui.data.column import Column, Kind

ColumnsAndFrame = tuple[tuple["Column", ...], pl.DataFrame]
"""Columns, and a frame of their cells."""


def described(columns: Sequence[Column], frame: pl.DataFrame, at: int, meta: Column) -> ColumnsAndFrame:
    """With ``meta`` for column ``at``, of the same kind; formulas follow its name. Raises DataError."""
    old, new = columns[at], list(columns)
    new[at] = meta
    if meta.name == old.name:
        return checked_columns(new), frame
    for number, text in calculated.renamed(columns, old.name, meta.name).items():
        new[number] = changed(new[number], formula=text)
    cells = frame.get_columns()
    cells[at] = cells[at].alias(meta.name)
    kept = checked_columns(new)
    # A formula may have meant the number by what is this column's name now: pi, e.
    return kept, calculated.recalculated(kept, pl.DataFrame(cells), [at])


def inserted(
    columns: Sequence[Column], frame: pl.DataFrame, at: int, column: Column, cells: CellsOfColumn | None
) -> ColumnsAndFrame:
    """With ``column`` put in before column ``at``, its cells empty unless given or calculated. Raises DataError."""
    new = checked_columns([*columns[:at], column, *columns[at:]])
    series = empty(column, frame.height) if cells is None else checked_series(column, cells)
    if series.len() != frame.height:
        raise DataError(f"{one_line(column.name)}: {series.len()} cells for {frame.height} rows")
    kept = frame.get_columns()
    return new, calculated.recalculated(new, pl.DataFrame([*kept[:at], series, *kept[at:]]), [at])


def removed(columns: Sequence[Column], frame: pl.DataFrame, at: int) -> ColumnsAndFrame:
    """Without column ``at``. Raises DataError for the last one, and for one that a formula needs."""
    if len(columns) == 1:
        raise DataError(f"{one_line(columns[at].name)}: this is the only column; a table needs one")
    new = (*columns[:at], *columns[at + 1 :])
    calculated.check_unused(new, columns[at].name)
    kept = frame.get_columns()
    return new, pl.DataFrame([*kept[:at], *kept[at + 1 :]])


def moved(columns: Sequence[Column], frame: pl.DataFrame, at: int, to: int) -> ColumnsAndFrame:
    """With column ``at`` taken out and put back as column ``to``."""
    order = list(range(len(columns)))
    order.insert(to, order.pop(at))
    kept = frame.get_columns()
    return tuple(columns[number] for number in order), pl.DataFrame([kept[number] for number in order])


def replaced(
    columns: Sequence[Column], frame: pl.DataFrame, at: int, column: Column, cells: pl.Series
) -> ColumnsAndFrame:
    """With another column in the place of column ``at``, and all that is calculated from it. Raises DataError."""
    new, kept = list(columns), frame.get_columns()
    new[at], kept[at] = column, cells
    return tuple(new), calculated.recalculated(new, pl.DataFrame(kept), [at])


def empty(column: Column, rows: int) -> pl.Series:
    """So many empty cells of ``column``."""
    return pl.Series(column.name, [None], dtype=DTYPES[column.kind]).new_from_index(0, rows)


def of_kind(
    old: Column, cells: pl.Series, kind: Kind, words: tuple[str, str] | None = None
) -> tuple[Column, pl.Series]:
    """The column and its cells as ``kind``: see ``Table.with_kind``."""
    if old.formula:
        raise DataError(f"{one_line(old.name)}: its cells are calculated, and so they are numbers")
    if kind == "yes-no" and words is None:
        words = old.words if old.kind == "yes-no" else words_of(cells)
    role = "ignored" if kind == "text" and old.role in {"input", "target"} else old.role
    new = changed(old, kind=kind, words=words or WORDS, role=role).settled()
    return new, converted(cells, old, new)


def with_formula(old: Column, cells: pl.Series, text: str) -> tuple[Column, pl.Series]:
    """The column with another formula, and its cells: as they were without one, empty where they are calculated."""
    new = changed(old, formula=text.strip())
    if not new.formula:
        return new, cells
    new = changed(new, kind="number").settled()
    return new, empty(new, cells.len())

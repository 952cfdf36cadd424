"""A column turned into one of another kind: what its cells become, and what of its description still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.cells import DTYPES, converted
from nntui.data.column import WORDS
from nntui.data.shown import shown
from nntui.data.words import words_of
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.column import Column, Kind


def empty(column: Column, rows: int) -> pl.Series:
    """So many empty cells of ``column``."""
    return pl.Series(column.name, [None], dtype=DTYPES[column.kind]).new_from_index(0, rows)


def of_kind(
    old: Column, cells: pl.Series, kind: Kind, words: tuple[str, str] | None = None
) -> tuple[Column, pl.Series]:
    """The column and its cells as ``kind``: see ``Table.with_kind``."""
    if old.formula:
        raise DataError(f"{shown(old.name)}: its cells are calculated, and so they are numbers")
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

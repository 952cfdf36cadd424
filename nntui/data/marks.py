"""Which rows a column in the role ``split`` holds out for validation, and how such a column says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import polars as pl

    from nntui.data.cells import Cell
    from nntui.data.column import Column

NAMES = ("validation", "valid", "val", "test", "dev", "held out", "held-out", "holdout", "1", "yes", "true")
"""What a row that is held out is called, in small letters; every other row is trained on."""


def split_column(columns: Sequence[Column]) -> int | None:
    """The number of the column in the role ``split``, None where there is none."""
    return next((number for number, each in enumerate(columns) if each.role == "split"), None)


def marks_depend_on(columns: Sequence[Column], changed: Container[int]) -> bool:
    """Whether marks may be others once cells of the ``changed`` columns are; a calculated column may hang on any."""
    split = split_column(columns)
    return split is not None and (split in changed or bool(columns[split].formula))


def marked(columns: Sequence[Column], frame: pl.DataFrame, validation: pl.Series) -> pl.Series:
    """``validation`` [rows], or what the column in the role ``split`` says instead."""
    split = split_column(columns)
    return validation if split is None else marks(frame.to_series(split), columns[split])


def marks(cells: pl.Series, said: Column) -> pl.Series:
    """Boolean [rows], True where the cells of ``said`` hold the row out."""
    if said.kind == "yes-no":
        held = cells.fill_null(value=False)
    elif said.numeric:
        held = cells.eq(1).fill_null(value=False)
    else:
        held = cells.str.strip_chars().str.to_lowercase().is_in(list(NAMES)).fill_null(value=False)
    return held.alias("validation")


def cell(said: Column, cells: pl.Series, *, held: bool) -> Cell:
    """What is written into ``said`` for a row that is held out, or trained on; in the words that it uses already."""
    if said.kind == "yes-no":
        return held
    if said.numeric:
        return int(held) if said.kind == "whole" else float(held)
    used = cells.filter(marks(cells, said).eq(held)).drop_nulls()
    if used.len():
        word: str = used[0]
        return word
    return "validation" if held else "train"

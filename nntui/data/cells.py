"""Single cells: the values that each kind of column holds, how they are spelled, and how one kind becomes another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from nntui.data.numbers import format_number, is_number, parse_number
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.column import Column, Kind

Cell = float | int | bool | str | None
"""A number, whole number, yes or no, or text, by the kind of its column; None is an empty cell."""

DTYPES: dict[Kind, pl.DataType] = {
    "number": pl.Float64(),
    "whole": pl.Int64(),
    "yes-no": pl.Boolean(),
    "category": pl.String(),
    "text": pl.String(),
}
LARGEST_WHOLE = 2**63 - 1
EXACT = 2.0**53
"""Floats beyond this no longer tell neighbouring whole numbers apart."""
TRUE, FALSE = frozenset({"yes", "true", "1", "y", "t"}), frozenset({"no", "false", "0", "n", "f"})
"""What is taken for yes and no whatever a column's own words are."""


def parse_cell(text: str, column: Column) -> Cell:
    """The cell that a person means by typing ``text`` in ``column``; None for nothing at all.

    Raises DataError that begins with the column's name: ``weight: 'abc' is not a number``.
    """
    if column.kind in {"category", "text"}:
        return text or None
    if not text.strip():
        return None
    match column.kind:
        case "number":
            return parse_number(text, column.name)
        case "whole":
            return _whole(text, column.name)
        case _:
            return _yes_or_no(text, column)


def format_cell(value: Cell, column: Column) -> str:
    """The text that ``parse_cell`` reads back as the same cell; "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column.kind == "yes-no":
        return column.words[bool(value)]
    return str(int(value)) if column.kind == "whole" else format_number(value)


def spelled(numbers: pl.Series) -> pl.Series:
    """Numbers as text, whole ones without a fraction."""
    return numbers.cast(pl.String).str.strip_suffix(".0")


def checked_cell(value: Cell, column: Column) -> Cell:
    """``value`` as a cell of ``column``. Raises DataError for a value of another kind, or one that cannot be kept."""
    if value is None or value == "":
        return None
    match column.kind:
        case "number" | "whole" if not isinstance(value, str):
            return _checked_number(value, column)
        case "yes-no" if value in {False, True}:
            return bool(value)
        case "category" | "text" if isinstance(value, str):
            if LONE_SURROGATE.search(value):
                raise DataError(f"{one_line(column.name)}: {quoted(value)} holds half a character and cannot be kept")
            return value
    raise DataError(f"{one_line(column.name)}: {quoted(str(value))} is no {column.kind}")


def converted(cells: pl.Series, old: Column, new: Column) -> pl.Series:
    """The cells of ``old`` as those of ``new``, by what they spell. Raises DataError for the first that cannot be."""
    if old.kind == "whole" and new.kind == "number":
        return cells.cast(pl.Float64)
    if DTYPES[old.kind] == DTYPES[new.kind] == pl.String():
        return cells
    found = each_different(cells, lambda value: _converted(value, old, new), DTYPES[new.kind])
    return found.alias(cells.name)


def each_different(
    cells: pl.Series,
    meaning: Callable[[Any], Cell],
    dtype: pl.DataType,
    place: Callable[[int], str] = lambda row: f"row {row + 1}",
) -> pl.Series:
    """What each cell means, asked once for each different one. Raises DataError that names ``place`` of a fault."""
    distinct = cells.drop_nulls().unique(maintain_order=True)
    found: list[Cell] = []
    for value in distinct.to_list():
        try:
            found.append(meaning(value))
        except DataError as error:
            raise DataError(f"{place(int(cells.eq(value).arg_true()[0]))}, column {error}") from None
    return cells.replace_strict(distinct, pl.Series(found, dtype=dtype), default=None, return_dtype=dtype)


def _converted(value: Cell, old: Column, new: Column) -> Cell:
    if new.numeric and isinstance(value, bool):
        return int(value) if new.kind == "whole" else float(value)
    return parse_cell(format_cell(value, old), new)


def _checked_number(value: float, column: Column) -> float | int:
    if not math.isfinite(value):
        raise DataError(f"{one_line(column.name)}: {value} is not a finite number")
    if column.kind == "number":
        return float(value)
    if value != int(value) or abs(int(value)) > LARGEST_WHOLE:
        raise DataError(f"{one_line(column.name)}: {format_number(value)} is not a whole number")
    return int(value)


def _whole(text: str, name: str) -> int:
    trimmed = text.strip()
    if trimmed.lstrip("+-").isdecimal() and is_number(trimmed):
        number = int(trimmed)
    else:
        value = parse_number(text, name)
        if value != int(value) or abs(value) > EXACT:
            raise DataError(f"{one_line(name)}: {quoted(trimmed)} is not a whole number")
        number = int(value)
    if abs(number) > LARGEST_WHOLE:
        raise DataError(f"{one_line(name)}: {quoted(trimmed)} is too large")
    return number


def _yes_or_no(text: str, column: Column) -> bool:
    word = text.strip().casefold()
    no, yes = (each.strip().casefold() for each in column.words)
    if word in {no, yes}:
        return word == yes
    if word in TRUE | FALSE:
        return word in TRUE
    words = " nor ".join(map(one_line, column.words))
    raise DataError(f"{one_line(column.name)}: {quoted(text.strip())} is neither {words}")

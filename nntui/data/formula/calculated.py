"""Columns that a formula calculates from others: in what order, and again wherever their sources change."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.data import frames
from nntui.data.formula.formula import Formula
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from nntui.data.column import Column


@lru_cache(maxsize=256)
def parsed(text: str) -> Formula:
    """The formula that ``text`` spells. Raises DataError."""
    return Formula.parse(text)


def order(columns: Sequence[Column]) -> list[int]:
    """The calculated columns, each after those it is calculated from.

    Raises DataError for a formula with a fault, and for one that goes in a circle.
    """
    numbers = {column.name: number for number, column in enumerate(columns)}
    done: list[int] = []

    def visit(number: int, on_the_way: tuple[int, ...]) -> None:
        if number in done:
            return
        column = columns[number]
        if number in on_the_way:
            raise DataError(f"{one_line(column.name)}: its formula goes in a circle, by way of itself")
        for source in parsed(column.formula).names:
            if source in numbers and columns[numbers[source]].formula:
                visit(numbers[source], (*on_the_way, number))
        done.append(number)

    for number, column in enumerate(columns):
        if column.formula:
            visit(number, ())
    return done


def recalculated(
    columns: Sequence[Column], frame: pl.DataFrame, changed: Iterable[int] | None = None, rows: slice | None = None
) -> pl.DataFrame:
    """``frame`` with its calculated columns as their formulas have them.

    Only those that hang on the ``changed`` columns are calculated, only in ``rows``; None stands for all.
    Raises DataError as ``order`` does, for a column that is not there, and for one whose kind of cells a formula cannot
    take.
    """
    every = order(columns)
    if not every:
        return frame
    stale = None if changed is None else {columns[number].name for number in changed}
    start, stop, _ = (rows or slice(None)).indices(frame.height)
    part = frame[start:stop]
    found: dict[int, pl.Series] = {}
    for number in every:
        column = columns[number]
        formula = parsed(column.formula)
        if stale is not None and column.name not in stale and stale.isdisjoint(formula.names):
            continue
        try:
            cells = formula.evaluate(part)
        except DataError as error:
            raise DataError(f"{one_line(column.name)}: {error}") from None
        found[number] = cells
        part = frames.overwritten(part, 0, {number: cells})
        if stale is not None:
            stale.add(column.name)
    return frames.overwritten(frame, start, found)


def renamed(columns: Sequence[Column], old: str, new: str) -> dict[int, str]:
    """The formulas, by number of column, that spell another name once ``old`` is called ``new``."""
    using = _using(columns, old)
    return {number: parsed(columns[number].formula).renamed(old, new) for number in using}


def check_typed(column: Column) -> None:
    """Raise DataError for a column whose cells a formula makes: they cannot be typed."""
    if column.formula:
        raise DataError(f"{one_line(column.name)}: its cells are calculated; change its formula instead")


def check_unused(columns: Sequence[Column], name: str) -> None:
    """Raise DataError where a formula needs the column ``name``."""
    if using := _using(columns, name):
        names = as_list(columns[number].name for number in using)
        raise DataError(f"{one_line(name)}: {names} is calculated from it; delete that one first")


def _using(columns: Sequence[Column], name: str) -> list[int]:
    return [number for number, each in enumerate(columns) if each.formula and name in parsed(each.formula).names]

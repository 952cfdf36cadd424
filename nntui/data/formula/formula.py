"""Formulas over the columns of a table, such as ``weight / height ** 2``, and the columns that they calculate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data import frames
from nntui.data.formula.calculated import calculated_cells, kinds_of
from nntui.data.formula.evaluate import evaluate
from nntui.data.formula.functions import is_reserved
from nntui.data.formula.parser import parse
from nntui.data.formula.tokens import in_backquotes, is_plain, tokens
from nntui.data.kinds import KINDS
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl

    from nntui.data.column import Column
    from nntui.data.formula.evaluate import Columns
    from nntui.data.formula.tokens import Token
    from nntui.data.formula.tree import Node
    from nntui.data.kinds import Kind, Words


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: its ``text``, the ``tree`` of it, and the ``names`` in it, in order of first use.

    It may have numbers, columns, texts in quotes, + - * / % and ** (or ^), comparisons (< <= > >= = == !=) that are 1
    or 0, ``and``, ``or``, ``not`` and the functions of ``FUNCTIONS``. Precedence is Python's. A column whose name is
    not a plain word is written in backquotes, and text columns can only be compared. Each row has its own value:
    nothing is summed over rows. ``pi`` and ``e`` are among ``names`` where they are written: a column of that name, if
    there is one, goes before the constant.
    """

    text: str
    tree: Node
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Formula:
        """The formula that ``text`` spells. Raises DataError, one line with the place of the mistake."""
        return cls(text, parse(text), tuple(dict.fromkeys(token.value for token in _named(text))))

    def evaluate(self, columns: Columns) -> pl.Series:
        """The value of each row, Float64 [rows], without a name.

        ``columns`` holds the cells by name: a frame, or a mapping to columns of one length. A yes-no cell counts 1 or
        0. The value is null where a step is not finite (1 / 0) or needs an empty cell; what ``if`` does not choose, or
        what does not decide an ``and`` or ``or``, is not needed. Raises DataError for an unknown column and for text
        used as a number.
        """
        return evaluate(self.tree, columns)

    def renamed(self, old: str, new: str) -> str:
        """The formula's text with the column ``old`` called ``new``, in backquotes where it has to be."""
        spelt = new if is_plain(new) and not is_reserved(new) else in_backquotes(new)
        text = self.text
        for token in reversed(list(_named(text))):
            if token.value == old:
                text = text[: token.start] + spelt + text[token.stop :]
        return text


@lru_cache(maxsize=256)
def formula_of(text: str) -> Formula:
    """``Formula.parse`` with a cache."""
    return Formula.parse(text)


def kind_after(column: Column, text: str) -> Kind:
    """The kind of ``column`` once the formula ``text`` calculates it: its own if it was calculated, and can have it."""
    kinds = kinds_of(formula_of(text).tree)
    return column.kind if column.formula and column.kind in kinds else kinds[0]


def of_kind(column: Column, kind: Kind, words: Words | None = None) -> Column | None:
    """A calculated ``column`` as one of another kind; None if it is not calculated.

    Raises DataError, naming the kinds that it can have.
    """
    if not column.formula:
        return None
    allowed = kinds_of(formula_of(column.formula).tree)
    if kind not in allowed:
        raise DataError(f"{one_line(column.name)}: its cells are calculated; choose one of {', '.join(allowed)}")
    unit = column.unit if KINDS[kind].numeric else ""
    return replace(column, kind=kind, words=words or column.words, unit=unit).settled()


def calculation_order(columns: Sequence[Column]) -> list[int]:
    """The numbers of the calculated columns, each after those it is calculated from.

    Raises DataError for a formula with a mistake, and for one that depends on itself.
    """
    numbers = {column.name: number for number, column in enumerate(columns)}
    done: list[int] = []

    def visit(number: int, on_the_way: tuple[int, ...]) -> None:
        if number in done:
            return
        column = columns[number]
        if number in on_the_way:
            raise DataError(f"{one_line(column.name)}: its formula depends on itself")
        for source in formula_of(column.formula).names:
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
    """``frame`` with its calculated columns calculated again.

    With ``changed`` only those that depend on these columns, and with ``rows`` only in these. Raises DataError as
    ``calculation_order`` does, for an unknown column, and for one whose cells a formula cannot take.
    """
    every = calculation_order(columns)
    if not every:
        return frame
    stale = None if changed is None else {columns[number].name for number in changed}
    start, stop, _ = (rows or slice(None)).indices(frame.height)
    part = frame[start:stop]
    found: dict[int, pl.Series] = {}
    for number in every:
        column = columns[number]
        formula = formula_of(column.formula)
        if stale is not None and column.name not in stale and stale.isdisjoint(formula.names):
            continue
        try:
            cells = calculated_cells(formula.tree, column, part)
        except DataError as error:
            raise DataError(f"{one_line(column.name)}: {error}") from None
        found[number] = cells
        part = frames.overwritten(part, 0, {number: cells})
        if stale is not None:
            stale.add(column.name)
    return frames.overwritten(frame, start, found)


def renamed_formulas(columns: Sequence[Column], old: str, new: str) -> dict[int, str]:
    """By number of column, the formulas that change when column ``old`` is renamed to ``new``."""
    using = _using(columns, old)
    return {number: formula_of(columns[number].formula).renamed(old, new) for number in using}


def check_typed(column: Column) -> None:
    """Raise DataError for a calculated column, whose cells cannot be typed."""
    if column.formula:
        raise DataError(f"{one_line(column.name)}: its cells are calculated; change its formula instead")


def check_unused(columns: Sequence[Column], name: str) -> None:
    """Raise DataError where a formula needs the column ``name``."""
    if using := _using(columns, name):
        names = as_list(columns[number].name for number in using)
        raise DataError(f"{one_line(name)}: {names} is calculated from it; delete that one first")


def _using(columns: Sequence[Column], name: str) -> list[int]:
    return [number for number, each in enumerate(columns) if each.formula and name in formula_of(each.formula).names]


def _named(text: str) -> Iterator[Token]:
    """The words that name a column; a name before a parenthesis is a function's."""
    for token, following in pairwise(tokens(text)):
        if token.sort == "column" or (token.sort == "name" and (following.sort, following.value) != ("sign", "(")):
            yield token

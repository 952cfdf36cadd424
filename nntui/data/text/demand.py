"""The cells of a column whose kind was asked for: each is of that kind, or the file is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.cells import DTYPES, each_different, parse_cell
from nntui.data.infer import is_missing, missing_notes, numbers_of
from nntui.data.shown import quoted, shown
from nntui.data.text.collect import add, joined, not_finite
from nntui.data.words import words_of
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.text.collect import Place


class Demanding:
    """A column of the kind of ``column``; a yes-no column has its words, or those of the file without ``words_known``.

    Where it holds numbers, a word such as NA is an empty cell. Raises DataError as soon as a cell is of another kind.
    """

    def __init__(self, column: Column, decimal: str, *, words_known: bool) -> None:
        self.notes: list[str] = []
        self._column = column
        self._decimal = decimal
        self._find_words = column.kind == "yes-no" and not words_known
        self._pieces: list[pl.Series] = []
        self._missing: dict[str, int] = {}

    def take(self, cells: pl.Series, place: Place) -> None:
        """The next cells. Raises DataError for one of another kind."""
        if self._column.numeric:
            self._pieces.append(self._numbers(cells, place))
        elif self._column.kind == "yes-no" and not self._find_words:
            self._pieces.append(self._each(cells, place))
        else:
            self._pieces.append(cells)

    def finish(self) -> tuple[Column, pl.Series]:
        """The column and its cells. Raises DataError where more than two words are to say no and yes."""
        pieces, self._pieces = self._pieces, []
        self.notes += missing_notes(self._column.name, self._missing)
        if not self._find_words:
            return self._column, joined(pieces, DTYPES[self._column.kind])
        texts = joined(pieces, pl.String()).alias(self._column.name)
        self._column = changed(self._column, words=words_of(texts))
        return self._column, each_different(texts, self._parsed, DTYPES["yes-no"])

    def _numbers(self, cells: pl.Series, place: Place) -> pl.Series:
        numbers = numbers_of(cells, self._decimal, fractions=self._column.kind == "number")
        if numbers.odd is not None:
            raise DataError(f"{place(numbers.odd)}, column {self._refusal(cells[numbers.odd])}")
        if numbers.endless is not None:
            raise DataError(f"{place(numbers.endless)}, column {not_finite(self._column.name, cells[numbers.endless])}")
        add(self._missing, numbers.missing)
        if self._column.kind == "number" or numbers.whole:
            return numbers.cells
        return self._each(cells, place)

    def _each(self, cells: pl.Series, place: Place) -> pl.Series:
        """The cells that their texts spell, one different text after the other."""
        return each_different(cells, self._parsed, DTYPES[self._column.kind], place)

    def _parsed(self, text: str) -> float | bool | str | None:
        if self._column.numeric:
            text = "" if is_missing(text.strip()) else text.replace(self._decimal, ".")
        return parse_cell(text, self._column)

    def _refusal(self, text: str) -> str:
        name = self._column.name
        if self._decimal == ".":
            try:
                parse_cell(text, self._column)
            except DataError as error:
                return str(error)
        return f"{shown(name)}: {quoted(text.strip())} is not a number"

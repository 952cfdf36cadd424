"""The cells of one column collected chunk by chunk: of a kind that is inferred, or of one that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.amounts import parse_amount, parse_in_unit, unit_of_texts
from nntui.data.cells import checked_cell, each_different, parse_cell
from nntui.data.column import Column
from nntui.data.files.infer import count_numbers, group_points, missing_notes, parse_numbers
from nntui.data.files.texts import column_of_texts
from nntui.data.kinds import KINDS, NUMBER, TEXT, WHOLE
from nntui.data.numbers import is_number, parse_number
from nntui.data.words import is_empty_word, words_of
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    Place = Callable[[int], str]
    """Where a row of a piece is in the file: ``row 2 (line 3)``."""

ODD_SHARE = 0.05
"""The largest share of cells that are not numbers, to those that are, that is an error; with more it is text."""


class Collector(Protocol):
    """Collects the cells of a column, chunk by chunk (String [rows], null if empty), and makes a column of them."""

    notes: list[str]

    def take(self, cells: pl.Series, place: Place) -> None:
        """The next cells. Raises DataError for one that the column cannot have."""
        ...

    def finish(self) -> tuple[Column, pl.Series]:
        """The column and all its cells, released here. Raises DataError."""
        ...


class InferringCollector:
    """A column of the kind that its cells suggest: numbers if all are, else yes-no, category or text.

    A few other cells among numbers are errors: a column that became text would silently be ignored in training. Cells
    read as numbers are not kept as text; if later ones are not numbers, ``again`` is true once all are taken, and all
    must be taken again by a collector with the reason ``why`` they are text. A ``lenient`` one, for a column that is
    ignored, makes text of them instead of refusing any cell.
    """

    def __init__(self, name: str, decimal: str, why: str | None = None, *, lenient: bool = False) -> None:
        self.notes: list[str] = []
        self.why = why
        self.again = False
        self.odd = ""
        self._place = ""
        self.fractions = False
        self.grouped: tuple[int, int] | None = (0, 0)
        """Numbers whose points may group digits, and whole ones below 1,000; None if a point cannot."""
        self._name = name
        self._decimal = decimal
        self._lenient = lenient
        self._pieces: list[pl.Series] = []
        self._found = 0
        self._labels = False
        self._missing: dict[str, int] = {}
        self._endless = ""

    def take(self, cells: pl.Series, place: Place) -> None:
        """The next cells."""
        if self.why is not None:
            self._pieces.append(cells)
            return
        numbers = parse_numbers(cells, self._decimal, fractions=self.fractions)
        odd = numbers.endless if self._lenient and numbers.odd is None else numbers.odd
        if odd is not None:
            self._turn_to_text(cells, place(odd), cells[odd])
            return
        if numbers.endless is not None and not self._endless:
            self._endless = f"{place(numbers.endless)}, column {not_finite(self._name, cells[numbers.endless])}"
        self._labels |= numbers.labels
        self.fractions |= not (numbers.whole or numbers.labels)
        if not numbers.whole and self.grouped is not None and self._decimal == ".":
            more = group_points(cells)
            self.grouped = None if more is None else (self.grouped[0] + more[0], self.grouped[1] + more[1])
        elif self.grouped is not None and numbers.whole:
            self.grouped = self.grouped[0], self.grouped[1] + int((numbers.cells.abs() < 1000).sum())
        self._found += numbers.found
        add(self._missing, numbers.missing)
        self._pieces.append(numbers.cells)

    def finish(self) -> tuple[Column, pl.Series]:
        """The column and its cells. Raises DataError for a number that is not finite, and for a few odd cells."""
        pieces, self._pieces = self._pieces, []
        words = self._found == 0 and bool(self._missing or self._endless)
        if self.why is None and (words or (self._labels and not self.fractions)):
            self.again, self.why = True, ""
        if self.why is None and self._found:
            return self._numbers(pieces)
        if self.odd and not self._lenient:
            self._check_odd(pieces)
        cells = join_series([] if self.again and not self.odd else pieces, pl.String())
        if self.why is None:
            # Without rows there is nothing to note, and numbers are what is typed most often.
            self.notes += [f"column {one_line(self._name)}: every cell is empty"] if cells.len() else []
            kind = TEXT if cells.len() else NUMBER
            return Column(self._name, kind), cells.cast(KINDS[kind].dtype)
        return column_of_texts(self._name, cells, self.notes, self._decimal, self.why)

    def _numbers(self, pieces: list[pl.Series]) -> tuple[Column, pl.Series]:
        if self._endless:
            raise DataError(self._endless)
        self.notes += missing_notes(self._name, self._missing)
        kind = NUMBER if self.fractions else WHOLE
        return Column(self._name, kind), join_series(pieces, KINDS[kind].dtype)

    def _turn_to_text(self, cells: pl.Series, place: str, odd: str) -> None:
        self.again = self._found > 0 or bool(self._missing or self._endless)
        self.odd, self.why = odd, ""
        self._place = place
        empty = [] if self.again else [piece.cast(pl.String) for piece in self._pieces]
        self._pieces = [*empty, cells]

    def _check_odd(self, pieces: list[pl.Series]) -> None:
        """Refuse a few odd cells among many numbers; ``pieces`` are those from the first odd one on."""
        numbers, odd = self._found, 0
        for piece in pieces:
            more, strange = count_numbers(piece, self._decimal)
            numbers, odd = numbers + more, odd + strange
        if numbers and odd <= max(1, numbers * ODD_SHARE) and parse_amount(self.odd, self._decimal) is None:
            advice = f"if that is intended, read {one_line(self._name)} as text"
            raise DataError(f"{self._place}, column {_no_number(self.odd, self._name)}; {advice}")
        if numbers >= odd:
            self.why = f"{self._place} holds {quoted(self.odd)}, which is no number"


def _no_number(text: str, name: str) -> str:
    """Why ``text`` is no number: ``weight: 'abc' is not a number``."""
    try:
        parse_number(text)
    except DataError as error:
        return f"{one_line(name)}: {error}"
    return f"{one_line(name)}: {quoted(text)} is not a number"


def join_series(pieces: list[pl.Series], dtype: pl.DataType) -> pl.Series:
    """All cells in one series of one type."""
    if not pieces:
        return pl.Series([], dtype=dtype)
    return pl.concat([piece.cast(dtype) for piece in pieces], rechunk=True)


def add(counts: dict[str, int], more: dict[str, int]) -> None:
    """Add ``more`` to ``counts``."""
    for word, count in more.items():
        counts[word] = counts.get(word, 0) + count


def not_finite(name: str, text: str) -> str:
    """The error for an infinite number: ``weight: 'inf' is not a finite number``."""
    reason = "is too large" if any(character.isdigit() for character in text) else "is not a finite number"
    return f"{one_line(name)}: {quoted(text.strip())} {reason}"


class FixedKindCollector:
    """A column of the kind of ``column``; a yes-no column has its words, or those of the file without ``words_known``.

    Where it holds numbers, a word such as NA is an empty cell. Raises DataError as soon as a cell is of another kind.
    """

    def __init__(self, column: Column, decimal: str, *, words_known: bool) -> None:
        self.notes: list[str] = []
        self._column = column
        self._decimal = decimal
        self._find_words = column.boolean and not words_known
        self._pieces: list[pl.Series] = []
        self._missing: dict[str, int] = {}

    def take(self, cells: pl.Series, place: Place) -> None:
        """The next cells. Raises DataError for one of another kind."""
        if self._column.numeric:
            self._pieces.append(self._numbers(cells, place))
        elif self._column.boolean and not self._find_words:
            self._pieces.append(self._each(cells, place))
        else:
            self._pieces.append(cells)

    def finish(self) -> tuple[Column, pl.Series]:
        """The column and its cells. Raises DataError for more than two words in a yes-no column."""
        pieces, self._pieces = self._pieces, []
        self.notes += missing_notes(self._column.name, self._missing)
        if not self._find_words:
            return self._column, join_series(pieces, self._column.dtype)
        texts = join_series(pieces, pl.String()).alias(self._column.name)
        self._column = changed(self._column, words=words_of(texts))
        return self._column, each_different(texts, self._parsed, self._column.dtype)

    def _numbers(self, cells: pl.Series, place: Place) -> pl.Series:
        numbers = parse_numbers(cells, self._decimal, fractions=not self._column.whole)
        if numbers.odd is not None:
            return self._in_unit(cells, place)
        if numbers.endless is not None:
            raise DataError(f"{place(numbers.endless)}, column {not_finite(self._column.name, cells[numbers.endless])}")
        add(self._missing, numbers.missing)
        if not self._column.whole or numbers.whole:
            return numbers.cells
        return self._each(cells, place)

    def _in_unit(self, cells: pl.Series, place: Place) -> pl.Series:
        """Numbers with a sign or in groups of digits, or dates. Raises DataError for the first that is none."""
        if not self._column.unit:
            texts = cells.drop_nulls().unique().to_list()
            unit = unit_of_texts(
                (text for text in texts if text.strip() and not is_number(text) and not is_empty_word(text)),
                self._decimal,
            )
            self._column = changed(self._column, unit=unit or "")
        return self._each(cells, place)

    def _each(self, cells: pl.Series, place: Place) -> pl.Series:
        """The cells that their texts spell, one different text after the other."""
        return each_different(cells, self._parsed, self._column.dtype, place)

    def _parsed(self, text: str) -> float | bool | str | None:
        if not self._column.numeric:
            own = {word.strip().casefold() for word in self._column.words}
            empty = self._column.boolean and is_empty_word(text) and text.strip().casefold() not in own
            return None if empty else parse_cell(text, self._column)
        if is_empty_word(text) or not text.strip():
            return None
        spelled = text.replace(self._decimal, ".")
        if is_number(spelled):
            return parse_cell(spelled, self._column)
        try:
            number = parse_in_unit(text, self._column.unit, self._decimal, grouped=True)
        except DataError:
            raise DataError(self._refusal(text)) from None
        return checked_cell(number, self._column)

    def _refusal(self, text: str) -> str:
        name = self._column.name
        if self._decimal == ".":
            try:
                parse_cell(text, self._column)
            except DataError as error:
                return str(error)
        return f"{one_line(name)}: {quoted(text.strip())} is not a number"

"""The cells of one column collected chunk by chunk, and the kind that they suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl

from nntui.data.amounts import parse_amount
from nntui.data.column import Column
from nntui.data.files.csv.sniff import is_decimal_comma
from nntui.data.files.infer import (
    DECLARE,
    ODD_SHARE,
    add,
    count_numbers,
    group_points,
    join_series,
    missing_notes,
    not_finite,
    parse_numbers,
)
from nntui.data.files.source import sample_of
from nntui.data.files.texts import FIRST_TEXTS, column_of_texts
from nntui.data.kinds import KINDS, NUMBER, TEXT, WHOLE
from nntui.data.numbers import parse_number
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from nntui.data.files.known_kind import Place


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

    def has_decimal_commas(self) -> bool:
        """Whether the first texts are numbers with decimal commas or groups between points, perhaps with a currency."""
        texts = [self.odd] if self.odd else []
        for piece in self._pieces[:1]:
            texts += piece.head(FIRST_TEXTS).drop_nulls().to_list() if piece.dtype == pl.String else []
        odd = [text for text in texts if "," in text or "." in text]
        shown = any(is_decimal_comma(text) or text.count(".") > 1 for text in odd)
        return shown and all(parse_amount(text, ",") for text in odd)

    def points(self) -> tuple[int, int] | None:
        """XX found in its first texts."""
        first = self._pieces[0].head(FIRST_TEXTS).drop_nulls() if self._pieces else pl.Series(dtype=pl.String)
        if self.why is None or self.again or self._decimal != "." or first.dtype != pl.String:
            return self.grouped
        if not all(parse_amount(text) for text in first):
            return self.grouped
        return group_points(first.str.replace_all(r"[^\d.,+-]", "").str.strip_suffix("."))

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
            advice = f"if that is intended, read {one_line(self._name)} as text{DECLARE}"
            raise DataError(f"{self._place}, column {_no_number(self.odd, self._name)}; {advice}")
        if numbers >= odd:
            self.why = f"{self._place} holds {quoted(self.odd)}, which is no number"


class InferringSampler(InferringCollector):
    """Collects the first cells alone of a column that is ignored, which is one of numbers or of text."""

    def __init__(self, name: str, decimal: str, why: str | None = None) -> None:
        super().__init__(name, decimal, why, lenient=True)

    def take(self, cells: pl.Series, place: Place) -> None:
        """The next cells."""
        super().take(cells, place)
        self._pieces = sample_of(self._pieces)

    def finish(self) -> tuple[Column, pl.Series]:
        """The column and its first cells."""
        pieces = self._pieces
        column, cells = super().finish()
        if self.why is None and self._found:
            return column, cells
        return Column(self._name, TEXT), join_series(pieces, pl.String())


def _no_number(text: str, name: str) -> str:
    """Why ``text`` is no number: ``weight: 'abc' is not a number``."""
    try:
        parse_number(text)
    except DataError as error:
        return f"{one_line(name)}: {error}"
    return f"{one_line(name)}: {quoted(text)} is not a number"

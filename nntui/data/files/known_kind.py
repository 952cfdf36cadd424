"""The cells of a column whose kind is known before it is read, because the user named it or a session has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.amounts import parse_in_unit, unit_among
from nntui.data.cells import checked_cell, converted_texts, each_different, parse_cell
from nntui.data.column import Column
from nntui.data.dates import best_format
from nntui.data.files.infer import add, join_series, missing_notes, not_finite, parse_numbers, pointed, without_words
from nntui.data.files.source import sample_of
from nntui.data.files.texts import FIRST_TEXTS, decimal_of
from nntui.data.numbers import is_number
from nntui.data.words import is_empty_word, words_of
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.cells import Refused
    from nntui.data.kinds import Kind

    Place = Callable[[int], str]
    """Where a row of a piece is in the file: ``row 2 (line 3)``."""


MOST_DATES = 200_000
"""Different texts of a column of dates from which their format is found where not all are kept."""


def known_column(name: str, wanted: Kind | Column) -> Column:
    """The column ``name`` of the kind that is ``wanted``, with the spelling of a column that is."""
    if not isinstance(wanted, Column):
        return Column(name, wanted)
    return Column(name, wanted.kind, words=wanted.words, unit=wanted.unit, date_format=wanted.date_format)


class KnownKindCollector:
    """The column ``name`` of the kind that is ``wanted``; yes and no are the words of a column that is, or of the file.

    A word such as NA is an empty cell, except in texts. Dates are in the format of a ``settled`` column, else in that
    which most are written in. A cell of another kind is an error or, where ``refused`` takes
    the row and the reason of such cells, an empty one.
    """

    def __init__(
        self,
        name: str,
        wanted: Kind | Column,
        decimal: str,
        refused: Refused | None = None,
        *,
        settled: bool = False,
    ) -> None:
        self.notes: list[str] = []
        self._settled = settled
        self._column = known_column(name, wanted)
        self._decimal = decimal
        self._find_words = self._column.boolean and not isinstance(wanted, Column)
        self._refused = refused
        self._rows = 0
        self._pieces: list[pl.Series] = []
        self._missing: dict[str, int] = {}

    def take(self, cells: pl.Series, place: Place) -> None:
        """The next cells. Raises DataError for one of another kind, unless such cells are refused one by one."""
        if self._column.temporal:
            self._pieces.append(cells)
        elif self._column.numeric:
            self._pieces.append(self._numbers(cells, place))
        elif self._column.boolean and not self._find_words:
            self._pieces.append(self._each(cells, place))
        else:
            self._pieces.append(cells)
        self._rows += cells.len()

    def finish(self) -> tuple[Column, pl.Series]:
        """The column and its cells. Raises DataError for more than two words in a yes-no column."""
        pieces, self._pieces = self._pieces, []
        if self._column.temporal:
            return self._dates(join_series(pieces, pl.String()).alias(self._column.name))
        self.notes += missing_notes(self._column.name, self._missing)
        if not self._find_words:
            return self._column, join_series(pieces, self._column.dtype)
        texts = join_series(pieces, pl.String()).alias(self._column.name)
        self._column = changed(self._column, words=words_of(texts))
        return self._column, each_different(texts, self._parsed, self._column.dtype)

    def _dates(self, texts: pl.Series) -> tuple[Column, pl.Series]:
        """The column of dates, in the format that most of them are written in."""
        filled, missing = _without_empty_words(texts)
        self.notes += missing_notes(self._column.name, missing)
        if not self._settled:
            self._column = changed(self._column, date_format=best_format(filled, self._column.date_format))
        return self._column, converted_texts(filled, self._column, refused=self._refused)

    def _numbers(self, cells: pl.Series, place: Place) -> pl.Series:
        numbers = parse_numbers(cells, self._decimal, fractions=not self._column.whole)
        if numbers.odd is not None or (numbers.endless is not None and self._refused is not None):
            return self._unusual(cells, place)
        if numbers.endless is not None:
            raise DataError(f"{place(numbers.endless)}, column {not_finite(self._column.name, cells[numbers.endless])}")
        add(self._missing, numbers.missing)
        if not self._column.whole or numbers.whole:
            return numbers.cells
        return self._each(cells, place)

    def _unusual(self, cells: pl.Series, place: Place) -> pl.Series:
        """Numbers of which some have a sign or groups of digits, or are dates, or none at all."""
        if not self._column.unit:
            texts = cells.drop_nulls().unique(maintain_order=True).to_list()
            unit = unit_among((text for text in texts if not is_number(text)), self._decimal)
            self._column = changed(self._column, unit=unit)
        plain = (cells if self._decimal == "." else pointed(cells)).cast(pl.Float64, strict=False)
        if self._column.whole or not plain.is_finite().any():
            return self._each(cells, place)
        odd = plain.is_finite().not_().fill_null(value=True)
        return self._each(cells.set(odd.not_(), None), place).zip_with(odd, plain)

    def _each(self, cells: pl.Series, place: Place) -> pl.Series:
        """The cells that their texts spell, one different text after the other."""
        refused, before = self._refused, self._rows
        take = None if refused is None else lambda row, reason: refused(before + row, reason)
        return each_different(cells, self._parsed, self._column.dtype, place, take)

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


class KnownKindSampler(KnownKindCollector):
    """Collects the first cells of such a column alone, and what is to be known of all: notes, and the format of dates.

    The format is that of most of the first ``MOST_DATES`` different texts.
    """

    def __init__(self, name: str, wanted: Kind | Column, decimal: str, refused: Refused | None = None) -> None:
        super().__init__(name, wanted, decimal, refused)
        self._dates_found = pl.Series([], dtype=pl.String)

    def take(self, cells: pl.Series, place: Place) -> None:
        """The next cells."""
        if self._column.temporal:
            texts, missing = _without_empty_words(cells)
            add(self._missing, missing)
            if self._dates_found.len() < MOST_DATES:
                self._dates_found = pl.concat([self._dates_found, texts.drop_nulls()]).unique(maintain_order=True)
            cells = texts
        super().take(cells, place)
        self._pieces = sample_of(self._pieces)

    def finish(self) -> tuple[Column, pl.Series]:
        """The column and its first cells."""
        if self._column.temporal:
            self.notes += missing_notes(self._column.name, self._missing)
            self._column = changed(self._column, date_format=best_format(self._dates_found, self._column.date_format))
            self._settled = True
            converted_texts(self._dates_found, self._column, refused=self._refused)  # is any refused?
        return super().finish()


class SpelledSampler:
    """Collects the first cells of such a column of a file that says nothing of decimal signs: its texts tell which.

    ``decimal`` is that sign, once all texts are taken.
    """

    def __init__(self, name: str, wanted: Kind | Column, refused: Refused | None) -> None:
        self.decimal = "."
        self._name, self._wanted, self._refused = name, wanted, refused
        self._waiting: list[pl.Series] = []
        self._sampler: KnownKindSampler | None = None

    def take(self, texts: pl.Series) -> None:
        """The next cells."""
        self._waiting.append(texts)
        if self._sampler or sum(each.len() - each.null_count() for each in self._waiting) >= FIRST_TEXTS:
            self._pass_on()

    def _pass_on(self) -> KnownKindSampler:
        if self._sampler is None:
            self.decimal = decimal_of(join_series(self._waiting, pl.String()))
            self._sampler = KnownKindSampler(self._name, self._wanted, self.decimal, self._refused)
        for texts in self._waiting:
            self._sampler.take(texts, lambda row: f"row {row + 1}")
        self._waiting = []
        return self._sampler

    def finish(self, notes: list[str]) -> tuple[Column, pl.Series]:
        """The column and its first cells; ``notes`` takes what there is to say."""
        sampler = self._pass_on()
        found = sampler.finish()
        notes += sampler.notes
        return found


def _without_empty_words(texts: pl.Series) -> tuple[pl.Series, dict[str, int]]:
    """The texts without words that mean an empty cell, and how many of each there were."""
    levels = texts.drop_nulls().unique().to_list()
    return without_words(texts, {level for level in levels if is_empty_word(level) or not level.strip()})

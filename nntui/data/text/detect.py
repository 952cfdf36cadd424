"""Finding out how a text spells its table, from its first records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from nntui.data.dialect import SEPARATORS, Dialect
from nntui.data.edits import is_number
from nntui.data.infer import is_missing
from nntui.data.text.records import TextError, records

if TYPE_CHECKING:
    from nntui.data.text.records import Record

RECORDS = 200
"""Records that are looked at."""

_MAYBE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Try:
    """The first records as one separator and one quote cut them."""

    separator: str
    quote: str
    records: list[Record]
    fault: bool

    @property
    def width(self) -> int:
        """Cells of the first record."""
        return len(self.records[0].cells) if self.records else 0

    @property
    def even(self) -> float:
        """The share of records that are as wide as the first."""
        return sum(len(each.cells) == self.width for each in self.records) / max(1, len(self.records))

    @property
    def numbers(self) -> float:
        """The share of numbers among the cells after the first record, or in it where it is alone."""
        cells = [cell for each in self.records[1:] or self.records for cell in each.cells if cell]
        return sum(_is_number(cell, self.separator) for cell in cells) / max(1, len(cells))

    @property
    def rank(self) -> tuple[bool, float, float, int]:
        """The better the greater."""
        return not self.fault, self.even, self.numbers, -SEPARATORS.index(self.separator)


def detected(text: str, how: Dialect, *, final: bool) -> Dialect:
    """``how`` with what it leaves open as ``text``, the beginning of a file, has it; ``final``: there is no more of it.

    The separator is the one that cuts the records most evenly. The decimal sign stays None where no number has one, the
    encoding where it is not given. A header is taken to be missing where the first record holds numbers, and else only
    what comes again further down.
    """
    found = _best(text, how, final=final)
    decimal = how.decimal or (_decimal(found.records) if found.separator != "," else ".")
    header = how.header if how.header is not None else _has_header(found.records, decimal or ".")
    return Dialect(found.separator, found.quote, decimal, how.encoding, header)


def _best(text: str, how: Dialect, *, final: bool) -> _Try:
    separators = SEPARATORS if how.separator is None else (how.separator,)
    double = _first(text, separators, '"' if how.quote is None else how.quote, final=final)
    if how.quote is None and '"' not in text and "'" in text:
        single = _first(text, separators, "'", final=final)
        if not single.fault and single.width and single.even == 1 and _quoted(single) > 1:
            return single
    return double


def _quoted(found: _Try) -> int:
    return sum(len(each.in_quotes) for each in found.records)


def _first(text: str, separators: tuple[str, ...], quote: str, *, final: bool) -> _Try:
    tries = [_try(text, separator, quote, final=final) for separator in separators]
    if len(tries) == 1:
        return tries[0]
    wide = [each for each in tries if each.width > 1 and each.separator != " "]
    spaced = [each for each in tries if each.separator == " " and _is_plainly_spaced(each)]
    return max(wide or spaced or tries[:1], key=lambda each: each.rank)


def _try(text: str, separator: str, quote: str, *, final: bool) -> _Try:
    found: list[Record] = []
    try:
        found.extend(islice(records(text, separator, quote, final=final), RECORDS))
    except TextError:
        return _Try(separator, quote, found, fault=True)
    return _Try(separator, quote, found, fault=False)


def _is_plainly_spaced(found: _Try) -> bool:
    """Words have spaces between them too: only where most are numbers do they separate cells."""
    return found.width > 1 and not found.fault and found.even == 1 and found.numbers >= 0.5


def _is_number(cell: str, separator: str) -> bool:
    return is_number(cell) or (separator != "," and is_number(cell.replace(",", ".", 1)))


def _decimal(found: list[Record]) -> str | None:
    """The sign that most numbers have before their fraction; None where none has.

    A comma before three digits may group them, so that it says nothing.
    """
    cells = [cell for each in found for cell in each.cells]
    points = sum("." in cell and is_number(cell) for cell in cells)
    commas = sum(is_decimal_comma(cell) for cell in cells)
    return None if points == commas == 0 else "," if commas > points else "."


def is_decimal_comma(cell: str) -> bool:
    """Whether ``cell`` is a number with a comma that cannot be meant to group its digits."""
    return "," in cell and is_number(cell.replace(",", ".", 1)) and not _MAYBE_THOUSANDS.fullmatch(cell)


def _has_header(found: list[Record], decimal: str) -> bool:
    if not found:
        return True
    first, others = found[0], found[1:]
    numbers = 0
    for number, cell in enumerate(first.cells):
        if number not in first.in_quotes and is_number(cell.replace(decimal, ".", 1)):
            numbers += 1
        elif not cell or not (is_missing(cell) or any(each.cells[number : number + 1] == [cell] for each in others)):
            return True
    return numbers == 0

"""Whether the first record of a text names the columns, and whether more records below it are no data either."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from nntui.data.numbers import is_number, is_whole
from nntui.data.words import is_empty_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.files.csv.records import Record

YEARS = range(1500, 2101)
"""Whole numbers that name columns as years."""
FEWEST, MOST_CELLS = 5, 200_000
"""Records below the first one that are looked at, at least, and cells of them, at most."""
RECURRING = 0.5
"""The share of words in the first record that, found again in their own columns, make it a row like the others."""


def has_header(found: Sequence[Record], decimal: str) -> bool:
    """True if the first of the records ``found`` names the columns of the others.

    It does where a word is above numbers. Else it is a row if it holds numbers, except such as count or are years, or
    if half of its words are found again in their own columns.
    """
    if not found:
        return True
    first, *others = found
    if len(others) == 0:
        return any(not _is_number(first, number, decimal, quotes=False) for number in range(len(first.cells)))
    others = [each for each in others if each.cells != first.cells][: max(FEWEST, MOST_CELLS // len(first.cells))]
    columns = [_ColumnTop(first, others, number, decimal) for number in range(len(first.cells))]
    if any(column.names_numbers for column in columns):
        return True
    numbers = [column for column in columns if column.number]
    words = [column for column in columns if column.word]
    recurring = sum(column.recurs for column in words)
    if not numbers:
        return recurring < max(1, RECURRING * len(words))
    named = [column for column in columns if column.word or not column.text]
    return bool(named) and not recurring and _name_like(numbers)


def names_numbers(found: Sequence[Record], decimal: str) -> bool:
    """True if the first record has a word above a column of numbers."""
    first, *others = found
    return any(_ColumnTop(first, others, number, decimal).names_numbers for number in range(len(first.cells)))


def holds_numbers(first: Record, decimal: str) -> bool:
    """True if a cell of the record is a number without quotes."""
    return any(_is_number(first, number, decimal, quotes=False) for number in range(len(first.cells)))


def lines_without_data(found: Sequence[Record], decimal: str) -> list[int]:
    """The lines right below the header whose words, such as types or units, are above columns of numbers.

    Two at most; there are two columns of numbers at least, so that one wrong cell is not taken for it.
    """
    for count in (2, 1):
        tops, rows = found[1 : 1 + count], found[1 + count :]
        if len(tops) < count or not rows:
            continue
        numeric = [
            number
            for number in range(len(found[0].cells))
            if _are_numbers([_cell(row, number) for row in rows], decimal)
        ]
        if len(numeric) >= 2 and all(_above(top, numeric, decimal, first=top is tops[0]) for top in tops):
            return [top.line for top in tops]
    return []


def _above(top: Record, numeric: list[int], decimal: str, *, first: bool) -> bool:
    """True if the record holds no number above the ``numeric`` columns and, if ``first``, a word above each."""
    cells = [_cell(top, number) for number in numeric]
    if any(is_number(cell.replace(decimal, ".", 1)) for cell in cells):
        return False
    return all(cell and not is_empty_word(cell) for cell in cells) if first else True


class _ColumnTop:
    """The first cell of a column and what it is beside those below."""

    def __init__(self, first: Record, others: list[Record], number: int, decimal: str) -> None:
        below = [_cell(each, number) for each in others]
        in_quotes = bool(others) and all(number in each.in_quotes for each in others)
        self.text = first.cells[number]
        self.number = bool(self.text) and _is_number(first, number, decimal, quotes=in_quotes)
        self.word = bool(self.text) and not self.number and not is_empty_word(self.text)
        self.above_numbers = _are_numbers(below, decimal)
        self.names_numbers = self.word and self.above_numbers
        self.above_years = self.above_numbers and all(_is_year(cell) for cell in below if cell)
        self.recurs = self.text in below


def _name_like(numbers: list[_ColumnTop]) -> bool:
    """True for numbers that name columns: years, or such as count evenly, from 0 or 1 or three of them at least."""
    texts = [column.text for column in numbers]
    if not all(is_whole(text) for text in texts) or any(column.recurs for column in numbers):
        return False
    values = [int(text) for text in texts if len(text) < 10]
    if len(values) < len(texts):
        return False
    if all(value in YEARS for value in values):
        return not all(column.above_years for column in numbers)
    steps = {after - before for before, after in pairwise(values)}
    if len(steps) != 1 or min(steps) <= 0:
        return False
    return len(values) > 2 or (values[0] in {0, 1} and steps == {1})


def _is_number(record: Record, number: int, decimal: str, *, quotes: bool) -> bool:
    """True for a number; one in quotes is a word, unless ``quotes`` are around every cell."""
    spelled = is_number(record.cells[number].replace(decimal, ".", 1))
    return spelled and (quotes or number not in record.in_quotes)


def _are_numbers(cells: list[str], decimal: str) -> bool:
    """True if there are numbers among the cells, and nothing else but what means an empty cell."""
    filled = [cell for cell in cells if cell and not is_empty_word(cell)]
    return bool(filled) and all(is_number(cell.replace(decimal, ".", 1)) for cell in filled)


def _is_year(cell: str) -> bool:
    return is_whole(cell) and len(cell) <= 5 and int(cell) in YEARS


def _cell(record: Record, number: int) -> str:
    return record.cells[number] if number < len(record.cells) else ""

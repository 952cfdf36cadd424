"""The records of a text with separators, cell by cell: exact, and slow for a large file."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Record(NamedTuple):
    """One record: the line on which it begins, its cells, the numbers of those in quotes, and where it ends.

    ``end`` counts characters from the start of the text, past the end of the record's line.
    """

    line: int
    cells: list[str]
    in_quotes: list[int]
    end: int


class TextError(Exception):
    """Text that cannot be read: ``line 3: the quotes around a cell do not match``.

    ``encoding``: it is not in the encoding it was read in, and may be in another.
    """

    def __init__(self, line: int, reason: str, *, encoding: bool = False) -> None:
        super().__init__(f"line {line}: {reason}")
        self.encoding = encoding


def records(
    text: str, separator: str, quote: str, *, line: int = 1, final: bool = True, blank_lines: bool = False
) -> Iterator[Record]:
    """The records of ``text``, which begins on line ``line``; without ``blank_lines`` those are passed over.

    A cell in quotes is taken as it is, with separators, line ends and spaces; of any other cell the spaces around it
    are left out. Lines end as they do on any system. Unless the text is ``final``, a last record that may go on is left
    out. Raises TextError for quotes that do not match, and for a zero byte outside quotes.
    """
    pattern, blanks = _cell(separator, quote), _blanks(separator)
    position, length = 0, len(text)
    while position < length:
        cells: list[str] = []
        in_quotes: list[int] = []
        begins = line
        while True:
            match = pattern.match(text, position)
            assert match is not None, "a cell may be empty"
            inner, outer, end = match.groups()
            if outer is None:
                in_quotes.append(len(cells))
                line += line_ends(inner)
                cells.append(inner.replace(quote * 2, quote))
            else:
                cells.append(outer.strip(blanks))
                if quote and cells[-1].startswith(quote):
                    if not final and _goes_on(text, position, quote, blanks):
                        return
                    raise TextError(begins, "the quotes around a cell do not match")
                if "\0" in outer:
                    raise TextError(line, "a zero byte, so this is not a text file")
            position = match.end()
            if end is not None:
                break
        if not final and position == length and end not in {"\n", "\r\n"}:
            return
        line += 1
        if blank_lines or len(cells) > 1 or cells[0] or in_quotes:
            yield Record(begins, cells, in_quotes, position)


@cache
def _cell(separator: str, quote: str) -> re.Pattern[str]:
    """One cell with what ends it; groups: its text in quotes, or else its text without, and the end of the line."""
    blank = f"[{_blanks(separator)}]"
    mark = re.escape(quote)
    inside = f"{blank}*{mark}([^{mark}]*+(?:{mark}{mark}[^{mark}]*+)*+){mark}{blank}*" if quote else "(?!)()"
    line_end = r"(\r\n|\n|\r|\Z)"
    if separator == " ":
        return re.compile(rf"(?:{inside}|[ \t]*([^ \t\r\n]*)[ \t]*)(?:{line_end}|(?<=[ \t]))")
    sign = re.escape(separator)
    return re.compile(rf"(?:{inside}|([^{sign}\r\n]*))(?:{sign}|{line_end})")


def _blanks(separator: str) -> str:
    return " " if separator == "\t" else " \t"


def _goes_on(text: str, position: int, quote: str, blanks: str) -> bool:
    """Whether the cell that begins with a quote at ``position`` has no end in the text."""
    mark = re.escape(quote)
    open_cell = rf"[{blanks}]*{mark}[^{mark}]*+(?:{mark}{mark}[^{mark}]*+)*+(?:{mark}[{blanks}]*)?\Z"
    return re.compile(open_cell).match(text, position) is not None


def line_ends(text: str) -> int:
    """How many lines end in ``text``."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")

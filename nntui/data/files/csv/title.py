"""Lines above the header of a text that are none of the table: a title, a date, a source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.data.files.csv.header import has_header, holds_numbers
from nntui.data.files.dialect import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.files.csv.records import Record
    from nntui.data.files.dialect import Dialect

    Detect = Callable[[str], tuple[Dialect, list[Record]]]

MOST_LINES = 20
"""Lines above the header at most."""
HEAD = 1 << 14
"""Characters that hold these lines."""
FEWEST_RECORDS = 3
"""Records of a table, its header included, that is told from the lines above it."""

_LINE = re.compile(r"[^\r\n]*(\r\n|\n|\r|\Z)")


def title_of(text: str, found: list[Record], detect: Detect) -> str:
    """The lines of ``text``, the beginning of a file, above the header that its records do not fit; mostly "".

    ``found`` are its first records, into which ``detect`` cuts a text. Such a line has one filled cell, or two fewer
    than the table has columns; below it every record is as wide as the header, which has a word for each column.
    """
    even = len({len(each.cells) for each in found}) == 1
    if len(found) < FEWEST_RECORDS or (even and len(found[0].cells) > 1 and all(found[0].cells[1:])):
        return ""
    position = 0
    lines = text[:HEAD].splitlines()[: MOST_LINES + 1]
    if len(found[0].cells) == 1 and not any(separator in line for line in lines for separator in SEPARATORS):
        return ""
    for _ in range(MOST_LINES):
        line = _LINE.match(text, position)
        assert line is not None, "a line may be empty"
        position = line.end()
        if position >= len(text):
            return ""
        dialect, found = detect(text[position:])
        if not _is_table(found, dialect.decimal or "."):
            continue
        above = _cut(text[:position], dialect.separator or ",")
        width = len(found[0].cells)
        fits = all(len(cells) == 1 or len(cells) <= width - 2 for cells in above)
        return text[:position] if fits and above else ""
    return ""


def _is_table(found: list[Record], decimal: str) -> bool:
    if len(found) < FEWEST_RECORDS or len(found[0].cells) < 2:
        return False
    header, width = found[0], len(found[0].cells)
    return (
        all(len(each.cells) == width for each in found)
        and all(header.cells)
        and not holds_numbers(header, decimal)
        and has_header(found, decimal)
    )


def _cut(text: str, separator: str) -> list[list[str]]:
    """The filled cells of each line that has some."""
    lines = ([cell for cell in line.split(separator) if cell.strip()] for line in text.splitlines())
    return [cells for cells in lines if cells]

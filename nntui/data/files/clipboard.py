"""Cells from and to the text of the clipboard, as spreadsheets and text editors have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.files.csv.records import TextError, records

if TYPE_CHECKING:
    from collections.abc import Iterable


def cells_of(text: str) -> list[list[str]]:
    """The cells in ``text``, row by row: separated by tabs where there is one outside quotes, else by commas.

    A cell in quotes may hold separators and line ends; where the quotes do not match they are taken as they are. A
    blank line is a row of one empty cell, but for the end of the last line; of no text there are no rows. Zero bytes
    are left out.
    """
    text = text.removeprefix("\ufeff").replace("\0", "")
    for separator in ("\t", ","):
        try:
            rows = _rows(text, separator, '"')
        except TextError:
            continue
        if separator == "," or any(len(row) > 1 for row in rows):
            return rows
    return _rows(text, "\t" if "\t" in text else ",", "")


def _rows(text: str, separator: str, quote: str) -> list[list[str]]:
    return [record.cells for record in records(text, separator, quote, blank_lines=True)]


def text_of(rows: Iterable[Iterable[str]]) -> str:
    """Cells as spreadsheets copy them: a line a row, with tabs between cells, and quotes around special cells."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    special = any(character in cell for character in '\t\r\n"')
    return '"' + cell.replace('"', '""') + '"' if special else cell

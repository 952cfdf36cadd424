"""Cells out of text from the clipboard, as spreadsheets and text editors put them there."""

from __future__ import annotations

from nntui.data.files.csv.records import TextError, records


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

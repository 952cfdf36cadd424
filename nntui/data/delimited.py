"""Text with separators, as CSV (RFC 4180) and TSV files hold it, read into a table.

A large file is read by polars in one go. Where polars finds anything unusual, the same text is read again cell by cell,
which either shows that all is well or finds the place to tell the user.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from array import array
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.checks import checked_name
from nntui.data.column import Column
from nntui.data.edits import is_number, parse_number
from nntui.data.shown import quoted
from nntui.data.table import Table
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.checks import Cells

_QUOTED = re.compile(r'"[^"]*"')


def parse_table(data: bytes, name: str, separator: str | None = None) -> Table:
    """The table in the UTF-8 text ``data``: a line of column names, then lines of numbers. The last is the target.

    Without ``separator`` it is the comma, or else the semicolon or tab of a first line that has no comma. Blank lines
    are passed over. Raises DataError, which begins with ``name`` and says row (from 1, without the header), line and
    column.
    """
    text = _Text(data.removeprefix(codecs.BOM_UTF8))
    separator = separator or _separator(text)
    records = _records(text, separator, name)
    names = _header(records, text, name)
    cells: Cells | None = _read_at_once(text, names, separator)
    if cells is None:
        cells = _read_by_cell(records, names, name)
    return Table.of([Column(each) for each in names], cells).with_roles()


class _Text:
    """A text, read line by line as the csv module asks for lines, that knows how much of it has been read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.lines_read = 0
        self._bytes_read = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines():
            self.lines_read += 1
            self._bytes_read += len(line.encode())
            yield line

    def lines(self) -> Iterator[str]:
        """All lines with their ends, not counted as read."""
        return iter(io.TextIOWrapper(io.BytesIO(self.data), encoding="utf-8", newline=""))

    def read(self) -> bytes:
        """What has been read."""
        return self.data[: self._bytes_read]

    def end(self) -> int:
        """How many bytes there are up to the last that is not blank."""
        end = len(self.data)
        while end and self.data[end - 1] in b" \r\n":
            end -= 1
        return end


def _separator(text: _Text) -> str:
    first = next((line for line in text.lines() if line.strip()), "")
    unquoted = _QUOTED.sub("", first)
    return next((separator for separator in ",;\t" if separator in unquoted), ",")


def _records(text: _Text, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, each with the number of the line on which it begins."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise DataError(f"{name}: line {line}: the quotes around a cell do not match, or it is too long") from None
        blank = not cells or (len(cells) == 1 and cells[0].isspace())
        if not blank:
            yield line, cells


def _header(records: Iterator[tuple[int, list[str]]], text: _Text, name: str) -> list[str]:
    line, cells = next(records, (0, []))
    if not cells:
        raise DataError(f"{name}: the file is empty")
    if all(is_number(cell) for cell in cells) and b'"' not in text.read():
        raise DataError(f"{name}: line {line} holds only numbers; the first line must name the columns")
    names = [cell.strip() for cell in cells]
    for number, each in enumerate(names, 1):
        if not each:
            hint = "; is there a separator too many at the end of the line?" if number == len(names) > 1 else ""
            raise DataError(f"{name}: line {line}: column {number} has no name{hint}")
        try:
            checked_name(each)
        except DataError as error:
            raise DataError(f"{name}: line {line}: {error}") from None
    commonest, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise DataError(f"{name}: line {line}: {times} columns are named {quoted(commonest)}")
    return names


def _read_at_once(text: _Text, names: list[str], separator: str) -> pl.DataFrame | None:
    """The numbers after the header, which has been read; None where not every cell is plainly a finite number."""
    # No quotes: of those that do not match, polars makes what it likes.
    plain = b"0123456789+-.eE \r\n" + separator.encode()
    unusual = text.data.translate(None, plain) != text.read().translate(None, plain)
    lone_returns = b"\r" in text.data and text.data.count(b"\r") != text.data.count(b"\r\n")
    end = text.end()
    # Polars loses a separator at the very end, and takes the header for a row where nothing follows.
    ends_oddly = text.data[end - 1 : end] == separator.encode() or end <= len(text.read())
    if unusual or lone_returns or ends_oddly:
        return None
    blank_lines = len(text.data) - end > len(b"\r\n")
    try:
        frame = pl.read_csv(
            # Cut only where need be: to copy a large text takes longer than polars takes to read it.
            text.data[:end] if blank_lines else text.data,
            has_header=False,
            skip_lines=text.lines_read,
            separator=separator,
            schema={str(number): pl.Float64 for number in range(len(names))},
            raise_if_empty=False,
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    frame.columns = names
    finite = frame.select(pl.all_horizontal(pl.all().is_finite().all())).item() if frame.height else True
    return frame if finite and not any(frame.null_count().row(0)) else None


def _read_by_cell(records: Iterator[tuple[int, list[str]]], names: list[str], name: str) -> Cells:
    columns = [array("d") for _ in names]
    for row, (line, cells) in enumerate(records, 1):
        where = f"{name}: row {row} (line {line})"
        if len(cells) != len(names):
            hint = "" if cells[-1].strip() else "; is there a separator too many at the end of the line?"
            raise DataError(
                f"{where}: {_count(len(cells), 'cell')}, but {_count(len(names), 'column')} in the header{hint}"
            )
        for column, cell, values in zip(names, cells, columns, strict=True):
            try:
                values.append(parse_number(cell, column))
            except DataError as error:
                raise DataError(f"{where}, column {error}") from None
    return {column: np.array(values) for column, values in zip(names, columns, strict=True)}


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

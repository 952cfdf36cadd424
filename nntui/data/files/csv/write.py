"""Tables as text with separators."""

from __future__ import annotations

import codecs
from typing import IO, TYPE_CHECKING

import polars as pl

from nntui.data.cells import without_fraction
from nntui.data.dates import written_dates
from nntui.data.files.csv.preamble import COMMENT_SIGNS
from nntui.data.files.dialect import PLAIN, SEPARATORS
from nntui.data.numbers import EXACT, is_number
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.files.dialect import Dialect
    from nntui.data.table import Table

ROWS = 50_000
"""Rows that are written at a time."""

_NEVER_PLAIN = "\r\n\0\ufeff"


def write_text(table: Table, file: IO[bytes], how: Dialect) -> None:
    """Write names and cells, so that with the same kinds they are read as they are; an empty cell is nothing.

    What ``how`` leaves open is as in plain CSV. Text is quoted wherever it could be read as something else.
    Raises DataError, without the file's name, for what cannot be written in the dialect.
    """
    how = how.over(PLAIN)
    separator, quote, encoding = how.separator or ",", how.quote or "", how.encoding or "utf-8"
    columns = zip(table.columns, with_integers(with_dates(table)), strict=True)
    frame = pl.DataFrame([_spelled(column, cells, how) for column, cells in columns])
    # A blank line would be no row at all, and a space is always followed by a cell.
    empty = quote * 2 if table.width == 1 or separator == " " else ""
    encoder = codecs.getincrementalencoder(encoding)()
    try:
        if how.header:
            file.write(encoder.encode(separator.join(_name(name, how) for name in table.names) + "\n"))
        for rows in frame.iter_slices(ROWS):
            text = rows.write_csv(include_header=False, separator=separator, null_value=empty, quote_style="never")
            file.write(encoder.encode(text))
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        place = _place_of(table, character)
        raise DataError(f"{place}: {quoted(character)} cannot be written in {encoding}; write utf-8") from None


def with_dates(table: Table) -> pl.DataFrame:
    """The table's frame with dates as the texts that they are written as."""
    columns = zip(table.columns, table.frame, strict=True)
    return pl.DataFrame(
        [written_dates(cells, column.date_format) if column.temporal else cells for column, cells in columns]
    )


def with_integers(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with columns of whole numbers as integers, so that 9 is not written as 9.0."""
    return pl.DataFrame([cells.cast(pl.Int64) if _is_whole(cells) else cells for cells in frame])


def _is_whole(cells: pl.Series) -> bool:
    return cells.dtype == pl.Float64 and bool(((cells.abs() <= EXACT) & (cells.floor() == cells)).all())


def _spelled(column: Column, cells: pl.Series, how: Dialect) -> pl.Series:
    """The cells as texts for the file; numbers unchanged if polars writes them in the same way."""
    if column.numeric and not column.temporal and (how.decimal == "." or cells.dtype == pl.Int64):
        return cells
    if column.numeric and not column.temporal:
        cells = without_fraction(cells).str.replace(".", how.decimal or ".", literal=True)
        if how.decimal != how.separator:
            return cells
    elif column.boolean:
        no, yes = column.words
        cells = cells.replace_strict([False, True], [no, yes], return_dtype=pl.String)
    needs = cells.str.contains(_not_plain(how)).fill_null(value=False)
    if not needs.any():
        return cells
    quote = how.quote or ""
    if not quote:
        row = int(needs.arg_true()[0])
        raise DataError(f"row {row + 1}, column {one_line(column.name)}: {quoted(cells[row])} cannot be without quotes")
    within = cells.str.replace_all(quote, quote * 2, literal=True)
    return (quote + within + quote).zip_with(needs, cells).alias(column.name)


def _name(name: str, how: Dialect) -> str:
    """The name, in quotes wherever it could be read as something else."""
    quote = how.quote or ""
    if not quote and not ({how.separator, "\r", "\n"} & set(name)):
        return name
    if not quote:
        raise DataError(f"column {one_line(name)}: its name cannot be without quotes")
    signs = {how.separator, quote, *SEPARATORS, '"'}
    unusual = is_number(name) or name.lower().startswith(("'", "@", "sep=", *COMMENT_SIGNS))
    if name.isprintable() and not signs & set(name) and not unusual:
        return name
    return quote + name.replace(quote, quote * 2) + quote


def _not_plain(how: Dialect) -> str:
    """A pattern for the characters that a cell cannot have without quotes."""
    if how.quote:
        inside = {how.separator, how.quote, '"', *SEPARATORS, *_NEVER_PLAIN} - (
            {" "} if how.separator != " " else set()
        )
        edges = " \t'#%/"
    else:
        inside, edges = {how.separator, *"\r\n\0"}, " \t"
    signs = "".join(rf"\x{{{ord(sign):X}}}" for sign in inside if sign)
    return rf"[{signs}]|^[{edges}]|[ \t]$"


def _place_of(table: Table, character: str) -> str:
    """The place of a character: in a name, a word for yes or no, or a cell."""
    for column, cells in zip(table.columns, table.frame, strict=True):
        if character in column.name or (column.boolean and character in "".join(column.words)):
            break
        if cells.dtype == pl.String:
            rows = cells.str.contains(character, literal=True).arg_true()
            if rows.len():
                return f"row {int(rows[0]) + 1}, column {one_line(column.name)}"
    return f"column {one_line(column.name)}"

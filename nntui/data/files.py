"""Tables in files: CSV (.csv, .txt) and TSV (.tsv, .tab)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.atomic import replacing
from nntui.data.delimited import parse_table
from nntui.data.edits import is_number
from nntui.data.shown import shown
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.table import Table

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")

_OTHER_FORMATS = {
    b"PAR1": "a Parquet file",
    b"PK\x03\x04": "a zip archive, as Excel's files are",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"\x1f\x8b": "compressed by gzip",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
_EXACT_INTEGERS = 2.0**53


def read_table(path: str | Path) -> Table:
    """The table in a file: a line of column names, then lines of numbers. The last column is the target.

    Raises DataError, one line that names the file and, where there is one, the row, the line and the column.
    """
    path = Path(path)
    name = shown(path.name or str(path))
    data = _content(path, name)
    _check_text(data, name)
    return parse_table(data, name, _separator(path))


def write_table(table: Table, path: str | Path) -> None:
    """Write names and cells, so that ``read_table`` gives the same numbers; an empty cell is written as nothing.

    Until the new file is complete, an old one of that name stays as it was. Raises DataError.
    """
    path = Path(path)
    name = shown(path.name or str(path))
    _check_suffix(path, name)
    separator = _separator(path) or ","
    header = separator.join(_header_cell(column) for column in table.names)
    try:
        with replacing(path) as file:
            file.write(f"{header}\n".encode())
            # A blank line would be no row at all, so the empty cell of a lone column is written as an empty text.
            _with_integers(table.frame).write_csv(
                file, include_header=False, separator=separator, null_value='""' if table.width == 1 else ""
            )
    except (OSError, ValueError) as error:
        raise DataError(f"{name}: cannot be written: {_reason(error)}") from error


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.exists():
            raise DataError(f"{name}: there is no such file")
        if path.is_dir():
            raise DataError(f"{name}: this is a folder, not a file")
        _check_suffix(path, name)
        if not path.is_file():
            raise DataError(f"{name}: this is a device, not a file")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise DataError(f"{name}: cannot be read: {_reason(error)}") from error


def _check_suffix(path: Path, name: str) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise DataError(f"{name}: a table's file ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")


def _check_text(data: bytes, name: str) -> None:
    for beginning, what in _OTHER_FORMATS.items():
        if data.startswith(beginning):
            raise DataError(f"{name}: this is {what}; save the table as CSV in UTF-8")
    nul = data.find(b"\0")
    if nul >= 0:
        raise DataError(f"{name}: line {_line(data, nul)}: a zero byte, so this is not a text file")
    if data.isascii():
        return
    try:
        data.decode()
    except UnicodeDecodeError as error:
        where = f"{name}: line {_line(data, error.start)}"
        raise DataError(f"{where}: byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8") from None


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _separator(path: Path) -> str | None:
    return "\t" if path.suffix.lower() in {".tsv", ".tab"} else None


def _header_cell(name: str) -> str:
    """The name, in quotes wherever it could be taken for something else."""
    plain = name.isprintable() and not set(name) & set(',;\t"') and not is_number(name)
    return name if plain else '"' + name.replace('"', '""') + '"'


def _with_integers(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with columns of whole numbers as integers, so that 9 is not written as 9.0."""
    return pl.DataFrame([column.cast(pl.Int64) if _is_whole(column) else column for column in frame])


def _is_whole(column: pl.Series) -> bool:
    return bool(((column.abs() <= _EXACT_INTEGERS) & (column.floor() == column)).all())


def _reason(error: OSError | ValueError) -> str:
    return shown((error.strerror if isinstance(error, OSError) else None) or str(error))

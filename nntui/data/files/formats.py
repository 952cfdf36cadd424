"""Which kinds of files hold tables, and what other files are that are given for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from pathlib import Path

Format = Literal["text", "parquet", "json lines"]

FORMATS: dict[str, Format] = {
    ".csv": "text",
    ".tsv": "text",
    ".tab": "text",
    ".txt": "text",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "json lines",
    ".ndjson": "json lines",
}
SUFFIXES = tuple(FORMATS)
BLOCK = 4 << 20
"""Bytes of a text that are read at a time."""
FIRST_BLOCK = 128 << 10
"""Bytes that are, where its first rows are enough."""
PARQUET = b"PAR1"
"""What a Parquet file begins and ends with."""

_SAVE = "save the table as CSV"
_OTHERS = {
    PARQUET: ("a Parquet file", "let its name end in .parquet"),
    b"\xd0\xcf\x11\xe0": ("an old Excel file", _SAVE),
    b"\x1f\x8b": ("compressed by gzip", "unpack it first"),
    b"BZh": ("compressed by bzip2", "unpack it first"),
    b"\xfd7zXZ": ("compressed by xz", "unpack it first"),
    b"\x28\xb5\x2f\xfd": ("compressed by zstd", "unpack it first"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it first"),
    b"%PDF-": ("a PDF", _SAVE),
    b"ARROW1": ("an Arrow file", "save the table as Parquet"),
    b"SQLite format 3\0": ("an SQLite database", _SAVE),
    b"\x89HDF": ("an HDF5 file", _SAVE),
    b"\x93NUMPY": ("a NumPy array", _SAVE),
    b"<!DOCTYPE": ("a web page", "download the table itself"),
    b"<!doctype": ("a web page", "download the table itself"),
    b"<html": ("a web page", "download the table itself"),
    **{bytes([0x80, version]): ("a Python pickle", _SAVE) for version in range(2, 6)},
}
_ZIP = b"PK\x03\x04"
_EXCEL_PARTS = (b"[Content_Types].xml", b"xl/")


def name_of(path: Path) -> str:
    """The file's name as it may stand in a message."""
    return one_line(path.name or str(path))


def format_of(path: Path) -> Format:
    """How a table is written in a file of this name. Raises DataError for a name that says nothing of the kind."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise DataError(f"{name_of(path)}: a table's file ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")
    return found


def check_text(head: bytes) -> None:
    """Raise DataError, without the file's name, for the beginning of a file that is known not to be text."""
    for beginning, (what, advice) in _OTHERS.items():
        if head.startswith(beginning):
            raise DataError(f"this is {what}; {advice}")
    if head.startswith(_ZIP):
        what = "an Excel file" if any(part in head for part in _EXCEL_PARTS) else "a zip archive"
        raise DataError(f"this is {what}; {_SAVE}")

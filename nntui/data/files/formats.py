"""The formats of table files: one record each, from which reading, writing, dialogs, help and messages are made.

A record added to ``FORMATS`` is known everywhere at once. Readers and writers are imported when they are called.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from nntui.errors import DataError
from nntui.safe_text import as_choice, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nntui.data.files.dialect import Dialect
    from nntui.data.files.source import FileContents, ReadRequest, RowsOfFile
    from nntui.data.table import Table


def _text_memory(request: ReadRequest) -> int:
    from nntui.data.files.limits import text_memory

    return text_memory(request.size, request.head)


@dataclass(frozen=True, slots=True)
class FormatRecord:
    """A format of table files.

    ``suffixes`` are the endings of file names that mean it, in lower case, the usual one first; ``other_suffixes`` do
    as well, but many files that are no tables have them too. ``read`` and ``write`` raise DataError without the file's
    name. ``begins`` recognizes the first bytes of what comes on standard input.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[ReadRequest], FileContents]
    write: Callable[[Table, IO[bytes], Dialect], None]
    other_suffixes: tuple[str, ...] = ()
    begins: Callable[[bytes], bool] = lambda _: False
    separator: str | None = None
    """Between the cells of a text, if the suffix says so."""
    write_parts: Callable[[Iterator[Table], IO[bytes], Dialect], None] | None = None
    """Writes tables of the same columns one below the other, each made when the one before is written; None where one
    can be written after the other, without names in a text."""
    parts: Callable[[ReadRequest, FileContents], Iterator[RowsOfFile]] | None = None
    """The rows of a file in parts, from the contents that a request for a sample has found; None where it is read at
    once, however large it is."""
    memory: Callable[[ReadRequest], int] = _text_memory
    """Bytes of memory, an estimate, that a file takes when it is read at once."""


def _read_text(request: ReadRequest) -> FileContents:
    from nntui.data.files.csv.read import read_delimited
    from nntui.data.files.source import check_text

    check_text(request.head)
    if _begins_json_array(request.head):
        raise DataError("this is an array in JSON; write each of its objects on a line of its own, as JSON lines")
    return read_delimited(request)


def _text_parts(request: ReadRequest, found: FileContents) -> Iterator[RowsOfFile]:
    from nntui.data.files.csv.parts import delimited_parts

    return delimited_parts(request, found)


def _write_text(table: Table, file: IO[bytes], how: Dialect) -> None:
    from nntui.data.files.csv.write import write_text

    write_text(table, file, how)


def _read_parquet(request: ReadRequest) -> FileContents:
    from nntui.data.files.parquet.read import read_parquet

    if request.packed:
        raise DataError("this is compressed by gzip; unpack it first")
    if request.sample:
        from nntui.data.files.parquet.parts import sample_parquet

        return sample_parquet(request)
    return read_parquet(request)


def _write_parquet(table: Table, file: IO[bytes], _: Dialect) -> None:
    from nntui.data.files.parquet.write import write_parquet

    write_parquet(table, file)


def _write_parquet_parts(tables: Iterator[Table], file: IO[bytes], _: Dialect) -> None:
    from nntui.data.files.parquet.write import write_parquet_parts

    write_parquet_parts(tables, file)


def _parquet_parts(request: ReadRequest, found: FileContents) -> Iterator[RowsOfFile]:
    from nntui.data.files.parquet.parts import parquet_parts

    return parquet_parts(request, found)


def _parquet_memory(request: ReadRequest) -> int:
    from nntui.data.files.parquet.process import DECODER

    return DECODER.shape(request.whole).memory


def _read_json_lines(request: ReadRequest) -> FileContents:
    from nntui.data.files.jsonlines import read_json_lines
    from nntui.data.files.source import check_text

    check_text(request.head)
    if request.sample:
        from nntui.data.files.jsonlines_parts import sample_json_lines

        return sample_json_lines(request)
    return read_json_lines(request)


def _json_line_parts(request: ReadRequest, found: FileContents) -> Iterator[RowsOfFile]:
    from nntui.data.files.jsonlines_parts import json_line_parts

    return json_line_parts(request, found)


def _write_json_lines(table: Table, file: IO[bytes], _: Dialect) -> None:
    from nntui.data.files.jsonlines import write_json_lines

    write_json_lines(table, file)


def _begins_json(head: bytes) -> bool:
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def _begins_json_array(head: bytes) -> bool:
    beginning = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return beginning.startswith(b"[") and beginning[1:].lstrip().startswith((b"{", b"[", b'"'))


PACKED = ".gz"
"""The ending of a file that is compressed by gzip, after that of its format."""

CSV = FormatRecord("CSV", (".csv",), _read_text, _write_text, other_suffixes=(".txt",), parts=_text_parts)

FORMATS: dict[str, FormatRecord] = {
    record.name: record
    for record in (
        CSV,
        FormatRecord("TSV", (".tsv", ".tab"), _read_text, _write_text, separator="\t", parts=_text_parts),
        FormatRecord(
            "Parquet",
            (".parquet", ".pq"),
            _read_parquet,
            _write_parquet,
            begins=lambda _: _[:4] == b"PAR1",
            write_parts=_write_parquet_parts,
            parts=_parquet_parts,
            memory=_parquet_memory,
        ),
        FormatRecord(
            "JSON lines",
            (".jsonl", ".ndjson"),
            _read_json_lines,
            _write_json_lines,
            begins=_begins_json,
            parts=_json_line_parts,
        ),
    )
}


class Named(Protocol):
    """A file, or what takes the place of one."""

    @property
    def name(self) -> str:
        """Its name."""


def name_of(path: Named) -> str:
    """The name of a file, or of a table in memory, for a message."""
    return one_line(path.name or str(path))


def table_suffixes(*, doubtful: bool = True) -> tuple[str, ...]:
    """Every ending of a table file's name; without ``doubtful`` only those that no other files have."""
    return tuple(
        suffix
        for record in FORMATS.values()
        for suffix in (*record.suffixes, *(record.other_suffixes if doubtful else ()))
    )


def usual_suffixes() -> str:
    """The usual ending of each format, for a sentence: ``.csv, .tsv, .parquet or .jsonl``."""
    return as_choice(record.suffixes[0] for record in FORMATS.values())


def unknown_suffix() -> str:
    """The message for a name that ends like no table file's."""
    return f"Unknown file type; use {as_choice(table_suffixes())}."


def format_of(path: Path) -> FormatRecord:
    """The format of a file of this name. Raises DataError for a name that says nothing of the kind."""
    suffix = path.suffix.lower()
    for record in FORMATS.values():
        if suffix in (*record.suffixes, *record.other_suffixes):
            return record
    raise DataError(f"{name_of(path)}: {unknown_suffix()}")


def format_of_bytes(content: bytes) -> FormatRecord:
    """The format of what begins with ``content``: text, unless it begins like another format."""
    return next((record for record in FORMATS.values() if record.begins(content)), CSV)


def format_to_read(path: Path, head: bytes) -> FormatRecord:
    """The format of a file by its name, ``.gz`` at its end aside, or else by its first bytes, unpacked."""
    name = path.with_suffix("") if path.suffix.lower() == PACKED else path
    suffix = name.suffix.lower()
    known = (record for record in FORMATS.values() if suffix in (*record.suffixes, *record.other_suffixes))
    return next(known, None) or format_of_bytes(head)

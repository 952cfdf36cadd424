"""Reading a table from a file or the standard input, whatever of the known formats it is in."""

from __future__ import annotations

import codecs
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from nntui.data.files.csv.read import read_delimited
from nntui.data.files.dialect import Dialect
from nntui.data.files.formats import PARQUET, check_text, format_of, name_of
from nntui.data.files.jsonlines import read_json_lines
from nntui.data.files.parquet import read_parquet
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.data.column import Column, Kind
    from nntui.data.files.formats import Format

    Kinds = Mapping[str, Kind | Column]
    """By name of a column: its kind, or a column whose kind and words it has."""
    Progress = Callable[[float], None]
    """Told the share of the file that has been read, from 0 to 1."""

STANDARD_INPUT = "-"
FIRST_ROWS = 200

_HEAD = 4_096
_MOST_NOTES = 20
_AUTOMATIC = Dialect()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A table as it was read; how its text is spelled (nothing is known of other files), and what was made of it.

    A note is one line that a user should see: cells that were taken as empty, names that were mended.
    """

    table: Table
    dialect: Dialect
    notes: tuple[str, ...]


def read(
    path: str | Path, how: Dialect = _AUTOMATIC, kinds: Kinds | None = None, progress: Progress | None = None
) -> ReadResult:
    """The table in a file, or on the standard input for ``-``; its last column that can be one is the target.

    What ``how`` leaves open of a text's dialect is found out. A column is of the kind that ``kinds`` has for its name,
    else of the one that its cells make; the roles that nntui wrote into a Parquet file are kept. Raises DataError, one
    line that names the file and, where there is one, the row (from 1, without the header), the line and the column.
    """
    if str(path) == STANDARD_INPUT:
        return _read(_standard_input(), how, kinds or {}, None, None)
    path = Path(path)
    return _read(_file(path), how.over(default_dialect(path)), kinds or {}, None, progress)


def first_rows(
    path: str | Path, how: Dialect = _AUTOMATIC, rows: int = FIRST_ROWS, kinds: Kinds | None = None
) -> ReadResult:
    """A first look at the table in a file, however large: its first rows, with the kinds that they let expect.

    Takes what ``read`` takes but the standard input, and raises DataError as that does for as much as it reads.
    """
    path = Path(path)
    return _read(_file(path), how.over(default_dialect(path)), kinds or {}, rows, None)


def default_dialect(path: Path) -> Dialect:
    """What the name of a text file says of its dialect."""
    return Dialect(separator="\t") if path.suffix.lower() in {".tsv", ".tab"} else _AUTOMATIC


def reason(error: OSError | ValueError) -> str:
    """The system's word for a fault."""
    return one_line((error.strerror if isinstance(error, OSError) else None) or str(error))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a table comes from: its name in messages, its format, and its bytes, which can be read several times."""

    name: str
    format: Format
    whole: Path | bytes
    head: bytes

    def opened(self) -> IO[bytes]:
        """The bytes from the beginning."""
        return io.BytesIO(self.whole) if isinstance(self.whole, bytes) else self.whole.open("rb")


def _file(path: Path) -> _Source:
    name = name_of(path)
    try:
        if not path.exists():
            raise DataError(f"{name}: there is no such file")
        if path.is_dir():
            raise DataError(f"{name}: this is a folder, not a file")
        kind = format_of(path)
        if not path.is_file():
            raise DataError(f"{name}: this is a device, not a file")
        with path.open("rb") as file:
            return _Source(name, kind, path, file.read(_HEAD))
    except (OSError, ValueError) as error:
        raise DataError(f"{name}: cannot be read: {reason(error)}") from error


def _standard_input() -> _Source:
    name = "standard input"
    if sys.stdin is None or sys.stdin.isatty():
        raise DataError(f"{name}: no table comes in; give one as in: nntui - < table.csv")
    try:
        content = sys.stdin.buffer.read()
    except OSError as error:
        raise DataError(f"{name}: cannot be read: {reason(error)}") from error
    is_object = content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    kind: Format = "parquet" if content.startswith(PARQUET) else "json lines" if is_object else "text"
    return _Source(name, kind, content, content[:_HEAD])


def _read(source: _Source, how: Dialect, kinds: Kinds, rows: int | None, progress: Progress | None) -> ReadResult:
    try:
        return _parsed(source, how, kinds, rows, _in_bytes(source, progress))
    except DataError as error:
        raise DataError(f"{source.name}: {error}") from None
    except OSError as error:
        raise DataError(f"{source.name}: cannot be read: {reason(error)}") from error


def _parsed(
    source: _Source, how: Dialect, kinds: Kinds, rows: int | None, progress: Callable[[int], None] | None
) -> ReadResult:
    dialect, roles = Dialect(), False
    match source.format:
        case "parquet":
            columns, cells, notes, roles = read_parquet(source.whole, kinds, rows)
        case "json lines":
            check_text(source.head)
            with source.opened() as file:
                columns, cells, notes = read_json_lines(file, kinds, rows, progress)
        case "text":
            check_text(source.head)
            found = read_delimited(source.opened, how, kinds, rows, progress)
            columns, cells, notes, dialect = found.columns, found.cells, found.notes, found.dialect
    table = Table.of(columns, {column.name: each for column, each in zip(columns, cells, strict=True)})
    return ReadResult(table if roles else table.with_roles(), dialect, _few(notes))


def _in_bytes(source: _Source, progress: Progress | None) -> Callable[[int], None] | None:
    if progress is None or isinstance(source.whole, bytes):
        return None
    size = max(1, source.whole.stat().st_size)
    return lambda position: progress(min(1.0, position / size))


def _few(notes: list[str]) -> tuple[str, ...]:
    more = len(notes) - _MOST_NOTES
    return tuple(notes) if more <= 0 else (*notes[:_MOST_NOTES], f"and {more} more such notes")

"""Tables in files: reading one from a file or standard input, and writing one, in any of the known formats."""

from __future__ import annotations

import sys
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from nntui.data.files.atomic import replacing, why_kept
from nntui.data.files.dialect import DETECTED, Dialect
from nntui.data.files.formats import format_of, format_of_bytes, format_to_read, name_of
from nntui.data.files.index import without_index
from nntui.data.files.mojibake import mojibake_notes
from nntui.data.files.source import ReadRequest, TableBytes
from nntui.data.table import Table
from nntui.errors import DataError, LargeTableError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from nntui.data.cells import Refused
    from nntui.data.files.formats import FormatRecord
    from nntui.data.files.source import FileContents, Kinds
    from nntui.data.images.tables import PictureTable
    from nntui.data.pixels import PixelGrid

    Progress = Callable[[float], None]
    """Called with the share of the file that has been read, from 0 to 1."""

STANDARD_INPUT = "-"
FIRST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A table, the dialect of the text that it was read from, and notes on how it was read.

    A note is one line that a user should see: cells that were taken as empty, names that were changed. ``left_out``
    says why of columns of the file that no table can have, and ``ignored`` of those that the reader ignores;
    ``has_roles`` is true if the file has roles for columns. ``grid`` is that of the pictures that it is of or names.
    """

    table: Table
    dialect: Dialect
    notes: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    has_roles: bool = False
    grid: PixelGrid | None = None


def read(
    path: str | Path | TableBytes,
    how: Dialect = DETECTED,
    kinds: Kinds | None = None,
    progress: Progress | None = None,
    *,
    ignored: Callable[[str], bool] = lambda _: False,
    chosen: Container[str] = (),
    refused: Refused | None = None,
    likely: Dialect = DETECTED,
    pictures: PixelGrid | None = None,
) -> ReadResult:
    """The table in a file, in bytes, or on standard input for ``-``; its last column that can be one is the target.

    With ``pictures`` it may also be a folder of them, and the pixels of those that a column names are added.

    What ``how`` leaves open of a text's dialect is detected, or as in ``likely`` where that is not certain. A column is
    of the kind that ``kinds`` has for its name, else of the kind that its cells suggest; roles that nntui wrote into a
    Parquet file remain. The cells of columns whose name is ``ignored`` may be anything. A column that counts the rows
    is ignored, unless it is ``chosen``. A cell that is not of the kind in ``kinds`` is an error, unless ``refused``
    takes its row, from 0, and the reason.

    Raises DataError, one line that names the file and, where there is one, the row (from 1, without the header), the
    line and the column.
    """
    if pictures is not None and not isinstance(path, TableBytes) and _is_folder(path):
        return _read_folder(Path(path), pictures, progress)
    folder = Path() if isinstance(path, TableBytes) or str(path) == STANDARD_INPUT else Path(path).parent
    if str(path) == STANDARD_INPUT:
        stream = standard_input()
        with faults_of("standard input"):
            path = TableBytes("standard input", stream.read())
    whole = path.content if isinstance(path, TableBytes) else Path(path)
    request = ReadRequest(
        whole, dialect=how, kinds=kinds or {}, ignored=ignored, chosen=chosen, refused=refused, likely=likely
    )
    if isinstance(path, TableBytes):
        found = _read(path.name, request, format_of_bytes)
    else:
        found = _read_file(Path(path), request, progress)
    if pictures is None:
        return found
    from nntui.data.images.tables import with_pictures

    extend = partial(with_pictures, folder=folder, grid=pictures, progress=progress)
    return _extended(found, name_of(path if isinstance(path, TableBytes) else Path(path)), extend, request)


def first_rows(
    path: str | Path,
    how: Dialect = DETECTED,
    rows: int = FIRST_ROWS,
    kinds: Kinds | None = None,
    *,
    ignored: Callable[[str], bool] = lambda _: False,
    chosen: Container[str] = (),
) -> ReadResult:
    """A first look at a file, however large: its first rows, with the kinds that these suggest.

    Takes what ``read`` takes except standard input, and raises DataError as that does for as much as it reads.
    """
    path = Path(path)
    request = ReadRequest(path, dialect=how, kinds=kinds or {}, rows=rows, ignored=ignored, chosen=chosen)
    return _read_file(path, request)


def write_table(table: Table, path: str | Path, how: Dialect | None = None) -> None:
    """Write a table in the format that the file's name says; ``how`` is the dialect of a text.

    Read again with the same kinds of columns, the table is the same; a Parquet file keeps those, and roles, units and
    scaling. Until the new file is complete, an old one of that name stays as it was. Raises DataError.
    """
    write_tables([table], path, how)


def write_tables(tables: Iterable[Table], path: str | Path, how: Dialect | None = None) -> None:
    """Write tables of the same columns one below the other, each of them made when the one before is written.

    Raises DataError as ``write_table`` does, and what the making of ``tables`` raises.
    """
    path = Path(path)
    name, record = name_of(path), format_of(path)
    failed: list[Exception] = []

    def made() -> Iterator[Table]:
        try:
            yield from tables
        except Exception as error:
            failed.append(error)
            raise

    try:
        if why := why_kept(path):
            raise DataError(why)
        with replacing(path) as file:
            _write_each(record, made(), file, (how or DETECTED).over(Dialect(separator=record.separator)))
    except Exception as error:
        if failed:
            raise failed[0] from None
        if isinstance(error, DataError):
            raise DataError(f"{name}: {error}") from None
        if isinstance(error, OSError | ValueError):
            raise DataError(f"{name}: cannot be written: {_reason(error)}") from error
        raise


def _write_each(record: FormatRecord, tables: Iterator[Table], file: IO[bytes], how: Dialect) -> None:
    if record.write_parts is not None:
        record.write_parts(tables, file, how)
        return
    for number, table in enumerate(tables):
        if not number or table.height:
            record.write(table, file, Dialect(header=False).over(how) if number else how)


def _reason(error: OSError | ValueError) -> str:
    """The system's words for an error."""
    return one_line((error.strerror if isinstance(error, OSError) else None) or str(error))


def _read_file(path: Path, request: ReadRequest, progress: Progress | None = None) -> ReadResult:
    name = name_of(path)
    with faults_of(name):
        check_file(path)
        if progress is not None:
            request = replace(request, progress=_in_shares(progress, path.stat().st_size))
    return _read(name, request, lambda head: format_to_read(path, head))


def check_file(path: Path) -> None:
    """Raise DataError, without the file's name, for what is no file. Raises OSError and ValueError."""
    if not path.exists():
        raise DataError("no such file")
    if path.is_dir():
        raise DataError("this is a folder, not a file")
    if not path.is_file():  # to open a pipe would wait for its writer
        raise DataError(f"this is a {'pipe' if path.is_fifo() else 'device'}, not a file")


def standard_input() -> IO[bytes]:
    """Standard input, where something may come in. Raises DataError for a terminal."""
    if sys.stdin is None or sys.stdin.isatty():
        raise DataError("standard input: no table comes in; give one as in: nntui - < table.csv")
    return sys.stdin.buffer


def _read(name: str, request: ReadRequest, format_of_head: Callable[[bytes], FormatRecord]) -> ReadResult:
    with faults_of(name):
        request = request.begun()
        return contents_read(request, format_of_head(request.head))[0]


def contents_read(request: ReadRequest, record: FormatRecord) -> tuple[ReadResult, FileContents]:
    """The table in a file of this format, and the contents that it was made of. Raises as ``faults_of`` expects."""
    found = record.read(replace(request, dialect=request.dialect.over(Dialect(separator=record.separator))))
    columns = found.columns
    notes = [*found.notes, *mojibake_notes(columns, found.cells)]
    ignored: dict[str, str] = {}
    if not found.has_roles:
        columns, ignored = without_index(found, request)
        notes = [*notes, *(f"column {one_line(name)} is ignored: {why}" for name, why in ignored.items())]
    table = Table.of(columns, {column.name: each for column, each in zip(columns, found.cells, strict=True)})
    table = table if found.has_roles else table.with_roles()
    dialect = found.dialect.over(Dialect(empty=request.dialect.empty))
    return ReadResult(table, dialect, tuple(notes), found.left_out, ignored, found.has_roles), found


@contextmanager
def faults_of(name: str) -> Iterator[None]:
    """Raise DataError that begins with the ``name`` of a file for whatever goes wrong while it is read."""
    try:
        yield
    except LargeTableError as error:
        raise LargeTableError(f"{name}: {error}") from None
    except DataError as error:
        raise DataError(f"{name}: {error}") from None
    except MemoryError:
        raise LargeTableError(f"{name}: there is not enough memory to read it") from None
    except (EOFError, zlib.error):
        raise DataError(f"{name}: cannot be unpacked: it is damaged or cut off") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{name}: cannot be read: {_reason(error)}") from error


def _is_folder(path: str | Path) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # reading it says why
        return False


def _read_folder(folder: Path, grid: PixelGrid, progress: Progress | None) -> ReadResult:
    from nntui.data.images.tables import read_folder

    name = name_of(folder.absolute())
    try:
        found = read_folder(folder, grid, progress)
    except DataError as error:
        raise DataError(f"{name}: {error}") from None
    except OSError as error:
        raise DataError(f"{name}: cannot be read: {_reason(error)}") from error
    return ReadResult(found.table, DETECTED, found.notes, ignored=found.ignored, grid=grid)


def _extended(
    found: ReadResult, name: str, extend: Callable[..., PictureTable | None], request: ReadRequest
) -> ReadResult:
    """The table with the pixels of the pictures that a column names, if one does of which the user said nothing.

    Where none of them can be read, the table is as it was, and a note says why.
    """
    from nntui.data.images.decode import PictureError

    def named(column: str) -> bool:
        return request.ignored(column) or column in request.chosen or column in request.kinds

    try:
        more = extend(found.table, but=named)
    except PictureError as error:
        return replace(found, notes=(str(error), *found.notes))
    except DataError as error:
        raise DataError(f"{name}: {error}") from None
    if more is None:
        return found
    notes, ignored = (*more.notes, *found.notes), {**found.ignored, **more.ignored}
    return replace(found, table=more.table, notes=notes, ignored=ignored, grid=more.grid)


def _in_shares(progress: Progress, size: int) -> Callable[[int], None]:
    return lambda position: progress(min(1.0, position / max(1, size)))

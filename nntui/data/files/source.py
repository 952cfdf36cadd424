"""The request that readers of all formats take, the contents that they return, and files that are not text."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from nntui.data.files.dialect import DETECTED, Dialect
from nntui.data.files.limits import check_memory, check_unpacked, text_memory
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

    import polars as pl

    from nntui.data.cells import Refused
    from nntui.data.column import Column
    from nntui.data.kinds import Kind

    Kinds = Mapping[str, Kind | Column]
    """By name of a column: its kind, or a column whose kind and words it has."""

HEAD = 4_096
"""Bytes at the beginning of a file that say of what format it is."""
GZIP = b"\x1f\x8b"
"""The first bytes of what gzip has compressed."""
GZIP_SIZE = 4
"""The last bytes of a file that gzip has compressed are its size, without multiples of 4 GiB."""
GZIP_BEST = 1_032
"""Bytes that one byte of what gzip has compressed can be at most."""
BLOCK = 4 << 20
"""Bytes of a text that are read at a time."""
FIRST_BLOCK = 128 << 10
"""Bytes that are read at a time where the first rows are enough."""

_SAVE = "save the table as CSV"
_OTHERS = {
    b"PAR1": ("a Parquet file", "let its name end in .parquet"),
    b"\xd0\xcf\x11\xe0": ("an old Excel file", _SAVE),
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


class TableBytes(NamedTuple):
    """A table in memory: the bytes of a file in any of the formats, and the ``name`` that messages call it by."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A file to read: ``whole`` is its path or its bytes, ``head`` its first 4,096 bytes, unpacked if it is ``packed``.

    ``dialect`` is what is known of a text's dialect, ``likely`` decides where the text leaves it open, and ``kinds`` is
    what is known of columns. With ``rows`` no more than
    the beginning is read, and that many rows are returned. ``progress`` is called with the number of bytes read so far.
    The cells of columns that are ``ignored`` may be anything, and those that are ``chosen`` are never index columns.
    ``refused`` takes the row of a cell that is not of its column's known kind, and the reason: the cell is empty then.
    Without it such a cell is an error.

    With ``sample`` all of the file is read, but no more than the first cells of each column are returned, with the
    kinds and notes that all of them make; ``ignored`` columns are numbers or text.
    """

    whole: Path | bytes
    head: bytes = b""
    dialect: Dialect = DETECTED
    likely: Dialect = DETECTED
    kinds: Kinds = field(default_factory=dict)
    rows: int | None = None
    progress: Callable[[int], None] | None = None
    packed: bool = False
    ignored: Callable[[str], bool] = lambda _: False
    chosen: Container[str] = ()
    refused: Refused | None = None
    sample: bool = False

    def open(self) -> IO[bytes]:
        """The file from its beginning, unpacked; it can be opened any number of times."""
        if self.packed:
            return cast("IO[bytes]", _Unpacked(self._file(), self.file_bytes))
        return self._file()

    def _file(self) -> IO[bytes]:
        return io.BytesIO(self.whole) if isinstance(self.whole, bytes) else self.whole.open("rb")

    @property
    def file_bytes(self) -> int:
        """Bytes of the file as it is."""
        return len(self.whole) if isinstance(self.whole, bytes) else self.whole.stat().st_size

    @property
    def size(self) -> int:
        """Bytes of the file, unpacked; of one that is packed at least as many as its last bytes say."""
        size = self.file_bytes
        if not self.packed:
            return size
        with self._file() as file:
            file.seek(max(0, size - GZIP_SIZE))
            return max(size, min(int.from_bytes(file.read(GZIP_SIZE), "little"), size * GZIP_BEST))

    def check_size(self) -> None:
        """Raise DataError for a text that would fill the memory, or that no table unpacks to."""
        size = self.size
        if self.packed:
            check_unpacked(self.file_bytes, size)
        check_memory(text_memory(size, self.head))

    def begun(self) -> ReadRequest:
        """The request with the head of its file. Raises OSError, EOFError or zlib.error."""
        for packed in (False, True):
            request = replace(self, packed=packed)
            with request.open() as file:
                request = replace(request, head=file.read(HEAD))
            if not request.head.startswith(GZIP):
                return request
        raise DataError("this is compressed by gzip twice; unpack it first")


class _Unpacked(gzip.GzipFile):
    """What gzip has compressed into ``file``, a ``packed`` number of bytes. To read too many bytes is a DataError."""

    def __init__(self, file: IO[bytes], packed: int) -> None:
        super().__init__(fileobj=file)
        self._whole, self._packed = file, packed

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes, at most ``size``."""
        taken = super().read(size)
        check_unpacked(self._packed, self.tell())
        return taken

    def close(self) -> None:
        """Close the packed file too."""
        super().close()
        self._whole.close()


@dataclass(frozen=True, slots=True)
class FileContents:
    """The contents of a file: ``columns`` and their ``cells``, and ``notes`` on how it was read that a user should see.

    ``dialect`` is that of a text. ``has_roles`` is true if the file says which columns are inputs and targets.
    ``left_out`` says of columns that no table can have, such as those of lists, why, and ``index`` names columns that
    number the rows. ``again`` is the dialect with which a text is read again in the same way, and ``spelled`` are
    columns whose cells come from texts, with the decimal sign of each: both for reading the file part by part.
    """

    columns: list[Column]
    cells: list[pl.Series]
    notes: list[str]
    dialect: Dialect = DETECTED
    has_roles: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)
    index: tuple[str, ...] = ()
    again: Dialect = DETECTED
    spelled: Mapping[str, str] = field(default_factory=dict)


class RowsOfFile(NamedTuple):
    """Some rows of a file: the ``cells`` of each column, why rows are ``refused``, numbered from 0, and the number of
    bytes that were read so far, as ``progress`` takes them."""

    cells: list[pl.Series]
    refused: dict[int, str]
    position: int


SAMPLE = 1_000
"""Cells of each column that a sample has."""


def sample_of(pieces: Iterable[pl.Series]) -> list[pl.Series]:
    """The first ``SAMPLE`` cells of the pieces of a column."""
    found: list[pl.Series] = []
    room = SAMPLE
    for piece in pieces:
        if room <= 0:
            break
        found.append(piece.head(room))
        room -= piece.len()
    return found


def check_text(head: bytes) -> None:
    """Raise DataError, without the file's name, if ``head`` begins a file that is known not to be text."""
    for beginning, (what, advice) in _OTHERS.items():
        if head.startswith(beginning):
            raise DataError(f"this is {what}; {advice}")
    if head.startswith(_ZIP):
        what = "an Excel file" if any(part in head for part in _EXCEL_PARTS) else "a zip archive"
        raise DataError(f"this is {what}; {_SAVE}")

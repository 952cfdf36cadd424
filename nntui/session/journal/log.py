"""A file of records that only grows: what a kill cuts off is the last record, and never one before it."""

from __future__ import annotations

import os
import struct
import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NamedTuple

from nntui.errors import SessionError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"nntui journal 1\n"
"""How the file begins."""
HEAD = struct.Struct("<4sQQI")
"""Before each record: its kind, its number, its length in bytes and the checksum of kind, number and content."""
LARGEST_RECORD = 2**33
"""Bytes of the largest record that is read."""


class RecordPlace(NamedTuple):
    """A record of a log: its ``kind``, four letters, its ``number``, and the bytes from ``start`` on."""

    kind: bytes
    number: int
    start: int
    length: int
    checksum: int

    @property
    def whole(self) -> tuple[int, int]:
        """The first byte of its head, and its length with that."""
        return self.start - HEAD.size, self.length + HEAD.size


class LogWriter:
    """Adds records at the end of the log at ``path``, which is made unless it is there; one process at a time.

    What a kill has left of a last record is cut off. ``size`` is the length of the file in bytes. All raise OSError;
    after that the log is as it was before, or ``broken`` where even that could not be done.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.broken = path, False
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(os.dup(self._file), "rb") as file:
                self.size = end_of_log(file)
            os.ftruncate(self._file, self.size)
            os.lseek(self._file, self.size, os.SEEK_SET)
            if not self.size:
                self._write(MAGIC)
        except BaseException:
            os.close(self._file)
            raise

    def append(self, kind: bytes, number: int, content: bytes) -> None:
        """Add a record; it outlives the process from then on, and the machine once it is on the disk."""
        head = HEAD.pack(kind, number, len(content), checksum_of(kind, number, content))
        self._write(head + content if len(content) < 1 << 16 else head, content if len(content) >= 1 << 16 else b"")

    def copy(self, source: IO[bytes], place: RecordPlace) -> None:
        """Add a record of another log as it is."""
        start, length = place.whole
        source.seek(start)
        self._write(source.read(length))

    def _write(self, *parts: bytes) -> None:
        written = self.size
        try:
            for part in parts:
                left = memoryview(part)
                while left:
                    done = os.write(self._file, left)
                    written += done
                    left = left[done:]
        except BaseException:
            self.broken = True
            with suppress(OSError):
                os.ftruncate(self._file, self.size)
                os.lseek(self._file, self.size, os.SEEK_SET)
                self.broken = False
            raise
        self.size = written

    def sync(self) -> None:
        """Wait until all is on the disk."""
        os.fsync(self._file)

    def close(self) -> None:
        """Write no more."""
        os.close(self._file)


def end_of_log(file: IO[bytes]) -> int:
    """The length of the part of the file that consists of whole records; 0 for a file that is no log."""
    end = 0
    with suppress(SessionError):
        end = len(MAGIC) if _begins(file) else 0
        for each in records(file, check=True):
            end = each.start + each.length
    return end


def records(file: IO[bytes], *, check: bool = False) -> Iterator[RecordPlace]:
    """The records of a log up to the first that is cut off; with ``check`` up to the first that is damaged.

    Raises SessionError for a file that is no log.
    """
    if not _begins(file):
        raise SessionError("not a journal of nntui")
    size = os.fstat(file.fileno()).st_size
    at = len(MAGIC)
    while at + HEAD.size <= size:
        file.seek(at)
        kind, number, length, checksum = HEAD.unpack(file.read(HEAD.size))
        place = RecordPlace(kind, number, at + HEAD.size, length, checksum)
        at = place.start + length
        if not kind.isalpha() or at > size or length > LARGEST_RECORD or (check and content_of(file, place) is None):
            return
        yield place


def content_of(file: IO[bytes], place: RecordPlace) -> bytes | None:
    """The content of a record; None if it is damaged."""
    file.seek(place.start)
    content = file.read(place.length)
    whole = len(content) == place.length and place.checksum == checksum_of(place.kind, place.number, content)
    return content if whole else None


def begins_like_log(path: Path) -> bool:
    """Whether the file at ``path`` begins as a log does; False for what cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return _begins(file)
    except OSError:
        return False


def _begins(file: IO[bytes]) -> bool:
    file.seek(0)
    return file.read(len(MAGIC)) == MAGIC


def checksum_of(kind: bytes, number: int, content: bytes) -> int:
    """The checksum in the head of a record."""
    return zlib.crc32(content, zlib.crc32(kind + number.to_bytes(8, "little")))

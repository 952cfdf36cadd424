"""Writes files atomically, and notices that a file changed on disk."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A new file to write into, which replaces ``path`` when the block ends and is on the disk by then.

    If the block fails, the old file is unchanged. Links are followed, and the old file's permissions kept. Raises
    OSError.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".nntui-{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    _settle(target.parent)


def why_kept(path: Path) -> str:
    """Why ``path`` must not be replaced by a file; "" if it may be, or does not exist.

    For a folder the system itself will say so. Raises OSError.
    """
    if not path.exists() or path.is_dir():
        return ""
    if not path.is_file():
        return "not a plain file, so it will not be replaced; give another name"
    return "" if os.access(path, os.W_OK) else "is read-only; give another name"


def same_file(one: Path, other: Path) -> bool:
    """True if both paths exist and are one file. Raises OSError."""
    return one.exists() and other.exists() and one.samefile(other)


def _settle(folder: Path) -> None:
    """Write the new name to the disk too; not every file system can, and the file is complete without it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class FileStamp:
    """The size of a file in bytes and the time it was written, in nanoseconds; None if there was no file."""

    path: Path
    size: int | None
    written: int | None

    @classmethod
    def of(cls, path: str | Path) -> FileStamp:
        """The stamp of the present file."""
        path = Path(path)
        try:
            found = path.stat()
        except (OSError, ValueError):
            return cls(path, None, None)
        return cls(path, found.st_size, found.st_mtime_ns)

    def changed(self) -> bool:
        """True if the file was changed, created or deleted since."""
        return FileStamp.of(self.path) != self

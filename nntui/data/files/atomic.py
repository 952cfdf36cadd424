"""Writing a file so that a reader sees the old or the new one, and noticing that a file changed on disk."""

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
    """A new file to write into, which takes the place of ``path`` once the block ends and is on the disk by then.

    Where the block fails, the old file stays as it was. A link is followed, and the old file's permissions are kept.
    Raises OSError.
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
    """Why what stands at ``path`` is not to be replaced by a file; "" where it may be, or nothing is there.

    A folder cannot be, as the system itself will say. Raises OSError.
    """
    if not path.exists() or path.is_dir():
        return ""
    if not path.is_file():
        return "not a plain file, so it will not be replaced; give another name"
    return "" if os.access(path, os.W_OK) else "is read-only; give another name"


def same_file(one: Path, other: Path) -> bool:
    """Whether both are there and are one file, by whatever names and links. Raises OSError."""
    return one.exists() and other.exists() and one.samefile(other)


def _settle(folder: Path) -> None:
    """Put the new name on the disk too; not every file system can, and the file is whole without it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it stood: its size in bytes and when it was written, in nanoseconds; None where there was no file."""

    path: Path
    size: int | None
    written: int | None

    @classmethod
    def of(cls, path: str | Path) -> FileStamp:
        """The file as it stands now."""
        path = Path(path)
        try:
            found = path.stat()
        except (OSError, ValueError):
            return cls(path, None, None)
        return cls(path, found.st_size, found.st_mtime_ns)

    def changed(self) -> bool:
        """Whether the file is another one by now, or gone, or come."""
        return FileStamp.of(self.path) != self

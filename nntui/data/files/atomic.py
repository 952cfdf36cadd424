"""Writes files atomically, and notices that a file changed on disk."""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import os
import secrets
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from nntui.errors import FileChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator


BEGINNING, ENDING = ".nntui-", ".tmp"
"""Of the names of files that are being written."""
DAY, MOMENT = 86_400.0, 60.0
"""Seconds after which a file that is being written is given up: always, and while it has no byte."""


@contextmanager
def replacing(path: Path, unless_changed: FileStamp | None = None) -> Iterator[IO[bytes]]:
    """A new file to write into, which replaces ``path`` when the block ends and is on the disk by then.

    If the block fails, the old file is unchanged. Links are followed, and the old file's permissions kept; until then
    nobody else can read the new one. What interrupted writes have left in the folder is removed. Raises OSError, and
    FileChangedError if there is a file at ``path`` that is not the one of the stamp ``unless_changed``.
    """
    target = Path(os.path.realpath(path))
    _sweep(target.parent)
    beside = target.with_name(f"{BEGINNING}{secrets.token_hex(8)}{ENDING}")
    try:
        with open(beside, "xb", opener=_open_private) as file:
            with suppress(OSError):  # not every file system has locks
                fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fchmod(file.fileno(), _mode(target, unless_changed))
            os.fsync(file.fileno())
            if unless_changed is not None and target.exists() and unless_changed.changed():
                raise FileChangedError(f"{path}: changed on disk by another program, so it was not replaced")
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    _settle(target.parent)


def reserve(folder: Path, stem: str, suffix: str) -> Path:
    """A new, empty file of that name, or of one with a number, that only the user can read. Raises OSError."""
    for number in itertools.count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        with suppress(FileExistsError):
            os.close(_open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            return path
    raise AssertionError


def unused_beside(path: Path) -> Path:
    """A name like that of ``path``, in its folder, that no file has."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in itertools.count(2))
    return next(each for each in names if not os.path.lexists(each))


def _open_private(path: str | Path, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def _mode(target: Path, stamp: FileStamp | None) -> int:
    """The permissions of the file that is replaced, or was; of one that never existed what the user's umask leaves."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    if stamp is not None and stamp.mode is not None:
        return stamp.mode
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def _sweep(folder: Path) -> None:
    """Remove what interrupted writes of this user have left in ``folder``."""
    with suppress(OSError), os.scandir(folder) as entries:
        names = [each.name for each in entries if each.name.startswith(BEGINNING) and each.name.endswith(ENDING)]
        for name in names:
            with suppress(OSError):
                if _is_left(folder / name):
                    (folder / name).unlink()


def _is_left(path: Path) -> bool:
    """Whether nobody writes to the file any more: its writer holds a lock. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(descriptor)
        age = time.time() - found.st_mtime
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or (age < MOMENT and not found.st_size):
            return False
        if age < DAY:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    finally:
        os.close(descriptor)


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
    """What tells a file from a later one: its size in bytes, the time it was written (ns) and its number on the disk.

    All are None if there was no file. ``mode`` are its permissions, which may change. ``digest`` is a checksum of its
    content, "" where it is not known; where it is, it alone decides whether the file has changed.
    """

    path: Path
    size: int | None = None
    written: int | None = None
    inode: int | None = None
    mode: int | None = field(default=None, compare=False)
    digest: str = field(default="", compare=False)

    @classmethod
    def of(cls, path: str | Path, *, digest: bool = False) -> FileStamp:
        """The stamp of the present file; with ``digest`` its content is read, which may be long."""
        path = Path(path)
        try:
            found = path.stat()
        except (OSError, ValueError):
            return cls(path)
        content = digest_of(path) if digest else ""
        return cls(path, found.st_size, found.st_mtime_ns, found.st_ino, stat.S_IMODE(found.st_mode), content)

    def changed(self) -> bool:
        """True if the file was changed, created or deleted since."""
        now = FileStamp.of(self.path)
        return now.size != self.size or digest_of(self.path) != self.digest if self.digest else now != self


def digest_of(path: Path) -> str:
    """A checksum of the content of the file; "" for one that cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest()[:32]
    except OSError:
        return ""

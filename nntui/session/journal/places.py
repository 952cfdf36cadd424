"""The folders of journals: one for each program that has a session open, and one for work that was left behind."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from nntui.data.files.atomic import reserve
from nntui.folders import make_private, state_folder, temporary_place, why_untrusted
from nntui.safe_text import file_stem
from nntui.session.journal.log import MAGIC
from nntui.session.locks import FileLock, LockOwner, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNNING, LOCK, RECOVERED = "running", "lock", "recovered"
"""The folder with one folder for each open program; the lock in that; the folder for work that was left behind."""
SUFFIX = ".nntui"


def running_folder() -> Path:
    """The folder with the journals of all open programs."""
    return state_folder() / RUNNING


def recovery_folder() -> Path:
    """The folder for work that no program has open, and that is in no file of the user's."""
    return state_folder() / RECOVERED


def other_recovery_folder() -> Path:
    """Where work is kept that cannot be kept in the recovery folder; existing or not."""
    return temporary_place() / RECOVERED


def is_recovered(path: Path) -> bool:
    """Whether the file is in one of those two: a user who saves it wants to have it elsewhere."""
    return path.parent in {recovery_folder(), other_recovery_folder()}


def recovered() -> list[Path]:
    """The work that was left behind, latest first."""
    found: list[tuple[float, Path]] = []
    for folder in {recovery_folder(), other_recovery_folder()}:
        with suppress(OSError):
            if folder == recovery_folder() or not why_untrusted(folder):
                files = [(path.stat(), path) for path in folder.glob(f"*{SUFFIX}")]
                found += [(stat.st_mtime, path) for stat, path in files if stat.st_size]
    return [path for _, path in sorted(found, reverse=True)]


def reserve_kept(folder: Path, stem: str, when: float) -> Path:
    """A new, empty file for a session that was kept at the time ``when``: ``cars-20261129-122020.nntui``."""
    return reserve(folder, f"{stem}-{time.strftime('%Y%m%d-%H%M%S', time.localtime(when))}", SUFFIX)


class OwnFolder:
    """The folder of this program's journal, made when it is needed and locked as long as the process lives."""

    def __init__(self) -> None:
        self._lock: FileLock | None = None
        self._path: Path | None = None

    @property
    def path(self) -> Path:
        """Where it is. Raises OSError where it cannot be made."""
        if self._path is None:
            folder = running_folder() / f"{os.getpid()}-{secrets.token_hex(4)}"
            make_private(running_folder())
            make_private(folder)
            lock = FileLock.take(folder / LOCK)
            if isinstance(lock, LockOwner):
                raise BlockingIOError(f"{folder}: is locked by {lock}")
            self._lock, self._path = lock, folder
        return self._path

    def new_file(self, name: str) -> Path:
        """A new, empty file for the journal of a session of that name. Raises OSError."""
        return reserve(self.path, file_stem(name), SUFFIX)

    def take_in(self, path: Path, name: str) -> Path:
        """Move a journal that was left behind here, to go on with the session of that name; where it is now.

        Raises OSError.
        """
        place = self.new_file(name)
        try:
            return path.replace(place)
        except OSError:
            place.unlink(missing_ok=True)
            raise

    def sign(self) -> None:
        """Give a sign of life."""
        if self._lock is not None:
            self._lock.sign()

    def end(self, *, keep: bool = False) -> None:
        """Remove it with all that is in it; with ``keep`` only unlock it, for the next start to find what is in it."""
        folder, lock = self._path, self._lock
        self._path = self._lock = None
        if lock is None or folder is None:
            return
        if keep:
            lock.unlock()
        else:
            lock.release()
            _remove(folder)


def open_journals() -> Iterator[tuple[Path, LockOwner]]:
    """The journals of programs that are open, with their owners."""
    for folder in _folders():
        owner = owner_of(folder / LOCK)
        if owner is not None:
            for path in sorted(folder.glob(f"*{SUFFIX}")):
                yield path, owner


def adopt_abandoned(into: Path) -> list[Path]:
    """Move the journals of programs that were killed to the folder ``into``, and return where they are now."""
    found: list[Path] = []
    for folder in _folders():
        with suppress(OSError):
            lock = FileLock.take(folder / LOCK) if (folder / LOCK).exists() else None
            if isinstance(lock, FileLock):
                try:
                    found += _adopted(folder, into)
                finally:
                    lock.unlock()
    return found


def leave_behind(path: Path, into: Path, when: float) -> Path:
    """Move a journal to the folder ``into``, and return where it is now. Raises OSError."""
    make_private(into)
    place = reserve_kept(into, path.stem, when)
    try:
        return path.replace(place)
    except OSError:
        place.unlink(missing_ok=True)
        raise


def _folders() -> list[Path]:
    with suppress(OSError):
        return sorted(each for each in running_folder().iterdir() if each.is_dir())
    return []


def _adopted(folder: Path, into: Path) -> Iterator[Path]:
    """The journals in the folder of a program that is gone, moved. Raises OSError."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if path.stat().st_size > len(MAGIC):
            yield leave_behind(path, into, path.stat().st_mtime)
    _remove(folder)


def _remove(folder: Path) -> None:
    """Remove the folder of a program with all that is in it, which is flat."""
    with suppress(OSError):
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()

"""The hold that the screen has on the file of its session: one program at a time may save to it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from nntui.data.files.atomic import FileStamp
from nntui.errors import SessionError
from nntui.folders import state_folder, temporary_folder, working_folder
from nntui.session.journal.places import SUFFIX, is_recovered
from nntui.session.locks import FileLock, LockOwner, session_lock

if TYPE_CHECKING:
    from nntui.session.session import Session

InUse = Literal["read-only", "copy"]
"""How a session is opened that another program has open."""


class SessionInUseError(SessionError):
    """A session file that another program has open: ``owner`` says which."""

    def __init__(self, path: Path, owner: LockOwner) -> None:
        super().__init__(f"{path}: is open in {owner}")
        self.path, self.owner = path, owner


class SessionHold:
    """The lock of the session that is open, if it has a file; ``read_only`` says that another program has it."""

    def __init__(self) -> None:
        self._lock: FileLock | None = None
        self.read_only = False

    def taken(self, path: Path) -> FileLock | None:
        """A lock for the session at ``path``; None where none can be made. For any thread.

        Raises SessionInUseError where another program has it.
        """
        place = session_lock(path)
        if self._lock is not None and self._lock.path == place and not self._lock.lost:
            return self._lock
        with suppress(OSError):  # in a folder in which nothing can be written nobody saves either
            lock = FileLock.take(place)
            if isinstance(lock, LockOwner):
                if self._lock is not None and self._lock.is_of(lock):  # its folder was moved
                    return self._lock
                raise SessionInUseError(path, lock)
            return lock
        return None

    def keep(self, lock: FileLock | None, *, read_only: bool = False) -> None:
        """Hold this lock from now on, and give up the one before."""
        before, self._lock, self.read_only = self._lock, lock, read_only
        if before is not None and before is not lock:
            before.release()

    def give_up(self, lock: FileLock | None) -> None:
        """Release a lock that was taken in vain, unless it is the one that is held."""
        if lock is not None and lock is not self._lock:
            lock.release()

    def sign(self) -> None:
        """Give a sign of life."""
        if self._lock is not None:
            self._lock.sign()


def own_file_of(source: str | None) -> Path | None:
    """The session file that ``source`` names, which only one program may have open; None for anything else."""
    path = Path(source or "")
    try:
        own = source is not None and path.suffix == SUFFIX and path.is_file() and not is_recovered(path)
    except (OSError, ValueError):
        return None
    return path if own else None


def stamp_of(source: str | None) -> FileStamp:
    """The stamp of the file that ``source`` names, with the checksum of its content if it is a session."""
    return FileStamp.of(source or "", digest=own_file_of(source) is not None)


def as_copy(session: Session, path: Path) -> Session:
    """``session``, which is in the file at ``path``, as one that is in no file yet, with another name."""
    from msgspec.structs import replace

    from nntui.data.files.atomic import unused_beside

    return replace(session, path=None, name=unused_beside(path).stem)


def other_place(failed: Path) -> Path:
    """A place of the user's for a session that could not be written at ``failed``, best on another disk."""
    name, device = failed.name, _device(failed.parent)
    folders = [working_folder(), Path.home(), state_folder(), temporary_folder()]
    usable = [each for each in folders if each != failed.parent and os.access(each, os.W_OK | os.X_OK)]
    best = sorted(usable, key=lambda folder: _device(folder) == device)
    return best[0] / name if best else failed


def _device(folder: Path) -> int | None:
    with suppress(OSError):
        return folder.stat().st_dev
    return None

"""Reads what a training publishes, or the session file itself where nothing trains it; changes neither."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.files.atomic import FileStamp
from nntui.errors import NntuiError
from nntui.session.store.file import load
from nntui.session.watching.published import BASE, LOCK, PROGRESS, WANTED, Published, folder_of, read, snapshot_at

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session


@dataclass(frozen=True, slots=True)
class Watched:
    """What was found: ``opened`` where it is another session than before, and its newest state.

    Both are None where nothing is new. ``live`` says that it is being trained; ``fault`` why nothing can be read, "" if
    that can be, or nothing is there yet.
    """

    opened: Session | None = None
    state: Published | None = None
    live: bool = False
    fault: str = ""


class SessionWatcher:
    """Follows the training that is saved to ``path``. ``look`` is for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path, self._folder = path, folder_of(path)
        self._session: Session | None = None
        self._base = self._progress = self._file = FileStamp(path)

    def look(self) -> Watched:
        """Sign that somebody watches, and read what is new."""
        live = self._is_live()
        try:
            return self._published() if live else self._saved()
        except NntuiError as error:
            return Watched(live=live, fault=str(error))

    def _is_live(self) -> bool:
        """Whether a training holds the folder; then it is asked to publish. Without a right to write it cannot be."""
        with suppress(OSError):
            lock = os.open(self._folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                (self._folder / WANTED).touch()
                return True
            finally:
                os.close(lock)
        return False

    def _published(self) -> Watched:
        """What a training has published; nothing while it is about to. Raises NntuiError."""
        opened = None
        base, progress = FileStamp.of(self._folder / BASE), FileStamp.of(self._folder / PROGRESS)
        if base.size is None or progress.size is None or (base, progress) == (self._base, self._progress):
            return Watched(live=True)
        if base != self._base or self._session is None:
            opened = replace(load(self._folder / BASE), path=None, name=self._path.stem)
            self._base, self._session = base, opened
        assert self._session is not None
        state = read(self._folder, self._session)
        self._progress, self._file = progress, FileStamp(self._path)
        return Watched(opened, state, live=True)

    def _saved(self) -> Watched:
        """The session file, where it has changed. Raises NntuiError."""
        stamp = FileStamp.of(self._path)
        if stamp == self._file:
            return Watched()
        self._file, self._base = stamp, FileStamp(self._path)
        if stamp.size is None:
            return Watched()
        saved = replace(load(self._path), path=None, name=self._path.stem)
        before, self._session = self._session, saved
        same = before is not None and _alike(before, saved)
        state = None
        if saved.checkpoint is not None:
            state = Published(saved.checkpoint, snapshot_at(saved.checkpoint, saved))
        return Watched(None if same and state is not None else saved, state)


def _alike(one: Session, other: Session) -> bool:
    """Whether both have the same network and table, so that a state of one can be shown in place of the other's."""
    return (
        one.network == other.network
        and one.table.columns == other.table.columns
        and one.table.frame.equals(other.table.frame)
        and one.table.validation.equals(other.table.validation)
    )

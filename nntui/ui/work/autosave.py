"""A copy of unsaved work on the disk while the screen is open, for the day on which the process is killed."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from nntui.data.files.atomic import reserve
from nntui.errors import NntuiError, TrainingError
from nntui.folders import make_private, state_folder
from nntui.safe_text import file_stem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nntui.session.session import Session
    from nntui.ui.work.controller import Controller

RUNNING, LOCK = "running", "lock"
"""The folder with one folder for each app that is open, and the file in it that its app holds locked."""
SUFFIX = ".nntui"


class CopyPace(NamedTuple):
    """From the end of one copy to the next: at least these ``seconds``, and ``times`` as long as the copy took."""

    seconds: float
    times: float


AFTER_EDITS, AFTER_TRAINING = CopyPace(0.3, 3), CopyPace(4.0, 20)
"""The pace where something was changed, and where the network trained only."""


class Reached(NamedTuple):
    """The progress of the work: the number of ``changes``, and the ``updates`` of the weights."""

    changes: int
    updates: int


class Autosave:
    """Keeps the copy. ``wanted`` and ``begin`` are called on the screen's thread; the writing has one of its own.

    A disk that is full or slow never holds up the screen: the copy is then older.
    """

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self._folder: Path | None = None
        self._lock: int | None = None
        self._copied: Reached | None = None
        self._file: Path | None = None
        self._writing: Thread | None = None
        self._ended, self._took = 0.0, 0.0

    def wanted(self) -> bool:
        """Whether there is unsaved work that the last copy lacks, and time for another one.

        Where nothing is unsaved, the copy is removed.
        """
        if self._writing is not None and self._writing.is_alive():
            return False
        if not self._controller.unsaved:
            self._forget_copy()
            return False
        reached = self._reached()
        return reached != self._copied and self._due(reached) and not self._controller.editing.follower.life.locked()

    async def begin(self) -> None:
        """Begin to write a copy, once the training thread has told how far it is."""
        follower = self._controller.editing.follower
        with suppress(TrainingError):  # the run has ended meanwhile, and another takes over
            async with follower.life:
                reached, table = self._reached(), self._controller.present[1]
                session = follower.document(await self._controller.runner.checkpoint())
                if session is not None and table is not None:
                    self._begin(replace(session, table=table), reached)

    def _reached(self) -> Reached:
        at = self._controller.now or self._controller.runner.start
        return Reached(self._controller.editing.changes, 0 if at is None else at.updates)

    def _due(self, reached: Reached) -> bool:
        edited = self._copied is None or reached.changes != self._copied.changes
        pace = AFTER_EDITS if edited else AFTER_TRAINING
        return time.monotonic() >= self._ended + max(pace.seconds, pace.times * self._took)

    def _begin(self, session: Session, reached: Reached) -> None:
        def write() -> None:
            begun = time.monotonic()
            with suppress(OSError, NntuiError):  # the next copy may succeed
                self._write(session)
                self._copied = reached
            self._ended = time.monotonic()
            self._took = self._ended - begun

        self._writing = Thread(target=write, name="nntui-autosave", daemon=True)
        self._writing.start()

    def _write(self, session: Session) -> None:
        from nntui.session.store.file import save

        stem, before = file_stem(session.name), self._file
        if before is None or before.stem != stem:
            self._file = reserve(self._own_folder(), stem, SUFFIX)
        if self._file is not None:
            save(session, self._file)
        if before is not None and before != self._file:
            before.unlink(missing_ok=True)

    def _own_folder(self) -> Path:
        """This app's folder, locked as long as the process lives. Raises OSError."""
        if self._folder is None:
            folder = running_folder() / f"{os.getpid()}-{secrets.token_hex(4)}"
            make_private(running_folder())
            make_private(folder)
            self._lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._folder = folder
        return self._folder

    def _forget_copy(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
        self._file = self._copied = None

    def end(self, *, keep: bool = False) -> None:
        """Remove the copy, as the work is saved or no longer wanted; with ``keep`` leave it for the next start."""
        if self._writing is not None:
            self._writing.join()
        if not keep:
            self._forget_copy()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        if self._folder is not None and not keep:
            _remove(self._folder)


def running_folder() -> Path:
    """The folder of the copies of all open apps."""
    return state_folder() / RUNNING


def adopt_abandoned(into: Path) -> list[Path]:
    """Move the copies of apps that were killed to the folder ``into``, and return where they are now."""
    found: list[Path] = []
    with suppress(OSError):
        for folder in sorted(running_folder().iterdir()):
            with suppress(OSError):
                found += _adopted(folder, into)
    return found


def reserve_kept(folder: Path, stem: str, when: float) -> Path:
    """A new, empty file for a session that was kept at the time ``when``: ``cars-20261129-122020.nntui``."""
    return reserve(folder, f"{stem}-{time.strftime('%Y%m%d-%H%M%S', time.localtime(when))}", SUFFIX)


def _adopted(folder: Path, into: Path) -> Iterator[Path]:
    """The copies in the folder of one app, moved, unless it is still open. Raises OSError."""
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError: its app is open
        for file in folder.glob(f"*{SUFFIX}"):
            if file.stat().st_size:
                make_private(into)
                yield file.replace(reserve_kept(into, file.stem, file.stat().st_mtime))
        _remove(folder)
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    """Remove the folder of an app with all that is in it, which is flat."""
    with suppress(OSError):
        for file in folder.iterdir():
            file.unlink(missing_ok=True)
        folder.rmdir()

"""The journal of a training without a screen: after a kill, ``nntui train`` on the same session goes on with it."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from nntui.cli.output import warn
from nntui.errors import NntuiError, SessionError
from nntui.session.journal.kept import kept_work
from nntui.session.journal.places import OwnFolder, leave_behind, recovery_folder
from nntui.session.journal.records import News, SavedStamp
from nntui.session.journal.writing import JournalWriter
from nntui.session.locks import FileLock, LockOwner, session_lock
from nntui.session.store.names import name_written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nntui.data.files.atomic import FileStamp
    from nntui.session.journal.kept import KeptWork
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint
    from nntui.training.trainer import Trainer

APART = 3.5
"""Seconds from the end of one state to the next; nothing is written before the first have passed."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The ``source`` that a training begins from, and the ``work`` that it goes on with, if it was left behind."""

    source: str
    work: KeptWork | None = None


def resumed(source: str, out: Path | None) -> Resumed:
    """What ``nntui train SOURCE`` begins from: where a training of that session was killed, what it left behind.

    Where one that was to be saved to ``out`` was killed, a line says how to go on with it.
    """
    place = os.path.realpath(source) if source.endswith(".nntui") else None
    goal = None if out is None else os.path.realpath(out)
    for work in kept_work(running=False) if place or goal else ():
        stamp = None if work.news.saved is None else work.news.saved.stamp()
        if stamp is None or not work.news.in_shell or stamp.changed():
            continue
        own = os.path.realpath(stamp.path)
        if own == place:
            warn(f"{source}: going on from epoch {work.news.epoch:,}, where a training of it was ended")
            return Resumed(str(work.path), work)
        if own == goal:
            begun = f"an earlier training for {out} was ended at epoch {work.news.epoch:,}"
            warn(f"{begun}; nntui train {out} --out {out} goes on with it")
    return Resumed(source)


@contextmanager
def locked(out: Path | None) -> Iterator[None]:
    """Hold the lock of the session file to be written, if one can be made.

    Raises SessionError where another program has it open.
    """
    lock: FileLock | LockOwner | None = None
    if out is not None:
        with suppress(OSError):
            lock = FileLock.take(session_lock(out))
        if isinstance(lock, LockOwner):
            raise SessionError(f"--out {out}: is open in {lock}; close it there, or give another name")
    try:
        yield
    finally:
        if isinstance(lock, FileLock):
            lock.release()


class TrainJournal:
    """Writes what a training of ``session`` has reached every few seconds, beside the training.

    ``saved`` is the stamp of the file that it will be saved to, None without one; ``before`` is what it goes on with,
    which is removed once it is in the new journal. An error of the disk is told once.
    """

    def __init__(self, session: Session, saved: FileStamp | None, before: KeptWork | None) -> None:
        self._session, self._saved, self._before = session, saved, before
        self._folder = OwnFolder()
        self._journal: JournalWriter | None = None
        self._writing: Thread | None = None
        self._ended, self._told = time.monotonic(), False
        self._epoch: int | None = None  # that of the last state written

    def look(self, trainer: Trainer) -> None:
        """Begin to write the present state, if it is time."""
        if time.monotonic() < self._ended + APART or (self._writing is not None and self._writing.is_alive()):
            return
        checkpoint = trainer.checkpoint()
        self._writing = Thread(target=self._write, args=(checkpoint,), name="nntui-journal", daemon=True)
        self._writing.start()

    def keep(self, session: Session) -> Path | None:
        """Write ``session``, which has no file, and leave it behind; where it is now, None where it cannot be kept.

        Where it cannot be written, the last state that was is left behind, as a line says.
        """
        self.join()
        self._session = session
        written = self._write(session.checkpoint)
        journal, self._journal = self._journal, None
        if journal is None or self._epoch is None:
            return None
        if not written:
            warn(f"what was reached last could not be written; epoch {self._epoch:,} is kept")
        with suppress(OSError):
            journal.sync()
            journal.close()
            return leave_behind(journal.path, recovery_folder(), time.time())
        return None

    def forget_before(self) -> None:
        """Remove what the training goes on with, as it is in another file now."""
        before, self._before = self._before, None
        if before is not None and self._saved is not None:
            before.remove()

    def join(self) -> None:
        """Wait until what was begun is written."""
        if self._writing is not None:
            self._writing.join()

    def _write(self, checkpoint: Checkpoint | None) -> bool:
        """Add a state; False where it cannot be written."""
        session = replace(self._session, checkpoint=checkpoint)
        saved = None if self._saved is None else SavedStamp.of(self._saved)
        before = self._session.checkpoint
        news = News(
            time=time.time(),
            name=name_written(session.name if self._saved is None else self._saved.path.stem),
            source=name_written(session.source),
            saved=saved,
            epoch=0 if checkpoint is None else checkpoint.epoch,
            saved_epoch=0 if before is None or self._saved is None or self._saved.size is None else before.epoch,
            in_shell=True,
        )
        written = False
        try:
            self._journal = self._journal or JournalWriter(self._folder.new_file(news.title))
            self._journal.write(session, session.table, news)
            self._epoch, written = news.epoch, True
            if self._journal.due:
                self._journal.compact(news.time)
            self._journal.sync()
            self.forget_before()
        except (OSError, NntuiError) as error:
            if not self._told:
                warn(f"autosave fails: {getattr(error, 'strerror', None) or error}; the training goes on without it")
            self._told = True
        self._ended = time.monotonic()
        return written

    def __enter__(self) -> Self:
        """Keep a journal within a ``with``."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Remove the journal; where the training has failed, leave it for the next start."""
        self.join()
        self._folder.end(keep=kind is not None)

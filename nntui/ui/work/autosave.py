"""The journal of unsaved work while the screen is open, for the day on which the process is killed."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from nntui.errors import NntuiError, TrainingError
from nntui.session.journal.places import OwnFolder, leave_behind, recovery_folder
from nntui.ui.work.news import news_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.data.table import Table
    from nntui.session.journal.records import News
    from nntui.session.journal.writing import JournalWriter
    from nntui.session.session import Session
    from nntui.session.timeline import Timeline
    from nntui.training.records import Checkpoint
    from nntui.ui.work.controller import Controller

IDLE = 1.0
"""Seconds without a record after which what was written is brought to the disk; nobody waits for that."""
AGAIN = 1.0
"""Seconds after which a write that failed is tried again."""
JOINED = 10.0
"""Seconds that a disk is waited for when the screen is left."""


AFTER_EDITS, AFTER_TRAINING = 0.2, 3.5
"""Seconds from the end of one record to the next: where something was changed, and where the network trained only."""


class Reached(NamedTuple):
    """The progress of the work: the number of ``changes``, and the ``updates`` of the weights."""

    changes: int
    updates: int


class Autosave:
    """Keeps the journal. ``wanted`` and ``begin`` are called on the screen's thread; the writing has one of its own.

    A changed table is written at once, without waiting for the training to follow it; the state of the training comes
    after. A disk that is full or slow never holds up the screen; the controller has its ``journal_fault``.
    """

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self._folder = OwnFolder()
        self._journal: JournalWriter | None = None
        self._timeline: Timeline | None = None
        self._taken_in = False
        self._writing: Thread | None = None
        self._syncing: Thread | None = None
        self._written: Reached | None = None
        self._table: Table | None = None
        self._ended, self._dirty, self._over = 0.0, False, False
        self._beginning = Lock()  # who leaves, in whatever thread, waits for a record that was begun, and none follows

    # On the screen's thread

    def wanted(self) -> bool:
        """Whether there is unsaved work that the journal lacks, and time for a record.

        Where nothing is unsaved, the journal is removed; when it rests, it is brought to the disk.
        """
        self._folder.sign()
        self._controller.hold.sign()
        if self._over or _alive(self._writing):
            return False
        if not self._controller.unsaved or self._controller.timeline is not self._timeline:
            kept = self._controller.kept
            if kept is not None and not self._controller.unsaved and not self._taken_in:
                _quietly(partial(kept.unlink, missing_ok=True))  # saved before anything was added to it
            self._forget()
            self._timeline = self._controller.timeline
            return False
        reached = self._reached()
        if reached != self._written and self._due(reached):
            return True
        if self._dirty and time.monotonic() > self._ended + IDLE:
            self._sync()
        return False

    async def begin(self) -> None:
        """Begin to write: first a table that has changed, then the state that training has reached."""
        editing = self._controller.editing
        follower, table = editing.follower, self._controller.present[1]
        if _alive(self._writing) or table is None:
            return
        if table is not self._table:
            if self._journal is not None and self._journal.has_state:
                self._begin(_table_writer(table), table)
            elif (session := follower.document(self._controller.runner.start)) is not None:
                self._begin(_state_writer(session, table), table)
            return
        if follower.life.locked():
            return
        with suppress(TrainingError):  # the run has ended meanwhile, and another takes over
            async with follower.life:
                reached, table = self._reached(), self._controller.present[1]
                session = follower.document(await self._controller.runner.checkpoint())
                if session is not None and table is not None and not _alive(self._writing):
                    self._begin(_state_writer(session, table), table, reached)

    def _reached(self) -> Reached:
        at = self._controller.now or self._controller.runner.start
        return Reached(self._controller.editing.changes, 0 if at is None else at.updates)

    def _due(self, reached: Reached) -> bool:
        edited = self._written is None or reached.changes != self._written.changes
        pause = AGAIN if self._controller.journal_fault else AFTER_EDITS if edited else AFTER_TRAINING
        return time.monotonic() >= self._ended + pause

    def _begin(
        self, write: Callable[[JournalWriter, News], None], table: Table, reached: Reached | None = None
    ) -> None:
        news, kept = news_of(self._controller), self._controller.kept

        def work() -> None:
            try:
                journal = self._opened(news.title, kept)
                write(journal, news)
                self._table, self._written, self._dirty = table, reached or self._written, True
                self._controller.journal_fault = ""
                if journal.due and not _alive(self._syncing):
                    journal.compact(time.time())
            except Exception as error:  # the next may succeed
                self._controller.journal_fault = getattr(error, "strerror", None) or str(error) or type(error).__name__
                if not isinstance(error, OSError | NntuiError):
                    raise
            finally:
                self._ended = time.monotonic()

        with self._beginning:
            if not self._over:
                self._writing = Thread(target=work, name="nntui-autosave", daemon=True)
                self._writing.start()

    def _sync(self) -> None:
        if self._journal is not None and not _alive(self._syncing):
            self._dirty = False
            self._syncing = Thread(target=_quietly, args=(self._journal.sync,), name="nntui-autosave-sync", daemon=True)
            self._syncing.start()

    # In the thread that writes

    def _opened(self, name: str, kept: Path | None) -> JournalWriter:
        """The journal; one that was ``kept``, and is gone on with, is taken in. Raises OSError."""
        from nntui.session.journal.writing import JournalWriter

        if self._journal is None:
            path = None
            if kept is not None and not self._taken_in:
                with suppress(OSError):  # on another disk, say: then it stays where it is
                    path = self._folder.take_in(kept, name)
            self._taken_in = True
            self._journal = JournalWriter(path or self._folder.new_file(name))
        return self._journal

    # At the end

    def leave(self, reached: Callable[[], Checkpoint | None]) -> Path | None:
        """Write the last state of unsaved work, and leave the journal for the next start; where it is now.

        ``reached`` tells how far training is. None where nothing is unsaved. Raises OSError and NntuiError.
        """
        self._stop()
        try:
            return self._left(reached)
        except BaseException:
            self._over = False  # who cannot leave may stay, and work on
            raise

    def _left(self, reached: Callable[[], Checkpoint | None]) -> Path | None:
        table = self._controller.present[1]
        if table is None or not self._controller.unsaved:
            return None
        session = self._controller.editing.follower.document(reached())
        if session is None:
            return None
        if self._controller.timeline is not self._timeline:
            self._forget()
        news = news_of(self._controller)
        journal = self._opened(news.title, self._controller.kept)
        journal.write(session, table, news)
        journal.sync()
        journal.close()
        self._journal = None
        path = leave_behind(journal.path, recovery_folder(), news.time)
        self._folder.end()
        return path

    def end(self, *, keep: bool = False) -> None:
        """Remove the journal, as the work is saved or no longer wanted; with ``keep`` leave it for the next start."""
        self._stop()
        if keep and self._journal is not None:
            with suppress(OSError):
                self._journal.sync()
        if not keep:
            self._forget()
        self._folder.end(keep=keep)

    def _stop(self) -> None:
        """Begin no more records, and wait for those that were begun."""
        with self._beginning:
            self._over = True
        for thread in (self._writing, self._syncing):
            if thread is not None:
                thread.join(JOINED)

    def _forget(self) -> None:
        journal, self._journal = self._journal, None
        self._written = self._table = None
        self._taken_in, self._dirty, self._controller.journal_fault = False, False, ""
        if journal is not None:
            with suppress(OSError):
                journal.path.unlink(missing_ok=True)
            with suppress(OSError):
                journal.close()


def _table_writer(table: Table) -> Callable[[JournalWriter, News], None]:
    return lambda journal, news: journal.write_table(table, news)


def _state_writer(session: Session, table: Table) -> Callable[[JournalWriter, News], None]:
    return lambda journal, news: journal.write(session, table, news)


def _alive(thread: Thread | None) -> bool:
    return thread is not None and thread.is_alive()


def _quietly(work: Callable[[], object]) -> None:
    with suppress(OSError):
        work()

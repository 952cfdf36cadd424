"""The account of unsaved work, and of the file that the rest is in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nntui.data.files.atomic import FileStamp
from nntui.errors import FileChangedError, SessionError

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.journal.records import News
    from nntui.session.session import Session
    from nntui.session.timeline import Version
    from nntui.training.records import Checkpoint, Snapshot


UNSAVED = -1
"""In place of the number of changes that are saved: nothing is."""


class Unsaved:
    """Knows how many of the changes of session and table, and which weights, are in which file.

    ``stamp`` is that of the session's own file as it was read or written here: None without one, and during writing.
    ``version`` and ``epoch`` are what is in that file, ``fault`` why the last try to write it failed, "" if it did not.
    ``earlier`` are the last changes that an earlier start made and did not save, and the number of those before.
    """

    def __init__(self) -> None:
        self._saved = (0, 0)
        self.stamp: FileStamp | None = None
        self.version: Version | None = None
        self.epoch, self.fault = 0, ""
        self.earlier: tuple[tuple[str, ...], int] = (), 0

    def opened(self, changes: int, session: Session, stamp: FileStamp, version: Version | None) -> None:
        """The session was just read, after so many ``changes`` of others; its own file had the ``stamp`` before."""
        self.stamp = stamp if session.path is not None else None
        self._is_saved(changes, session, version)

    def opened_unsaved(self, session: Session, stamp: FileStamp | None, version: Version | None, news: News) -> None:
        """The session is work that was left behind, as ``news`` says; its own file, if any, had the ``stamp``."""
        self.opened(UNSAVED, session, stamp or FileStamp.of(""), version)
        self.stamp, self.epoch, self.earlier = stamp, news.saved_epoch, (news.changes, news.more)

    def write(
        self, session: Session, path: Path, changes: int, version: Version | None = None, *, replacing: bool
    ) -> None:
        """Write the session with the first ``changes``, up to ``version``, to ``path``, from any thread.

        Raises NntuiError; FileChangedError where ``path`` is the session's own file and another program has changed it,
        unless that is to be replaced.
        """
        from nntui.session.store.file import save

        before, self.stamp = self.stamp, None
        own = before is not None and os.path.realpath(before.path) == os.path.realpath(path)
        try:
            save(session, path, before if own and not replacing else None)
        except BaseException as error:
            self.stamp = before
            if isinstance(error, SessionError) and not isinstance(error, FileChangedError):
                self.fault = f"{path.name} {str(error).removeprefix(f'{path}: ')}"
            raise
        self.stamp = FileStamp.of(path, digest=True)
        self._is_saved(changes, session, version)

    def _is_saved(self, changes: int, session: Session, version: Version | None) -> None:
        reached = session.checkpoint
        self._saved = changes, reached.updates if reached is not None else 0
        self.version, self.epoch, self.fault = version, reached.epoch if reached is not None else 0, ""
        self.earlier = (), 0

    def still_saved(self, changes: int) -> None:
        """The last of the ``changes`` has replaced what is in the file by what can always be made again."""
        self._saved = changes, self._saved[1]

    def beside(self, changes: int, reached: Snapshot | Checkpoint | None) -> bool:
        """True if leaving after ``changes`` with training at ``reached`` would lose work.

        First weights can always be made again.
        """
        saved, updates = self._saved
        return saved != changes or (reached is not None and reached.updates not in {0, updates})

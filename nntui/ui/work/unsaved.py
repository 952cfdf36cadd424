"""The account of unsaved work, and of the file that the rest is in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nntui.data.files.atomic import FileStamp

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session
    from nntui.training.records import Checkpoint, Snapshot


class Unsaved:
    """Knows how many of the changes of session and table, and which weights, are in which file.

    ``stamp`` is that of the session's own file as it was read or written here: None without one, and during writing.
    """

    def __init__(self) -> None:
        self._saved = (0, 0)
        self.stamp: FileStamp | None = None

    def opened(self, changes: int, session: Session, stamp: FileStamp) -> None:
        """The session was just read, after so many ``changes`` of others; its own file had the ``stamp`` before."""
        self.stamp = stamp if session.path is not None else None
        self._saved = changes, session.checkpoint.updates if session.checkpoint is not None else 0

    def write(self, session: Session, path: Path, changes: int, *, replacing: bool) -> None:
        """Write the session with the first ``changes`` to ``path``, from any thread.

        Raises NntuiError; FileChangedError where ``path`` is the session's own file and another program has changed it,
        unless that is to be replaced.
        """
        from nntui.session.store.file import save

        before, self.stamp = self.stamp, None
        own = before is not None and os.path.realpath(before.path) == os.path.realpath(path)
        try:
            save(session, path, before if own and not replacing else None)
        except BaseException:
            self.stamp = before
            raise
        self.stamp = FileStamp.of(path)
        self._saved = changes, session.checkpoint.updates if session.checkpoint is not None else 0

    def still_saved(self, changes: int) -> None:
        """The last of the ``changes`` has replaced what is in the file by what can always be made again."""
        self._saved = changes, self._saved[1]

    def beside(self, changes: int, reached: Snapshot | Checkpoint | None) -> bool:
        """True if leaving after ``changes`` with training at ``reached`` would lose work.

        First weights can always be made again.
        """
        saved, updates = self._saved
        return saved != changes or (reached is not None and reached.updates not in {0, updates})

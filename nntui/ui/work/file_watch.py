"""What the disk has: which work is unsaved, and whether somebody else changed the file of the table."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.files.atomic import FileStamp, same_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.session.session import Session
    from nntui.training.records import Checkpoint, Snapshot

INTERVAL = 3.0
"""Seconds from one look to the next."""


class FileWatch:
    """Looks at one file, as it stood when ``watch`` was called, and says once to ``say`` that it is another one."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._stamp: FileStamp | None = None

    def watch(self, session: Session) -> None:
        """Look after the file that the session's table was just read from; a session file holds its own table."""
        path = Path(session.source)
        self._stamp = FileStamp.of(path) if session.path is None and path.is_file() else None

    @contextmanager
    def writing(self, path: Path) -> Iterator[None]:
        """Look away while the file at ``path`` is written by ourselves."""
        stamp, self._stamp = self._stamp, None
        try:
            yield
            if stamp is not None and same_file(path, stamp.path):
                stamp = FileStamp.of(stamp.path)
        finally:
            self._stamp = stamp

    async def look(self) -> None:
        """To be called every ``INTERVAL``."""
        stamp = self._stamp
        if stamp is not None and await asyncio.to_thread(stamp.changed) and stamp is self._stamp:
            self._stamp = None
            self._say(f"{stamp.path.name} changed on disk; o opens it again")


class Unsaved:
    """Counts the ``changes`` of session and table, and knows which of them, and which weights, the disk has."""

    def __init__(self) -> None:
        self.changes = 0
        self._kept = (0, 0)

    def keep(self, changes: int, reached: Checkpoint | None) -> None:
        """Opening anew would bring back so many of the changes, and what training had ``reached``."""
        self._kept = changes, reached.updates if reached is not None else 0

    def beside(self, reached: Snapshot | Checkpoint | None) -> bool:
        """Whether work would be lost, with training where it has ``reached``. First weights can always be had again."""
        changes, updates = self._kept
        return self.changes != changes or (reached is not None and reached.updates not in {0, updates})

"""Noticing that somebody else writes the file that the table was read from."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.atomic import same_file
from nntui.data.stamp import FileStamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.session.session import Session

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

"""The file of the open table, watched for changes by other programs."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.files.atomic import FileStamp, same_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.session.session import Session


class FileWatch:
    """Warns once when the file of the open table is changed by someone else."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._warn = warn
        self._stamp: FileStamp | None = None

    def watch(self, session: Session) -> None:
        """Watch the file from which the session's table was just read; a session file holds its own table."""
        path = Path(session.source)
        self._stamp = FileStamp.of(path) if session.path is None and path.is_file() else None

    @contextmanager
    def writing(self, path: Path) -> Iterator[None]:
        """Suspend the watch while nntui itself writes to ``path``."""
        stamp, self._stamp = self._stamp, None
        try:
            yield
            if stamp is not None and same_file(path, stamp.path):
                stamp = FileStamp.of(stamp.path)
        finally:
            self._stamp = stamp

    async def look(self) -> None:
        """Check the file; to be called regularly."""
        stamp = self._stamp
        if stamp is not None and await asyncio.to_thread(stamp.changed) and stamp is self._stamp:
            self._stamp = None
            self._warn(f"{stamp.path.name} changed on disk. Press {{key:open}} to open it again.")

"""The files of the open session, the table's and its own, watched for changes by other programs."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.files.atomic import FileStamp, same_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.session.session import Session

TABLE_CHANGED = "{name} changed on disk. Press {{key:open}} to open it again."
SESSION_CHANGED = "{name} was {change} by another program. {{key:save}} asks before it replaces it."


class FileWatch:
    """Warns once when one of the files is changed by someone else.

    ``own`` gives the stamp of the session's own file as it was read or written here: None without one, and while it is
    being written.
    """

    def __init__(self, warn: Callable[[str], None], own: Callable[[], FileStamp | None]) -> None:
        self._warn, self._own = warn, own
        self._table: FileStamp | None = None
        self._told: FileStamp | None = None

    def watch(self, session: Session) -> None:
        """Watch the file from which the session's table was just read; a session file holds its own table."""
        path = Path(session.source)
        self._table = FileStamp.of(path) if session.path is None and path.is_file() else None

    @contextmanager
    def writing(self, path: Path) -> Iterator[None]:
        """Suspend the watch of the table while nntui itself writes to ``path``."""
        stamp, self._table = self._table, None
        try:
            yield
            if stamp is not None and same_file(path, stamp.path):
                stamp = FileStamp.of(stamp.path)
        finally:
            self._table = stamp

    def session_told(self) -> None:
        """The user has been told in another way that the session's file changed."""
        self._told = self._own()

    async def look(self) -> None:
        """Check the files; to be called regularly. Nothing is drawn unless one has changed."""
        stamp = self._table
        if stamp is not None and await asyncio.to_thread(stamp.changed) and stamp is self._table:
            self._table = None
            self._warn(TABLE_CHANGED.format(name=stamp.path.name))
        own = self._own()
        if own is None or own is self._told:
            return
        now = await asyncio.to_thread(FileStamp.of, own.path)
        if now != own and await asyncio.to_thread(own.changed) and own is self._own():
            self._told = own
            change = "deleted" if now.size is None else "changed"
            self._warn(SESSION_CHANGED.format(name=own.path.name, change=change))

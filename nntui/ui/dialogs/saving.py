"""Saving, on the screen and in plain mode: the session's own file, and the table written alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.session.session import Session
    from nntui.ui.work.disk import FileWatch


def own_file(session: Session) -> Path | None:
    """The file that the session is saved to; None for one that is in no file of the user's."""
    from nntui.session.journal.places import is_recovered

    return None if session.path is None or is_recovered(session.path) else session.path


def changed_in_words(path: Path) -> str:
    """A sentence on the session's file at ``path``, which another program has changed."""
    return f"{path.name} was changed by another program since it was opened or saved here."


async def write_table_alone(session: Session, table: Table, path: Path, watch: FileWatch) -> None:
    """Write the newest ``table``, in the dialect of its own file if it replaces that. Raises NntuiError."""
    from nntui.data.files.atomic import same_file
    from nntui.data.files.tables import write_table

    def write() -> None:
        write_table(table, path, session.dialect if same_file(path, Path(session.source)) else None)

    with watch.writing(path):
        await asyncio.to_thread(write)

"""Opening a source while the screen goes on: of a large file the first rows at once, and how far the rest is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.shown import shown
from nntui.ui import loader

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.options import Options
    from nntui.session.session import Session
    from nntui.ui.view import View


async def opened(source: str | None, options: Options, view: View, reading: Callable[[str], None]) -> Session:
    """The session that ``source`` names. Raises NntuiError.

    ``view`` is shown the first rows of a large file, and told how a file was read; ``reading`` hears how much of a
    large one has been.
    """
    notes: list[str] = []
    name = "standard input" if source == "-" else shown(Path(source or "").name)
    first = await asyncio.to_thread(loader.first_look, source, options)
    if first is not None:
        reading(f"reading {name} ...")
        view.preview(first, f"reading {name} ...")

    def progress(share: float) -> None:
        if first is not None:
            reading(f"reading {name}, {share:.0%}")

    session = await asyncio.to_thread(loader.opened, source, options, notes.append, progress)
    if session.dialect is not None and session.path is None and session.dialect.in_words():
        notes.insert(0, f"{name}: {session.dialect.in_words()}")
    for line in notes:
        view.tell(line)
    return session

"""Opening a source while the screen goes on, and computing the open table anew."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.ui.work import loader

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.sources.computed import Recipe
    from nntui.data.table import Table
    from nntui.session.options import Options
    from nntui.session.session import Session
    from nntui.ui.work.view import View


async def open_with_preview(
    source: str | None, options: Options, view: View, reading: Callable[[str], None]
) -> Session:
    """The session that ``source`` names. Raises NntuiError.

    ``view`` is shown the first rows of a large file, and told how a file was read; ``reading`` hears how much of a
    large one has been.
    """
    notes: list[str] = []
    name = "standard input" if source == "-" else one_line(Path(source or "").name)
    first = await asyncio.to_thread(loader.first_look, source, options)
    if first is not None:
        reading(f"reading {name} ...")
        view.preview(first, f"reading {name} ...")

    def progress(share: float) -> None:
        if first is not None:
            reading(f"reading {name}, {share:.0%}")

    session = await asyncio.to_thread(loader.open_session, source, options, notes.append, progress)
    if session.dialect is not None and session.path is None and session.dialect.in_words():
        notes.insert(0, f"{name}: {session.dialect.in_words()}")
    for line in notes:
        view.tell(line)
    return session


def recipe_of(source: str) -> Recipe | None:
    """The computed table that ``source`` means; None where it means something else."""
    from nntui.data.sources.computed import parse

    try:
        return parse(source)
    except DataError:  # a file may be called much like one
        return None


def computed_anew(session: Session | None, source: str) -> Table | None:
    """The table that ``source`` means, with as many rows held out; None unless ``session`` is of the same generator."""
    from nntui.data.sources.computed import generate

    recipe = recipe_of(source)
    before = recipe_of(session.source) if session is not None else None
    if session is None or recipe is None or before is None or recipe.name != before.name:
        return None
    return generate(recipe).with_validation_share(session.validation, session.training.seed)

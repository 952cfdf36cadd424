"""What is done once the screen is gone: unsaved work that nobody was asked about is kept, and two lines stay behind."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from nntui.errors import NntuiError
from nntui.render.glyphs import clean

if TYPE_CHECKING:
    from nntui.training.records import Snapshot
    from nntui.ui.work.controller import Controller

LAST_WORD = 10.0
"""Seconds that the training thread is given to end the update it is at."""


def recovery_folder() -> Path:
    """Where sessions are put that could not be asked about."""
    return platformdirs.user_state_path("nntui", appauthor=False) / "recovered"


def rescue(controller: Controller, folder: Path) -> Path | None:
    """Save what is unsaved when the screen ended without a question: a lost connection, a fault of ours.

    Returns where it was saved, None when there was nothing to save.
    """
    session, table, run = controller.session, controller.table, controller.run
    if session is None or table is None or not controller.unsaved:
        return None
    from msgspec.structs import replace

    from nntui.session.store.file import save

    checkpoint = (
        run.checkpoint().result(LAST_WORD) if run is not None and run.latest() is not None else session.checkpoint
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{session.name}-{time.strftime('%Y%m%d-%H%M%S')}.nntui"
    save(replace(session, table=table, checkpoint=checkpoint), path)
    return path


def end(controller: Controller, snapshot: Snapshot | None) -> list[str]:
    """End the training thread and return the lines to leave behind."""
    lines = [_summary(controller, snapshot)]
    if controller.session is None:
        return []
    if controller.left_on_purpose:
        again = _typed(controller.session.path or controller.session.source)
        lines.append(f"{'not saved; open it again' if controller.unsaved else 'go on'} with: nntui {again}")
    else:
        try:
            path = rescue(controller, recovery_folder())
            lines.append(f"kept your work: nntui {_typed(path)}" if path is not None else "nothing was unsaved")
        except (NntuiError, OSError, TimeoutError) as error:
            lines.append(f"could not keep your work: {error}")
    if controller.run is not None:
        controller.run.close()
        if snapshot is not None:  # else it is loading torch, and has nothing to lose
            controller.run.join(LAST_WORD)
    return lines


def _typed(source: Path | str) -> str:
    """How ``source`` is typed after ``nntui`` in the folder that the shell is in."""
    if isinstance(source, str):
        return shlex.quote(clean(source))
    return shlex.quote(clean(str(source.relative_to(Path.cwd()) if source.is_relative_to(Path.cwd()) else source)))


def _summary(controller: Controller, snapshot: Snapshot | None) -> str:
    name = clean(controller.session.name) if controller.session is not None else "nntui"
    if snapshot is None:
        return f"nntui: {name}"
    loss = f", loss {snapshot.train_loss:.6g}" if snapshot.epoch or snapshot.batch else ""
    return f"nntui: {name}, {snapshot.epoch:,} epochs{loss}"

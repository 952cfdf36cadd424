"""The work and the disk: what is unsaved, whether the open file has changed, and what is kept when the screen goes."""

from __future__ import annotations

import asyncio
import shlex
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from msgspec.structs import replace

from nntui.data.files.atomic import FileStamp, same_file
from nntui.errors import NntuiError, TrainingError
from nntui.render.glyphs import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.session.session import Session
    from nntui.training.records import Snapshot
    from nntui.ui.work.controller import Controller

FAREWELL = 10.0
"""Seconds that the training thread is given to end its current update."""


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


def recovery_folder() -> Path:
    """The folder for sessions that could not be saved under a name of the user's."""
    return platformdirs.user_state_path("nntui", appauthor=False) / "recovered"


def rescue(controller: Controller, folder: Path) -> Path | None:
    """Save unsaved work when the screen ended without asking: a lost connection, an internal error.

    Returns the file; None when nothing was unsaved.
    """
    session, table = controller.session, controller.table
    if session is None or table is None or not controller.unsaved:
        return None
    from nntui.session.store.file import save

    runner = controller.runner
    run, checkpoint = runner.state.run, runner.start
    if run is not None and run.latest() is not None:
        with suppress(TrainingError):  # the run has ended, and another was to take over from ``start``
            checkpoint = run.checkpoint().result(FAREWELL)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{session.name}-{time.strftime('%Y%m%d-%H%M%S')}.nntui"
    save(replace(session, table=table, checkpoint=checkpoint), path)
    return path


def leave(controller: Controller) -> list[str]:
    """End training once the screen is gone, keep unsaved work that was not asked about, and return the last lines."""
    session, snapshot, run = controller.session, controller.snapshot, controller.runner.state.run
    if session is None:
        return []
    lines = [_summary(session, snapshot)]
    if controller.left_on_purpose:
        again = _as_typed(session.path or session.source)
        lines.append(f"{'not saved; open it again' if controller.unsaved else 'go on'} with: nntui {again}")
    else:
        try:
            path = rescue(controller, recovery_folder())
            lines.append(f"kept your work: nntui {_as_typed(path)}" if path is not None else "nothing was unsaved")
        except (NntuiError, OSError, TimeoutError) as error:
            lines.append(f"could not keep your work: {error}")
    if run is not None:
        run.close()
        if snapshot is not None:  # else it is loading torch, and has nothing to lose
            run.join(FAREWELL)
    return lines


def _as_typed(source: Path | str) -> str:
    """``source`` as typed after ``nntui`` in the shell's current folder."""
    if isinstance(source, Path) and source.is_relative_to(Path.cwd()):
        source = source.relative_to(Path.cwd())
    return shlex.quote(clean(str(source)))


def _summary(session: Session, snapshot: Snapshot | None) -> str:
    name = clean(session.name)
    if snapshot is None:
        return f"nntui: {name}"
    loss = f", loss {snapshot.train_loss:.6g}" if snapshot.epoch or snapshot.batch else ""
    return f"nntui: {name}, {snapshot.epoch:,} epochs{loss}"

"""Work that is kept when the screen goes without asking, and what the terminal shows last."""

from __future__ import annotations

import json
import os
import re
import shlex
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from nntui.data.files.atomic import replacing
from nntui.errors import NntuiError, TrainingError
from nntui.folders import make_private, temporary_folder
from nntui.render.glyphs import clean
from nntui.safe_text import file_stem, number_of
from nntui.session.journal.places import RECOVERED, adopt_abandoned, recovered, recovery_folder, reserve_kept
from nntui.session.lessons.lesson import FROM_LESSON

if TYPE_CHECKING:
    from nntui.session.journal.kept import KeptWork
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.ui.work.autosave import Autosave
    from nntui.ui.work.controller import Controller

FAREWELL = 10.0
"""Seconds that the training thread is given to end its current update."""
NAMED = "named.json"
"""The file in the recovery folder with those of its files that a start has named."""
LARGEST_NOTE = 1 << 20
"""Bytes of the largest such file that is read."""
UNTYPED = re.compile(rb"[^ -&(-[\]-~]")
"""A byte that is not text of its own between $' and ' in a shell."""


class Farewell(NamedTuple):
    """The last ``lines`` for the terminal; ``lost`` is true if unsaved work could not be kept."""

    lines: list[str]
    lost: bool = False


class NewlyFound(NamedTuple):
    """The newest ``work`` that was left behind and that no start has named before; ``others`` counts the rest of it."""

    work: KeptWork
    others: int

    @property
    def notice(self) -> str:
        """A line on it."""
        from nntui.session.journal.kept import when_in_words

        more = f" and {self.others} more" if self.others else ""
        when = when_in_words(self.work.news.time, time.time())
        return f"Recovered work: {self.work.path.name}, {when}{more} in {self.work.path.parent}. {{key:open}} lists it."


def newly_found(opened: str | None = None) -> NewlyFound | None:
    """Work that was left behind and has not been named before; None if there is none. Notes that it is named now.

    ``opened`` is what need not be named, as the user has just asked for it.
    """
    adopt_abandoned(recovery_folder())
    every = recovered()
    named = recovery_folder() / NAMED
    before: set[str] = set()
    with suppress(OSError, ValueError, TypeError, RecursionError):
        if named.stat().st_size <= LARGEST_NOTE:
            before = set(json.loads(named.read_text(encoding="utf-8")))
    found = [path for path in every if _mark(path) not in before and str(path) != opened]
    if not found:
        return None
    with suppress(OSError, NntuiError):  # else it is named again at the next start
        make_private(recovery_folder())
        with replacing(named) as file:
            file.write(json.dumps([_mark(path) for path in every]).encode())
    from nntui.session.journal.kept import kept_at

    work = [each for path in found if (each := kept_at(path)) is not None]
    return NewlyFound(work[0], len(work) - 1) if work else None


def _mark(path: Path) -> str:
    """A text that tells this work from others, and from later work in a file of the same name."""
    try:
        written = path.stat().st_mtime_ns
    except OSError:  # it was removed just now
        written = 0
    return f"{os.fsencode(path).hex()} {written}"


def notice_of_recovered() -> str:
    """A line on work that was left behind and has not been named before; "" if there is none."""
    found = newly_found()
    return "" if found is None else found.notice


def rescue(controller: Controller, folder: Path | None = None) -> Path | None:
    """Save unsaved work when the screen ended without asking: a lost connection, an internal error.

    Returns the new file, which only the user can read: in ``folder``, by default the recovery folder or, where nothing
    can be written there, one for temporary files. None when nothing was unsaved. Raises NntuiError, OSError.
    """
    table = controller.present[1]
    if table is None or not controller.unsaved:
        return None
    session = controller.editing.follower.document(_reached(controller))
    if session is None:
        return None
    whole = replace(session, table=table)
    try:
        return _save_in(folder or recovery_folder(), whole)
    except Exception:
        if folder is not None:
            raise
        return _save_in(temporary_folder() / RECOVERED, whole)


def _reached(controller: Controller) -> Checkpoint | None:
    """The checkpoint that training has reached, once the present update has ended."""
    run, start = controller.runner.state.run, controller.runner.start
    if run is not None and run.latest() is not None:
        with suppress(TrainingError):  # the run has ended, and another was to take over from ``start``
            return run.checkpoint().result(FAREWELL)
    return start


def _save_in(folder: Path, session: Session) -> Path:
    from nntui.session.store.file import save

    make_private(folder)
    path = reserve_kept(folder, file_stem(session.name), time.time())
    try:
        save(session, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def leave(controller: Controller, program: str = "nntui", autosave: Autosave | None = None) -> Farewell:
    """End training once the screen is gone, and keep unsaved work that was not asked about: best in its journal.

    The lines name the ``program`` with which it is opened again.
    """
    session, snapshot, run = controller.present[0], controller.now, controller.runner.state.run
    if session is None:
        return Farewell([])
    lines, lost = [_summary(session, snapshot)], False
    if controller.in_lesson:
        lines.append(f"go on with: {program} lesson {_as_typed(controller.in_lesson)}")
    elif controller.left_on_purpose:
        again = _as_typed(session.path or session.source)
        if session.path is None and session.source.startswith(FROM_LESSON):
            again = f"{FROM_LESSON}{_as_typed(session.source.removeprefix(FROM_LESSON))}"
        lines.append(f"{'not saved; open it again' if controller.unsaved else 'go on'} with: {program} {again}")
    else:
        try:
            path = keep_unsaved(controller, autosave)
        except Exception as error:  # whatever it is, the user must hear of it
            lines.append(f"could not keep your work: {error or type(error).__name__}")
            lost = True
        else:
            lines.append(f"kept your work: {program} {_as_typed(path)}" if path is not None else "nothing was unsaved")
    if run is not None:
        run.close()
        if snapshot is not None:  # else it is loading torch, and has nothing to lose
            run.join(FAREWELL)
    controller.hold.keep(None)
    return Farewell(lines, lost)


def keep_unsaved(controller: Controller, autosave: Autosave | None) -> Path | None:
    """Where unsaved work is kept now; None when nothing was unsaved. Raises NntuiError, OSError."""
    if autosave is not None:
        with suppress(OSError, NntuiError):
            return autosave.leave(lambda: _reached(controller))
    return rescue(controller)


def _as_typed(source: Path | str) -> str:
    """``source`` as typed after ``nntui`` in the shell's current folder, whatever bytes it has."""
    if isinstance(source, Path):
        with suppress(OSError, ValueError):  # the folder may be gone, or another one
            source = source.relative_to(Path.cwd())
    text = str(source)
    if clean(text) == text:
        return shlex.quote(text)
    escaped = UNTYPED.sub(lambda found: rb"\x%02x" % ord(found[0]), os.fsencode(text))
    return f"$'{escaped.decode()}'"


def _summary(session: Session, snapshot: Snapshot | None) -> str:
    name = clean(session.name)
    if snapshot is None:
        return f"nntui: {name}"
    loss = f", loss {snapshot.train_loss:.6g}" if snapshot.epoch or snapshot.batch else ""
    return f"nntui: {name}, {number_of(snapshot.epoch, 'epoch')}{loss}"

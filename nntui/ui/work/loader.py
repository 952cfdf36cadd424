"""Opening, encoding and making runs: work for other threads, which imports late and touches no widget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from nntui.errors import DataError, NntuiError
from nntui.safe_text import one_line
from nntui.ui.work.view import NowLoading

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.data.sources.computed import Recipe
    from nntui.data.table import Table
    from nntui.session.follow import TableChange
    from nntui.session.options import Options
    from nntui.session.session import Session
    from nntui.training.messages import Event
    from nntui.training.run import Run
    from nntui.training.trainer import Trainer
    from nntui.ui.work.view import View


LARGE = 4_000_000
"""Bytes from which on reading a file takes so long that its first rows are shown first."""


def first_look(source: str | None, options: Options) -> Table | None:
    """The first rows of a large table file; None for anything else, and for a faulty file."""
    path = Path(source or "")
    if source is None or not path.is_file() or path.stat().st_size < LARGE:
        return None
    from nntui.data.files.parquet.process import start_for

    start_for(source)
    from nntui.session.open import is_built_in, preview
    from nntui.session.store.file import is_session

    if is_built_in(source) or is_session(path):
        return None
    try:
        return preview(path, options)
    except DataError:  # reading all of it reports the fault
        return None


def open_session(
    source: str | None, options: Options, note: Callable[[str], None], progress: Callable[[float], None]
) -> Session:
    """The session that ``source`` names. Raises NntuiError.

    ``note`` is called with each line on how it was read, ``progress`` with the share that has been read.
    """
    from nntui.data.files.parquet.process import start_for

    start_for(source)
    from nntui.session.notes import few
    from nntui.session.open import open_source

    notes: list[str] = []
    try:
        return open_source(source, options, notes.append, progress)
    finally:
        for line in few(notes):
            note(line)


MakeRun = Callable[["Session", "Arrays", Callable[["Event | NowLoading"], None]], "Run"]
LOADING_KERNEL = "loading the kernel ..."
COMPILING_KERNEL = "compiling the kernel, once for this machine ..."


@dataclass(frozen=True, slots=True)
class Encoded:
    """A table as the network sees it. One that cannot be learnt has no encoder and no rows, and ``fault`` says why."""

    encoder: Encoder | None
    arrays: Arrays
    fault: str = ""


def encoded(session: Session) -> Encoded:
    """The session's table, encoded by an encoder fitted on its training rows."""
    from nntui.data.encoding.encoder import Arrays, encode
    from nntui.session.encoders import encoder_of

    try:
        encoder = encoder_of(session)
        return Encoded(encoder, encode(session.table, encoder))
    except DataError as error:
        return Encoded(None, Arrays.none(session.network.inputs, session.network.outputs), str(error))


def change_of(session: Session, table: Table) -> TableChange:
    """The difference that an edited table makes to the session's network."""
    from nntui.session.follow import TableChange

    return TableChange.between(session, table)


SessionChange = Callable[["Session", Callable[[str], None]], "Session"]
"""Makes another session of one, and calls the given function with each line that the user should read."""


def changed(
    session: Session, table: Table, change: SessionChange, note: Callable[[str], None]
) -> tuple[Session, Encoded]:
    """The session refitted to ``table``, then with ``change``. Raises what ``change`` raises."""
    from nntui.session.follow import refit

    after = change(refit(session, table), note)
    return after, encoded(after)


def changed_table(session: Session, change: SessionChange, table: Table) -> Table:
    """``table`` with ``change`` made to its session; ``table`` itself if it cannot be changed."""
    from nntui.session.follow import refit, silent

    try:
        return change(refit(session, table), silent).table
    except NntuiError:
        return table


def make_run(session: Session, arrays: Arrays, on_event: Callable[[Event | NowLoading], None]) -> Run:
    """A run that continues ``session``; its thread loads torch and the kernel, and sends ``NowLoading`` meanwhile."""
    from nntui.training.run import Run

    def make_trainer() -> Trainer:
        on_event(NowLoading("loading torch ..."))
        from nntui.training.engines.choose import wants_kernel
        from nntui.training.trainer import Trainer

        if wants_kernel(session.network, session.training):
            from nntui.training.kernel.warm import fault, is_compiled, warm_up

            if not fault():
                on_event(NowLoading(LOADING_KERNEL if is_compiled() else COMPILING_KERNEL))
                warm_up()
        trainer = Trainer(session.network, session.training, arrays, session.checkpoint)
        trainer.pause_at(session.training.breakpoints)
        return trainer

    return Run(make_trainer, on_event)


def compile_kernel() -> None:
    """Compile the kernel in the background unless this machine has it, so that no later session waits for it."""
    from nntui.training.kernel.warm import warm_up

    Thread(target=warm_up, name="nntui-warm-up", daemon=True).start()


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a workspace that tests replace: how runs are made, and what goes on beside them.

    ``watch_interval`` is the number of seconds from one look at the open file to the next, ``autosave_interval`` that
    from one look for unsaved work to the next; None: there is none.
    """

    make_run: MakeRun = make_run
    compile_kernel: Callable[[], None] = compile_kernel
    watch_interval: float = 3.0
    autosave_interval: float | None = 0.25


async def open_with_preview(
    source: str | None, options: Options, view: View, reading: Callable[[str], None]
) -> Session:
    """The session that ``source`` names. Raises NntuiError.

    ``view`` previews the first rows of a large file and logs how a file was read; ``reading`` is called with a line
    on how much of a large file has been read.
    """
    notes: list[str] = []
    name = "standard input" if source == "-" else one_line(Path(source or "").name)
    first = await asyncio.to_thread(first_look, source, options)
    if first is not None:
        reading(f"reading {name} ...")
        view.preview(first, f"reading {name} ...")

    def progress(share: float) -> None:
        if first is not None:
            reading(f"reading {name}, {share:.0%}")

    session = await asyncio.to_thread(open_session, source, options, notes.append, progress)
    if session.dialect is not None and session.path is None and session.dialect.in_words():
        notes.insert(0, f"{name}: {session.dialect.in_words()}")
    if session.dialect is not None and (few := await asyncio.to_thread(few_rows, session)):
        notes.insert(0, few)
    for line in notes:
        view.tell(line)
    return session


def few_rows(session: Session) -> str:
    """A line on a table of which many rows are not used; "" for others."""
    from nntui.session.encoders import encoder_of
    from nntui.session.report import rows_used

    try:
        rows = rows_used(session.table, encoder_of(session))
    except DataError:  # the reason is told where training would begin
        return ""
    return rows.line if rows.are_few else ""


def recipe_of(source: str) -> Recipe | None:
    """The recipe of the computed table that ``source`` names; None for any other source."""
    from nntui.data.sources.computed import parse

    try:
        return parse(source)
    except DataError:  # a file may have a similar name
        return None


def recomputed(session: Session | None, source: str) -> Table | None:
    """The table that ``source`` names, split as that of ``session``; None unless both come from the same generator."""
    from nntui.data.sources.computed import generate

    recipe = recipe_of(source)
    before = recipe_of(session.source) if session is not None else None
    if session is None or recipe is None or before is None or recipe.name != before.name:
        return None
    return generate(recipe).with_validation_share(session.validation, session.training.seed)

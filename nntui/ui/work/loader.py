"""What is done in worker threads after the first paint: everything here imports late and touches no widget."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.data.table import Table
    from nntui.session.follow import TableChange
    from nntui.session.options import Options
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint
    from nntui.training.run import Event, Run
    from nntui.training.trainer import Trainer


LARGE = 4_000_000
"""Bytes of a file that takes long enough to read for its first rows to be shown before."""


def first_look(source: str | None, options: Options) -> Table | None:
    """The first rows of a large table file; None for all that is read at once, and for a faulty one."""
    path = Path(source or "")
    if source is None or not path.is_file() or path.stat().st_size < LARGE:
        return None
    from nntui.data.files.dialect import Dialect
    from nntui.data.files.tables import first_rows
    from nntui.session.change import SPELLING
    from nntui.session.open import is_built_in
    from nntui.session.store.file import is_session

    if is_built_in(source) or is_session(path):
        return None
    try:
        return first_rows(path, Dialect(**options.among(SPELLING))).table
    except DataError:  # which reading all of it will tell
        return None


def open_session(
    source: str | None, options: Options, note: Callable[[str], None], progress: Callable[[float], None]
) -> Session:
    """The session that ``source`` names; ``note`` and ``progress`` hear how it was read. Raises NntuiError."""
    from nntui.session.open import open_source

    return open_source(source, options, note, progress)


LOADING_KERNEL = "loading the kernel ..."
COMPILING_KERNEL = "compiling the kernel, once for this machine ..."


@dataclass(frozen=True, slots=True)
class Loading:
    """Told on the way to a trainer: ``what`` is being waited for."""

    what: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """A table as the network sees it; one that cannot be learnt: no encoder, no rows, and why in ``fault``."""

    encoder: Encoder | None
    arrays: Arrays
    fault: str = ""


def encoded(session: Session) -> Encoded:
    """The encoder fitted on the training rows of the session's table, and the table through it."""
    from nntui.data.encoding.encoder import Arrays, Encoder, encode

    try:
        encoder = Encoder.fit(session.table)
        return Encoded(encoder, encode(session.table, encoder))
    except DataError as error:
        return Encoded(None, Arrays.none(session.network.inputs, session.network.outputs), str(error))


def change_of(session: Session, table: Table) -> TableChange:
    """What an edited table means for the session's network."""
    from nntui.session.follow import TableChange

    return TableChange.between(session, table)


def applied(change: TableChange, checkpoint: Checkpoint | None, note: Callable[[str], None]) -> tuple[Session, Encoded]:
    """The session with the edited table, its network as far as it is trained, and the table as that sees it."""
    after = change.applied(checkpoint, note)
    return after, encoded(after)


def make_run(session: Session, arrays: Arrays, on_event: Callable[[Event | Loading], None]) -> Run:
    """A run that goes on where ``session`` stands; torch and the kernel are loaded by its own thread, which says so."""
    from nntui.training.run import Run

    def make_trainer() -> Trainer:
        on_event(Loading("loading torch ..."))
        from nntui.training.engines.choose import wants_kernel
        from nntui.training.trainer import Trainer

        if wants_kernel(session.network, session.training):
            from nntui.training.kernel.warm import fault, is_compiled, warm_up

            if not fault():
                on_event(Loading(LOADING_KERNEL if is_compiled() else COMPILING_KERNEL))
                warm_up()
        return Trainer(session.network, session.training, arrays, session.checkpoint)

    return Run(make_trainer, on_event)


def compile_meanwhile() -> None:
    """Compile the kernel in the background if that was never done here: the next session then does not wait for it."""
    from nntui.training.kernel.warm import warm_up

    Thread(target=warm_up, name="nntui-warm-up", daemon=True).start()

"""What is done in worker threads after the first paint: everything here imports late and touches no widget."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.encode import Arrays, Encoder
    from nntui.data.table import Table
    from nntui.session.options import Options
    from nntui.session.session import Session
    from nntui.training.run import Event, Run
    from nntui.training.trainer import Trainer


def opened(source: str | None, options: Options) -> Session:
    """The session that ``source`` names. Raises NntuiError."""
    from nntui.session.source import open_source

    return open_source(source, options)


LOADING_KERNEL = "loading the kernel ..."
COMPILING_KERNEL = "compiling the kernel, once for this machine ..."


@dataclass(frozen=True, slots=True)
class Loading:
    """Told on the way to a trainer: ``what`` is being waited for."""

    what: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """A table as the network sees it; without a row to train on: no encoder, no arrays, and why in ``fault``."""

    encoder: Encoder | None
    arrays: Arrays
    fault: str = ""


def encoded(table: Table) -> Encoded:
    """The encoder fitted on the table's training rows, and the table through it."""
    from nntui.data.encode import Arrays, Encoder, encode

    try:
        encoder = Encoder.fit(table)
        return Encoded(encoder, encode(table, encoder))
    except DataError as error:
        return Encoded(None, Arrays.none(len(table.inputs), len(table.targets)), str(error))


def make_run(session: Session, arrays: Arrays, on_event: Callable[[Event | Loading], None]) -> Run:
    """A run that goes on where ``session`` stands; torch and the kernel are loaded by its own thread, which says so."""
    from nntui.training.run import Run

    def make_trainer() -> Trainer:
        on_event(Loading("loading torch ..."))
        from nntui.training.choose import wants_kernel
        from nntui.training.trainer import Trainer

        if wants_kernel(session.network, session.training):
            from nntui.training.warm import is_compiled, warm_up

            on_event(Loading(LOADING_KERNEL if is_compiled() else COMPILING_KERNEL))
            warm_up()
        return Trainer(session.network, session.training, arrays, session.checkpoint)

    return Run(make_trainer, on_event)


def compile_meanwhile() -> None:
    """Compile the kernel in the background if that was never done here: the next session then does not wait for it."""
    from nntui.training.warm import warm_up

    Thread(target=warm_up, name="nntui-warm-up", daemon=True).start()

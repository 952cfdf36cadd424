"""What is done in worker threads after the first paint: everything here imports late and touches no widget."""

from __future__ import annotations

from dataclasses import dataclass
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


def make_run(session: Session, arrays: Arrays, on_event: Callable[[Event], None]) -> Run:
    """A run that goes on where ``session`` stands; torch is imported by its own thread."""
    from nntui.training.run import Run

    def make_trainer() -> Trainer:
        from nntui.training.trainer import Trainer

        return Trainer(session.network, session.training, arrays, session.checkpoint)

    return Run(make_trainer, on_event)

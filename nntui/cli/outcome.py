"""Training to its end, and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from nntui.cli.interrupt import interruptible
from nntui.cli.output import warn
from nntui.data.encode import encode
from nntui.data.shown import listed
from nntui.session.predict import Predictor
from nntui.session.score import Metrics, baseline_of, metrics_of
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.encode import Arrays, Encoder
    from nntui.data.table import Table
    from nntui.session.session import Session
    from nntui.training.history import Sink

Stopped = Literal["epochs", "stop-loss", "interrupted", "diverged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training.

    ``session`` holds all that it reached. ``loss`` and ``validation_loss`` are the displayed losses of the weights
    that it ended with; ``validation_*`` is None without validation rows. ``baseline`` is what always answering the
    mean of the training rows, or their commonest class, would score: on the validation rows or, where there are none,
    on the training rows.
    ``epochs`` and ``seconds`` are those of this training alone, ``reason`` says in words why it stopped.
    """

    session: Session
    predictor: Predictor
    engine: str
    loss: float
    validation_loss: float | None
    metrics: Metrics
    validation_metrics: Metrics | None
    baseline: Metrics
    epochs: int
    seconds: float
    stopped: Stopped
    reason: str


def trained(session: Session, encoder: Encoder, sink: Sink, abandoned: Callable[[], bool]) -> Outcome:
    """Train until the session's epochs are made, its loss is reached, it diverges, or somebody wants to stop.

    ``encoder`` is that of the session's table. ``sink`` takes the losses as they are made; ``abandoned`` tells that
    nobody waits for the result any more.
    Raises NntuiError for a session that cannot be trained.
    """
    arrays = encode(session.table, encoder)
    if left_out := _left_out(session.table, arrays):
        warn(left_out)
    _tell_of_compiling(session)
    trainer = Trainer(session.network, session.training, arrays, session.checkpoint, sink=sink)
    begun, seconds = trainer.state.epoch, trainer.seconds
    with interruptible() as wished:
        for _ in train(trainer, session.training.epochs):
            if wished() or abandoned():
                break
    trainer.look()
    reached = replace(session, checkpoint=trainer.checkpoint())
    predictor = Predictor(reached, encoder)
    with np.errstate(over="ignore", invalid="ignore"):  # a target near the largest float has no squared error
        metrics, validation_metrics, baseline = _metrics(reached, predictor, arrays)
    loss, validation_loss = trainer.losses
    return Outcome(
        session=reached,
        predictor=predictor,
        engine=trainer.engine.name,
        loss=loss,
        validation_loss=validation_loss if len(arrays.validation_rows) else None,
        metrics=metrics,
        validation_metrics=validation_metrics,
        baseline=baseline,
        epochs=trainer.state.epoch - begun,
        seconds=trainer.seconds - seconds,
        stopped=_why(trainer),
        reason=trainer.reason,
    )


def _tell_of_compiling(session: Session) -> None:
    """Say that there is something to wait for, once for a machine."""
    from nntui.training.choose import wants_kernel

    if not wants_kernel(session.network, session.training):
        return
    from nntui.training.warm import is_compiled

    if not is_compiled():
        warn("compiling the fused engine, once for this machine; --engine autograd would start at once")


def _why(trainer: Trainer) -> Stopped:
    if trainer.status == "failed":
        return "diverged"
    if trainer.status != "finished":
        return "interrupted"
    return "epochs" if trainer.state.epoch >= trainer.spec.epochs else "stop-loss"


def _metrics(session: Session, predictor: Predictor, arrays: Arrays) -> tuple[Metrics, Metrics | None, Metrics]:
    """How good the answers are on training and on validation rows, and the baseline."""
    encoder, frame = predictor.encoder, session.table.frame
    training, held_out = frame[arrays.rows], frame[arrays.validation_rows]
    metrics = metrics_of(encoder, training, predictor.outputs(arrays.inputs))
    if not held_out.height:
        return metrics, None, baseline_of(encoder, training, training)
    validation = metrics_of(encoder, held_out, predictor.outputs(arrays.validation_inputs))
    return metrics, validation, baseline_of(encoder, training, held_out)


def _left_out(table: Table, arrays: Arrays) -> str:
    """Which rows are not learnt from, and why; nothing where all are."""
    count = table.height - len(arrays.rows) - len(arrays.validation_rows)
    if not count:
        return ""
    names = [
        column.name
        for column in (*table.inputs, *table.targets)
        if column.missing == "drop" and table.frame.get_column(column.name).null_count()
    ]
    rows = f"{count:,} of {table.height:,} rows"
    if not names:
        return f"{rows} are held out, and of classes that no row to train on has: they are left out"
    return f"{rows} are left out for an empty cell in {listed(names)}; --missing COL=POLICY would fill it"

"""Training to its end, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from nntui.cli.interrupt import interruptible
from nntui.cli.output import warn
from nntui.data.encode import Encoder, encode
from nntui.session.predict import Predictor
from nntui.training.loop import train
from nntui.training.metrics import baseline_metrics, regression_metrics
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.data.encode import Arrays
    from nntui.session.session import Session
    from nntui.training.history import Sink

Stopped = Literal["epochs", "stop-loss", "interrupted", "diverged"]
Metrics = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training.

    ``session`` holds all that it reached. ``loss`` and ``validation_loss`` are the displayed losses of the weights
    that it ended with; ``validation_*`` is None without validation rows. ``baseline`` is what always answering the
    mean of the training rows would score: on the validation rows or, where there are none, on the training rows.
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


def trained(session: Session, sink: Sink, abandoned: Callable[[], bool]) -> Outcome:
    """Train until the session's epochs are made, its loss is reached, it diverges, or somebody wants to stop.

    ``sink`` takes the losses as they are made; ``abandoned`` tells that nobody waits for the result any more.
    Raises NntuiError for a session that cannot be trained.
    """
    encoder = Encoder.fit(session.table)
    arrays = encode(session.table, encoder)
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
    names = [column.name for column in session.table.targets]
    actual = session.table.frame.select(names).to_numpy()

    def answered(inputs: NDArray[np.float32]) -> NDArray[np.float64]:
        return predictor.encoder.decode_targets(predictor.outputs(inputs))

    training, held_out = actual[arrays.rows], actual[arrays.validation_rows]
    metrics = regression_metrics(answered(arrays.inputs), training)
    if not len(held_out):
        return metrics, None, baseline_metrics(training, training)
    validation = regression_metrics(answered(arrays.validation_inputs), held_out)
    return metrics, validation, baseline_metrics(training, held_out)

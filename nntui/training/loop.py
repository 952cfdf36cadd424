"""Training as a generator of frozen progress records: whoever takes them decides when it goes on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from nntui.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Generator

    from nntui.training import records
    from nntui.training.trainer import Trainer

CHUNK_SECONDS = 0.02
"""Training between two records: short for the eye, long against the cost of a record."""


class Step(Enum):
    """Train this much and pause: one update, or to the end of the epoch under way."""

    UPDATE = "update"
    EPOCH = "epoch"


@dataclass(frozen=True, slots=True)
class ChunkProgress:
    """How training stands between two chunks. Fields as in ``Snapshot``, which adds what is costly to copy."""

    state: records.RunState
    epoch: int
    batch: int
    updates: int
    train_loss: float
    validation_loss: float | None
    seconds: float
    epochs_per_second: float
    reason: str


def train(trainer: Trainer, until: int | Step, chunk_seconds: float = CHUNK_SECONDS) -> Generator[ChunkProgress]:
    """Train until ``until`` epochs were made since the very start, or one step.

    Yields a record before the first chunk and after each; the last one's state is finished, failed, or after a step
    paused. Chunks are whole epochs, as many as fit in ``chunk_seconds``, or parts of one epoch that is longer. How the
    work is cut never changes the result. Between two records the trainer is whole: the generator may be closed there,
    which pauses training, and the trainer given another rate or other rows.

    Raises TrainingError for the trainer's ``obstacle``, such as a table without rows.
    """
    goal = trainer.state.epoch + 1 if isinstance(until, Step) else until
    trainer.status, trainer.reason = "training", ""
    try:
        if until is Step.UPDATE:
            yield from _one_update(trainer)
            return
        while True:
            if trainer.status == "training":
                trainer.status, trainer.reason = _standing(trainer, goal, isinstance(until, Step))
            yield _progress(trainer)
            if trainer.status != "training":
                return
            _chunk(trainer, goal, chunk_seconds)
    finally:
        if trainer.status == "training":
            trainer.status = "paused"


def _one_update(trainer: Trainer) -> Generator[ChunkProgress]:
    _refuse_what_cannot_train(trainer)
    trainer.batches(1)
    trainer.look()
    if trainer.status == "training":
        trainer.status = "paused"
    yield _progress(trainer)


def _chunk(trainer: Trainer, goal: int, seconds: float) -> None:
    epochs = trainer.pace.epochs(seconds)
    if trainer.state.batch == 0 and epochs:
        most = epochs if trainer.most_epochs is None else min(epochs, trainer.most_epochs)
        trainer.epochs(min(most, goal - trainer.state.epoch))
    else:
        trainer.batches(trainer.pace.updates(seconds))


def _standing(trainer: Trainer, goal: int, stepping: bool) -> tuple[records.RunState, str]:
    """Whether training goes on, and if not, why."""
    _refuse_what_cannot_train(trainer)
    loss, limit = trainer.losses[0], trainer.spec.stop_loss
    if not math.isfinite(loss):
        return "failed", "the loss of the present weights is not a finite number; scale the columns, or rewind"
    if trainer.state.epoch >= goal:
        return ("paused", "") if stepping else ("finished", f"{trainer.state.epoch:,} epochs are done")
    if limit is not None and loss <= limit and trainer.state.batch == 0 and not stepping:
        return "finished", f"the training loss reached {limit:g}"
    return "training", ""


def _refuse_what_cannot_train(trainer: Trainer) -> None:
    if trainer.obstacle:
        raise TrainingError(trainer.obstacle)


def _progress(trainer: Trainer) -> ChunkProgress:
    train_loss, validation_loss = trainer.losses
    return ChunkProgress(
        state=trainer.status,
        epoch=trainer.state.epoch,
        batch=trainer.state.batch,
        updates=trainer.state.updates,
        train_loss=train_loss,
        validation_loss=None if math.isnan(validation_loss) else validation_loss,
        seconds=trainer.seconds,
        epochs_per_second=trainer.pace.epochs_per_second,
        reason=trainer.reason,
    )

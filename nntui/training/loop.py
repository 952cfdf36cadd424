"""Training as a generator: whoever advances it decides when training goes on."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

from nntui.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Generator

    from nntui.training import records
    from nntui.training.trainer import Trainer

CHUNK_SECONDS = 0.02
"""Training between two snapshots: short for the eye, long compared to the cost of a snapshot."""


class Step(Enum):
    """Train this much and pause: one update, or to the end of the epoch under way."""

    UPDATE = "update"
    EPOCH = "epoch"


def train(trainer: Trainer, until: int | Step, chunk_seconds: float = CHUNK_SECONDS) -> Generator[None]:
    """Train until ``until`` epochs have been made since the very start, or for one step.

    Yields before the first chunk and after each; ``trainer.status`` then says how training is, and is finished,
    failed, or after a step paused when nothing follows. A chunk is whole epochs, as many as fit in ``chunk_seconds``,
    or part of one epoch that is longer. How the work is cut never changes the result. While the generator is suspended
    the trainer is consistent: the generator may be closed, which pauses training, or the trainer changed.

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
                trainer.status, trainer.reason = _status(trainer, goal, isinstance(until, Step))
            yield
            if trainer.status != "training":
                return
            _chunk(trainer, goal, chunk_seconds)
    finally:
        if trainer.status == "training":
            trainer.status = "paused"


def _one_update(trainer: Trainer) -> Generator[None]:
    _check_obstacle(trainer)
    trainer.batches(1)
    trainer.look()
    if trainer.status == "training":
        trainer.status = "paused"
    yield


def _chunk(trainer: Trainer, goal: int, seconds: float) -> None:
    epochs = trainer.pace.epochs(seconds)
    if trainer.state.batch == 0 and epochs:
        most = epochs if trainer.most_epochs is None else min(epochs, trainer.most_epochs)
        planned = trainer.spec.epochs - trainer.state.epoch  # a schedule may end there
        ends = [goal - trainer.state.epoch, max(1, _patience_left(trainer)), *([planned] if planned > 0 else [])]
        trainer.epochs(int(min(most, *ends)))
    else:
        trainer.batches(trainer.pace.updates(seconds))


def _status(trainer: Trainer, goal: int, stepping: bool) -> tuple[records.RunState, str]:
    """The status before the next chunk, with the reason for stopping."""
    _check_obstacle(trainer)
    loss, limit = trainer.losses[0], trainer.spec.stop_loss
    if not math.isfinite(loss):
        return "failed", "the loss of the present weights is not a finite number; scale the columns, or rewind"
    if trainer.state.epoch >= goal:
        return ("paused", "") if stepping else ("finished", f"finished at epoch {trainer.state.epoch:,}")
    if limit is not None and loss <= limit and trainer.state.batch == 0 and not stepping:
        return "finished", f"the training loss reached {limit:g}"
    if trainer.spec.rate_is_spent(trainer.state.epoch) and not stepping:
        planned = f"the learning rate is 0 after the {trainer.spec.epochs:,} planned epochs"
        return "finished", f"{planned}; for more, set a larger number of epochs or a constant schedule"
    if _patience_left(trainer) < 1 and trainer.state.batch == 0 and not stepping:
        best = trainer.state.best_epoch
        reason = (
            f"the validation loss has not fallen for {trainer.spec.patience:,} epochs; it was lowest in epoch {best:,}"
        )
        return "finished", reason
    return "training", ""


def _patience_left(trainer: Trainer) -> float:
    """Epochs that may still pass without a lower validation loss; infinitely many where patience does not count."""
    if trainer.spec.patience is None or math.isnan(trainer.losses[1]):
        return math.inf
    return trainer.state.best_epoch + trainer.spec.patience - trainer.state.epoch


def _check_obstacle(trainer: Trainer) -> None:
    if trainer.obstacle:
        raise TrainingError(trainer.obstacle)

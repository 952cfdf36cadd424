"""Training as a generator: whoever advances it decides when training goes on."""

from __future__ import annotations

import math
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.safe_text import number_of
from nntui.training.ends import BREAKPOINT

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
    failed, or paused: after a step, or at a breakpoint. A chunk is whole epochs, as many as fit in ``chunk_seconds``,
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
        if isinstance(until, Step):
            trainer.watch.off = True
        else:
            trainer.begin_watch()
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
    if trainer.state.batch or not epochs:
        trainer.batches(trainer.pace.updates(seconds))
        return
    most = epochs if trainer.most_epochs is None else min(epochs, trainer.most_epochs)
    planned = trainer.spec.epochs - trainer.state.epoch  # a schedule may end there
    count = min(most, goal - trainer.state.epoch, *([planned] if planned > 0 else []))
    if not trainer.watch.each_epoch:
        trainer.epochs(count)
        return
    end = monotonic() + seconds
    for _ in range(count):
        trainer.epochs(1)
        if trainer.watch.caught is not None or trainer.status != "training" or monotonic() > end:
            return


def _status(trainer: Trainer, goal: int, stepping: bool) -> tuple[records.RunState, str]:
    """The status before the next chunk, with the reason for stopping."""
    _check_obstacle(trainer)
    if not math.isfinite(trainer.losses[0]):
        return "failed", "the loss of the present weights is not a finite number; scale the columns, or rewind"
    if trainer.state.epoch >= goal:
        return ("paused", "") if stepping else ("finished", f"finished at epoch {trainer.state.epoch:,}")
    caught = trainer.watch.caught
    if caught is not None and caught.pauses:
        return "paused", f"{BREAKPOINT}{caught.condition}: {caught.state}"
    reason = "" if stepping else _end(trainer)
    return ("finished", reason) if reason else ("training", "")


def _end(trainer: Trainer) -> str:
    """The reason to stop before the goal, "" for none."""
    loss, limit, caught = trainer.losses[0], trainer.spec.stop_loss, trainer.watch.caught
    if limit is not None and loss <= limit and trainer.state.batch == 0:
        return f"the training loss reached {limit:g}"
    if trainer.spec.rate_is_spent(trainer.state.epoch):
        planned = f"the learning rate is 0 after the {number_of(trainer.spec.epochs, 'planned epoch')}"
        return f"{planned}; for more, set a larger number of epochs or a constant schedule"
    return caught.state if caught is not None else ""


def _check_obstacle(trainer: Trainer) -> None:
    if trainer.obstacle:
        raise TrainingError(trainer.obstacle)

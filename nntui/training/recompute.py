"""Makes a moment of the past again, to the bit, from the kept moment before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.training.loop import CHUNK_SECONDS
from nntui.training.timeline import checkpoint_at
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.records import Checkpoint, Losses, Segment
    from nntui.training.spec import TrainingSpec


def moment_of(
    segment: Segment,
    epoch: int,
    specs: tuple[NetworkSpec, TrainingSpec],
    arrays: Arrays,
    losses: tuple[Losses, Losses],
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Checkpoint | None:
    """The checkpoint at the end of ``epoch``, which lies in ``segment``; None once ``cancelled`` or if it diverges.

    ``specs`` and ``arrays`` are those that the segment was trained with, ``losses`` the whole curve and its dense last
    part as known now.
    """
    network, training = specs
    kept = segment.before(epoch)
    reached = checkpoint_at(segment, kept, *losses)
    if kept.epoch >= epoch:
        return reached
    training = replace(training, rate=segment.rate, stop_loss=None, patience=None)
    trainer = Trainer(network, training, arrays, reached, keeps=False)
    while trainer.state.epoch < epoch and trainer.status != "failed":
        if cancelled():
            return None
        whole = 0 if trainer.state.batch else trainer.pace.epochs(CHUNK_SECONDS)
        if whole:
            trainer.epochs(min(whole, epoch - trainer.state.epoch))
        else:
            trainer.batches(trainer.pace.updates(CHUNK_SECONDS))
    return None if trainer.status == "failed" else trainer.checkpoint()

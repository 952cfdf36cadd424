"""Makes a moment of the past again, to the bit, from the kept moment before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.training.loop import CHUNK_SECONDS
from nntui.training.spec import endless
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
    kept = segment.before(epoch)
    reached = checkpoint_at(segment, kept, *losses)
    if kept.epoch >= epoch:
        return reached
    return trained_to((epoch, 0), segment, reached, specs, arrays, cancelled=cancelled)


def trained_to(
    place: tuple[int, int],
    segment: Segment,
    start: Checkpoint,
    specs: tuple[NetworkSpec, TrainingSpec],
    arrays: Arrays,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Checkpoint | None:
    """The checkpoint at ``place``, an epoch and the updates in the one after it, trained from ``start``.

    Both lie in ``segment``. None once ``cancelled`` or if it diverges.
    """
    network, training = specs
    training = replace(endless(training), rate=segment.rate)
    trainer = Trainer(network, training, arrays, start, keeps=False)
    state, (epoch, batch) = trainer.state, place
    while (state.epoch, state.batch) < place and trainer.status != "failed":
        if cancelled():
            return None
        whole = 0 if state.batch or state.epoch == epoch else trainer.pace.epochs(CHUNK_SECONDS)
        if whole:
            trainer.epochs(min(whole, epoch - state.epoch))
        else:
            most = batch - state.batch if state.epoch == epoch else trainer.updates_per_epoch
            trainer.batches(min(most, trainer.pace.updates(CHUNK_SECONDS)))
    return None if trainer.status == "failed" else trainer.checkpoint()

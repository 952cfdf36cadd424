"""Ways to finish a training: with the weights of its best epoch, or once more on all rows."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.data.kinds import IGNORED
from nntui.data.marks import split_column
from nntui.errors import TrainingError
from nntui.model.holding import mask_of
from nntui.session.follow import refit
from nntui.training.spec import endless
from nntui.training.timeline import losses_until

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec
    from nntui.session.follow import Note
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint


def at_best(checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint as it was after its best epoch, as far as it is known: weights, curve and counts.

    What the optimiser remembered then is not known: its memory starts empty.
    """
    epoch = checkpoint.best_epoch
    if epoch == checkpoint.epoch and not checkpoint.batch:
        return checkpoint
    curve, recent = losses_until(checkpoint.curve, epoch), losses_until(checkpoint.recent, epoch)
    known = curve if not len(recent.epochs) else recent
    return dataclasses.replace(
        checkpoint,
        epoch=epoch,
        batch=0,
        updates=0,
        weights=checkpoint.best,
        optimizer={},
        curve=curve,
        recent=known,
        seconds=float(known.seconds[-1]) if len(known.seconds) else 0.0,
        state="paused",
        reason="",
    )


def with_best_weights(session: Session, note: Note) -> Session:
    """``session`` at its best epoch; ``note`` takes a line on it. Raises TrainingError where it is there already."""
    reached = session.checkpoint
    if reached is None or reached.untrained:
        raise TrainingError("nothing was trained yet, so there is no best epoch")
    if not math.isfinite(reached.best_loss) or (reached.best_epoch == reached.epoch and not reached.batch):
        raise TrainingError(f"the best epoch is the present one, {reached.epoch:,}")
    note(f"back at the best epoch, {reached.best_epoch:,} of {reached.epoch:,}; the optimiser's memory starts empty")
    return replace(session, checkpoint=at_best(reached))


def on_all_rows(session: Session, rows: int, all_rows: int) -> tuple[Session, int]:
    """``session``, untrained, with its validation rows among those to train on, and the epochs to train it for.

    ``rows`` are those it was trained on, ``all_rows`` those and the validation rows. The planned epochs, and those
    reached, become as many as make the same number of updates, nearly. Frozen weights keep their values.
    """
    from nntui.training.batches import updates_per_epoch

    batch = session.training.batch
    share = updates_per_epoch(rows, batch) / updates_per_epoch(all_rows, batch)
    reached = session.checkpoint.epoch if session.checkpoint else 0
    table = session.table
    split = split_column(table.columns)
    if split is not None:
        table = table.with_role(split, IGNORED)
    table = table.with_validation([False] * table.height)
    training = replace(endless(session.training), epochs=max(1, round(session.training.epochs * share)))
    network = _with_frozen_values(session)
    fresh = refit(replace(session, checkpoint=None, validation=0.0, training=training, network=network), table)
    return fresh, max(1, round(reached * share))


def _with_frozen_values(session: Session) -> NetworkSpec:
    """The network whose frozen weights begin with the values that they have now."""
    network, reached = session.network, session.checkpoint
    if reached is None or not network.frozen_places:
        return network
    held = mask_of(network.frozen_places, network.parameters)
    first = np.where(held, reached.weights, reached.first)
    return replace(network, first_weights=tuple(map(float, first)))

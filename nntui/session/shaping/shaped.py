"""A session with one layer changed: what was learnt is kept, and how far the answers changed is told."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.errors import DataError
from nntui.safe_text import number_of, one_line
from nntui.session.by_hand import HandEdit
from nntui.training.spec import check_together

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Encoder
    from nntui.model.reshape import Reshape
    from nntui.session.session import Session
    from nntui.session.shaping.edits import LayerEdit
    from nntui.training.records import Checkpoint

    Rows = np.ndarray[tuple[int, int], np.dtype[np.float32]]

ROWS = 512
"""Training rows, the first of the table, for which the answers are to change as little as they can."""
SAME = 2e-5
"""Change of scaled outputs, relative to the largest, that is none but rounding."""


def shaped(session: Session, edit: LayerEdit, encoded: tuple[Encoder, Rows] | None = None) -> HandEdit:
    """``session`` with ``edit`` made to its network, and its checkpoint carried over.

    ``encoded`` are the encoder of its table and the scaled inputs of the training rows, if they are known. Raises
    SpecError for an edit that cannot be made.
    """
    network, training = session.network, session.training
    reshape = edit.reshape(network)
    name, other = edit.name(network, training), edit.training(network, training)
    if reshape.graft.new == network and other == training:
        return HandEdit(session, name, changes=False)
    check_together(reshape.graft.new, other)
    reached = session.checkpoint
    if reached is None:
        after = replace(session, network=reshape.graft.new, training=other)
        return HandEdit(after, name, answers="the network begins with first weights")
    encoder, rows = encoded if encoded is not None else _encoded(session)
    some = rows[:ROWS]
    if not len(some):
        some = np.random.Generator(np.random.PCG64(0)).standard_normal((ROWS, network.inputs)).astype(np.float32)
    new, checkpoint = reshape.network, _carried(reached, reshape, some)
    after = replace(session, network=new, training=other, checkpoint=checkpoint)
    return HandEdit(after, name, answers=_change_of_answers(session, after, some, encoder))


def _encoded(session: Session) -> tuple[Encoder | None, Rows]:
    from nntui.data.encoding.encoder import encode
    from nntui.session.encoders import encoder_of

    try:
        encoder = encoder_of(session)
        return encoder, encode(session.table, encoder).inputs
    except DataError:  # a table that cannot be learnt from at present
        return None, np.empty((0, session.network.inputs), np.float32)


def _carried(reached: Checkpoint, reshape: Reshape, rows: Rows) -> Checkpoint:
    """``reached`` for the new network: counts, curve and time stay; the optimiser remembers nothing of new weights."""
    first = reshape.graft.first_weights()
    nothing = np.zeros_like(first)
    return dataclasses.replace(
        reached,
        batch=0,
        weights=reshape.weights(reached.weights, first, rows),
        first=first,
        best=reshape.weights(reached.best, first, rows),
        best_loss=math.inf,
        optimizer={name: reshape.graft.carried(moment, nothing) for name, moment in reached.optimizer.items()},
        past=(),
    )


def _change_of_answers(before: Session, after: Session, rows: Rows, encoder: Encoder | None) -> str:
    """The change of the answers to ``rows``, in words and in the target's unit."""
    from nntui.model.trace import trace  # torch

    outputs = []
    for session in (before, after):
        assert session.checkpoint is not None
        outputs.append(trace(session.network, session.checkpoint.weights, rows).outputs)
    old, new = outputs
    if not np.isfinite(old).all() or not np.isfinite(new).all():
        return "the answers are not finite numbers"
    if np.abs(new - old).max() <= SAME * max(1.0, float(np.abs(old).max())):
        return "the answers did not change"
    if encoder is None:
        return f"the scaled answers changed by up to {np.abs(new - old).max():.2g}"
    one, other = encoder.decode(old), encoder.decode(new)
    if one.probabilities is not None and other.probabilities is not None:
        far = float(np.abs(other.probabilities - one.probabilities).max())
        classes = int((one.values[0] != other.values[0]).sum())
        others = f"{classes:,} of {number_of(len(rows), 'row')} changed class" if classes else "no row changed class"
        return f"probabilities changed by up to {far:.2g}, {others}"
    parts = []
    for each, later in zip(one.values, other.values, strict=True):
        column = next(column for column in before.table.targets if column.name == each.name)
        far = np.abs(later.to_numpy() - each.to_numpy()).max()
        parts.append(f"{far:.3g} {one_line(column.unit or column.name)}")
    return f"the answers changed by up to {', '.join(parts)}"

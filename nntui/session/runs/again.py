"""A run trained once more from its first weights, with the same rows and edits at the same epochs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.encoder import encode
from nntui.errors import TrainingError
from nntui.safe_text import number_of
from nntui.session.encoders import encoder_of
from nntui.session.session import place_of
from nntui.training.timeline import checkpoint_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.session import Chain
    from nntui.training.records import Checkpoint


@dataclass(frozen=True, slots=True)
class TrainedAgain:
    """The result of ``segments`` trained once more up to ``epoch``, in all of which ``same`` weights were reached.

    ``edited`` is the number of changes that were made to the weights themselves, and were made again.
    """

    segments: int
    epoch: int
    same: bool
    edited: int = 0

    def __str__(self) -> str:
        """The result in words."""
        end = "the same weights, bit for bit" if self.same else "other weights"
        made = f", with {number_of(self.edited, 'change')} of the weights made again," if self.edited else ""
        parts = f" in {number_of(self.segments, 'segment')}" if self.segments > 1 else ""
        return f"trained again from its first weights: {number_of(self.epoch, 'epoch')}{parts}{made} end in {end}"


def train_again(chain: Chain, reached: Checkpoint, cancelled: Callable[[], bool]) -> TrainedAgain | None:
    """Train the segments of ``chain`` again, up to the place that training had ``reached``; None once ``cancelled``.

    Raises TrainingError where the beginning is not kept any more, or a segment diverges.
    """
    from nntui.training.recompute import trained_to  # torch

    if not chain or chain[0].start != (0, 0):
        first = f"; the first epoch that is kept is {chain[0].start[0]:,}" if chain else ""
        raise TrainingError(f"its first weights are no longer kept{first}")
    edited, encoded = 0, None
    for number, trained in enumerate(chain):
        segment, session = trained.segment, trained.session
        if encoded is None or encoded[0] is not session.table:
            encoded = session.table, encode(session.table, encoder_of(session))
        last = number + 1 == len(chain)
        place = place_of(reached) if last else chain[number + 1].start
        start = checkpoint_at(segment, segment.start, reached.curve, reached.recent)
        specs = session.network, session.training
        end = trained_to(place, segment, start, specs, encoded[1], cancelled=cancelled)
        if cancelled():
            return None
        if end is None:
            raise TrainingError(f"it diverges after epoch {segment.start.epoch:,}")
        if last:
            same = np.array_equal(end.weights, reached.weights)
        elif not np.array_equal(end.weights, chain[number + 1].segment.start.weights):
            edited += 1
    return TrainedAgain(len(chain), reached.epoch, same, edited)

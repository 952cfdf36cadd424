"""How much work fits in a chunk, and how fast training is, both measured during training."""

from __future__ import annotations

import math

FIRST_GUESS = 1e-4
"""Seconds for an update of a tiny network, before anything is measured."""
GUESSED_SPEED = 1e9
"""Multiply-adds per second, for the same guess."""
MOST_GROWTH = 8.0
"""An update is assumed to be at most this many times faster than the last one measured."""
SMOOTHING = 1.0
"""Time constant, in seconds of training, of the displayed speed."""


class Pace:
    """The size of the next chunk, from the time that earlier ones took. It never changes the result of training.

    ``epoch_work`` is the multiply-adds of a pass over all rows. ``epochs_per_second`` is the recent speed.
    """

    def __init__(self, updates_per_epoch: int, epoch_work: int) -> None:
        self._updates_per_epoch = max(updates_per_epoch, 1)
        self._update_seconds = FIRST_GUESS + epoch_work / self._updates_per_epoch / GUESSED_SPEED
        self.epochs_per_second = 0.0

    def epochs(self, seconds: float) -> int:
        """Whole epochs that fit in ``seconds``; 0 if not even one does."""
        if self._updates_per_epoch == 1:
            return max(1, self._updates(seconds))
        return self._updates(seconds) // self._updates_per_epoch

    def updates(self, seconds: float) -> int:
        """Updates that fit in ``seconds``, at least one."""
        return max(1, self._updates(seconds))

    def _updates(self, seconds: float) -> int:
        return int(seconds / self._update_seconds)

    def measured(self, updates: int, seconds: float) -> None:
        """Learn that ``updates`` took ``seconds``."""
        if updates == 0:
            return
        self._update_seconds = max(seconds / updates, self._update_seconds / MOST_GROWTH)
        if seconds > 0:
            speed = updates / self._updates_per_epoch / seconds
            forgotten = 1.0 if self.epochs_per_second == 0 else -math.expm1(-seconds / SMOOTHING)
            self.epochs_per_second += forgotten * (speed - self.epochs_per_second)

"""The epochs that the loss plot shows: all of them, the last ones, or some of the past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

LEAST = 10
"""Least epochs of a window."""
RECENT_SHARE, RECENT_MOST = 5, 1_000
"""The recent view has this part (1/5) of the epochs, and at most so many."""
STEPS = 4
"""A window that follows training goes on by a quarter of its width at a time, so that it is seldom drawn anew."""
PAN = 2
"""A window is moved by half its width."""


class Epochs(NamedTuple):
    """The first epoch and the newest."""

    first: int
    newest: int

    @property
    def length(self) -> int:
        """The number of epochs between them."""
        return max(1, self.newest - self.first)


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The ``width`` epochs up to ``end``; without ``end`` the newest ones, without ``width`` all."""

    width: int | None = None
    end: int | None = None

    @property
    def follows(self) -> bool:
        """Whether it has the newest epoch, and goes on with training."""
        return self.end is None

    def span(self, epochs: Epochs) -> tuple[int, int] | None:
        """The first and the last epoch of the axis; None for all epochs."""
        if self.width is None:
            return None
        if self.end is not None:
            return self.end - self.width, self.end
        step = max(1, self.width // STEPS)
        steps = -(-(epochs.newest - epochs.first) // step)  # rounded up
        end = max(epochs.first + steps * step, epochs.first + self.width)
        return end - self.width, end

    def closer(self, epochs: Epochs, around: int | None) -> TimeWindow:
        """Half as many epochs: those around the epoch ``around``, or the last ones of the window."""
        width = max(LEAST, (self.width or epochs.length) // 2)
        if around is None:
            return replace(self, width=width) if width < epochs.length else self
        return _ending(width, around + width // 2, epochs)

    def wider(self, epochs: Epochs, around: int | None) -> TimeWindow:
        """Twice as many epochs; all, where that is as many as there are."""
        if self.width is None or 2 * self.width >= epochs.length:
            return TimeWindow()
        if around is not None:
            return _ending(2 * self.width, around + self.width, epochs)
        return (
            TimeWindow(2 * self.width)
            if self.end is None
            else _ending(2 * self.width, self.end + self.width // 2, epochs)
        )

    def moved(self, epochs: Epochs, direction: int) -> TimeWindow:
        """Half a window earlier (-1) or later (1); at the newest epoch it follows training again."""
        if self.width is None:
            return self
        end = epochs.newest if self.end is None else self.end
        end += direction * max(1, self.width // PAN)
        return TimeWindow(self.width) if end >= epochs.newest else _ending(self.width, end, epochs)

    def around(self, epoch: int, epochs: Epochs) -> TimeWindow:
        """The window moved, where that is needed, so that ``epoch`` lies in it; it follows training no more."""
        span = self.span(epochs)
        if span is None or self.width is None:
            return self
        low, high = span
        return replace(self, end=high if low <= epoch <= high else epoch + (self.width if epoch < low else 0))

    def toggled(self, epochs: Epochs) -> TimeWindow:
        """The recent epochs where all are shown, else all."""
        if self.width is not None:
            return TimeWindow()
        return TimeWindow(min(max(LEAST, epochs.length // RECENT_SHARE), RECENT_MOST))


def _ending(width: int, end: int, epochs: Epochs) -> TimeWindow:
    """The window of ``width`` epochs up to ``end``, moved to where there are epochs."""
    return TimeWindow(width, max(min(end, epochs.newest), min(epochs.first + width, epochs.newest)))

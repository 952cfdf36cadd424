"""The losses epoch by epoch, in blocks of any size, each entry beside the best before it. Numpy only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.training.records import Losses


@dataclass(frozen=True, slots=True, eq=False)
class LossBlock:
    """Losses in order, float64 [entries] each, after ``epochs``; NaN where there is none.

    ``best`` is the lowest training loss before each entry and ``best_validation`` the lowest validation loss;
    ``train_then`` is the training loss where that was reached. All are infinite before the first entry. ``rises`` is
    how many of the last changes of the training loss, this one included, were clear rises. ``reference``
    is the loss of always the same answer.
    """

    epochs: NDArray[np.int64]
    train: NDArray[np.float64]
    validation: NDArray[np.float64]
    best: NDArray[np.float64]
    best_validation: NDArray[np.float64]
    train_then: NDArray[np.float64]
    rises: NDArray[np.int64]
    reference: float


RISE, RECENT = 1.1, 10
"""Times the loss before from which on it has clearly risen, and the last changes that are counted."""


class LossReader:
    """Turns losses as they come into blocks. How they are divided changes no entry.

    ``best`` is the lowest training loss so far.
    """

    def __init__(self, reference: float) -> None:
        self._reference = reference
        self.begin()

    def begin(self) -> None:
        """Forget the losses so far."""
        self.best = self._best_validation = self._train_then = math.inf
        self._last = math.inf
        self._risen = np.zeros(RECENT - 1, dtype=np.int64)

    def read(self, losses: Losses) -> LossBlock:
        """The block of the next losses."""
        train, validation = (np.where(np.isnan(each), np.inf, each) for each in (losses.train, losses.validation))
        best = _lowest_before(train, self.best)
        best_validation = _lowest_before(validation, self._best_validation)
        places = np.maximum.accumulate(np.where(validation < best_validation, np.arange(len(train)), -1))
        then = np.where(places >= 0, train[places], self._train_then)
        train_then = np.concatenate([[self._train_then], then[:-1]])
        with np.errstate(invalid="ignore"):
            risen = train > RISE * np.concatenate([[self._last], train[:-1]])
        recent = np.concatenate([self._risen, risen])
        rises = np.convolve(recent, np.ones(RECENT, dtype=np.int64), "valid")
        if len(train):
            self.best = min(float(best[-1]), float(train[-1]))
            self._best_validation = min(float(best_validation[-1]), float(validation[-1]))
            self._train_then = float(then[-1])
            self._last, self._risen = float(train[-1]), recent[-RECENT + 1 :]
        return LossBlock(
            losses.epochs, losses.train, losses.validation, best, best_validation, train_then, rises, self._reference
        )


def _lowest_before(values: NDArray[np.float64], before: float) -> NDArray[np.float64]:
    """Of each value the lowest of those before it, ``before`` being the lowest of those before all."""
    lowest: NDArray[np.float64] = np.minimum.accumulate(np.concatenate([[before], values]))[:-1]
    return lowest

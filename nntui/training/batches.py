"""The rows of an epoch, batch by batch, in a seeded order that the compiled kernel reproduces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

GATHERED_NUMBERS = 1 << 20
"""Inputs that are shuffled all at once for an epoch; those of a larger table are gathered batch by batch."""


class Batches:
    """Cuts rows into the batches of each epoch.

    ``batch`` is rows per update; None, or at least as many as there are: all rows at once, in the table's order.
    """

    def __init__(self, inputs: Tensor, targets: Tensor, batch: int | None, seed: int) -> None:
        self._inputs = inputs
        self._targets = targets
        self._seed = seed
        rows = inputs.shape[0]
        self._size = rows if batch is None else min(batch, rows)
        self._epoch = -1
        self._order: tuple[Tensor, ...] = ()
        self._gathered: list[tuple[Tensor, Tensor]] = []
        self.count = updates_per_epoch(rows, batch)
        if self.count == 1:
            self._gathered = [(inputs, targets)]

    def take(self, epoch: int, batch: int) -> tuple[Tensor, Tensor]:
        """The inputs [rows, inputs] and targets [rows, outputs] of ``batch`` (from 0) of ``epoch``."""
        if self.count > 1 and epoch != self._epoch:
            self._shuffle(epoch)
        if self._gathered:
            return self._gathered[batch]
        rows = self._order[batch]
        return self._inputs.index_select(0, rows), self._targets.index_select(0, rows)

    def _shuffle(self, epoch: int) -> None:
        import torch  # exports read this module's constants where torch is not loaded

        shuffled = torch.from_numpy(order(self._seed, epoch, self._inputs.shape[0])).to(self._inputs.device)
        self._order = torch.split(shuffled, self._size)
        if self._inputs.numel() <= GATHERED_NUMBERS:
            inputs = torch.split(self._inputs.index_select(0, shuffled), self._size)
            targets = torch.split(self._targets.index_select(0, shuffled), self._size)
            self._gathered = list(zip(inputs, targets, strict=True))
        self._epoch = epoch


def updates_per_epoch(rows: int, batch: int | None) -> int:
    """Updates in one epoch over ``rows`` rows, ``batch`` rows at a time (None: all at once); the last may be short."""
    if batch is None or rows == 0:
        return min(rows, 1)
    return -(-rows // batch)


@dataclass(frozen=True, slots=True)
class PartOfEpoch:
    """The updates of an engine's rows among those of a longer epoch: ``first`` come before them, ``all`` in all."""

    first: int
    all: int


GAMMA = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
MASK = 2**64 - 1
LOW_32 = np.uint64(2**32 - 1)
MOST_ROWS = 2**32 - 1
"""Rows of the longest table that can be shuffled: the limit of the two-step product below."""


def order(seed: int, epoch: int, rows: int) -> NDArray[np.int64]:
    """The order of the rows in ``epoch`` (from 0): a permutation of 0 .. rows - 1, int64 [rows].

    Raises ValueError above ``MOST_ROWS`` rows.
    """
    if rows > MOST_ROWS:
        raise ValueError(f"{rows:,} rows; at most {MOST_ROWS:,} can be shuffled")
    places = list(range(rows))
    if rows > 1:
        sizes = np.arange(rows, 1, -1, dtype=np.uint64)
        for i, j in zip(range(rows - 1, 0, -1), _high(_draws(epoch_start(seed, epoch), rows - 1), sizes), strict=True):
            places[i], places[j] = places[j], places[i]
    return np.array(places, dtype=np.int64)


def epoch_start(seed: int, epoch: int) -> int:
    """Where the stream of draws for ``epoch`` starts, an unsigned 64-bit number."""
    return draw(draw(seed, 0), epoch)


def draw(start: int, k: int) -> int:
    """Draw ``k`` (from 0) of the stream from ``start``, an unsigned 64-bit number (splitmix64, Steele et al. 2014)."""
    z = (start + (k + 1) * GAMMA) & MASK
    z = ((z ^ (z >> 30)) * MIX_1) & MASK
    z = ((z ^ (z >> 27)) * MIX_2) & MASK
    return z ^ (z >> 31)


def _draws(start: int, count: int) -> NDArray[np.uint64]:
    """Draws 0 .. count - 1 of the stream from ``start``."""
    z = np.uint64(start) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GAMMA)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX_1)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_2)
    return z ^ (z >> np.uint64(31))


def _high(draws: NDArray[np.uint64], sizes: NDArray[np.uint64]) -> list[int]:
    """The high 64 bits of draws * sizes, from two 32-bit halves: nothing overflows while sizes stay below 2**32."""
    low = (draws & LOW_32) * sizes >> np.uint64(32)
    high: list[int] = ((draws >> np.uint64(32)) * sizes + low >> np.uint64(32)).tolist()
    return high

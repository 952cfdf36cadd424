"""The order of rows in an epoch: seeded, and simple enough to be made identically by a compiled kernel.

All arithmetic is on unsigned 64-bit numbers, modulo 2**64. SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom
Number Generators, 2014) is a counter and a mixing function. Its stream from ``start`` has as draw k, from 0,

    draw(start, k) = mix(start + (k + 1) * GAMMA)

    mix(z): z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB
            return z ^ (z >> 31)

The stream of an epoch starts at ``draw(draw(seed, 0), epoch)``. Rows 0, 1, 2, ... are shuffled by Fisher and Yates: for
i from rows - 1 down to 1, with draws k = 0, 1, ..., the rows at places i and j are swapped, where j is the high 64 bits
of the 128-bit product draw * (i + 1) (Lemire: Fast Random Integer Generation in an Interval, 2019, without its
rejection step, whose bias is below rows / 2**64).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAMMA = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
MASK = 2**64 - 1
LOW_32 = np.uint64(2**32 - 1)
MOST_ROWS = 2**32 - 1
"""Rows of the longest table that can be shuffled: what the two-step product below can hold."""


def order(seed: int, epoch: int, rows: int) -> NDArray[np.int64]:
    """The order in which ``epoch`` (from 0) takes the rows: a permutation of 0 .. rows - 1, int64 [rows].

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
    return _draw(_draw(seed, 0), epoch)


def _draw(start: int, k: int) -> int:
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

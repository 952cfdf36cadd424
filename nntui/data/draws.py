"""Random numbers that a seed gives on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STREAM = 1
"""Sets these draws apart from others by the same seed, such as those that choose the rows held out."""


class Draws:
    """A stream of random numbers.

    Made from raw draws: NumPy promises the same stream of a bit generator in every version, not the same uniform or
    normal numbers.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(STREAM,)))

    def uniform(self, count: int, low: float = 0.0, high: float = 1.0) -> NDArray[np.float64]:
        """So many numbers [count], each as likely as any other from ``low`` up to, not including, ``high``."""
        share = (self._bits.random_raw(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return low + (high - low) * share

    def normal(self, count: int) -> NDArray[np.float64]:
        """So many numbers [count] of mean 0 and deviation 1, by Box and Muller (1958)."""
        distance: NDArray[np.float64] = np.sqrt(-2 * np.log(1 - self.uniform(count)))
        return distance * np.cos(self.uniform(count, 0, 2 * np.pi))

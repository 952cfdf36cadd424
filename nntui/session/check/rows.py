"""Which training rows a check goes over: all of them, or a sample where that would take too long. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_WORK = 4_000_000_000
"""Multiplications of a check, nearly: a second or two on one core."""
LEAST_ROWS = 16
"""Rows that a check takes even where that is more work."""
MOST_NUMBERS = 1 << 24
"""Numbers of one layer for all rows of a check: 128 MB in float64."""


@dataclass(frozen=True, slots=True, eq=False)
class RowSample:
    """The rows of a check: ``places`` among the ``available`` training rows, rising."""

    places: NDArray[np.int64]
    available: int

    @property
    def words(self) -> str:
        """The rows in words: "all 314 training rows", "a sample of 500 of the 60,000 training rows"."""
        count = len(self.places)
        if count == self.available:
            return f"all {count:,} training rows" if count > 1 else "the only training row"
        return f"a sample of {count:,} of the {self.available:,} training rows"


def sample_rows(available: int, work: float, width: int, seed: int) -> RowSample:
    """As many of the ``available`` training rows as a check may take that costs ``work`` multiplications for each.

    ``width`` is that of the widest layer. A smaller sample of the same ``seed`` is part of a larger one. Raises
    DataError if there is no row.
    """
    if not available:
        raise DataError("there is no row to train on; fill one in, or use fewer validation rows")
    count = min(available, max(LEAST_ROWS, min(int(MOST_WORK / max(1.0, work)), MOST_NUMBERS // width)))
    if count == available:
        return RowSample(np.arange(available), available)
    return RowSample(np.sort(np.random.default_rng(seed).permutation(available)[:count]), available)

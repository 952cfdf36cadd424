"""Which rows are held out, to see how a network answers what it was not trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def validation_mask(rows: int, share: float, seed: int) -> NDArray[np.bool_]:
    """Boolean [rows]: True for ``round(rows * share)`` rows chosen by ``seed``, but never for the last training row.

    Raises DataError unless 0 <= share < 1.
    """
    if not 0 <= share < 1:
        raise DataError(f"validation share: {share:g}; give 0 up to, not including, 1")
    held_out = min(round(rows * share), max(rows - 1, 0))
    # Ordered by raw draws: NumPy promises the same stream of a bit generator in every version, not the same shuffle.
    order = np.argsort(np.random.PCG64(seed).random_raw(rows), kind="stable")
    mask = np.zeros(rows, dtype=np.bool_)
    mask[order[:held_out]] = True
    return mask

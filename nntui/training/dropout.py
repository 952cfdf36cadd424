"""Which neurons an update leaves out: drawn by counting, so that the compiled kernel drops the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.training.batches import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.training.spec import TrainingSpec

STREAM = 1
"""The seed's stream of draws for this; the order of rows comes from stream 0."""
HASH_MULTIPLIERS = 0x7FEB352D, 0x846CA68B
HASH_SHIFTS = 16, 15, 16
"""Of the 32-bit hash lowbias32, found by Chris Wellons' hash-prospector (2018)."""


def layer_key(seed: int, epoch: int, batch: int, layer: int) -> int:
    """The key, an unsigned 64-bit number, of hidden ``layer`` in update ``batch`` of ``epoch``, all from 0."""
    return draw(draw(draw(draw(seed, STREAM), epoch), batch), layer)


def threshold(share: float) -> int:
    """The least hash of a neuron that is kept where ``share`` of them are dropped."""
    return min(round(share * 2**32), 2**32 - 1)


def dropout_factors(key: int, rows: int, width: int, share: float) -> NDArray[np.float64]:
    """The factors for the activations of a layer [rows, width]: 0, or 1 / (1 - share) for those that are kept.

    The hash of neuron j in row i of the batch counts from i * width + j, modulo 2**32.
    """
    x = np.arange(rows * width, dtype=np.uint64).astype(np.uint32) ^ np.uint32(key & 0xFFFFFFFF)
    x = (x ^ (x >> np.uint32(HASH_SHIFTS[0]))) * np.uint32(HASH_MULTIPLIERS[0]) + np.uint32(key >> 32)
    x = (x ^ (x >> np.uint32(HASH_SHIFTS[1]))) * np.uint32(HASH_MULTIPLIERS[1])
    x ^= x >> np.uint32(HASH_SHIFTS[2])
    return np.where(x >= threshold(share), 1 / (1 - share), 0.0).reshape(rows, width)


def dropout_masks(
    spec: TrainingSpec, hidden: Sequence[int], epoch: int, batch: int, rows: int
) -> list[NDArray[np.float64] | None]:
    """The factors [rows, width] of each of the ``hidden`` layers in an update, None for one that drops nothing.

    Empty without dropout.
    """
    if not spec.drops(len(hidden)):
        return []
    keys = (layer_key(spec.seed, epoch, batch, layer) for layer in range(len(hidden)))
    shares = map(spec.dropout_of, range(len(hidden)))
    return [
        dropout_factors(key, rows, width, share) if share else None
        for key, width, share in zip(keys, hidden, shares, strict=True)
    ]

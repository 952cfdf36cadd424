"""The order of rows in an epoch, made as ``nntui.training.shuffle`` documents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.training import shuffle
from nntui.training.kernel.compiled import compiled, never_inline
from nntui.training.kernel.lanes import peek, poke

if TYPE_CHECKING:
    from nntui.training.kernel.compiled import Pointer

GAMMA = np.uint64(shuffle.GAMMA)
MIX_1 = np.uint64(shuffle.MIX_1)
MIX_2 = np.uint64(shuffle.MIX_2)
LOW_32 = shuffle.LOW_32
ONE = np.uint64(1)


@compiled
def draw(start: np.uint64, k: np.uint64) -> np.uint64:
    """Draw ``k`` of the stream from ``start``."""
    z = start + (k + ONE) * GAMMA
    z = (z ^ (z >> np.uint64(30))) * MIX_1
    z = (z ^ (z >> np.uint64(27))) * MIX_2
    return z ^ (z >> np.uint64(31))


@compiled
def shuffle_rows(seed: int, epoch: int, order: Pointer, rows: int) -> None:
    """Put the order of ``epoch`` in ``order``, int64 [rows]."""
    never_inline()
    for i in range(rows):
        poke(order, i, i)
    start = draw(draw(np.uint64(seed), np.uint64(0)), np.uint64(epoch))
    for i in range(rows - 1, 0, -1):
        number = draw(start, np.uint64(rows - 1 - i))
        size = np.uint64(i + 1)
        low = (number & LOW_32) * size >> np.uint64(32)
        j = np.int64((number >> np.uint64(32)) * size + low >> np.uint64(32))
        here = peek(order, i)
        poke(order, i, peek(order, j))
        poke(order, j, here)

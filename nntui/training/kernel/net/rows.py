"""Rows as the kernel takes them: shuffled, gathered into panels, and turned into columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.training import batches
from nntui.training.kernel.simd.lanes import LANES, moved, peek, poke
from nntui.training.kernel.simd.operation import compiled, never_inline
from nntui.training.kernel.simd.tile import empty_tile, load_rows, load_tile, store_tile, turned_tile

if TYPE_CHECKING:
    from nntui.training.kernel.net.product import MatrixInMemory
    from nntui.training.kernel.simd.operation import Pointer

GAMMA = np.uint64(batches.GAMMA)
MIX_1 = np.uint64(batches.MIX_1)
MIX_2 = np.uint64(batches.MIX_2)
LOW_32 = batches.LOW_32
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


WIDE = 8
"""Deltas of so many neurons are turned faster in squares than one by one."""


@compiled
def gather(table: MatrixInMemory, order: Pointer, rows: int, panel: MatrixInMemory) -> None:
    """panel[i, column] = table[order[column], i] for ``rows`` columns.

    The columns left over repeat the last row, which overflows no sooner than the row it repeats; zeros might.
    """
    never_inline()
    width = table.row
    in_squares = width // LANES * LANES
    for i in range(0, in_squares, LANES):
        for column in range(0, panel.row, LANES):
            some = moved(order, column)
            square = load_rows(moved(table.at, i), width, some, rows - column)
            store_tile(turned_tile(square), moved(panel.at, i * panel.row + column), panel.row)
    for column in range(rows):
        source = moved(table.at, peek(order, column) * width)
        target = moved(panel.at, column)
        for i in range(in_squares, width):
            poke(target, i * panel.row, peek(source, i))
    for i in range(in_squares, width):
        row = moved(panel.at, i * panel.row)
        last = peek(row, rows - 1)
        for column in range(rows, panel.row):
            poke(row, column, last)


@compiled
def turn(panel: MatrixInMemory, width: int, rows: int, turned: MatrixInMemory) -> None:
    """turned[row, i] = panel[i, row].

    Wide panels are turned in squares, which reach up to 15 rows beyond the end of both: there must be room.
    """
    never_inline()
    if width < WIDE:
        for i in range(width):
            for row in range(rows):
                poke(turned.at, row * turned.row + i, peek(panel.at, i * panel.row + row))
        return
    for row in range(0, rows, LANES):
        for i in range(0, width, LANES):
            square = load_tile(empty_tile(panel.at, LANES), moved(panel.at, i * panel.row + row), panel.row)
            store_tile(turned_tile(square), moved(turned.at, row * turned.row + i), turned.row)

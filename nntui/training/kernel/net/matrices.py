"""Matrices in memory: the one product that all passes are made of, and rows shuffled, gathered and transposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from llvmlite import binding

from nntui.training import batches
from nntui.training.kernel.simd.lanes import (
    LANES,
    filled,
    load,
    load_first,
    moved,
    peek,
    poke,
    room_for,
    store,
    store_first,
)
from nntui.training.kernel.simd.operation import Pointer, always_inline, compiled, never_inline
from nntui.training.kernel.simd.tile import (
    empty_tile,
    load_rows,
    load_tile,
    store_tile,
    tile_multiply_add,
    transposed_tile,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class MatrixInMemory(NamedTuple):
    """Numbers in memory: element [i, j] is number ``i * row + j * column`` from ``at``."""

    at: Pointer
    row: int
    column: int


class Extent(NamedTuple):
    """The size of a product: [rows, columns] of the result, each a sum of ``terms``."""

    rows: int
    terms: int
    columns: int


TERMS = 128
"""Terms summed before the next row of the result: their vectors stay in the nearest cache meanwhile."""


def _band(height: int) -> Callable[..., None]:
    """A function for ``height`` rows of the product, whose sums all stay in registers.

    If fewer columns are left than a vector holds, the sums go through ``aside``: one loop serves both.
    """

    numbers_aside = LANES * height

    @compiled
    def band(
        target: MatrixInMemory, numbers: MatrixInMemory, vectors: MatrixInMemory, extent: Extent, onto: bool
    ) -> None:
        zeros = room_for(target.at, LANES)
        aside = room_for(target.at, numbers_aside)
        store(zeros, 0, filled(zeros, 0))
        for column in range(0, extent.columns, LANES):
            place = moved(target.at, column)
            left = extent.columns - column
            fits = left >= LANES
            goal = place if fits else aside
            step = target.row if fits else LANES
            adding = onto and fits
            tile = load_tile(empty_tile(target.at, height), goal if adding else zeros, step if adding else 0)
            for term in range(extent.terms):
                lanes = load(vectors.at, column + term * vectors.row)
                tile = tile_multiply_add(tile, moved(numbers.at, term * numbers.column), numbers.row, lanes)
            store_tile(tile, goal, step)
            if not fits:
                _put(MatrixInMemory(place, target.row, 1), aside, height, left, onto)

    return band


@compiled
def _put(target: MatrixInMemory, aside: Pointer, rows: int, columns: int, onto: bool) -> None:
    """target = the first ``columns`` of each vector in ``aside``, or target += those."""
    never_inline()
    nothing = filled(target.at, 0 * peek(aside, 0))
    for row in range(rows):
        place = row * target.row
        before = load_first(target.at, place, columns) if onto else nothing
        store_first(target.at, place, load(aside, row * LANES) + before, columns)


TALLEST = 24 if binding.get_host_cpu_features().get("avx512f") else 6
"""Rows that are summed together: as many as there are registers for, since each sum waits for its last addition."""

_most_rows = _band(TALLEST)
_eight_rows = _band(min(8, TALLEST))
_four_rows = _band(4)
_two_rows = _band(2)
_one_row = _band(1)


@compiled
def product(
    target: MatrixInMemory, numbers: MatrixInMemory, vectors: MatrixInMemory, extent: Extent, onto: bool
) -> None:
    """target = numbers @ vectors, or target += that if ``onto``.

    The columns of ``target`` and ``vectors`` lie side by side (their ``column`` is 1), and a row of ``vectors`` is
    readable up to a whole number of lanes. ``numbers`` may have any layout: a matrix and its transpose serve alike.
    """
    always_inline()
    for term in range(0, extent.terms, TERMS):
        own = MatrixInMemory(moved(numbers.at, term * numbers.column), numbers.row, numbers.column)
        lanes = MatrixInMemory(moved(vectors.at, term * vectors.row), vectors.row, 1)
        some = Extent(extent.rows, min(TERMS, extent.terms - term), extent.columns)
        _bands(target, own, lanes, some, onto or term > 0)


@compiled
def _bands(
    target: MatrixInMemory, numbers: MatrixInMemory, vectors: MatrixInMemory, extent: Extent, onto: bool
) -> None:
    """``product`` of few terms."""
    never_inline()
    row = 0
    while row < extent.rows:
        part = MatrixInMemory(moved(target.at, row * target.row), target.row, 1)
        own = MatrixInMemory(moved(numbers.at, row * numbers.row), numbers.row, numbers.column)
        left = extent.rows - row
        if left >= TALLEST:
            _most_rows(part, own, vectors, extent, onto)
            row += TALLEST
        elif left >= 8:
            _eight_rows(part, own, vectors, extent, onto)
            row += 8
        elif left >= 4:
            _four_rows(part, own, vectors, extent, onto)
            row += 4
        elif left >= 2:
            _two_rows(part, own, vectors, extent, onto)
            row += 2
        else:
            _one_row(part, own, vectors, extent, onto)
            row += 1


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
"""Neurons from which deltas are transposed faster in squares than one by one."""


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
            store_tile(transposed_tile(square), moved(panel.at, i * panel.row + column), panel.row)
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
def transpose(panel: MatrixInMemory, width: int, rows: int, target: MatrixInMemory) -> None:
    """target[row, i] = panel[i, row].

    Wide panels are transposed in squares, which reach up to 15 rows beyond the end of both: there must be room.
    """
    never_inline()
    if width < WIDE:
        for i in range(width):
            for row in range(rows):
                poke(target.at, row * target.row + i, peek(panel.at, i * panel.row + row))
        return
    for row in range(0, rows, LANES):
        for i in range(0, width, LANES):
            square = load_tile(empty_tile(panel.at, LANES), moved(panel.at, i * panel.row + row), panel.row)
            store_tile(transposed_tile(square), moved(target.at, row * target.row + i), target.row)

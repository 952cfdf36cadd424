"""Rows turned into columns: rows of the table gathered into a panel, and deltas laid out row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.kernel.compiled import compiled, never_inline
from nntui.training.kernel.lanes import LANES, moved, peek, poke
from nntui.training.kernel.tile import empty_tile, load_rows, load_tile, store_tile, turned_tile

if TYPE_CHECKING:
    from nntui.training.kernel.compiled import Pointer
    from nntui.training.kernel.product import Matrix

WIDE = 8
"""Deltas of so many neurons are turned faster in squares than one by one."""


@compiled
def gather(table: Matrix, order: Pointer, rows: int, panel: Matrix) -> None:
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
def turn(panel: Matrix, width: int, rows: int, turned: Matrix) -> None:
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

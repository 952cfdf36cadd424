"""Rows turned into columns: rows of the table gathered into a panel, and deltas laid out row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.kernel.compiled import compiled, never_inline
from nntui.training.kernel.lanes import peek, poke

if TYPE_CHECKING:
    from nntui.training.kernel.compiled import Pointer
    from nntui.training.kernel.product import Matrix


@compiled
def gather(table: Matrix, order: Pointer, rows: int, panel: Matrix, with_ones: bool) -> None:
    """panel[i, column] = table[order[column], i] for ``rows`` columns, and ones below them if asked for.

    The columns left over repeat the last row, which overflows no sooner than the row it repeats; zeros might.
    """
    never_inline()
    width = table.row
    columns = panel.row
    for column in range(columns):
        source = peek(order, min(column, rows - 1)) * width
        for i in range(width):
            poke(panel.at, i * columns + column, peek(table.at, source + i))
        if with_ones:
            poke(panel.at, width * columns + column, 1)


@compiled
def turn(panel: Matrix, width: int, rows: int, turned: Matrix) -> None:
    """turned[row, i] = panel[i, row]."""
    never_inline()
    for i in range(width):
        for row in range(rows):
            poke(turned.at, row * turned.row + i, peek(panel.at, i * panel.row + row))

"""How a cell is spelled in the table: as much of it as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import MOST_MARKS, clean

if TYPE_CHECKING:
    from nntui.data.cells import Cell
    from nntui.data.column import Column
    from nntui.render.glyphs import Align, Glyphs


def text_of(value: Cell, column: Column, width: int) -> str:
    """The text of a cell; of a long one only the beginning, which takes more than ``width`` cells all the same."""
    from nntui.data.cells import format_cell

    # A character that takes cells has few marks on it: the rest of a cell of 10,000 characters need not be looked at.
    return value[: (MOST_MARKS + 1) * (width + 1)] if isinstance(value, str) else format_cell(value, column)


def room_for(value: Cell, column: Column, most: int, glyphs: Glyphs) -> int:
    """The cells that a cell takes on the screen, ``most`` where it is longer."""
    return 0 if value is None else min(cell_len(clean(text_of(value, column, most), glyphs)), most)


def align_of(column: Column) -> Align:
    """Numbers stand at the right of their column, words at the left."""
    return "right" if column.numeric else "left"

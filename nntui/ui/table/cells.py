"""The text of a cell, the marks at it, and text laid over a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import clean
from nntui.render.text import Line, Span, join_spans, width_of
from nntui.safe_text import MOST_MARKS

if TYPE_CHECKING:
    from nntui.data.cells import Cell
    from nntui.data.column import Column, Role
    from nntui.render.glyphs import Align, Glyphs
    from nntui.ui.table.entry import CellEntry


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


CALCULATED = "="
"""Before the name of a column that a formula calculates."""


class Marks(NamedTuple):
    """One cell each: before a target's name, and that of the column which says what is held out; beside a row held out,
    and one with an empty cell that leaves it out; in the empty cell.
    """

    target: str
    held: str
    incomplete: str
    empty: str


def marks_for(glyphs: Glyphs) -> Marks:
    """The marks that go with ``glyphs``."""
    return Marks("▸", "◇", "!", glyphs.between) if glyphs.braille else Marks(">", "v", "!", glyphs.between)


def role_mark(role: Role, marks: Marks) -> str:
    """What stands before the name of a column of this role."""
    return {"target": marks.target, "split": marks.held}.get(role, "")


def marked_name(column: Column, marks: Marks) -> str:
    """The column's name behind the signs of what it is."""
    return role_mark(column.role, marks) + (CALCULATED if column.formula else "") + column.name


def cut(line: Line, start: int, stop: int) -> Line:
    """The cells ``start`` up to ``stop`` of the line, spaces where it is shorter; half a wide character is a space."""
    spans: list[Span] = []
    x = 0
    for span in line:
        text = ""
        for character in span.text:
            end = x + cell_len(character)
            if start <= x and end <= stop and (end > x or x > start):
                text += character
            elif x < stop and end > start:
                text += " " * (min(end, stop) - max(x, start))
            x = end
        spans.append(Span(text, span.style))
    return join_spans([*spans, Span(" " * (stop - max(x, start)))])


def over(line: Line, x: int, field: Line, width: int) -> Line:
    """The line with the cells from ``x`` on taken by ``field``, which is ``width`` cells wide."""
    end = width_of(line)
    return join_spans([*cut(line, 0, x), *field, *cut(line, x + width, max(end, x + width))])


def entry_field(entry: CellEntry, width: int, style: str, glyphs: Glyphs) -> Line:
    """The entry in exactly ``width`` cells, moved along so that the place where one types is in sight.

    What is offered stands dim behind it.
    """
    text = clean(entry.text + entry.rest[:width], glyphs) + " "
    start = max(entry.at + 1 - width, 0)
    while cell_len(text[start : entry.at + 1]) > width:
        start += 1
    before, here, after = text[start : entry.at], text[entry.at], text[entry.at + 1 :][:width] + " " * width
    return cut((Span(before, style), Span(here, "cursor"), Span(after, "row-dim" if entry.rest else style)), 0, width)

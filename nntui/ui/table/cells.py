"""Cells, names and notes of columns as text, and text laid over a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import clean
from nntui.render.text import Line, Span, join_spans, width_of
from nntui.safe_text import MOST_MARKS

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Align, Glyphs
    from nntui.ui.widgets.text_entry import TextEntry

CALCULATED = "="
"""Mark before the name of a column that a formula calculates."""
SHORT_NOTE = 3
"""The index of the shortest of ``heading_notes`` that still says everything."""


def cell_text(value: Cell, column: Column, width: int) -> str:
    """The text of a cell; of a long one only a beginning that is wider than ``width`` cells."""
    from nntui.data.cells import format_cell

    # A character that takes cells has few marks on it, so the rest of a cell of 10,000 characters is never needed.
    return value[: (MOST_MARKS + 1) * (width + 1)] if isinstance(value, str) else format_cell(value, column)


def cell_in(value: Cell, column: Column, width: int) -> str:
    """The text of a cell for ``width`` cells, in which a number is rounded rather than cut."""
    from nntui.render.numbers import format_rounded  # not needed for the first paint

    text = cell_text(value, column, width)
    return format_rounded(text, width) if column.numeric and not column.temporal else text


def cell_width(value: Cell, column: Column, most: int, glyphs: Glyphs) -> int:
    """The width of a cell's text, at most ``most``."""
    return 0 if value is None else min(cell_len(clean(cell_text(value, column, most), glyphs)), most)


def align_of(column: Column) -> Align:
    """Numbers are right-aligned, words left-aligned."""
    return "right" if column.numeric else "left"


class Marks(NamedTuple):
    """Marks of one cell: before the name of a target and of the validation column; beside a validation row and a row
    that an empty cell excludes from training; in an empty cell.
    """

    target: str
    validation: str
    incomplete: str
    empty: str


def marks_for(glyphs: Glyphs) -> Marks:
    """The marks in these glyphs."""
    return Marks("▸", "◇", "!", glyphs.between) if glyphs.braille else Marks(">", "v", "!", glyphs.between)


def marked_name(column: Column, marks: Marks) -> str:
    """The column's name after the marks of its role and of a formula."""
    role = marks.target if column.is_target else marks.validation if column.role_record.marks_rows else ""
    return role + (CALCULATED if column.formula else "") + column.name


def heading_notes(column: Column, empty: int, glyphs: Glyphs) -> list[str]:
    """Kind, role (unless input), unit, and ``empty`` cells with their policy, in ever shorter wordings."""
    role = "" if column.is_input else column.role
    kind, short, unit = column.kind, column.kind_record.short, clean(column.unit, glyphs)
    policy = column.missing if column.learnt and not column.formula else ""
    cells = f"{empty:,} empty" if empty else ""
    cells = f"{cells}: {policy}" if cells and policy else cells
    few = f"{empty}{glyphs.between}" if empty else ""
    wordings = [
        (kind, role, unit, cells),
        (short, role, unit, cells),
        (short, role, cells),
        (short, role, unit, few),
        (role, unit, few),
        (role, few),
        (role,),
        (short, unit),
        (few,) if empty else (unit,),
        (short,),
    ]
    return [" ".join(filter(None, parts)) for parts in wordings]


def cut_line(line: Line, start: int, stop: int) -> Line:
    """The cells ``start`` to ``stop`` (exclusive) of a line, padded with blanks; half a wide character is a blank."""
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


def overlay(line: Line, x: int, field: Line, width: int) -> Line:
    """The line with ``field``, ``width`` cells wide, laid over it at ``x``."""
    end = width_of(line)
    return join_spans([*cut_line(line, 0, x), *field, *cut_line(line, x + width, max(end, x + width))])


def entry_field(entry: TextEntry, width: int, style: str, glyphs: Glyphs) -> Line:
    """The text being typed in exactly ``width`` cells, scrolled to its cursor, with the completion dim after it."""
    text = clean(entry.text + entry.rest[:width], glyphs) + " "
    start = max(entry.at + 1 - width, 0)
    while cell_len(text[start : entry.at + 1]) > width:
        start += 1
    before, here, after = text[start : entry.at], text[entry.at], text[entry.at + 1 :][:width] + " " * width
    spans = Span(before, style), Span(here, "cursor"), Span(after, "row-dim" if entry.rest else style)
    return cut_line(spans, 0, width)

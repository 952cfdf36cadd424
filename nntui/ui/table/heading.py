"""The two lines above the table, and how much room its columns want."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, join_spans, width_of
from nntui.ui.table import layout
from nntui.ui.table.cells import align_of, marked_name, marks_for, room_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nntui.data.cells import Cell
    from nntui.data.column import Column, Kind
    from nntui.data.table import Table
    from nntui.render.glyphs import Align, Glyphs
    from nntui.ui.table.layout import ColumnPlace
    from nntui.ui.table.scene import Extra

SHORT_KINDS: dict[Kind, str] = {"number": "num", "whole": "int", "yes-no": "y/n", "category": "cat", "text": "txt"}
"""What the kinds are called where there is little room."""
SHORT = 3
"""The number of the short wording of a note that still says everything."""


def notes(column: Column, empty: int, glyphs: Glyphs) -> list[str]:
    """What a column is (kind, role, unit, ``empty`` cells and what becomes of them), in ever shorter wordings.

    That a column is an input goes without saying.
    """
    role = "" if column.role == "input" else column.role
    kind, short, unit = column.kind, SHORT_KINDS[column.kind], clean(column.unit, glyphs)
    used = column.role in {"input", "target"} and not column.formula
    policy = column.missing if used else ""
    cells = f"{empty:,} empty" if empty else ""
    told = f"{cells}: {policy}" if cells and policy else cells
    few = f"{empty}{glyphs.between}" if empty else ""
    wordings = [
        (kind, role, unit, told),
        (short, role, unit, told),
        (short, role, told),
        (short, role, unit, few),
        (role, unit, few),
        (role, few),
        (role,),
        (short, unit),
        (few,) if empty else (unit,),
        (short,),
    ]
    return [" ".join(filter(None, parts)) for parts in wordings]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's two lines, and how they stand; ``notes`` are wordings of the second, the first to fit is taken."""

    place: ColumnPlace
    name: str
    style: str
    notes: Sequence[str]
    align: Align

    def note(self, glyphs: Glyphs) -> str:
        """The second line in exactly its place."""
        text = next((text for text in self.notes if text and cell_len(text) <= self.place.width), "")
        return fit(text, self.place.width, self.align, glyphs)


def heading_of(column: Column, place: ColumnPlace, empty: int, glyphs: Glyphs, *, here: bool) -> Heading:
    """The heading of one of the table's own columns; ``here`` stands the cursor."""
    style = "target" if column.role == "target" else "dim" if column.role == "ignored" else "bold"
    name = marked_name(column, marks_for(glyphs))
    return Heading(place, name, "heading-here" if here else style, notes(column, empty, glyphs), align_of(column))


def heading_of_extra(extra: Extra, place: ColumnPlace) -> Heading:
    """The heading of a column beside the table."""
    return Heading(place, extra.name, extra.style, [extra.note], "right")


def name_line(headings: Sequence[Heading], gutter: Line, glyphs: Glyphs) -> Line:
    """The names behind ``gutter``; only the text of a name is underlined or coloured, not the room around it."""
    spans = list(gutter)
    end = width_of(gutter)
    for each in headings:
        text = fit(each.name, each.place.width, each.align, glyphs)
        bare = text.strip()
        before = len(text) - len(text.lstrip())
        spans += [Span(" " * (each.place.x - end + before)), Span(bare, each.style)]
        spans.append(Span(" " * (len(text) - before - len(bare))))
        end = each.place.x + each.place.width
    return join_spans(spans)


def note_line(headings: Sequence[Heading], gutter: int, glyphs: Glyphs) -> Line:
    """What stands under the names."""
    text, end = " " * gutter, gutter
    for each in headings:
        text += " " * (each.place.x - end) + each.note(glyphs)
        end = each.place.x + each.place.width
    return join_spans([Span(text, "dim")])


SAMPLED_CELLS, SAMPLED_PLACES = 3_000, 8
"""How much of a table is looked at for its widths, and at how many places between first and last row."""


class Wants:
    """What the columns of one table after another want, by a sample of its cells and by those that came into sight."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._cells: list[int] = []
        self._headings: list[layout.Want] = []

    def follow(self, table: Table) -> None:
        """Look at another table."""
        glyphs, marks = self._glyphs, marks_for(self._glyphs)
        self._cells = sampled(table, glyphs)
        self._headings = []
        for column, cells in zip(table.columns, table.frame, strict=True):
            name = cell_len(clean(marked_name(column, marks)[: 4 * layout.LONGEST_NAME], glyphs))
            wordings = notes(column, cells.null_count(), glyphs)
            full, short = (min(cell_len(text), layout.LONGEST_NOTE) for text in (wordings[0], wordings[SHORT]))
            self._headings.append(
                layout.Want(min(name, layout.LONGEST_NAME), 0, (full, min(full, short)), not column.numeric)
            )

    def grow(self, table: Table, columns: Iterable[int], rows: Sequence[Sequence[Cell]]) -> bool:
        """Whether these rows need wider columns than all before them did; the columns then stay that wide."""
        before = list(self._cells)
        for number in columns:
            column, widest = table.columns[number], self._cells[number]
            for row in rows:
                widest = max(widest, room_for(row[number], column, layout.LONGEST_TEXT, self._glyphs))
            self._cells[number] = widest
        return self._cells != before

    def columns(self, *, noted: bool) -> list[layout.Want]:
        """What each column wants; with what stands under the names where that is shown."""
        pairs = zip(self._headings, self._cells, strict=True)
        return [want._replace(cell=cell, notes=want.notes if noted else (0, 0)) for want, cell in pairs]


def sampled(table: Table, glyphs: Glyphs) -> list[int]:
    """The room that each column's cells take, by a sample of the first rows, the last ones, and some between."""
    rows = max(SAMPLED_CELLS // max(table.width, 1) // SAMPLED_PLACES, 1)
    wanted = [0] * table.width
    for place in range(SAMPLED_PLACES):
        start = (table.height - rows) * place // (SAMPLED_PLACES - 1)
        for row in table.rows(max(start, 0), max(start, 0) + rows):
            for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                wanted[number] = max(wanted[number], room_for(cell, column, layout.LONGEST_TEXT, glyphs))
    return wanted

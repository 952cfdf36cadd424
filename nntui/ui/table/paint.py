"""The lines of the table's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, join_spans
from nntui.ui.table.cells import align_of, entry_field, marks_for, over, text_of
from nntui.ui.table.heading import heading_of, heading_of_extra, name_line, note_line
from nntui.ui.table.layout import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.cells import Cell
    from nntui.data.column import Column
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.ui.table.heading import Heading
    from nntui.ui.table.layout import ColumnPlace
    from nntui.ui.table.scene import Scene

IN_ROW = frozenset({"", "dim", "validation", "answer"})
"""Styles that have a look of their own in the cursor's row."""


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws a scene's table in ``width`` cells: ``gutter`` of them for the rows' numbers, then the ``places``.

    The ``beside`` are the places of the scene's extras.
    """

    scene: Scene
    table: Table
    places: tuple[ColumnPlace, ...]
    beside: tuple[ColumnPlace, ...]
    gutter: int
    width: int
    glyphs: Glyphs

    def head(self) -> tuple[Line, Line]:
        """The columns' names, and under them what each column is."""
        headings = self._headings()
        return self._names(headings), note_line(headings, self.gutter, self.glyphs)

    def _names(self, headings: Sequence[Heading]) -> Line:
        """The names, targets marked, with signs where there are columns out of sight."""
        before = self.glyphs.before if self.places and self.places[0].column > 0 else ""
        line = name_line(headings, (Span(fit(before, self.gutter, "right"), "dim"),), self.glyphs)
        if self.places and self.places[-1].column < self.table.width - 1:
            line = over(line, self._room - 1, (Span(self.glyphs.after, "dim"),), 1)
        return self._typed_over(line) if self.scene.renaming else line

    def row(self, number: int, cells: Sequence[Cell]) -> Line:
        """One row, ``number`` of those shown: the table's number for it, its marks and its cells."""
        scene, columns = self.scene, self.table.columns
        row, here = scene.table_row(number), number == scene.row
        held, incomplete = self.table.is_validation(row), self._incomplete(cells)
        marks = marks_for(self.glyphs)
        numbering = "title" if here else "dim"
        sign = Span(marks.incomplete, "warning") if incomplete else Span(marks.held if held else " ", "validation")
        spans = [Span(str(row + 1).rjust(self.gutter - 1), numbering), sign]
        end, picked = self.gutter, False
        for place in self.places:
            column, cell = columns[place.column], cells[place.column]
            text = marks.empty if cell is None else text_of(cell, column, place.width)
            style = _in_row("dim" if cell is None or incomplete else _cell_style(column, held=held), here=here)
            before, picked = picked, scene.anchor is not None and scene.area.holds(number, place.column)
            spans.append(Span(" " * (place.x - end), self._picked if before and picked else style))
            cursor = here and place.column == scene.column
            style = self._cursor if cursor else self._picked if picked else style
            spans.append(Span(fit(text, place.width, align_of(column), self.glyphs), style))
            end = place.x + place.width
        spans += self._extras(row, end, here=here)
        line = join_spans(spans)
        return self._typed_over(line) if here and not scene.renaming else line

    def _extras(self, row: int, end: int, *, here: bool) -> list[Span]:
        spans = []
        for place in self.beside:
            extra = self.scene.extras[place.column]
            text = extra.texts.get(row, "")
            spans.append(Span(" " * (place.x - end), "row" if here else ""))
            spans.append(Span(fit(text, place.width, "right", self.glyphs), _in_row(extra.style, here=here)))
            end = place.x + place.width
        return [*spans, Span(" " * (self.width - end), "row" if here else "")]

    def _headings(self) -> list[Heading]:
        own = []
        for place in self.places:
            column, empty = self.table.columns[place.column], self.table.frame.to_series(place.column).null_count()
            own.append(heading_of(column, place, empty, self.glyphs, here=place.column == self.scene.column))
        return [*own, *(heading_of_extra(self.scene.extras[place.column], place) for place in self.beside)]

    @property
    def _room(self) -> int:
        """Where the table's own columns end at the latest."""
        return self.beside[0].x - GAP if self.beside else self.width

    def _incomplete(self, cells: Sequence[Cell]) -> bool:
        """Whether the row is left out of training for an empty cell."""
        return None in cells and any(
            cell is None and column.role in {"input", "target"} and column.missing in {"drop", "refuse"}
            for cell, column in zip(cells, self.table.columns, strict=True)
        )

    @property
    def _picked(self) -> str:
        return "cursor" if self.scene.focused else "cursor-idle"

    @property
    def _cursor(self) -> str:
        """The look of the cursor's cell: in a selection it is the one that is not picked out."""
        there = self.scene.focused and not self.scene.renaming and self.scene.anchor is None
        return "cursor" if there else "cursor-idle"

    def _typed_over(self, line: Line) -> Line:
        """The line with what is being typed over the cursor's column, and its neighbours if it needs their room."""
        entry = self.scene.entry
        place = next((place for place in self.places if place.column == self.scene.column), None)
        if entry is None or place is None:
            return line
        wanted = cell_len(clean(entry.text + entry.rest, self.glyphs)) + 1
        width = min(max(place.width, wanted), self.width - self.gutter)
        x = min(place.x, self.width - width)
        covered = [each for each in self.places if each.x < x + width and x < each.x + each.width]
        end = max(x + width, covered[-1].x + covered[-1].width)
        x = min(x, covered[0].x)
        field = entry_field(entry, end - x, "refused" if self.scene.refusal else "entry", self.glyphs)
        return over(line, x, field, end - x)


def _in_row(style: str, *, here: bool) -> str:
    """The style as it is in the cursor's row."""
    if not here:
        return style
    return f"row-{style}" if style and style in IN_ROW else "row"


def _cell_style(column: Column, *, held: bool) -> str:
    if column.role in {"ignored", "split"}:
        return "dim"
    return "validation" if held else "answer" if column.role == "target" else ""

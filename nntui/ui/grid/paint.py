"""The lines of the table: names above, rows below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.data.edits import format_number
from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, merged
from nntui.ui.grid.marks import marks_for, role_mark
from nntui.ui.grid.overlay import entry_field, over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.ui.grid.layout import Place
    from nntui.ui.grid.scene import Scene


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws a scene's table in ``width`` cells: ``gutter`` of them for the rows' numbers, then the ``places``."""

    scene: Scene
    table: Table
    places: tuple[Place, ...]
    gutter: int
    width: int
    glyphs: Glyphs

    def names(self) -> Line:
        """The columns' names, targets marked, with signs where there are columns out of sight."""
        before = self.glyphs.before if self.places and self.places[0].column > 0 else ""
        spans = [Span(fit(before, self.gutter, "right"), "dim")]
        end = self.gutter
        for place in self.places:
            column = self.table.columns[place.column]
            name = role_mark(column.role, marks_for(self.glyphs)) + column.name
            style = "heading-here" if place.column == self.scene.column else _heading_style(column)
            text = fit(name, place.width, "right", self.glyphs)
            spans += [
                Span(" " * (place.x - end + cell_len(text) - cell_len(text.lstrip()))),
                Span(text.lstrip(), style),
            ]
            end = place.x + place.width
        if self.places and self.places[-1].column < self.table.width - 1:
            spans.append(Span(" " * (self.width - end - 1) + self.glyphs.after, "dim"))
        return self._typed_over(merged(spans)) if self.scene.renaming else merged(spans)

    def notes(self) -> Line:
        """Under the names: what is a target, and the units."""
        spans = [Span(" " * self.gutter)]
        end = self.gutter
        for place in self.places:
            text = _note(self.table.columns[place.column], place.width, self.glyphs)
            spans.append(Span(" " * (place.x - end) + fit(text, place.width, "right", self.glyphs), "dim"))
            end = place.x + place.width
        return merged(spans)

    def row(self, number: int, cells: Sequence[float | None]) -> Line:
        """One row: its number, its marks and its cells."""
        here = number == self.scene.row
        held, incomplete = self.table.is_validation(number), self._incomplete(cells)
        marks = marks_for(self.glyphs)
        numbering = "title" if here else "dim"
        spans = [Span(str(number + 1).rjust(self.gutter - 1), numbering)]
        if incomplete:
            spans.append(Span(marks.incomplete, "warning"))
        else:
            spans.append(Span(marks.held, "held") if held else Span(" ", numbering))
        end = self.gutter
        for place in self.places:
            cell = cells[place.column]
            text = marks.empty if cell is None else format_number(cell)
            style = "dim" if cell is None or incomplete else _cell_style(self.table.columns[place.column], held=held)
            if here:
                style = f"row-{style}" if style else "row"
            chosen = here and place.column == self.scene.column
            spans.append(Span(" " * (place.x - end), "row" if chosen else style))
            spans.append(Span(fit(text, place.width, "right", self.glyphs), self._cursor if chosen else style))
            end = place.x + place.width
        line = merged([*spans, Span(" " * (self.width - end), "row" if here else "")])
        return self._typed_over(line) if here and not self.scene.renaming else line

    def _incomplete(self, cells: Sequence[float | None]) -> bool:
        """Whether the row is left out of training for an empty cell."""
        columns = self.table.columns
        return None in cells and any(
            cell is None and column.role != "ignored" for cell, column in zip(cells, columns, strict=True)
        )

    @property
    def _cursor(self) -> str:
        return "cursor" if self.scene.focused and not self.scene.renaming else "cursor-idle"

    def _typed_over(self, line: Line) -> Line:
        """The line with what is being typed over the cursor's column, and its neighbours if it needs their room."""
        entry = self.scene.entry
        place = next((place for place in self.places if place.column == self.scene.column), None)
        if entry is None or place is None:
            return line
        wanted = cell_len(clean(entry.text, self.glyphs)) + 1
        width = min(max(place.width, wanted), self.width - self.gutter)
        x = min(place.x, self.width - width)
        covered = [each for each in self.places if each.x < x + width and x < each.x + each.width]
        end = max(x + width, covered[-1].x + covered[-1].width)
        x = min(x, covered[0].x)
        field = entry_field(entry, end - x, "refused" if self.scene.refusal else "entry", self.glyphs)
        return over(line, x, field, end - x)


def _heading_style(column: Column) -> str:
    return "target" if column.role == "target" else "dim" if column.role == "ignored" else "bold"


def _cell_style(column: Column, *, held: bool) -> str:
    if column.role == "ignored":
        return "dim"
    return "held" if held else "answer" if column.role == "target" else ""


def _note(column: Column, width: int, glyphs: Glyphs) -> str:
    """As much as fits of the column's role and unit; the role of an input goes without saying."""
    role = "" if column.role == "input" else column.role
    unit = clean(column.unit, glyphs)
    both = f"{role} {unit}".strip()
    return next((text for text in (both, role, unit) if cell_len(text) <= width), "")

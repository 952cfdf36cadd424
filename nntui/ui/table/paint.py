"""The lines of the table on the screen: two of headings, and one for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit, fit_ending, fit_names
from nntui.render.text import ON_ROW, Line, Span, join_spans
from nntui.ui.table.cells import (
    align_of,
    cell_in,
    entry_field,
    heading_notes,
    marked_name,
    marks_for,
    overlay,
)
from nntui.ui.table.layout import EXTRA_GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.render.glyphs import Align, Glyphs
    from nntui.ui.table.layout import ColumnPlace
    from nntui.ui.table.scene import Scene


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a column and the note under it; of the wordings in ``notes`` the first that fits is shown.

    The ``ending`` of the name stays where the name itself is cut.
    """

    place: ColumnPlace
    name: str
    style: str
    notes: Sequence[str]
    align: Align
    ending: str = ""

    def shown(self, names: Sequence[str], glyphs: Glyphs) -> str:
        """The name in exactly its width, cut in its middle if another one of ``names`` in sight begins alike."""
        width = self.place.width
        if self.ending:
            return fit(fit_ending(self.name, self.ending, width, glyphs), width, self.align, glyphs)
        short = dict(zip(names, fit_names(tuple(names), width, glyphs), strict=True))[self.name]
        return fit(short, width, self.align, glyphs)

    def note(self, glyphs: Glyphs) -> str:
        """The note in exactly its width."""
        text = next((text for text in self.notes if text and cell_len(text) <= self.place.width), "")
        return fit(text, self.place.width, self.align, glyphs)


def heading_of(column: Column, place: ColumnPlace, empty: int, glyphs: Glyphs, *, here: bool) -> Heading:
    """The heading of one of the table's columns with ``empty`` cells; ``here`` if the cursor is in it."""
    style = "target" if column.is_target else "bold" if column.learnt or column.role_record.marks_rows else "dim"
    name, notes = marked_name(column, marks_for(glyphs)), heading_notes(column, empty, glyphs)
    return Heading(place, name, "heading-here" if here else style, notes, align_of(column))


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws a scene's table in ``width`` cells: ``gutter`` for the row numbers, then its columns at ``places``.

    ``beside`` are the places of the scene's extra columns.
    """

    scene: Scene
    table: Table
    places: tuple[ColumnPlace, ...]
    beside: tuple[ColumnPlace, ...]
    gutter: int
    width: int
    glyphs: Glyphs

    def head(self) -> tuple[Line, Line]:
        """The names of the columns, and the notes under them."""
        headings = self._headings()
        return self._names(headings), self._notes(headings)

    def row(self, number: int, cells: Sequence[Cell]) -> Line:
        """The row shown as ``number``: its number in the table, its mark and its cells."""
        scene, columns = self.scene, self.table.columns
        row, here = scene.table_row(number), number == scene.row
        validation, incomplete = self.table.is_validation(row), self._is_incomplete(cells)
        marks = marks_for(self.glyphs)
        mark = Span(marks.validation if validation else " ", "validation")
        mark = Span(marks.incomplete, "warning") if incomplete else mark
        spans = [Span(str(row + 1).rjust(self.gutter - 1), "title" if here else "dim"), mark]
        end, selected = self.gutter, False
        for place in self.places:
            column, cell = columns[place.column], cells[place.column]
            text = marks.empty if cell is None else cell_in(cell, column, place.width)
            style = "dim" if cell is None or incomplete else _cell_style(column, validation=validation)
            style = _style_in_row(style, here=here)
            before, selected = selected, scene.anchor is not None and scene.area.holds(number, place.column)
            spans.append(Span(" " * (place.x - end), self._selected_style if before and selected else style))
            cursor = here and place.column == scene.column
            style = self._cursor_style if cursor else self._selected_style if selected else style
            spans.append(Span(fit(text, place.width, align_of(column), self.glyphs), style))
            end = place.x + place.width
        spans += self._extras(row, end, here=here)
        line = join_spans(spans)
        return self._with_entry(line) if here and not scene.renaming else line

    def _extras(self, row: int, end: int, *, here: bool) -> list[Span]:
        spans, blank = [], _style_in_row("", here=here)
        for place in self.beside:
            extra = self.scene.extras[place.column]
            text = fit(extra.texts.get(row, ""), place.width, "right", self.glyphs)
            spans += [Span(" " * (place.x - end), blank), Span(text, _style_in_row(extra.style, here=here))]
            end = place.x + place.width
        return [*spans, Span(" " * (self.width - end), blank)]

    def _headings(self) -> list[Heading]:
        headings = []
        for place in self.places:
            column, empty = self.table.columns[place.column], self.table.frame.to_series(place.column).null_count()
            headings.append(heading_of(column, place, empty, self.glyphs, here=place.column == self.scene.column))
        for place in self.beside:
            extra = self.scene.extras[place.column]
            headings.append(Heading(place, extra.name, extra.style, [extra.note], "right", extra.ending))
        return headings

    def _names(self, headings: Sequence[Heading]) -> Line:
        """The names, with arrows where there are columns out of sight; only their text is underlined or coloured."""
        before = self.glyphs.before if self.places and self.places[0].column > 0 else ""
        spans, end = [Span(fit(before, self.gutter, "right"), "dim")], self.gutter
        names = [each.name for each in headings]
        for each in headings:
            text = each.shown(names, self.glyphs)
            bare = text.strip()
            indent = len(text) - len(text.lstrip())
            spans += [Span(" " * (each.place.x - end + indent)), Span(bare, each.style)]
            spans.append(Span(" " * (len(text) - indent - len(bare))))
            end = each.place.x + each.place.width
        line = join_spans(spans)
        if (at := self._arrow_at()) is not None:
            line = overlay(line, at, (Span(self.glyphs.after, "dim"),), 1)
        return self._with_entry(line) if self.scene.renaming else line

    def _arrow_at(self) -> int | None:
        """The cell for the arrow to the columns that are out of sight on the right: before one that stays in sight."""
        following = zip(self.places, self.places[1:], strict=False)
        apart = next((after.x for place, after in following if after.column > place.column + 1), None)
        if apart is not None:
            return apart - 1
        if not self.places or self.places[-1].column == self.table.width - 1:
            return None
        return (self.beside[0].x - EXTRA_GAP if self.beside else self.width) - 1

    def _notes(self, headings: Sequence[Heading]) -> Line:
        text, end = " " * self.gutter, self.gutter
        for each in headings:
            text += " " * (each.place.x - end) + each.note(self.glyphs)
            end = each.place.x + each.place.width
        return join_spans([Span(text, "dim")])

    def _is_incomplete(self, cells: Sequence[Cell]) -> bool:
        """True if an empty cell excludes the row from training."""
        return None in cells and any(
            cell is None and column.learnt and column.policy.leaves_out
            for cell, column in zip(cells, self.table.columns, strict=True)
        )

    @property
    def _selected_style(self) -> str:
        return "cursor" if self.scene.focused else "cursor-idle"

    @property
    def _cursor_style(self) -> str:
        """The style of the cursor's cell, which in a selection differs from that of the other cells."""
        active = self.scene.focused and not self.scene.renaming and self.scene.anchor is None
        return "cursor" if active else "cursor-idle"

    def _with_entry(self, line: Line) -> Line:
        """The line with the text being typed over the cursor's column, and over its neighbours if it is too long."""
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
        return overlay(line, x, field, end - x)


def _style_in_row(style: str, *, here: bool) -> str:
    """The style on the background of the cursor's row, if this is it."""
    if not here:
        return style
    return f"row-{style}" if style in ON_ROW else "row"


def _cell_style(column: Column, *, validation: bool) -> str:
    if not column.learnt:
        return "dim"
    return "validation" if validation else "answer" if column.is_target else ""

"""The widget that scrolls the table: only the rows in sight are read, only the lines that changed are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from nntui.data.edits import format_number
from nntui.render.glyphs import clean
from nntui.render.text import Line, Span
from nntui.ui.grid import layout
from nntui.ui.grid.marks import marks_for, role_mark
from nntui.ui.grid.paint import Painter
from nntui.ui.grid.scene import Scene
from nntui.ui.lines import LinesView

if TYPE_CHECKING:
    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs

ROOM_FOR_NOTES = 8
"""Lines from which on the second line of headings is shown."""
MARGIN = 2
"""Cells at the right end for the sign that there are more columns."""


class TableGrid(LinesView, ScrollView, can_focus=False, inherit_bindings=False):
    """Shows a scene and keeps its cursor in sight; keys are its pane's business.

    Columns are scrolled whole, so that none is cut; the rows' numbers stay where they are.
    """

    DEFAULT_CSS = """
    TableGrid {
        overflow: hidden auto;
        scrollbar-size-vertical: 1;
    }
    """

    class Clicked(Message):
        """A cell was clicked ``times`` times.

        ``row`` is None for the headings, ``column`` None for the rows' numbers.
        """

        def __init__(self, row: int | None, column: int | None, times: int) -> None:
            super().__init__()
            self.row, self.column, self.times = row, column, times

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._scene = Scene()
        self._first = 0
        self._numbers: list[int] = []
        self._places: tuple[layout.Place, ...] = ()

    def display_scene(self, scene: Scene) -> None:
        """Show ``scene``; where its cursor moved or something was typed, scroll it into sight."""
        before, self._scene = self._scene, scene
        if scene.table is not None and scene.table is not before.table:
            self._numbers = layout.numbers(scene.table)
        self.virtual_size = Size(0, self._headings + scene.height)
        moved = (scene.row, scene.column, scene.entry) != (before.row, before.column, before.entry)
        self._draw(reveal=moved or self._first >= len(self._numbers))

    @property
    def page(self) -> int:
        """How many rows are in sight at once."""
        return max(self.scrollable_content_region.height - self._headings, 1)

    @property
    def _top(self) -> int:
        """The first row in sight; the scroll offset itself follows a shortened table only after the next layout."""
        return min(self.scroll_offset.y, max(self._scene.height - self.page, 0))

    @property
    def _headings(self) -> int:
        return 2 if self.scrollable_content_region.height >= ROOM_FOR_NOTES else 1

    @property
    def _gutter(self) -> int:
        """Cells of the rows' numbers and their marks."""
        return len(str(max(self._scene.height, 10))) + 1

    def _draw(self, *, reveal: bool) -> None:
        width, height = self.scrollable_content_region.size
        scene, table = self._scene, self._scene.table
        if not width or not height:
            return
        if table is None:
            self.show([(Span(f" {clean(scene.note, self._glyphs) or 'loading ...'}", "dim"),)])
            return
        if reveal:
            self._reveal_row()
        top = self._top
        rows = table.rows(top, top + height - self._headings)
        self._arrange(table, width, reveal=reveal)
        if self._grown(rows):
            self._arrange(table, width, reveal=reveal)
        painter = Painter(scene, table, self._places, self._gutter, width, self._glyphs)
        lines: list[Line] = [painter.names(), painter.notes()][: self._headings]
        lines += [painter.row(top + index, cells) for index, cells in enumerate(rows)]
        if not table.height:
            lines.append((Span(" no rows yet: press ", "dim"), Span("a", "title"), Span(" to add one", "dim")))
        self.show(lines)

    def _reveal_row(self) -> None:
        top, row = self._top, self._scene.row
        if not top <= row < top + self.page:
            self.scroll_to(y=row if row < top else row - self.page + 1, animate=False, force=True)

    def _arrange(self, table: Table, width: int, *, reveal: bool) -> None:
        """Find the columns in sight and where they stand."""
        marks = marks_for(self._glyphs)
        names = [
            min(cell_len(clean(role_mark(c.role, marks) + c.name, self._glyphs)), layout.LONGEST_NAME)
            for c in table.columns
        ]
        room = width - self._gutter
        widths = layout.widths(names, self._numbers, room)
        if widths.total() > room:
            room -= MARGIN
        if reveal:
            self._first = layout.first_in_sight(widths, self._first, self._scene.column, room)
        self._places = layout.places(widths, self._first, self._gutter, room)

    def _grown(self, rows: list[tuple[float | None, ...]]) -> bool:
        """Whether rows in sight need wider columns than the sample did; the columns then stay that wide."""
        before = list(self._numbers)
        for place in self._places:
            widest = max((len(format_number(row[place.column])) for row in rows), default=0)
            self._numbers[place.column] = max(self._numbers[place.column], widest)
        return self._numbers != before

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the rows that are in sight now; the lines that stay are not sent again."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self._draw(reveal=False)

    def watch_show_vertical_scrollbar(self) -> None:
        """Leave its column to the scrollbar."""
        self._draw(reveal=False)

    def on_resize(self, _: Resize) -> None:
        """Fit the new size."""
        self.virtual_size = Size(0, self._headings + self._scene.height)
        self._draw(reveal=True)

    def on_click(self, event: Click) -> None:
        """Tell the pane which cell it was."""
        at = event.get_content_offset(self)
        if at is None or self._scene.table is None:
            return
        column = next((place.column for place in self._places if at.x < place.x + place.width), None)
        row = self._top + at.y - self._headings
        if at.y < self._headings:
            self.post_message(self.Clicked(None, column, event.chain))
        elif row < self._scene.height:
            self.post_message(self.Clicked(row, column if at.x >= self._gutter else None, event.chain))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """With shift, one column further."""
        if event.shift:
            self._sideways(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """With shift, one column back."""
        if event.shift:
            self._sideways(-1)

    def on_mouse_scroll_right(self) -> None:
        """One column further."""
        self._sideways(1)

    def on_mouse_scroll_left(self) -> None:
        """One column back."""
        self._sideways(-1)

    def _sideways(self, columns: int) -> None:
        table = self._scene.table
        if table is None or (columns > 0 and self._places and self._places[-1].column == table.width - 1):
            return
        self._first = min(max(self._first + columns, 0), table.width - 1)
        self._draw(reveal=False)

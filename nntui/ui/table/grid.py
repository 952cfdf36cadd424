"""The widget that scrolls the table: it reads only the rows in sight and sends only the lines that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from nntui.render.glyphs import clean
from nntui.render.text import Line, Span
from nntui.ui.host import host_of
from nntui.ui.table import layout
from nntui.ui.table.paint import Painter
from nntui.ui.table.scene import Scene
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from textual.events import Click, MouseScrollDown, MouseScrollUp

    from nntui.render.glyphs import Glyphs

ROOM_FOR_NOTES = 8
"""Least height with notes under the names of columns."""


class TableGrid(LinesView, ScrollView, can_focus=False, inherit_bindings=False):
    """Shows a scene and keeps its cursor in sight; the pane handles keys.

    Whole columns are scrolled, so that none is cut; row numbers do not scroll sideways.
    """

    DEFAULT_CSS = """
    TableGrid {
        overflow: hidden auto;
        scrollbar-size-vertical: 1;
    }
    """

    class Clicked(Message):
        """A cell was clicked ``times`` times; ``extend`` if shift was held to select up to it.

        ``row`` is None for the headings, ``column`` None for the row numbers.
        """

        def __init__(self, row: int | None, column: int | None, times: int, *, extend: bool = False) -> None:
            super().__init__()
            self.row, self.column, self.times, self.extend = row, column, times, extend

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._scene = Scene()
        self._first = 0
        self._wants = layout.WantedWidths(glyphs)
        self._places: tuple[layout.ColumnPlace, ...] = ()
        self._beside: tuple[layout.ColumnPlace, ...] = ()
        self._beside_wanted: list[int] = []

    def display_scene(self, scene: Scene) -> None:
        """Show ``scene``, and scroll its cursor into sight if it moved or a text is being typed."""
        before, self._scene = self._scene, scene
        if scene.table is not None and scene.table is not before.table:
            self._wants.follow(scene.table)
        if scene.extras is not before.extras:
            self._follow_extras(before)
        self.virtual_size = Size(0, self._headings + scene.height)
        moved = (scene.row, scene.column, scene.entry) != (before.row, before.column, before.entry)
        self._draw(reveal=moved or scene.view is not before.view or self._first >= scene.width)

    def _follow_extras(self, before: Scene) -> None:
        """Measure the extra columns; the same columns never shrink, so that nothing jumps while their texts change."""
        extras = self._scene.extras
        wanted = layout.wanted_extra_widths(extras, self._glyphs)
        if [(each.name, each.ending) for each in extras] == [(each.name, each.ending) for each in before.extras]:
            wanted = [max(pair) for pair in zip(wanted, self._beside_wanted, strict=True)]
        self._beside_wanted = wanted

    @property
    def page(self) -> int:
        """Number of rows in sight at once."""
        return max(self.scrollable_content_region.height - self._headings, 1)

    @property
    def rows_in_sight(self) -> range:
        """The rows in sight, as shown."""
        return range(self._top, min(self._top + self.page, self._scene.height))

    @property
    def _top(self) -> int:
        """The first row in sight. (The scroll offset follows a shortened table only after the next layout.)"""
        return min(self.scroll_offset.y, max(self._scene.height - self.page, 0))

    @property
    def _headings(self) -> int:
        return 2 if self.scrollable_content_region.height >= ROOM_FOR_NOTES else 1

    @property
    def _gutter(self) -> int:
        """Width of the row numbers and their marks."""
        table = self._scene.table
        return len(str(max(table.height if table is not None else 0, 10))) + 1

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
        rows = scene.cells(top, top + height - self._headings)
        self._arrange(width, reveal=reveal)
        if self._wants.grow(table, (place.column for place in self._places), rows):
            self._arrange(width, reveal=reveal)
        painter = Painter(scene, table, self._places, self._beside, self._gutter, width, self._glyphs)
        lines: list[Line] = [*painter.head()[: self._headings]]
        lines += [painter.row(top + index, cells) for index, cells in enumerate(rows)]
        if not table.height:
            lines.append(
                (
                    Span(" no rows yet: press ", "dim"),
                    Span(host_of(self).key_shown("data.add-row"), "title"),
                    Span(" to add one", "dim"),
                )
            )
        elif not scene.height:
            lines.append((Span(f" no row is shown: {clean(scene.view_words, self._glyphs)}", "dim"),))
        self.show(lines)

    def _reveal_row(self) -> None:
        top, row = self._top, self._scene.row
        if not top <= row < top + self.page:
            self.scroll_to(y=row if row < top else row - self.page + 1, animate=False, force=True)

    def _arrange(self, width: int, *, reveal: bool) -> None:
        """Choose the columns in sight and their places."""
        room = width - self._gutter
        extras = layout.extra_widths(self._beside_wanted, room)
        room -= layout.extra_total(extras)
        widths = layout.column_widths(self._wants.columns(with_notes=self._headings > 1), room)
        scrolled = widths.total() > room
        target = self._scene.only_target if scrolled else None
        beside = layout.room_beside(widths, target, room) if target is not None else 0
        stays = beside and target == self._scene.column > self._first
        if reveal and not stays:
            own = beside or (room - layout.MARGIN if scrolled else room)
            self._first = layout.first_in_sight(widths, self._first, self._scene.column, own)
        if scrolled:
            self._places = layout.places_beside(widths, self._first, self._gutter, room, target)
        else:
            self._places = layout.column_places(widths, self._first, self._gutter, room)
        last = self._places[-1]
        self._beside = layout.extra_places(extras, self._gutter + room if scrolled else last.x + last.width)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the rows that are in sight now."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self._draw(reveal=False)

    def watch_show_vertical_scrollbar(self) -> None:
        """Draw in the width that the scrollbar leaves."""
        self._draw(reveal=False)

    def on_resize(self) -> None:
        """Draw in the new size."""
        self.virtual_size = Size(0, self._headings + self._scene.height)
        self._draw(reveal=True)

    def on_click(self, event: Click) -> None:
        """Tell the pane which cell was clicked."""
        at = event.get_content_offset(self)
        if at is None or self._scene.table is None:
            return
        column = next((place.column for place in self._places if at.x < place.x + place.width), None)
        row = self._top + at.y - self._headings
        if at.y < self._headings:
            self.post_message(self.Clicked(None, column, event.chain))
        elif row < self._scene.height:
            column = column if at.x >= self._gutter else None
            self.post_message(self.Clicked(row, column, event.chain, extend=event.shift))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """With shift, scroll one column to the right."""
        if event.shift:
            self._sideways(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """With shift, scroll one column to the left."""
        if event.shift:
            self._sideways(-1)

    def on_mouse_scroll_right(self) -> None:
        """Scroll one column to the right."""
        self._sideways(1)

    def on_mouse_scroll_left(self) -> None:
        """Scroll one column to the left."""
        self._sideways(-1)

    def _sideways(self, columns: int) -> None:
        table = self._scene.table
        if table is None:
            return
        if columns > 0 and self._places and len(self._places) == table.width - self._places[0].column:
            return  # none is out of sight on the right
        self._first = min(max(self._first + columns, 0), table.width - 1)
        self._draw(reveal=False)

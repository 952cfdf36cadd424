"""The data pane as the rest of the screen uses it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.table.editor import Editor
from nntui.ui.table.row_order import place_in_view
from nntui.ui.table.scene import Extra, Scene, follow_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.table import Table
    from nntui.ui.table.row_order import RowView


class DataPane(Editor):
    """The table, edited in place.

    The pane keeps no history: it draws the table that an edit makes, posts it as ``Edited``, and expects ``show`` with
    the present table. The view follows edits in this pane and their undo; ``show`` drops it for other rows. Row numbers
    in its methods are those of the table, not those of the view.
    """

    @property
    def visible_rows(self) -> list[int]:
        """The table's rows in sight, in the order shown."""
        sight = self._grid.rows_in_sight
        return [int(row) for row in self.scene.table_rows(sight.start, sight.stop)]

    def show(self, table: Table | None, *, note: str = "") -> None:
        """Show ``table`` (None: it is still being loaded); cursor and typing stay if their cell still exists.

        Ignores a table that later edits in this pane have superseded.
        """
        posted = next((index for index, each in enumerate(self._posted) if each is table), None)
        self._posted = [] if posted is None else self._posted[posted + 1 :]
        if self._posted:
            return
        scene = self.scene
        if table is None:
            self._views.clear()
            scene = Scene(focused=scene.focused)
        elif table is not scene.table:
            scene = follow_table(scene, table, self._views)
        self._draw(replace(scene, note=note))

    def set_view(self, view: RowView | None, words: str = "") -> None:
        """Show the rows ``view`` in this order (None: all in the table's order), described by ``words``.

        Cursor and typing stay in their row if it is shown.
        """
        scene, row = self.scene, self.selected_row
        if view is scene.view:
            self._draw(replace(scene, view_words=words))
            return
        self._views.clear()
        if scene.table is not None:
            self._views.add(scene.table, view)
        place = place_in_view(view, row) if row is not None else None
        scene = scene if place is not None else scene.settled()
        self._draw(replace(scene, view=view, view_words=words, refusal="", said="").at(place or 0, scene.column))

    def set_extras(self, extras: Sequence[Extra]) -> None:
        """Show these columns beside the table, as many as fit into half of the pane."""
        self._draw(replace(self.scene, extras=tuple(extras)))

    def go_to(self, row: int, column: int | None = None) -> None:
        """Move the cursor to the row nearest to ``row``; say so if that is not shown."""
        scene = self.scene
        row = min(max(row, 0), max(scene.table.height - 1, 0)) if scene.table is not None else 0
        place = place_in_view(scene.view, row)
        if place is None:
            self.say(f"row {row + 1:,} is not among the rows shown", wrong=True)
        else:
            self._go(place, scene.column if column is None else column)

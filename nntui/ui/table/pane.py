"""The data pane: the table, edited in place, as the rest of the screen knows it."""

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

__all__ = ["DataPane", "Extra"]


class DataPane(Editor):
    """The table with a cursor, and all that changes it by hand.

    The pane keeps no history: it posts ``Edited`` with the table that an edit makes, draws it at once, and expects
    ``show`` with whatever table stands. Rows are always those of the table, whichever are shown in whatever order.
    """

    @property
    def current_column(self) -> int:
        """The column that the cursor is in, from 0."""
        return self._scene.column

    @property
    def selection(self) -> tuple[list[int], range]:
        """The selected rows, in the order shown, and columns; those of the cursor where nothing is selected."""
        area = self._scene.area
        return [int(row) for row in self._scene.table_rows(area.top, area.bottom)], area.columns

    @property
    def visible_rows(self) -> list[int]:
        """The rows in sight, in the order shown."""
        sight = self._grid.rows_in_sight
        return [int(row) for row in self._scene.table_rows(sight.start, sight.stop)]

    @property
    def view(self) -> RowView | None:
        """The rows that are shown, int64 [shown rows] in their order; None shows all as they come.

        It follows edits of the pane's own and their undoing; ``show`` drops it for a table of which it knows nothing.
        """
        return self._scene.view

    def show(self, table: Table | None, *, note: str = "") -> None:
        """Show ``table`` (None: it is still being loaded) with the cursor where it was, as far as there is such a cell.

        What is being typed stays, unless its cell is gone. A table that newer edits of this pane have overtaken by the
        time it comes is not shown any more.
        """
        posted = next((index for index, each in enumerate(self._posted) if each is table), None)
        self._posted = [] if posted is None else self._posted[posted + 1 :]
        if self._posted:
            return
        scene = self._scene
        if table is None:
            self._views.clear()
            scene = Scene(focused=scene.focused)
        elif table is not scene.table:
            scene = follow_table(scene, table, self._views)
        self._draw(replace(scene, note=note))

    def set_view(self, view: RowView | None, words: str = "") -> None:
        """Show the rows ``view``, in this order; None: all, as they come. ``words`` say so under the table.

        The cursor stays in its row of the table where that is shown, and so does what is being typed there.
        """
        scene, row = self._scene, self.selected_row
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
        """Show these columns beside the table; as many as half the room is enough for."""
        self._draw(replace(self._scene, extras=tuple(extras)))

    def go_to(self, row: int, column: int | None = None) -> None:
        """Put the cursor in ``row``, or in the row nearest to it; of one that is not shown, say so."""
        scene = self._scene
        row = min(max(row, 0), max(scene.table.height - 1, 0)) if scene.table is not None else 0
        place = place_in_view(scene.view, row)
        if place is None:
            self.say(f"row {row + 1:,} is not among the rows shown", wrong=True)
        else:
            self._go(place, scene.column if column is None else column)

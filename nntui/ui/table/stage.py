"""The table and the line under it: what a scene is shown on, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.message import Message

from nntui.ui.table.grid import TableGrid
from nntui.ui.table.scene import Scene
from nntui.ui.table.status import status
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nntui.data.table import Table
    from nntui.errors import NntuiError
    from nntui.render.glyphs import Glyphs


class StatusLine(LinesView):
    """What stands under the table: one line, or a few for a reason."""

    DEFAULT_CSS = """
    StatusLine { height: 1; }
    """


class Stage(Vertical, can_focus=True):
    """Shows a scene: one frozen picture after the other of a table with a cursor in it."""

    class Edited(Message, namespace="data_pane"):
        """``table`` is to stand from now on; ``name`` says what was done."""

        def __init__(self, name: str, table: Table) -> None:
            super().__init__()
            self.name, self.table = name, table

    class RowSelected(Message, namespace="data_pane"):
        """The cursor stands in another row of the table; None where there is none."""

        def __init__(self, row: int | None) -> None:
            super().__init__()
            self.row = row

    class Wanted(Message, namespace="data_pane"):
        """A key asks for what goes beyond the table's own cells.

        ``what`` is one of details, kind, missing, formula, find, find-next, filter, sort, go-to, row, predictions,
        errors.
        """

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="data", classes="pane")
        self._glyphs = glyphs
        self._grid = TableGrid(glyphs)
        self._status = StatusLine()
        self._scene = Scene()

    def compose(self) -> ComposeResult:
        """The table, and the line below it."""
        yield self._grid
        yield self._status

    @property
    def selected_row(self) -> int | None:
        """The table's row that the cursor is in, from 0; None where no row is shown."""
        return self._scene.table_row(self._scene.row) if self._scene.height else None

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Let ``text`` stand under the table until the next key; ``wrong``: as the reason why something is not done.

        What is being typed goes on.
        """
        self._draw(replace(self._scene, refusal=text if wrong else "", said="" if wrong else text))

    def _draw(self, scene: Scene) -> None:
        before, self._scene = self.selected_row, scene
        self._grid.display_scene(scene)
        self._draw_status()
        if self.selected_row != before:
            self.post_message(self.RowSelected(self.selected_row))

    def _draw_status(self) -> None:
        lines = status(self._scene, self.size.width, self._glyphs)
        self._status.styles.height = len(lines)
        self._status.show(lines)

    def _go(self, row: int, column: int) -> None:
        self._draw(self._scene.closed().at(row, column))

    def _refuse(self, scene: Scene, error: NntuiError) -> None:
        self._draw(replace(scene, refusal=str(error)))

    def on_focus(self) -> None:
        """Show the cursor as the one that keys move."""
        self._draw(replace(self._scene, focused=True))

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self._draw(replace(self._scene, focused=False))

    def on_resize(self) -> None:
        """Fit the status line to the new width; the table fits itself."""
        self._draw_status()

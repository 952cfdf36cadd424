"""The data pane: the table, edited in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from nntui.data.edits import format_number
from nntui.errors import NntuiError
from nntui.ui.grid import changes
from nntui.ui.grid.entry import Entry
from nntui.ui.grid.scene import Scene
from nntui.ui.grid.status import status
from nntui.ui.grid.view import TableGrid
from nntui.ui.lines import LinesView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key, Paste

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs

BEGIN_A_NUMBER = frozenset("0123456789+-.")
"""Characters that begin to edit a cell when they are typed on it."""
KEEPING = frozenset({"enter", "tab", "shift+tab", "up", "down"})
"""Keys that keep what was typed."""


class StatusLine(LinesView):
    """What stands under the table: one line, or a few for a reason."""

    DEFAULT_CSS = """
    StatusLine { height: 1; }
    """


class DataPane(Vertical, can_focus=True):
    """The table with a cursor, and all that changes it by hand.

    The pane keeps no history: it posts ``Edited`` with the table that an edit makes, draws it at once, and expects
    ``show`` with whatever table stands. All its keys are done in the order in which they were typed, within its own
    queue: a burst of them over a slow line lands in the right cells.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", "edit", id="data.edit", tooltip="Type over the cell; a digit does that too"),
        Binding("a", "add_row", "add row", id="data.add-row", tooltip="An empty row below this one"),
        Binding("D", "delete_row", "delete row", id="data.delete-row", tooltip="Delete this row; undo brings it back"),
        Binding("N", "rename", "rename", id="data.rename", tooltip="Another name for this column"),
        Binding("delete,backspace", "clear", "clear", id="data.clear", tooltip="Empty this cell"),
        *(
            Binding(key, f"move('{key}')", label, show=False, id=f"data.{label.replace(' ', '-')}")
            for key, label in changes.MOVES.items()
        ),
    ]

    class Edited(Message):
        """``table`` is to stand from now on; ``name`` says what was done."""

        def __init__(self, name: str, table: Table) -> None:
            super().__init__()
            self.name, self.table = name, table

    class RowSelected(Message):
        """The cursor stands in another row; None where there is none."""

        def __init__(self, row: int | None) -> None:
            super().__init__()
            self.row = row

    class Refused(Message):
        """What was typed cannot be taken; the pane shows ``reason`` itself."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="data", classes="pane")
        self._glyphs = glyphs
        self._grid = TableGrid(glyphs)
        self._status = StatusLine()
        self._scene = Scene()
        self._posted: list[Table] = []

    def compose(self) -> ComposeResult:
        """The table, and the line below it."""
        yield self._grid
        yield self._status

    @property
    def selected_row(self) -> int | None:
        """The row that the cursor is in, from 0; None where there are no rows."""
        return self._scene.row if self._scene.height else None

    def show(self, table: Table | None, *, note: str = "") -> None:
        """Show ``table`` (None: it is still being loaded) with the cursor where it was, as far as there is such a cell.

        What is being typed stays, unless its cell is gone. A table that newer edits of this pane have overtaken by the
        time it comes is not shown any more.
        """
        posted = next((index for index, each in enumerate(self._posted) if each is table), None)
        self._posted = [] if posted is None else self._posted[posted + 1 :]
        if not self._posted:
            self._stand(table, note)

    def go_to(self, row: int) -> None:
        """Put the cursor in ``row``, or in the row nearest to it."""
        self._go(row, self._scene.column)

    # Showing

    def _stand(self, table: Table | None, note: str) -> None:
        """Let ``table`` be the one that is shown."""
        scene = self._scene
        if table is None:
            self._draw(Scene(note=note, focused=scene.focused))
            return
        if scene.table is None or scene.table.names != table.names or scene.row >= max(table.height, 1):
            scene = scene.closed()
        if table is not scene.table:
            scene = replace(scene, table=table, incomplete=int((~table.complete).sum()))
        self._draw(
            replace(scene, row=_within(scene.row, scene.height), column=_within(scene.column, scene.width), note=note)
        )

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
        scene = self._scene
        self._draw(replace(scene, row=_within(row, scene.height), column=_within(column, scene.width)))

    def _edit(self, change: changes.Change) -> None:
        """Show the edited table at once, and ask for it to stand."""
        name, table = change
        if table is not self._scene.table:
            self._posted.append(table)
            self._stand(table, self._scene.note)
            self.post_message(self.Edited(name, table))

    # Typing

    async def on_key(self, event: Key) -> None:
        """Do what a key of this pane does here and now; what is none of its keys goes on to the screen."""
        if self._scene.entry is not None:
            done = self._type(self._scene.entry, event)
        elif event.character in BEGIN_A_NUMBER and self._scene.height:
            self._begin(event.character or "")
            done = True
        else:
            bound = self.screen.active_bindings.get(event.key)
            mine = bound is not None and bound.node is self
            done = bound is not None and mine and await self.app.run_action(bound.binding.action, self)
        if done:
            event.stop()
            event.prevent_default()

    def _type(self, entry: Entry, event: Key) -> bool:
        """Take a key while something is being typed; False for one that has no meaning there."""
        edited = entry.typed(event.character) if event.is_printable and event.character else entry.pressed(event.key)
        if edited is not None:
            self._draw(replace(self._scene, entry=edited, refusal=""))
        elif event.key == "escape":
            self._draw(self._scene.closed())
        elif event.key in KEEPING:
            if self._kept():
                self._go(*changes.after_typing(self._scene, event.key))
        else:
            return False
        return True

    def _begin(self, text: str, *, renaming: bool = False) -> None:
        self._draw(replace(self._scene, entry=Entry.of(text), renaming=renaming, refusal=""))

    def _kept(self) -> bool:
        """Take what was typed; False where it cannot be taken: the reason is shown, and the text stays to be mended."""
        scene = self._scene
        if scene.table is None or scene.entry is None:
            return True
        text = scene.entry.text
        try:
            if scene.renaming:
                change = changes.renamed(scene.table, scene.column, text)
            else:
                change = changes.typed(scene.table, scene.row, scene.column, text)
        except NntuiError as error:
            self._draw(replace(scene, refusal=str(error)))
            self.post_message(self.Refused(str(error)))
            return False
        self._draw(scene.closed())
        self._edit(change)
        return True

    def on_paste(self, event: Paste) -> None:
        """Pasted text is typed: its first line, into what is being typed or over the cell."""
        event.stop()
        text = next(iter(event.text.splitlines()), "")
        if self._scene.entry is not None:
            self._draw(replace(self._scene, entry=self._scene.entry.typed(text), refusal=""))
        elif self._scene.height and text:
            self._begin(text)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While something is being typed, every printable key is text."""
        typing = self._scene.entry is not None and character is not None and character.isprintable()
        return typing or super().check_consume_key(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is being typed, only the keys of typing work."""
        return self._scene.entry is None and super().check_action(action, parameters)

    # Commands

    def action_move(self, key: str) -> None:
        """Put the cursor elsewhere."""
        self._go(*changes.moved(self._scene, key, self._grid.page))

    def action_edit(self) -> None:
        """Type on from what stands in the cell."""
        scene = self._scene
        if scene.table is not None and scene.height:
            self._begin(format_number(scene.table.value(scene.row, scene.column)))

    def action_rename(self) -> None:
        """Type on from the column's name."""
        if self._scene.table is not None:
            self._begin(self._scene.table.columns[self._scene.column].name, renaming=True)

    def action_clear(self) -> None:
        """Empty the cell."""
        scene = self._scene
        if scene.table is not None and scene.height:
            self._edit(changes.typed(scene.table, scene.row, scene.column, ""))

    def action_add_row(self) -> None:
        """An empty row below the cursor's, with the cursor at its beginning."""
        scene = self._scene
        if scene.table is not None:
            row = scene.row + 1 if scene.height else 0
            self._edit(changes.row_added(scene.table, row))
            self._go(row, 0)

    def action_delete_row(self) -> None:
        """Delete the cursor's row."""
        scene = self._scene
        if scene.table is not None and scene.height:
            self._edit(changes.row_deleted(scene.table, scene.row))

    # The mouse, and the rest of the screen

    def on_table_grid_clicked(self, message: TableGrid.Clicked) -> None:
        """Go to the cell; a double click edits it, or the name. What is being typed elsewhere is kept first."""
        message.stop()
        scene = self._scene
        row = scene.row if message.row is None else message.row
        column = scene.column if message.column is None else message.column
        if scene.entry is not None and ((row, column) == (scene.row, scene.column) or not self._kept()):
            return
        self._go(row, column)
        if message.times == 2 and message.row is None:
            self.action_rename()
        elif message.times == 2:
            self.action_edit()

    def on_focus(self) -> None:
        """Show the cursor as the one that keys move."""
        self._draw(replace(self._scene, focused=True))

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self._draw(replace(self._scene, focused=False))

    def on_resize(self) -> None:
        """Fit the status line to the new width; the table fits itself."""
        self._draw_status()


def _within(number: int, count: int) -> int:
    return min(max(number, 0), max(count - 1, 0))

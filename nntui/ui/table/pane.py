"""The data pane: the table, edited in place by keys and mouse."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.commands.record import SCREEN
from nntui.ui.host import host_of
from nntui.ui.table import cell_edits, pasting, structure_edits
from nntui.ui.table.done import what_was_done
from nntui.ui.table.row_order import ViewHistory, place_in_view
from nntui.ui.table.scene import (
    MOVES,
    Extra,
    Scene,
    cell_after_typing,
    follow_table,
    refresh_counts,
    text_begun_by,
)
from nntui.ui.table.stage import Stage
from nntui.ui.widgets.pane_base import run_pane_command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Key, Paste

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.ui.table.grid import TableGrid
    from nntui.ui.table.pasting import Clip
    from nntui.ui.table.row_order import RowView
    from nntui.ui.table.scene import SceneEdit

AT_ONCE = 20_000
"""Most rows that are edited while the screen waits; more are edited in a thread."""


class DataPane(Stage):
    """The table, edited in place.

    The pane keeps no history: it draws the table that an edit makes, posts it as ``Edited``, and expects ``show`` with
    the present table. The view follows edits in this pane and their undo; ``show`` drops it for other rows. Keys take
    effect in the order in which they were typed, so that a burst over a slow line reaches the right cells.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._posted: list[Table] = []
        self._views = ViewHistory()
        self._clip: Clip | None = None

    # The rest of the screen, whose row numbers are those of the table, not those of the view

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
        scene = self.scene if posted is not None or table is self.scene.table else replace(self.scene, said="")
        if table is None:
            self._views.clear()
            scene = Scene(focused=scene.focused)
        elif table is not scene.table:
            scene = follow_table(scene, table, self._views)
        self._draw(replace(scene, note=note))

    def confirm(self, name: str) -> None:
        """Say that the edit ``name`` was made elsewhere, and how it is undone."""
        done, *way_back = map(host_of(self).with_keys, what_was_done(name))
        self._draw(replace(self.scene, refusal="", said=done, way_back=tuple(way_back)))

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
        self._draw(
            replace(scene, view=view, view_words=words, refusal="", said="", way_back=()).at(place or 0, scene.column)
        )

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

    # Edits

    async def _apply(self, edit: Callable[[Scene], SceneEdit], rows: int) -> bool:
        """Apply an edit of ``rows`` rows; False if it was refused or changed nothing."""
        scene = self.scene.settled()
        if scene.table is None:
            return False
        try:
            if rows > AT_ONCE:
                self.say(f"{rows:,} rows ...")
                name, after = await asyncio.to_thread(edit, scene)
            else:
                name, after = edit(scene)
        except NntuiError as error:
            self._refuse(scene, error)
            return False
        if self.scene.table is not scene.table:
            self.say("The table changed meanwhile; nothing was applied.", wrong=True)
            return False
        return self._commit(name, after)

    def _commit(self, name: str, after: Scene) -> bool:
        """Draw the scene after an edit and post its table; False if the table is the same."""
        before, table = self.scene, after.table
        if table is None or before.table is None or table is before.table:
            self._draw(replace(after, focused=before.focused))
            return False
        self._posted.append(table)
        self._views.add(table, after.view)
        done, *way_back = map(host_of(self).with_keys, what_was_done(name))
        after = replace(after, said="; ".join(filter(None, (done, after.said))), way_back=tuple(way_back))
        self._draw(replace(refresh_counts(after, before.table), focused=before.focused))
        self.post_message(self.Edited(name, table, before.table))
        return True

    # Typing

    async def on_key(self, event: Key) -> None:
        """Do what a key of the table does at once; other keys go on to the screen."""
        scene = self.scene
        if scene.entry is not None:
            done = self._type(event)
        elif (begun := self._begun_by(event)) is not None:
            self._begin(begun)
            done = True
        else:
            done = await run_pane_command(self, event)
        if done:
            event.stop()
            event.prevent_default()

    def _begun_by(self, event: Key) -> str | None:
        """The text that a key begins in the cursor's cell; None if it begins none, or is to be a command."""
        scene, host = self.scene, host_of(self)
        if scene.table is None or not event.is_printable or "+" in event.key or host.command_next:
            return None
        begun = text_begun_by(event.character, scene.table.columns[scene.column])
        if begun is not None or not self.types_letters:
            return begun if scene.height else None
        is_command = any(host.keymap.find(place, event.key) for place in (self.id or "", SCREEN))
        return None if is_command or event.key == "space" else event.character

    def _begin(self, text: str | None) -> None:
        try:
            self._draw(cell_edits.begin_typing(self.scene, text))
        except NntuiError as error:
            self._refuse(self.scene.settled(), error)

    def _type(self, event: Key) -> bool:
        """Take a key while a text is being typed; False for a key without a meaning there."""
        scene = self.scene
        edited = cell_edits.press_key(scene, event.key, event.character if event.is_printable else None)
        if edited is not None:
            self._draw(edited)
        elif event.key in cell_edits.ACCEPT_KEYS:
            if self._accept() and event.key != "enter":
                self._draw(self.scene.at(*cell_after_typing(self.scene, event.key)))
        else:
            return False
        return True

    def _accept(self) -> bool:
        """Accept the text being typed; False if it is refused: the reason is shown, and typing goes on."""
        try:
            self._commit(*cell_edits.accept_entry(self.scene))
        except NntuiError as error:
            self._refuse(self.scene, error)
            return False
        return True

    async def on_paste(self, event: Paste) -> None:
        """Insert the first line into the text being typed or, if there is none, paste cells."""
        event.stop()
        scene, text = self.scene, event.text
        if scene.entry is not None:
            line = next(iter(text.splitlines()), "")
            self._draw(replace(scene, entry=scene.entry.insert(line), refusal=""))
        elif text and scene.table is not None:
            column = scene.table.columns[scene.area.left]
            await self._apply(
                lambda scene: pasting.paste_cells(scene, pasting.split_pasted(text, column)),
                max(scene.area.rows, text.count("\n"), text.count("\r")),
            )

    # Commands

    async def change(self, edit: Callable[[Scene], SceneEdit]) -> bool:
        """Edit the selected cells, rows or columns; False if that was refused or changed nothing."""
        return await self._apply(edit, self.scene.area.rows)

    async def insert_column(self) -> None:
        """Insert an empty column, and begin to type its name."""
        if await self.change(structure_edits.insert_column):
            self._draw(cell_edits.begin_renaming(self.scene, ""))

    def move(self, key: str) -> None:
        """Move the cursor."""
        self._go(*MOVES[key][1](self.scene, self._grid.page))

    def select(self, key: str) -> None:
        """Move the cursor and extend the selection to it."""
        scene = self.scene.settled()
        self._draw(scene.at(*MOVES[key][1](scene, self._grid.page), scene.anchor or (scene.row, scene.column)))

    def drop(self) -> None:
        """Drop the selection."""
        if self.scene.anchor is not None:
            self._go(self.scene.row, self.scene.column)

    def edit(self) -> None:
        """Edit the text of the cell."""
        self._begin(None)

    def rename(self) -> None:
        """Edit the name of the column."""
        self._draw(cell_edits.begin_renaming(self.scene))

    def copy(self) -> None:
        """Copy the selected cells, for the table and for the terminal's clipboard."""
        scene = self.scene.settled()
        if not scene.height:
            return
        self._clip = pasting.Clip(scene, scene.area)
        text = self._clip.text()
        if text is None:
            self.say(f"copied {self._clip.size} cells; too many for the terminal's clipboard")
        else:
            self.app.copy_to_clipboard(text)
            self.say("copied" if scene.area.is_one_cell else f"copied {self._clip.size} cells")

    async def paste(self) -> None:
        """Paste the cells that were copied in the table."""
        clip = self._clip
        if clip is None:
            self.say("Nothing is copied yet. Press {key:data.copy} to copy.", wrong=True)
        else:
            rows = max(clip.area.rows, self.scene.area.rows)
            await self._apply(lambda scene: pasting.paste_cells(scene, clip.texts()), rows)

    # The mouse

    def on_table_grid_clicked(self, message: TableGrid.Clicked) -> None:
        """Accept the text being typed, then go to the cell or select up to it; a double click edits cell or name."""
        message.stop()
        scene = self.scene
        row = scene.row if message.row is None else message.row
        column = scene.column if message.column is None else message.column
        if scene.entry is not None and ((row, column) == (scene.row, scene.column) or not self._accept()):
            return
        anchor = (self.scene.anchor or (self.scene.row, self.scene.column)) if message.extend else None
        self._draw(self.scene.settled().at(row, column, anchor))
        if message.times == 2 and message.row is None:
            self.rename()
        elif message.times == 2:
            self.edit()

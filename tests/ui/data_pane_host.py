"""A screen with nothing but the data pane on it, and the history of edits that the pane itself does not keep."""

from __future__ import annotations

from contextlib import asynccontextmanager
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from textual.events import Key

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.render.glyphs import UNICODE, Glyphs
from nntui.session.timeline import Timeline
from nntui.ui.commands.keymap import Keymap
from nntui.ui.commands.table import SECTIONS
from nntui.ui.host import HostApp
from nntui.ui.table.pane import DataPane
from tests.ui.idle import IdlePilot, counted_threads
from tests.ui.screen_text import screen_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from nntui.data.kinds import Cell
    from nntui.ui.commands.record import Command

SMALL, NORMAL, LARGE = (60, 16), (80, 24), (120, 40)


class Host(HostApp):
    """Applies what the pane asks for, undoes and redoes it on u and U, counts the s that are struck, and listens.

    A colon lets the next key be a command.

    ``wanted`` are the commands that need more of the screen than the pane, without their "data.".
    """

    BINDINGS: ClassVar = [("u", "undo"), ("U", "redo"), ("s", "struck"), ("colon", "command")]

    def __init__(self, table: Table | None, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.keymap = Keymap(SECTIONS)
        self.pane = DataPane(glyphs)
        self.pane.id = "data"
        self.edits = Timeline(table) if table is not None else None
        self.names: list[str] = []
        self.rows: list[int | None] = []
        self.wanted: list[str] = []
        self.struck = 0

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.show(self.edits.table if self.edits else None)
        self.pane.focus()

    def on_data_pane_edited(self, message: DataPane.Edited) -> None:
        assert self.edits is not None
        self.edits.apply(message.name, message.table)
        self.names.append(message.name)
        self.pane.show(self.edits.table)

    def on_data_pane_row_selected(self, message: DataPane.RowSelected) -> None:
        self.rows.append(message.row)

    @property
    def letters_are_typed(self) -> bool:
        return self.pane.types_letters

    async def run_command(self, command: Command[Any], pane: Widget | None = None) -> None:
        if command.on_screen:
            self.wanted.append(command.id.removeprefix("data."))
        elif isawaitable(result := command.run(self.pane)):
            await result

    def action_undo(self) -> None:
        self.command_next = False
        assert self.edits is not None
        self.edits.undo()
        self.pane.show(self.edits.table)

    def action_redo(self) -> None:
        assert self.edits is not None
        self.edits.redo()
        self.pane.show(self.edits.table)

    def action_struck(self) -> None:
        self.struck += 1
        self.command_next = False

    def action_command(self) -> None:
        self.command_next = True

    @property
    def table(self) -> Table:
        """The present table."""
        assert self.edits is not None
        return self.edits.table

    @property
    def selection(self) -> tuple[list[int], range]:
        """The selected rows, in the order shown, and columns."""
        return [int(row) for row in self.pane.scene.selected_rows], self.pane.scene.area.columns

    def cells(self) -> list[tuple[Cell, ...]]:
        """All cells of a small table."""
        return self.table.rows(0, 100)

    def text(self) -> str:
        """The text on the screen."""
        return screen_text(self)

    def lines(self) -> list[str]:
        """The same, line by line."""
        return self.text().split("\n")

    def status(self) -> str:
        """The line under the table."""
        return self.lines()[-1].strip()

    def column(self, name: str) -> list[Cell]:
        """The cells of one column of a small table."""
        return list(self.table.frame.get_column(name))

    def rows_shown(self) -> list[str]:
        """The rows of a small table as they are shown, each with its words a space apart."""
        lines = self.lines()
        return [" ".join(line.split()) for line in lines[2:] if line[:2].strip().isdigit()]

    def burst(self, keys: str) -> None:
        """Keys that arrive all at once, as over a slow line; ``>`` is the right arrow and ``!`` enter."""
        for key in keys:
            name, character = {">": ("right", None), "!": ("enter", "\r")}.get(key, (key, key))
            self.post_message(Key(name, character))


@asynccontextmanager
async def opened(
    table: Table | None, size: tuple[int, int] = NORMAL, glyphs: Glyphs = UNICODE
) -> AsyncIterator[tuple[Host, IdlePilot]]:
    """The pane with ``table`` in it, in a terminal of that size."""
    host = Host(table, glyphs)
    with counted_threads():
        async with host.run_test(size=size):
            pilot = IdlePilot(host)
            await pilot.pause()
            yield host, pilot


def tutorial(validation: Sequence[bool] | None = None) -> Table:
    """The lesson's table."""
    columns = [Column("age"), Column("weight", unit="kg"), Column("speed", role="target", unit="mph")]
    return Table.of(columns, {"age": [2, 1, 3], "weight": [9, 5, 6], "speed": [92, 100, 89]}, validation)


def million() -> Table:
    """A table of a million rows and ten columns; cell = row + column."""
    rows = np.arange(1_000_000.0)
    columns = [Column(f"c{number}", role="target" if number == 9 else "input") for number in range(10)]
    return Table.of(columns, {column.name: rows + number for number, column in enumerate(columns)})


def mixed() -> Table:
    """A small table with a column of each kind, the last of them calculated; ``name`` is ignored, as texts are."""
    columns = [
        Column("weight", unit="kg"),
        Column("origin", kind="category"),
        Column("smoker", kind="yes-no", words=("no", "yes")),
        Column("year", kind="whole", role="target"),
        Column("name", kind="text", role="ignored"),
        Column("half", formula="weight / 2"),
    ]
    cells: dict[str, list[Cell]] = {
        "weight": [2.5, 4, None, 8],
        "origin": ["usa", "europe", "japan", None],
        "smoker": [True, False, None, True],
        "year": [1970, 1971, 1972, 1973],
        "name": ["Ann", "日本", "[b]x", "a\tb"],
        "half": [None] * 4,
    }
    return Table.of(columns, cells)


def numbered(rows: int, width: int = 2) -> Table:
    """A table whose cells are the numbers of their rows, counted from 1."""
    columns = [
        Column(f"column {number}", role="target" if number == width else "input") for number in range(1, width + 1)
    ]
    return Table.of(columns, {column.name: np.arange(1.0, rows + 1) for column in columns})

"""The table and the status line under it, which show a scene."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.message import Message

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, LinePart, Span, fit_parts
from nntui.ui.host import host_of
from nntui.ui.table.cells import cell_text
from nntui.ui.table.grid import TableGrid
from nntui.ui.table.scene import Scene
from nntui.ui.widgets.guard import Guarded
from nntui.ui.widgets.lines import DrawnLines

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nntui.data.table import Table
    from nntui.errors import NntuiError
    from nntui.render.glyphs import Glyphs

LONGEST_NAME = 24
"""Most cells of a column's name in the status line,"""
LONGEST_FORMULA = 40
"""and of a formula."""
MOST_LINES = 3
"""Most lines of a refusal."""


def status_lines(scene: Scene, width: int, glyphs: Glyphs) -> list[Line]:
    """The status of ``scene`` in lines of ``width`` cells: one, or a few for a refusal, and one for its view."""
    if scene.table is None:
        return [()]
    separator = f" {glyphs.between} "
    if scene.refusal:
        lines: list[Line] = [(Span(text, "error"),) for text in _wrapped(scene.refusal, width, glyphs)]
    elif scene.entry is not None:
        lines = [fit_parts([_typing(scene, scene.table, glyphs)], width, glyphs, separator)]
    else:
        lines = [fit_parts(_where(scene, scene.table, width, glyphs), width, glyphs, separator)]
    if scene.view_words:
        lines.append((Span(fit(scene.view_words, width, glyphs=glyphs).rstrip(), "title"),))
    return lines


def _where(scene: Scene, table: Table, width: int, glyphs: Glyphs) -> list[list[LinePart]]:
    """The cursor's cell, the last edit and the state of the table, in ever shorter wordings."""
    said = [LinePart("", _said(scene, width, glyphs), 0, "good")] if scene.said else []
    if not scene.height:
        return [[LinePart("", "no row is shown" if table.height else "no rows", 1), *said]]
    number, column = scene.table_row(scene.row), table.columns[scene.column]
    row = LinePart(f"row {number + 1:,} of {table.height:,}", "", 3)
    short_row = LinePart(f"{number + 1:,}/{table.height:,}", "", 3)
    cell = LinePart("", _cell(scene, table, width - short_row.cells - len(" . "), glyphs), 1 if said else 0)
    if scene.anchor is not None:
        area = scene.area
        cell = LinePart("", f"{area.rows:,}x{len(area.columns)} cells selected", 0)
    kind = [LinePart("", column.role, 5, "target" if column.is_target else "dim")] if not column.is_input else []
    if table.is_validation(number):
        kind.append(LinePart("", "validation", 4, "validation"))
    if column.formula:
        kind.append(LinePart("", f"= {fit(column.formula, LONGEST_FORMULA, glyphs=glyphs).rstrip()}", 6))
    missing, short_missing = [], []
    if scene.incomplete:
        rows = "row" if scene.incomplete == 1 else "rows"
        missing.append(LinePart("", f"{scene.incomplete:,} {rows} incomplete, not used", 2, "warning"))
        short_missing.append(LinePart("", f"{scene.incomplete:,} incomplete", 2, "warning"))
    note = [LinePart(clean(scene.note, glyphs), "", 7)] if scene.note else []
    return [
        [row, cell, *said, *kind, *missing, *note],
        [row, cell, *said, *kind, *missing],
        [row, cell, *said, *kind, *short_missing],
        [row, cell, *said, *short_missing],
        [short_row, cell, *said, *short_missing],
    ]


def _said(scene: Scene, width: int, glyphs: Glyphs) -> str:
    """The message on the last edit and its undo, shortened where there is no room for both."""
    done = clean(scene.said, glyphs)
    if not scene.way_back:
        return done
    backs = [f", {clean(each, glyphs)}" for each in scene.way_back]
    back = next((each for each in backs if cell_len(done + each) <= width), backs[-1])
    return fit(done, min(cell_len(done), max(0, width - cell_len(back))), glyphs=glyphs) + back


def _cell(scene: Scene, table: Table, width: int, glyphs: Glyphs) -> str:
    """The cursor's column and the text of its cell with its unit; a long text is cut to ``width``."""
    column = table.columns[scene.column]
    name, value = _name(column.name, glyphs), table.value(scene.table_row(scene.row), scene.column)
    if value is None:
        return f"{name} is empty"
    text = f"{name} {clean(cell_text(value, column, max(width, 0)), glyphs)} {clean(column.unit, glyphs)}".strip()
    return fit(text, width, glyphs=glyphs).rstrip() if isinstance(value, str) and width > len(name) else text


def _typing(scene: Scene, table: Table, glyphs: Glyphs) -> list[LinePart]:
    """Where the text being typed goes, and the keys that end typing."""
    name = _name(table.columns[scene.column].name, glyphs)
    row = f"row {scene.table_row(scene.row) + 1:,}" if scene.height else ""
    what = f"new name for {name}" if scene.renaming else f"{name}, {row}"
    keys = [LinePart("enter ", "save", 0), LinePart("tab ", "next", 3), LinePart("esc ", "cancel", 1)]
    if scene.entry is not None and scene.entry.rest:
        keys.insert(1, LinePart(f"{glyphs.arrow} ", "complete", 2))
    return [LinePart("", what, 2), *keys]


def _name(name: str, glyphs: Glyphs) -> str:
    return fit(name, LONGEST_NAME, glyphs=glyphs).rstrip()


def _wrapped(text: str, width: int, glyphs: Glyphs) -> list[str]:
    """The text wrapped between words to MOST_LINES; the last line is cut with an ellipsis."""
    lines = [""]
    for word in clean(text, glyphs).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if cell_len(longer) <= width or not lines[-1] or len(lines) == MOST_LINES:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fit(line, width, glyphs=glyphs).rstrip() for line in lines]


class Stage(Guarded, Vertical, can_focus=True):
    """The table and its status line, which show one ``scene`` after the other."""

    class Edited(Message, namespace="data_pane"):
        """An edit with this ``name`` made this ``table``, from the table ``before``."""

        def __init__(self, name: str, table: Table, before: Table) -> None:
            super().__init__()
            self.name, self.table, self.before = name, table, before

    class RowSelected(Message, namespace="data_pane"):
        """The cursor moved to this row of the table; None if there are no rows."""

        def __init__(self, row: int | None) -> None:
            super().__init__()
            self.row = row

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._grid = TableGrid(glyphs)
        self._status = DrawnLines()
        self.scene = Scene()
        self._status.show_drawn(lambda width: status_lines(self.scene, width, self._glyphs))

    def compose(self) -> ComposeResult:
        """The table, and its status line below."""
        yield self._grid
        yield self._status

    @property
    def selected_row(self) -> int | None:
        """The table's row with the cursor, from 0; None if no row is shown."""
        return self.scene.cursor_row

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show ``text`` under the table until the next key; ``wrong`` if something was not done. Typing goes on."""
        text = host_of(self).with_keys(text)
        self._draw(replace(self.scene, refusal=text if wrong else "", said="" if wrong else text, way_back=()))

    @property
    def types_letters(self) -> bool:
        """Whether letters are typed into the cursor's cell: it is one of words."""
        table = self.scene.table
        return bool(self.scene.height) and table is not None and not table.columns[self.scene.column].numeric

    def _draw(self, scene: Scene) -> None:
        typed, before = self.types_letters, self.selected_row
        self.scene = scene
        self._grid.display_scene(scene)
        self._status.draw()
        if self.types_letters is not typed:
            host_of(self).letters_changed()
        if self.selected_row != before:
            self.post_message(self.RowSelected(self.selected_row))

    def _go(self, row: int, column: int) -> None:
        self._draw(self.scene.settled().at(row, column))

    def _refuse(self, scene: Scene, error: NntuiError) -> None:
        self._draw(replace(scene, refusal=host_of(self).with_keys(str(error))))

    def on_focus(self) -> None:
        """Show the cursor as active."""
        self._draw(replace(self.scene, focused=True))

    def on_blur(self) -> None:
        """Show the cursor as idle."""
        self._draw(replace(self.scene, focused=False))

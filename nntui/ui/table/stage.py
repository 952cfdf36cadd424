"""The table and the status line under it, which show a scene."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.message import Message

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, LinePart, Span, fit_parts
from nntui.ui.table.cells import cell_text
from nntui.ui.table.grid import TableGrid
from nntui.ui.table.scene import Scene
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nntui.data.table import Table
    from nntui.errors import NntuiError
    from nntui.render.glyphs import Glyphs

LONGEST_NAME = 24
"""Cells of a column's name in the line."""
LONGEST_FORMULA = 40
"""Cells of a formula in it."""
MOST_LINES = 3
"""Lines that a reason may take."""


def status_lines(scene: Scene, width: int, glyphs: Glyphs) -> list[Line]:
    """What there is to say of ``scene`` in ``width`` cells: the most telling in one line; for a reason, a few.

    What rows are shown, where it is not all of them as they come, has a line of its own.
    """
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
    """The parts of the line, in ever shorter wordings."""
    said = [LinePart("", clean(scene.said, glyphs), 0, "good")] if scene.said else []
    if not scene.height:
        return [[LinePart("", "no row is shown" if table.height else "no rows", 1), *said]]
    number, column = scene.table_row(scene.row), table.columns[scene.column]
    row = LinePart(f"row {number + 1:,} of {table.height:,}", "", 3)
    short_row = LinePart(f"{number + 1:,}/{table.height:,}", "", 3)
    cell = LinePart("", _cell(scene, table, width - short_row.cells - len(" . "), glyphs), 1 if said else 0)
    if scene.anchor is not None:
        area = scene.area
        cell = LinePart("", f"{area.rows:,}x{len(area.columns)} cells selected", 0)
    kind = (
        [LinePart("", column.role, 5, "target" if column.role == "target" else "dim")] if column.role != "input" else []
    )
    if table.is_validation(number):
        kind.append(LinePart("", "held out", 4, "validation"))
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


def _cell(scene: Scene, table: Table, width: int, glyphs: Glyphs) -> str:
    """The cursor's column and what is in its cell, with its unit; a long text is cut to ``width``."""
    column = table.columns[scene.column]
    name, value = _name(column.name, glyphs), table.value(scene.table_row(scene.row), scene.column)
    if value is None:
        return f"{name} is empty"
    text = f"{name} {clean(cell_text(value, column, max(width, 0)), glyphs)} {clean(column.unit, glyphs)}".strip()
    return fit(text, width, glyphs=glyphs).rstrip() if isinstance(value, str) and width > len(name) else text


def _typing(scene: Scene, table: Table, glyphs: Glyphs) -> list[LinePart]:
    """What is typed where, and the ways out of it."""
    name = _name(table.columns[scene.column].name, glyphs)
    row = f"row {scene.table_row(scene.row) + 1:,}" if scene.height else ""
    what = f"new name for {name}" if scene.renaming else f"{name}, {row}"
    keys = [LinePart("enter ", "keeps", 0), LinePart("tab ", "goes on", 3), LinePart("esc ", "leaves it", 1)]
    if scene.entry is not None and scene.entry.rest:
        keys.insert(1, LinePart(f"{glyphs.arrow} ", "completes", 2))
    return [LinePart("", what, 2), *keys]


def _name(name: str, glyphs: Glyphs) -> str:
    return fit(name, LONGEST_NAME, glyphs=glyphs).rstrip()


def _wrapped(text: str, width: int, glyphs: Glyphs) -> list[str]:
    """The text broken between words; what is too much for the last line ends in an ellipsis."""
    lines = [""]
    for word in clean(text, glyphs).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if cell_len(longer) <= width or not lines[-1] or len(lines) == MOST_LINES:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fit(line, width, glyphs=glyphs).rstrip() for line in lines]


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
        lines = status_lines(self._scene, self.size.width, self._glyphs)
        self._status.styles.height = len(lines)
        self._status.show(lines)

    def _go(self, row: int, column: int) -> None:
        self._draw(self._scene.settled().at(row, column))

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

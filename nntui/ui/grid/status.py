"""What stands under the table: where the cursor is, or what is being typed, or why that cannot be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.data.edits import format_number
from nntui.render.glyphs import clean, fit
from nntui.render.parts import Part, fitted
from nntui.render.text import Line, Span

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.ui.grid.scene import Scene

LONGEST_NAME = 24
"""Cells of a column's name in the line."""
MOST_LINES = 3
"""Lines that a reason may take."""


def status(scene: Scene, width: int, glyphs: Glyphs) -> list[Line]:
    """What there is to say of ``scene`` in ``width`` cells: the most telling in one line; for a reason, a few."""
    if scene.table is None:
        return [()]
    if scene.refusal:
        return [(Span(text, "error"),) for text in _wrapped(scene.refusal, width, glyphs)]
    wordings = _where(scene, scene.table, glyphs) if scene.entry is None else [_typing(scene, scene.table, glyphs)]
    return [fitted(wordings, width, glyphs, f" {glyphs.between} ")]


def _where(scene: Scene, table: Table, glyphs: Glyphs) -> list[list[Part]]:
    """The parts of the line, in ever shorter wordings."""
    if not table.height:
        return [[Part("", "no rows", 0)]]
    cell = _cell(scene, table, glyphs)
    row = Part(f"row {scene.row + 1:,} of {table.height:,}", "", 3)
    short_row = Part(f"{scene.row + 1:,}/{table.height:,}", "", 3)
    role = table.columns[scene.column].role
    kind = [Part("", role, 5, role if role == "target" else "dim")] if role != "input" else []
    if table.is_validation(scene.row):
        kind.append(Part("", "held out", 4, "held"))
    missing, short_missing = [], []
    if scene.incomplete:
        rows = "row" if scene.incomplete == 1 else "rows"
        missing.append(Part("", f"{scene.incomplete:,} {rows} incomplete, not used", 2, "warning"))
        short_missing.append(Part("", f"{scene.incomplete:,} incomplete", 2, "warning"))
    note = [Part(clean(scene.note, glyphs), "", 6)] if scene.note else []
    return [
        [row, cell, *kind, *missing, *note],
        [row, cell, *kind, *missing],
        [row, cell, *kind, *short_missing],
        [row, cell, *short_missing],
        [short_row, cell, *short_missing],
    ]


def _cell(scene: Scene, table: Table, glyphs: Glyphs) -> Part:
    """The cursor's column and the number in it, in full and with its unit."""
    column = table.columns[scene.column]
    value = table.value(scene.row, scene.column)
    number = "is empty" if value is None else f"{format_number(value)} {clean(column.unit, glyphs)}".strip()
    return Part("", f"{_name(column.name, glyphs)} {number}", 0)


def _typing(scene: Scene, table: Table, glyphs: Glyphs) -> list[Part]:
    """What is typed where, and the ways out of it."""
    name = _name(table.columns[scene.column].name, glyphs)
    what = f"new name for {name}" if scene.renaming else f"{name}, row {scene.row + 1:,}"
    keys = [Part("enter ", "keeps", 0), Part("tab ", "goes on", 3), Part("esc ", "leaves it", 1)]
    return [Part("", what, 2), *keys]


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

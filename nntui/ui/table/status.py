"""What stands under the table: where the cursor is, what was done or is being typed, or why that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, LinePart, Span, fit_parts
from nntui.ui.table.cells import text_of

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.ui.table.scene import Scene

LONGEST_NAME = 24
"""Cells of a column's name in the line."""
LONGEST_FORMULA = 40
"""Cells of a formula in it."""
MOST_LINES = 3
"""Lines that a reason may take."""


def status(scene: Scene, width: int, glyphs: Glyphs) -> list[Line]:
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
    text = f"{name} {clean(text_of(value, column, max(width, 0)), glyphs)} {clean(column.unit, glyphs)}".strip()
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

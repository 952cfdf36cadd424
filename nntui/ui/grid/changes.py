"""What the keys of the table ask for: another cell for the cursor, or another table with the name of the edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.edits import parse_number

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.ui.grid.scene import Scene

Change = tuple[str, "Table"]

MOVES = {
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "pageup": "page up",
    "pagedown": "page down",
    "home": "first column",
    "end": "last column",
    "ctrl+home": "first row",
    "ctrl+end": "last row",
}
"""The keys that move the cursor, and what each does."""


def moved(scene: Scene, key: str, page: int) -> tuple[int, int]:
    """Row and column that one of ``MOVES`` leads to, which may lie outside the table; ``page`` rows are a page."""
    row, column = scene.row, scene.column
    return {
        "up": (row - 1, column),
        "down": (row + 1, column),
        "left": (row, column - 1),
        "right": (row, column + 1),
        "pageup": (row - page, column),
        "pagedown": (row + page, column),
        "home": (row, 0),
        "end": (row, scene.width - 1),
        "ctrl+home": (0, column),
        "ctrl+end": (scene.height - 1, column),
    }[key]


def after_typing(scene: Scene, key: str) -> tuple[int, int]:
    """Row and column after a cell was typed and left by ``key``: tab goes on to the next row from the last column."""
    row, column = scene.row, scene.column
    if key == "tab" and column == scene.width - 1:
        return (row + 1, 0) if row + 1 < scene.height else (row, column)
    return {
        "tab": (row, column + 1),
        "shift+tab": (row, column - 1),
        "up": (row - 1, column),
        "down": (row + 1, column),
    }.get(key, (row, column))


def typed(table: Table, row: int, column: int, text: str) -> Change:
    """The table with the number ``text`` in a cell, or nothing; the same table if that is there. Raises DataError."""
    name = table.columns[column].name
    value = parse_number(text, name) if text.strip() else None
    if value == table.value(row, column):
        return "", table
    return f"{'clear' if value is None else 'edit'} {name}, row {row + 1:,}", table.with_value(row, column, value)


def renamed(table: Table, column: int, text: str) -> Change:
    """The table with ``text`` for a column's name; the same table where that is its name. Raises DataError."""
    old, new = table.columns[column].name, text.strip()
    return ("", table) if new == old else (f"rename {old} to {new}", table.renamed(column, new))


def row_added(table: Table, row: int) -> Change:
    """The table with an empty row that becomes row ``row``."""
    return f"add row {row + 1:,}", table.with_row(row)


def row_deleted(table: Table, row: int) -> Change:
    """The table without the row."""
    return f"delete row {row + 1:,}", table.without_rows(row, row + 1)

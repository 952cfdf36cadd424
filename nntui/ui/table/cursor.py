"""Moves of the table's cursor by key, and the characters that begin to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.ui.table.scene import Scene

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
"""The keys that move the cursor, and their labels."""
SELECTING = {
    **{f"shift+{key}": key for key in ("up", "down", "left", "right", "pageup", "pagedown", "home", "end")},
    "ctrl+shift+home": "ctrl+home",
    "ctrl+shift+end": "ctrl+end",
}
"""The keys that extend the selection, and the move of each."""

QUOTE = '"'
"""The key that begins an empty text."""
DIGITS, SIGNS = frozenset("0123456789"), frozenset("+-.")


def text_begun_by(character: str | None, column: Column) -> str | None:
    """The text that ``character`` begins in a cell of ``column``; None if it begins none."""
    if character is None:
        return None
    if character in DIGITS or (character in SIGNS and column.numeric):
        return character
    return "" if character == QUOTE and column.textual else None


def cell_after_move(scene: Scene, key: str, page: int) -> tuple[int, int]:
    """Row and column after one of ``MOVES``, possibly outside the table; ``page`` is in rows."""
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


def cell_after_typing(scene: Scene, key: str) -> tuple[int, int]:
    """Row and column after ``key`` accepted a text: tab goes from the last column to the next row."""
    row, column = scene.row, scene.column
    if key == "tab" and column == scene.width - 1:
        return (row + 1, 0) if row + 1 < scene.height else (row, column)
    return {
        "tab": (row, column + 1),
        "shift+tab": (row, column - 1),
        "up": (row - 1, column),
        "down": (row + 1, column),
    }.get(key, (row, column))

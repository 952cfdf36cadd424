"""The keys of the table: what each does, by name, and where the cursor moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from nntui.ui.table import cell_edits, structure_edits

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.column import Column
    from nntui.ui.table.scene import Scene, SceneEdit

CHANGES: dict[str, Callable[[Scene], SceneEdit]] = {
    "clear": cell_edits.clear_cells,
    "fill": cell_edits.fill_cells,
    "add-row": structure_edits.add_row,
    "duplicate-row": structure_edits.duplicate_rows,
    "delete-row": structure_edits.delete_rows,
    "row-up": structure_edits.move_rows_up,
    "row-down": structure_edits.move_rows_down,
    "hold-out": structure_edits.toggle_validation,
    "insert-column": structure_edits.insert_column,
    "duplicate-column": structure_edits.duplicate_column,
    "delete-column": structure_edits.delete_columns,
    "column-left": structure_edits.move_columns_left,
    "column-right": structure_edits.move_columns_right,
    "role": structure_edits.cycle_role,
}
"""What the keys change in the table, by the names of their commands."""

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
SELECTING = {
    **{f"shift+{key}": key for key in ("up", "down", "left", "right", "pageup", "pagedown", "home", "end")},
    "ctrl+shift+home": "ctrl+home",
    "ctrl+shift+end": "ctrl+end",
}
"""The keys that move it and select all on the way, and the move of each."""

QUOTE = '"'
"""Begins to type a text."""
DIGITS, SIGNS = frozenset("0123456789"), frozenset("+-.")


def begun_by(character: str | None, column: Column) -> str | None:
    """The text that typing ``character`` on a cell of ``column`` begins; None for a character that begins none."""
    if character is None:
        return None
    if character in DIGITS or (character in SIGNS and column.numeric):
        return character
    return "" if character == QUOTE and column.textual else None


def _change(key: str, name: str, label: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(key, f"change('{name}')", label, id=f"data.{name}", tooltip=tooltip, show=show)


def _want(key: str, what: str, label: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(key, f"want('{what}')", label, id=f"data.{what}", tooltip=tooltip, show=show)


BINDINGS = (
    Binding("enter", "edit", "edit", id="data.edit", tooltip='Type over the cell; a digit, or " for a text, does too'),
    _change("a", "add-row", "add row", "An empty row below this one", show=True),
    _change("D", "delete-row", "delete row", "Delete the selected rows; undo brings them back", show=True),
    _change("m", "role", "role", "Make the column a target, then ignored, then an input", show=True),
    _want("v", "details", "details", "All about this column: kind, role, scaling, its cells in numbers", show=True),
    _change("delete,backspace", "clear", "clear", "Empty the selected cells"),
    _change("F", "fill", "fill", "Fill the selection from its first row, or from the cell in it that was typed over"),
    Binding("C", "copy", "copy", id="data.copy", tooltip="Copy the selected cells", show=False),
    Binding("V", "paste", "paste", id="data.paste", tooltip="Paste what C copied from here on", show=False),
    _change("A", "duplicate-row", "duplicate row", "The selected rows once more below"),
    _change("ctrl+up", "row-up", "move row up", "Move the selected rows up"),
    _change("ctrl+down", "row-down", "move row down", "Move the selected rows down"),
    _change("H", "hold-out", "hold out", "Hold the selected rows out for validation, or train on them again"),
    _change("i", "insert-column", "insert column", "An empty column before this one, ignored until m gives it a role"),
    _change("I", "duplicate-column", "duplicate column", "This column once more, ignored until m gives it a role"),
    _change("X", "delete-column", "delete column", "Delete the selected columns; undo brings them back"),
    _change("ctrl+left", "column-left", "move column left", "Move the selected columns to the left"),
    _change("ctrl+right", "column-right", "move column right", "Move the selected columns to the right"),
    Binding("N", "rename", "rename", id="data.rename", tooltip="Another name for this column", show=False),
    _want("k", "kind", "kind", "Number, whole number, yes or no, category or text"),
    _want("M", "missing", "empty cells", "What becomes of rows whose cell in this column is empty"),
    _want("equals_sign", "formula", "formula", "Calculate this column from others"),
    _want("slash", "find", "find", "Find a text in the cells"),
    _want("semicolon,full_stop", "find-next", "find next", "Find the next; so does a point, but in columns of numbers"),
    _want("f", "filter", "filter", "Show only the rows that meet a condition"),
    _want("S", "sort", "sort", "Sort the rows shown by this column; again: the other way round; again: as they come"),
    _want("g", "go-to", "go to row", "Go to a row by its number"),
    _want("L", "row", "row", "All that is in this row, and what the network says of it"),
    _want("P", "predictions", "predictions", "Show what the network says beside each row, or hide it"),
    _want("E", "errors", "worst first", "Show the rows that the network gets most wrong first"),
    Binding("escape", "drop", "drop selection", show=False, id="data.drop", tooltip="Select nothing any more"),
    *(
        Binding(key, f"move('{key}')", label, show=False, id=f"data.{label.replace(' ', '-')}")
        for key, label in MOVES.items()
    ),
    *(
        Binding(
            key,
            f"select('{move}')",
            f"select {MOVES[move]}",
            show=False,
            id=f"data.{key}".replace("+", "-"),
            tooltip="Select: so does shift with any other key that moves the cursor" if move == "down" else "",
        )
        for key, move in SELECTING.items()
    ),
)


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

"""The keys of the table: what each does, by name.

Letters are commands, as everywhere in the app, and so a word is begun with enter or a double quote; a number begins
with its first digit, sign or point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from nntui.ui.grid import changes, column_changes, row_changes
from nntui.ui.grid.moves import MOVES, SELECTING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.data.column import Column
    from nntui.ui.grid.changes import Change
    from nntui.ui.grid.scene import Scene

CHANGES: dict[str, Callable[[Scene], Change]] = {
    "clear": changes.cleared,
    "fill": changes.filled,
    "add-row": row_changes.added,
    "duplicate-row": row_changes.duplicated,
    "delete-row": row_changes.deleted,
    "row-up": row_changes.moved_up,
    "row-down": row_changes.moved_down,
    "hold-out": row_changes.held,
    "insert-column": column_changes.inserted,
    "duplicate-column": column_changes.duplicated,
    "delete-column": column_changes.deleted,
    "column-left": column_changes.moved_left,
    "column-right": column_changes.moved_right,
    "role": column_changes.in_next_role,
}
"""What the keys change in the table, by the names of their commands."""

QUOTE = '"'
"""Begins to type a text."""
DIGITS, SIGNS = frozenset("0123456789"), frozenset("+-.")


def begun_by(character: str | None, column: Column) -> str | None:
    """The text that typing ``character`` on a cell of ``column`` begins; None for a character that begins none."""
    if character is None:
        return None
    if character in DIGITS or (character in SIGNS and column.numeric):
        return character
    return "" if character == QUOTE and column.kind in {"category", "text"} else None


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

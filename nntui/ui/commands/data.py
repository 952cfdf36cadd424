"""The commands of the data pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import NOWHERE, Command
from nntui.ui.table import cell_edits, structure_edits
from nntui.ui.table.scene import MOVES, SELECTING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from nntui.ui.table.commands import TableCommands
    from nntui.ui.table.pane import DataPane
    from nntui.ui.table.scene import Scene, SceneEdit
    from nntui.ui.workspace import Workspace

HERE = frozenset({"data"})


def _do(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    run: Callable[[DataPane], object],
    *,
    footer: frozenset[str] = NOWHERE,
) -> Command[DataPane]:
    return Command(f"data.{name}", keys, label, sentence, run, footer)


def _edit(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    edit: Callable[[Scene], SceneEdit],
    *,
    footer: frozenset[str] = NOWHERE,
) -> Command[DataPane]:
    return _do(name, keys, label, sentence, lambda pane: pane.change(edit), footer=footer)


def _ask(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    ask: Callable[[TableCommands, Scene], Coroutine[object, object, None]],
    *,
    footer: frozenset[str] = NOWHERE,
) -> Command[Workspace]:
    return Command(
        f"data.{name}",
        keys,
        label,
        sentence,
        lambda screen: screen.table_commands.do(ask),
        footer,
        on_screen=True,
        asks=True,
    )


def _move(key: str, label: str) -> Command[DataPane]:
    return _do(label.replace(" ", "-"), key, label, "", lambda pane: pane.move(key))


def _select(key: str, move: str) -> Command[DataPane]:
    sentence = "Extend the selection; shift works with every key that moves the cursor" if move == "down" else ""
    return _do(key.replace("+", "-"), key, f"select {MOVES[move][0]}", sentence, lambda pane: pane.select(move))


# fmt: off
DATA: tuple[Command[DataPane] | Command[Workspace], ...] = (
    _do("edit", "enter", "edit", "Edit the cell; typing a digit starts it too, and in a column of words any letter",
        lambda pane: pane.edit(),
        footer=HERE),
    _edit("add-row", "a", "add row", "Add an empty row below this one", structure_edits.add_row, footer=HERE),
    _edit("delete-row", "ctrl+d", "delete row", "Delete the selected rows; {key:undo} brings them back",
          structure_edits.delete_rows, footer=HERE),
    _ask("role", "m", "role", "Choose what the column is for: input, target, ignored, or the split",
         lambda ask, at: ask.role(at), footer=HERE),
    _ask("details", "v", "details", "Show the column in detail: kind, role, scaling, statistics",
         lambda ask, at: ask.details(at), footer=HERE),
    _edit("clear", "delete,backspace", "clear", "Empty the selected cells", cell_edits.clear_cells),
    _edit("fill", "F", "fill", "Fill the selection from its first row, or from the cell just edited in it",
          cell_edits.fill_cells),
    _do("copy", "C", "copy", "Copy the selected cells", lambda pane: pane.copy()),
    _do("paste", "V", "paste", "Paste what {key:data.copy} copied, starting here", lambda pane: pane.paste()),
    _edit("duplicate-row", "A", "duplicate row", "Duplicate the selected rows below", structure_edits.duplicate_rows),
    _edit("row-up", "ctrl+up", "move row up", "Move the selected rows up", structure_edits.move_rows_up),
    _edit("row-down", "ctrl+down", "move row down", "Move the selected rows down", structure_edits.move_rows_down),
    _edit("hold-out", "H", "validation", "Use the selected rows for validation, or train on them again",
          structure_edits.toggle_validation),
    _do("insert-column", "I", "insert column",
        "Insert an empty column before this one, ignored until {key:data.role} gives it a role",
        lambda pane: pane.insert_column()),
    _edit("duplicate-column", "B", "duplicate column",
          "Duplicate this column, ignored until {key:data.role} gives it a role", structure_edits.duplicate_column),
    _edit("delete-column", "ctrl+k", "delete column", "Delete the selected columns; {key:undo} brings them back",
          structure_edits.delete_columns),
    _edit("column-left", "ctrl+left", "move column left", "Move the selected columns to the left",
          structure_edits.move_columns_left),
    _edit("column-right", "ctrl+right", "move column right", "Move the selected columns to the right",
          structure_edits.move_columns_right),
    _do("rename", "N", "rename", "Rename this column", lambda pane: pane.rename()),
    _ask("kind", "k", "kind", "Choose its kind: number, whole number, yes or no, category, text or date",
         lambda ask, at: ask.kind(at)),
    _ask("missing", "M", "empty cells", "Choose what happens to empty cells in this column",
         lambda ask, at: ask.missing(at)),
    _ask("formula", "equals_sign", "formula", "Calculate this column from others", lambda ask, at: ask.formula(at)),
    _ask("find", "slash", "find", "Find a text in the cells", lambda ask, at: ask.find(at)),
    _ask("find-next", "semicolon,full_stop", "find next",
         "Find the next match; in columns of numbers only {key:data.find-next} does",
         lambda ask, at: ask.find_next(at)),
    _ask("filter", "f", "filter", "Show only the rows that meet a condition", lambda ask, at: ask.filter(at)),
    _ask("sort", "S", "sort", "Sort the rows by this column; again: in reverse; again: in the table's order",
         lambda ask, at: ask.sort(at)),
    _ask("go-to", "g", "go to row", "Go to a row by its number", lambda ask, at: ask.go_to(at)),
    _ask("row", "L", "row", "Show this row in full, with the network's predictions", lambda ask, at: ask.row(at)),
    _ask("predictions", "P", "predictions", "Show or hide the network's predictions beside the rows",
         lambda ask, at: ask.predictions(at)),
    _ask("errors", "E", "worst first", "Sort the rows by the network's error, largest first",
         lambda ask, at: ask.errors(at)),
    _do("drop", "escape", "drop selection", "Clear the selection", lambda pane: pane.drop()),
    *(_move(key, label) for key, (label, _) in MOVES.items()),
    *(_select(key, move) for key, move in SELECTING.items()),
)
# fmt: on

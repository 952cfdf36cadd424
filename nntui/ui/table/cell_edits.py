"""Edits of cells: typed, cleared and filled.

An edit takes a scene and returns a name ("" if nothing changed) and the scene after it. All raise DataError with the
reason why something cannot be done.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import as_list, one_line
from nntui.ui.table.scene import columns_in_words, rows_in_words, table_of
from nntui.ui.table.structure_edits import rename_column
from nntui.ui.widgets.text_entry import TextEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.ui.table.scene import Scene, SceneEdit

ACCEPT_KEYS = frozenset({"enter", "tab", "shift+tab", "up", "down"})
"""Keys that accept the text being typed."""
LONGEST_CELL = 20
"""Most characters of a cell in the name of an edit."""
ROWS_READ = 100_000
"""Rows in which a column's words are looked up for completion."""


def set_cell(scene: Scene, text: str) -> SceneEdit:
    """Set the cursor's cell to ``text``; "" empties it."""
    table = table_of(scene)
    name, changed = cell_edit(table, scene.table_row(scene.row), scene.column, text)
    if changed is table:
        return "", scene
    return name, replace(scene, table=changed, source=scene.row if scene.anchor is not None else None)


def cell_edit(table: Table, row: int, column: int, text: str) -> tuple[str, Table]:
    """The name of the edit that sets a cell to ``text``, and the table after it; "" and the same table for no change.

    Raises DataError for a calculated cell, and for a text that the column cannot hold.
    """
    from nntui.data.cells import parse_cell

    check_editable(table, column)
    record, before = table.columns[column], table.value(row, column)
    value = parse_cell(text, record)
    if value == before:
        return "", table
    name = f"row {row + 1:,} {one_line(record.name)} {_shown(before, record)} -> {_shown(value, record)}"
    return name, table.with_value(row, column, value)


def clear_cells(scene: Scene) -> SceneEdit:
    """Empty the selected cells."""
    if not scene.height:
        return "", scene
    if scene.area.is_one_cell:
        return set_cell(scene, "")
    columns, said = editable_columns(table_of(scene), scene.area.columns)
    return _set_all(scene, "cleared", dict.fromkeys(columns), said)


def fill_cells(scene: Scene) -> SceneEdit:
    """Set all rows of the selection to its first one, or to the one that was typed over."""
    table, area = table_of(scene), scene.area
    if area.rows < 2:
        raise DataError("Select the rows to fill first, with {key:data.shift-down}.")
    columns, said = editable_columns(table, area.columns)
    source = scene.source if scene.source is not None and area.top <= scene.source < area.bottom else area.top
    cells = {number: table.value(scene.table_row(source), number) for number in columns}
    return _set_all(scene, "filled", cells, said)


def _shown(value: Cell, column: Column) -> str:
    """A cell in the name of an edit."""
    from nntui.data.cells import format_cell

    return "empty" if value is None else one_line(format_cell(value, column), LONGEST_CELL)


def _set_all(scene: Scene, verb: str, cells: dict[int, Cell], said: str) -> SceneEdit:
    """Set the cells of all selected rows, by column, to the same."""
    table, rows = table_of(scene), scene.selected_rows
    name = f"{columns_in_words([table.columns[number] for number in cells])}, {rows_in_words(rows)} {verb}"
    return name, replace(scene, table=table.with_cells(rows, cells), said=said)


def check_editable(table: Table, column: int) -> None:
    """Raise DataError if a formula calculates the column's cells."""
    if table.columns[column].formula:
        name = one_line(table.columns[column].name)
        raise DataError(f"{name} is calculated. Press {{key:data.formula}} to edit its formula.")


def editable_columns(table: Table, columns: Iterable[int]) -> tuple[list[int], str]:
    """The columns that are not calculated, and a message about the others."""
    numbers = list(columns)
    editable = [number for number in numbers if not table.columns[number].formula]
    if not editable:
        check_editable(table, numbers[0])
    others = [table.columns[number].name for number in numbers if number not in editable]
    return editable, f"{as_list(others)}: calculated, not changed" if others else ""


# Typing


def begin_typing(scene: Scene, text: str | None = None) -> Scene:
    """Type over the cursor's cell, beginning with ``text`` or (None) with its present text.

    Raises DataError for a calculated cell.
    """
    from nntui.data.cells import format_cell

    table = scene.table
    if table is None or not scene.height:
        return scene
    check_editable(table, scene.column)
    if text is None:
        text = format_cell(table.value(scene.table_row(scene.row), scene.column), table.columns[scene.column])
    return replace(scene.settled(), entry=TextEntry.of(text, _known_words(table, scene.column)))


def begin_renaming(scene: Scene, text: str | None = None) -> Scene:
    """Type over the name of the cursor's column, beginning with ``text`` or (None) with the name."""
    if scene.table is None:
        return scene
    name = scene.table.columns[scene.column].name
    return replace(scene.settled(), entry=TextEntry.of(name if text is None else text), renaming=True)


def press_key(scene: Scene, key: str, character: str | None) -> Scene | None:
    """The scene after a key that edits the text or cancels typing; None for any other key."""
    if scene.entry is None:
        return None
    edited = scene.entry.insert(character) if character is not None else scene.entry.press(key)
    if edited is not None:
        return replace(scene, entry=edited, refusal="")
    return scene.settled() if key == "escape" else None


def accept_entry(scene: Scene) -> SceneEdit:
    """Set the cell or the name to the text that was typed."""
    if scene.entry is None:
        return "", scene
    accept = rename_column if scene.renaming else set_cell
    return accept(scene.settled(), scene.entry.text)


def _known_words(table: Table, number: int) -> tuple[str, ...]:
    """The words that may complete a cell of column ``number``: both of yes and no, or the categories so far."""
    column = table.columns[number]
    if column.boolean:
        return column.words
    if not column.has_levels:
        return ()
    return tuple(table.frame.to_series(number).head(ROWS_READ).drop_nulls().unique().sort())

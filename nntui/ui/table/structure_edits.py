"""Edits of rows and columns: added, duplicated, deleted, moved, renamed, given another role.

As in ``cell_edits``, an edit takes a scene and returns a name and the scene after it, or raises DataError.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nntui.data.kinds import IGNORED, ROLES
from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.ui.table import row_order
from nntui.ui.table.scene import columns_in_words, rows_in_words, table_of

if TYPE_CHECKING:
    from nntui.data.kinds import Role
    from nntui.data.table import Table
    from nntui.ui.table.scene import Scene, SceneEdit


def add_row(scene: Scene) -> SceneEdit:
    """Add an empty row below the cursor's, and go to its first cell."""
    table = table_of(scene)
    row = scene.table_row(scene.row) + 1 if scene.height else table.height
    place = scene.row + 1 if scene.height else 0
    after = replace(scene, table=table.with_rows(row), view=row_order.insert_rows(scene.view, row, 1, place))
    return f"row {row + 1:,} added", after.at(place, 0)


def duplicate_rows(scene: Scene) -> SceneEdit:
    """Copy the selected rows below the last of them, including whether they are for validation."""
    table, rows, bottom = table_of(scene), scene.selected_rows, scene.area.bottom
    if not len(rows):
        return "", scene
    at = scene.table_row(bottom - 1) + 1
    cells = scene.cells(scene.area.top, bottom)
    validation = [table.is_validation(int(row)) for row in rows]
    view = row_order.insert_rows(scene.view, at, len(rows), bottom)
    after = replace(scene, table=table.with_rows(at, cells, validation), view=view)
    return f"{rows_in_words(rows)} duplicated", after.at(bottom, scene.column)


def delete_rows(scene: Scene) -> SceneEdit:
    """Delete the selected rows."""
    table, rows = table_of(scene), scene.selected_rows
    if not len(rows):
        return "", scene
    left = table.without_rows(rows)
    after = replace(scene, table=left, view=row_order.remove_rows(scene.view, rows))
    return f"{rows_in_words(rows)} deleted", after.at(scene.area.top, scene.column)


def move_rows(scene: Scene, step: int) -> SceneEdit:
    """Move the selected rows one up (-1) or down (1), with the cursor and the selection."""
    table, area = table_of(scene), scene.area
    if scene.view is not None:
        raise DataError("rows are moved in the table's own order: show all rows unsorted first")
    if not (scene.height and area.top + step >= 0 and area.bottom + step <= scene.height):
        return "", scene
    # Moving the one row beside the selection to its other side costs the same however many rows are selected.
    beside, to = (area.top - 1, area.bottom - 1) if step < 0 else (area.bottom, area.top)
    after = replace(scene, table=table.with_row_moved(beside, to))
    anchor = None if scene.anchor is None else (scene.anchor[0] + step, scene.anchor[1])
    name = f"{rows_in_words(range(area.top, area.bottom))} moved {'up' if step < 0 else 'down'}"
    return name, after.at(scene.row + step, scene.column, anchor)


move_rows_up, move_rows_down = partial(move_rows, step=-1), partial(move_rows, step=1)


def toggle_validation(scene: Scene) -> SceneEdit:
    """Make the selected rows validation rows or, if they all are, training rows."""
    table, rows = table_of(scene), [int(row) for row in scene.selected_rows]
    if not rows:
        return "", scene
    hold_out = not table.validation.gather(rows).all()
    name = f"{rows_in_words(scene.selected_rows)} for {'validation' if hold_out else 'training'}"
    return name, replace(scene, table=table.with_mark(rows, validation=hold_out))


def rename_column(scene: Scene, text: str) -> SceneEdit:
    """Rename the cursor's column to ``text``."""
    table, old, new = table_of(scene), table_of(scene).columns[scene.column].name, text.strip()
    if new == old:
        return "", scene
    return f"{one_line(old)} renamed to {one_line(new)}", replace(scene, table=table.renamed(scene.column, new))


def insert_column(scene: Scene) -> SceneEdit:
    """Insert an empty column of numbers before the cursor's, ignored until it is given a role."""
    from nntui.data.column import Column

    table, at = table_of(scene), scene.column
    column = Column(_unused_name(table, "new"), role=IGNORED)
    after = replace(scene, table=table.with_new_column(at, column))
    return f"column {one_line(column.name)} inserted", after.at(scene.row, at)


def duplicate_column(scene: Scene) -> SceneEdit:
    """Copy the cursor's column behind it, ignored until it is given a role."""
    from msgspec.structs import replace as changed

    table, at = table_of(scene), scene.column
    old = table.columns[at]
    new = changed(old, name=_unused_name(table, old.name), role=IGNORED)
    cells = None if old.formula else table.frame.to_series(at)
    after = replace(scene, table=table.with_new_column(at + 1, new, cells))
    return f"column {one_line(old.name)} duplicated", after.at(scene.row, at + 1)


def delete_columns(scene: Scene) -> SceneEdit:
    """Delete the selected columns."""
    table, names = table_of(scene), [table_of(scene).columns[number].name for number in scene.area.columns]
    edit = f"column{'s' if len(names) > 1 else ''} {_selected_columns(scene)} deleted"
    while names:
        table = _drop_one(table, names)
    return edit, replace(scene, table=table).at(scene.row, scene.area.left)


def move_columns(scene: Scene, step: int) -> SceneEdit:
    """Move the selected columns one to the left (-1) or right (1), with the cursor and the selection."""
    table, area = table_of(scene), scene.area
    if not (area.left + step >= 0 and area.right + step <= scene.width):
        return "", scene
    beside, to = (area.left - 1, area.right - 1) if step < 0 else (area.right, area.left)
    after = replace(scene, table=table.with_column_moved(beside, to))
    anchor = None if scene.anchor is None else (scene.anchor[0], scene.anchor[1] + step)
    name = f"{_selected_columns(scene)} moved {'left' if step < 0 else 'right'}"
    return name, after.at(scene.row, scene.column + step, anchor)


move_columns_left, move_columns_right = partial(move_columns, step=-1), partial(move_columns, step=1)


def set_role(scene: Scene, name: Role) -> SceneEdit:
    """Give the selected columns the role ``name``."""
    table, role = table_of(scene), ROLES[name]
    for number in scene.area.columns:
        column = table.columns[number]
        if role.learnt and not column.kind_record.learnable:
            raise DataError(f"{one_line(column.name)} is text. Press {{key:data.kind}} to make it a category.")
        table = table.with_role(number, role.name)
    return f"{_selected_columns(scene)} {role.phrase}", replace(scene, table=table)


def _drop_one(table: Table, names: list[str]) -> Table:
    """Delete one of the columns ``names`` that no formula needs any more, and its name from the list."""
    refusal = DataError("")
    for name in names:
        try:
            smaller = table.without_column(table.index(name))
        except DataError as error:
            refusal = error
        else:
            names.remove(name)
            return smaller
    raise refusal


def _unused_name(table: Table, name: str) -> str:
    """``name``, followed by the first number that makes it unique if it is taken."""
    names = (name, *(f"{name} {number}" for number in range(2, table.width + 3)))
    return next(each for each in names if each not in table.names)


def _selected_columns(scene: Scene) -> str:
    return columns_in_words([table_of(scene).columns[number] for number in scene.area.columns])

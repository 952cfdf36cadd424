"""What the keys make of columns: each function gives the edit's name and the scene after it, as in ``changes``."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.ui.table.scene import columns_in_words, table_of

if TYPE_CHECKING:
    from nntui.data.column import Role
    from nntui.data.table import Table
    from nntui.ui.table.cell_edits import SceneEdit
    from nntui.ui.table.scene import Scene

NEXT_ROLE: dict[Role, Role] = {"input": "target", "target": "ignored", "ignored": "input", "split": "input"}


def renamed(scene: Scene, text: str) -> SceneEdit:
    """``text`` for the name of the cursor's column; nothing where that is its name."""
    table, old, new = table_of(scene), table_of(scene).columns[scene.column].name, text.strip()
    if new == old:
        return "", scene
    return f"rename {one_line(old)} to {one_line(new)}", replace(scene, table=table.renamed(scene.column, new))


def inserted(scene: Scene) -> SceneEdit:
    """An empty column of numbers before the cursor's, ignored as long as there is nothing in it to learn from."""
    from nntui.data.column import Column

    table, at = table_of(scene), scene.column
    column = Column(_free(table, "new"), role="ignored")
    after = replace(scene, table=table.with_new_column(at, column))
    return f"insert column {one_line(column.name)}", after.at(scene.row, at)


def duplicated(scene: Scene) -> SceneEdit:
    """The cursor's column once more behind it, ignored until it is given a role."""
    from msgspec.structs import replace as changed

    table, at = table_of(scene), scene.column
    old = table.columns[at]
    new = changed(old, name=_free(table, old.name), role="ignored")
    cells = None if old.formula else table.frame.to_series(at)
    after = replace(scene, table=table.with_new_column(at + 1, new, cells))
    return f"duplicate column {one_line(old.name)}", after.at(scene.row, at + 1)


def deleted(scene: Scene) -> SceneEdit:
    """Without the selected columns."""
    table, left = table_of(scene), [table_of(scene).columns[number].name for number in scene.area.columns]
    name = f"delete column{'s' if len(left) > 1 else ''} {_columns(scene)}"
    while left:
        table = _without_one(table, left)
    return name, replace(scene, table=table).at(scene.row, scene.area.left)


def moved(scene: Scene, step: int) -> SceneEdit:
    """The selected columns one to the left (-1) or right (1), with the cursor and the selection on them."""
    table, area = table_of(scene), scene.area
    if not (area.left + step >= 0 and area.right + step <= scene.width):
        return "", scene
    around, to = (area.left - 1, area.right - 1) if step < 0 else (area.right, area.left)
    after = replace(scene, table=table.with_column_moved(around, to))
    anchor = None if scene.anchor is None else (scene.anchor[0], scene.anchor[1] + step)
    name = f"move {_columns(scene)} {'left' if step < 0 else 'right'}"
    return name, after.at(scene.row, scene.column + step, anchor)


moved_left, moved_right = partial(moved, step=-1), partial(moved, step=1)


def in_next_role(scene: Scene) -> SceneEdit:
    """The selected columns in the role that follows the cursor's: input, target, ignored, and input again."""
    table = table_of(scene)
    role = NEXT_ROLE[table.columns[scene.column].role]
    for number in scene.area.columns:
        column = table.columns[number]
        if column.kind == "text" and role != "ignored":
            raise DataError(f"{one_line(column.name)}: is text; make it a category first, with k")
        table = table.with_role(number, role)
    as_what = "as a target" if role == "target" else "as an input" if role == "input" else "ignored"
    return f"{_columns(scene)} {as_what}", replace(scene, table=table)


def _without_one(table: Table, left: list[str]) -> Table:
    """Without one of the columns ``left``, which is taken from them: one that no formula needs any more."""
    refusal = DataError("")
    for name in left:
        try:
            found = table.without_column(table.index(name))
        except DataError as error:
            refusal = error
        else:
            left.remove(name)
            return found
    raise refusal


def _free(table: Table, name: str) -> str:
    """``name``, or with a number behind it the first that no column has."""
    names = (name, *(f"{name} {number}" for number in range(2, table.width + 3)))
    return next(each for each in names if each not in table.names)


def _columns(scene: Scene) -> str:
    return columns_in_words([table_of(scene).columns[number] for number in scene.area.columns])

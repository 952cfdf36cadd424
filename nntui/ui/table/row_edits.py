"""What the keys make of rows: each function gives the edit's name and the scene after it, as in ``changes``."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.ui.table import row_order
from nntui.ui.table.scene import rows_in_words, table_of

if TYPE_CHECKING:
    from nntui.ui.table.cell_edits import SceneEdit
    from nntui.ui.table.row_order import Rows
    from nntui.ui.table.scene import Scene


def added(scene: Scene) -> SceneEdit:
    """An empty row below the cursor's, with the cursor at its beginning."""
    table = table_of(scene)
    row = scene.table_row(scene.row) + 1 if scene.height else table.height
    place = scene.row + 1 if scene.height else 0
    after = replace(scene, table=table.with_row(row), view=row_order.with_rows(scene.view, row, 1, place))
    return f"add row {row + 1:,}", after.at(place, 0)


def duplicated(scene: Scene) -> SceneEdit:
    """The selected rows once more below the last of them, held out like them, with the cursor in the first."""
    table, rows, bottom = table_of(scene), _rows(scene), scene.area.bottom
    if not len(rows):
        return "", scene
    at = scene.table_row(bottom - 1) + 1
    block = scene.cells(scene.area.top, bottom)
    held = [table.is_validation(int(row)) for row in rows]
    view = row_order.with_rows(scene.view, at, len(rows), bottom)
    after = replace(scene, table=table.with_rows(at, block, held), view=view)
    return f"duplicate {rows_in_words(rows)}", after.at(bottom, scene.column)


def deleted(scene: Scene) -> SceneEdit:
    """Without the selected rows."""
    table, rows = table_of(scene), _rows(scene)
    if not len(rows):
        return "", scene
    left = table.without_rows(rows.start, rows.stop) if isinstance(rows, range) else table.without(rows.tolist())
    after = replace(scene, table=left, view=row_order.without(scene.view, rows))
    return f"delete {rows_in_words(rows)}", after.at(scene.area.top, scene.column)


def moved(scene: Scene, step: int) -> SceneEdit:
    """The selected rows one up (-1) or down (1), with the cursor and the selection on them."""
    table, area = table_of(scene), scene.area
    if scene.view is not None:
        raise DataError("rows are moved in the table's own order: show all rows as they come first")
    if not (scene.height and area.top + step >= 0 and area.bottom + step <= scene.height):
        return "", scene
    # The row on the other side goes round the selected ones: as many steps, however many they are.
    around, to = (area.top - 1, area.bottom - 1) if step < 0 else (area.bottom, area.top)
    after = replace(scene, table=table.with_row_moved(around, to))
    anchor = None if scene.anchor is None else (scene.anchor[0] + step, scene.anchor[1])
    name = f"move {rows_in_words(range(area.top, area.bottom))} {'up' if step < 0 else 'down'}"
    return name, after.at(scene.row + step, scene.column, anchor)


moved_up, moved_down = partial(moved, step=-1), partial(moved, step=1)


def held(scene: Scene) -> SceneEdit:
    """The selected rows held out for validation; trained on, where they are all held out already."""
    table, rows = table_of(scene), _rows(scene)
    if not len(rows):
        return "", scene
    hold = not table.validation.gather([int(row) for row in rows]).all()
    name = f"{'hold out' if hold else 'train on'} {rows_in_words(rows)}"
    return name, replace(scene, table=table.with_mark([int(row) for row in rows], held=hold))


def _rows(scene: Scene) -> Rows:
    return scene.table_rows(scene.area.top, scene.area.bottom)

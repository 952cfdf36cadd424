"""What the keys make of cells: each function gives the edit's name and the scene after it.

The name is "" where nothing changed. All raise DataError, saying why, for what cannot be done.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import as_list, one_line
from nntui.ui.table.scene import columns_in_words, rows_in_words, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.data.table import Table
    from nntui.ui.table.scene import Scene

SceneEdit = tuple[str, "Scene"]
"""The name of an edit and the scene after it."""


def typed(scene: Scene, text: str) -> SceneEdit:
    """``text`` in the cursor's cell; nothing typed empties it."""
    from nntui.data.cells import parse_cell

    table, row = table_of(scene), scene.table_row(scene.row)
    check_editable(table, scene.column)
    column = table.columns[scene.column]
    value = parse_cell(text, column)
    if value == table.value(row, scene.column):
        return "", scene
    name = f"{'clear' if value is None else 'edit'} {one_line(column.name)}, row {row + 1:,}"
    source = scene.row if scene.anchor is not None else None
    return name, replace(scene, table=table.with_value(row, scene.column, value), source=source)


def cleared(scene: Scene) -> SceneEdit:
    """The selected cells emptied."""
    from nntui.data.scattered import with_same

    table, area = table_of(scene), scene.area
    if not scene.height:
        return "", scene
    if area.single:
        return typed(scene, "")
    columns, said = editable(table, area.columns)
    rows = scene.table_rows(area.top, area.bottom)
    name = f"clear {columns_in_words([table.columns[number] for number in columns])}, {rows_in_words(rows)}"
    return name, replace(scene, table=with_same(table, rows, dict.fromkeys(columns)), said=said)


def filled(scene: Scene) -> SceneEdit:
    """All rows of the selection like its first one, or like the one in it that was typed over."""
    from nntui.data.scattered import with_same

    table, area = table_of(scene), scene.area
    if area.rows < 2:
        raise DataError("fill: select the rows below too, with shift and an arrow")
    columns, said = editable(table, area.columns)
    rows = scene.table_rows(area.top, area.bottom)
    over = scene.source
    source = over if over is not None and area.top <= over < area.bottom else area.top
    name = f"fill {columns_in_words([table.columns[number] for number in columns])}, {rows_in_words(rows)}"
    cells = {number: table.value(scene.table_row(source), number) for number in columns}
    return name, replace(scene, table=with_same(table, rows, cells), said=said)


def check_editable(table: Table, column: int) -> None:
    """Raise DataError where a formula calculates the column's cells."""
    if table.columns[column].formula:
        name = one_line(table.columns[column].name)
        raise DataError(f"{name}: its cells are calculated; change its formula instead, with =")


def editable(table: Table, columns: Iterable[int]) -> tuple[list[int], str]:
    """Those of the columns that are not calculated, and what is to be said of the others."""
    numbers = list(columns)
    found = [number for number in numbers if not table.columns[number].formula]
    if not found:
        check_editable(table, numbers[0])
    left = [table.columns[number].name for number in numbers if number not in found]
    return found, f"{as_list(left)}: calculated, left as it is" if left else ""

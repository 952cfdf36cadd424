"""Typing into a cell or over a column's name: how it begins, goes on and is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.table import cell_edits, column_edits
from nntui.ui.table.entry import CellEntry

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.ui.table.cell_edits import SceneEdit
    from nntui.ui.table.scene import Scene

KEEPING = frozenset({"enter", "tab", "shift+tab", "up", "down"})
"""Keys that keep what was typed."""
ROWS_READ = 100_000
"""Rows that are looked at for the words that a column holds already."""


def begun(scene: Scene, text: str | None = None) -> Scene:
    """The scene with ``text`` typed over the cursor's cell; None goes on from what stands there.

    Raises DataError for a calculated cell.
    """
    from nntui.data.cells import format_cell

    table = scene.table
    if table is None or not scene.height:
        return scene
    cell_edits.check_editable(table, scene.column)
    if text is None:
        text = format_cell(table.value(scene.table_row(scene.row), scene.column), table.columns[scene.column])
    return replace(scene.closed(), entry=CellEntry.of(text, words_of(table, scene.column)))


def begun_renaming(scene: Scene, text: str | None = None) -> Scene:
    """The scene with ``text`` typed over the name of the cursor's column; None goes on from the name."""
    if scene.table is None:
        return scene
    name = scene.table.columns[scene.column].name
    return replace(scene.closed(), entry=CellEntry.of(name if text is None else text), renaming=True)


def pressed(scene: Scene, key: str, character: str | None) -> Scene | None:
    """The scene after a key that edits what is being typed, ``character`` where it is one, or leaves it.

    None for any other key.
    """
    if scene.entry is None:
        return None
    edited = scene.entry.typed(character) if character is not None else scene.entry.pressed(key)
    if edited is not None:
        return replace(scene, entry=edited, refusal="")
    return scene.closed() if key == "escape" else None


def kept(scene: Scene) -> SceneEdit:
    """What was typed in its place. Raises DataError where it cannot be taken."""
    if scene.entry is None:
        return "", scene
    keep = column_edits.renamed if scene.renaming else cell_edits.typed
    return keep(scene.closed(), scene.entry.text)


def words_of(table: Table, column: int) -> tuple[str, ...]:
    """The words that a cell of the column may be: of a yes-no column both, of categories those that are there."""
    described = table.columns[column]
    if described.kind == "yes-no":
        return described.words
    if described.kind != "category":
        return ()
    return tuple(table.frame.to_series(column).head(ROWS_READ).drop_nulls().unique().sort())

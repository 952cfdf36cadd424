"""A scene whose table gives way to another one: what of cursor, view, selection and typing still holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.ui.grid.order import Views
    from nntui.ui.grid.scene import Scene


def followed(scene: Scene, table: Table, views: Views) -> Scene:
    """The scene with ``table`` in place of the one before it, which may have other rows and columns.

    The cursor stays as far as there is such a cell, and what is being typed unless its cell is gone. The view is that
    which ``views`` remembers for the table, or the one there was; where nothing is known of its rows, all are shown.
    """
    before, view = scene.table, scene.view
    if before is None or before.names != table.names:
        scene = scene.closed()
    if view is not None:
        known = views.of(table)
        same_rows = before is not None and before.height == table.height
        view = known if known is not None else view if same_rows else None
        views.keep(table, view)
    after = replace(scene, table=table, view=view, view_words=scene.view_words if view is not None else "")
    after = counted(after, before).at(scene.row, scene.column, scene.anchor)
    return after if (after.row, after.column) == (scene.row, scene.column) and after.height else after.closed()


def counted(scene: Scene, before: Table | None) -> Scene:
    """The scene with its incomplete rows counted, and nothing beside rows that are not those of ``before`` any more."""
    table, extras = scene.table, scene.extras
    if table is None:
        return scene
    if before is not None and before.height != table.height:
        extras = tuple(replace(each, texts={}) for each in extras)
    return replace(scene, extras=extras, incomplete=int((~table.complete).sum()))

"""Edits of a scene in any order keep the table whole, and undo restores what was shown."""

from __future__ import annotations

from unittest.mock import Mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.errors import DataError
from nntui.render.glyphs import UNICODE
from nntui.ui.commands.data import DATA
from nntui.ui.table import structure_edits
from nntui.ui.table.layout import ColumnPlace
from nntui.ui.table.paint import Painter
from nntui.ui.table.pasting import Clip, paste_cells
from nntui.ui.table.row_order import MOST_REMEMBERED, ViewHistory
from nntui.ui.table.scene import Scene, follow_table, rows_in_words
from tests.ui.data_pane_host import mixed, numbered


def edits_of_commands():
    """The edits that the commands of the pane make, by their names."""
    edits = {"insert-column": structure_edits.insert_column}
    for command in DATA:
        pane = Mock()
        command.run(pane)
        if pane.change.called:
            (edits[command.id.removeprefix("data.")],) = pane.change.call_args.args
    return edits


CHANGES = edits_of_commands()
STEPS = st.lists(
    st.tuples(st.sampled_from([*CHANGES, "paste"]), *[st.integers(0, 9)] * 4, st.booleans()), min_size=1, max_size=12
)
VIEWS = st.none() | st.lists(st.integers(0, 3), unique=True, min_size=1)


def changed(scene, name):
    """The scene after the change of that name."""
    if name == "paste":
        return paste_cells(scene, Clip(scene, scene.area._replace(left=scene.area.right - 1)).texts())
    return CHANGES[name](scene)


@settings(max_examples=100, deadline=None)
@given(STEPS, VIEWS)
def test_every_change_leaves_a_whole_scene_and_is_undone_exactly(steps, view):
    table = mixed()
    scene = Scene(table, view=None if view is None else np.array(view, dtype=np.int64))
    views = ViewHistory()
    views.add(table, scene.view)
    stood = [(table, seen(scene))]
    for name, row, column, anchor_row, anchor_column, selecting in steps:
        scene = scene.at(row, column, (anchor_row, anchor_column) if selecting else None)
        try:
            said, after = changed(scene, name)
        except DataError:
            continue
        assert bool(said) == (after.table is not scene.table)
        if said:
            scene, table = after, after.table
            views.add(table, scene.view)
            stood.append((table, seen(scene)))
            check_whole(scene)
    for table, rows in reversed(stood[:-1]):
        scene = follow_table(scene, table, views)
        assert seen(scene) == rows
        check_whole(scene)


def seen(scene):
    """All rows that are shown, with their numbers."""
    rows = scene.table_rows(0, scene.height)
    return list(zip(map(int, rows), scene.cells(0, scene.height), strict=True))


def check_whole(scene):
    assert 0 <= scene.row < max(scene.height, 1)
    assert 0 <= scene.column < scene.width
    area = scene.area
    assert 0 <= area.top < area.bottom <= max(scene.height, 1)
    assert 0 <= area.left < area.right <= scene.width
    if scene.view is not None:
        assert len(set(scene.view.tolist())) == len(scene.view)
        assert not len(scene.view) or (scene.view.min() >= 0 and scene.view.max() < scene.table.height)
    frame = scene.table.frame
    if {"weight", "half"} <= set(frame.columns):
        expected = [number / 2 if number is not None else None for number in frame.get_column("weight")]
        assert frame.get_column("half").to_list() == expected


def test_moving_the_cursor_changes_the_lines_of_two_rows_alone():
    table = numbered(30)
    places = (ColumnPlace(0, 4, 10), ColumnPlace(1, 16, 10))

    def lines(scene):
        painter = Painter(scene, table, places, (), 3, 30, UNICODE)
        return [painter.row(number, cells) for number, cells in enumerate(scene.cells(0, 30))]

    before = lines(Scene(table, row=4, focused=True))
    after = lines(Scene(table, row=5, focused=True))
    assert [number for number in range(30) if before[number] != after[number]] == [4, 5]
    more = lines(Scene(table, row=6, anchor=(5, 0), focused=True))
    assert [number for number in range(30) if more[number] != after[number]] == [5, 6]


def test_a_selection_is_picked_out_as_one_block_but_for_the_cursors_cell():
    table = numbered(3)
    scene = Scene(table, row=1, column=1, anchor=(0, 0), focused=True)
    painter = Painter(scene, table, (ColumnPlace(0, 4, 6), ColumnPlace(1, 12, 6)), (), 3, 20, UNICODE)
    first, second, third = (painter.row(number, cells) for number, cells in enumerate(scene.cells(0, 3)))
    assert [span.text for span in first if span.style == "cursor"] == ["     1       1"]
    assert [span.text for span in second if span.style == "cursor"] == ["     2  "]
    assert [span.text for span in second if span.style == "cursor-idle"] == ["     2"]
    assert not [span for span in third if span.style == "cursor"]


def test_rows_are_named_by_their_numbers_or_counted():
    assert rows_in_words(range(2, 3)) == "row 3"
    assert rows_in_words(range(2, 9)) == "rows 3-9"
    assert rows_in_words(np.array([4, 2, 3])) == "rows 3-5"
    assert rows_in_words(np.array([4, 2])) == "2 rows"


def test_views_of_long_tables_are_forgotten_before_they_fill_the_memory():
    views = ViewHistory()
    tables = [numbered(2) for _ in range(5)]
    for number, table in enumerate(tables):
        views.add(table, np.zeros(MOST_REMEMBERED // 3 + number, dtype=np.int64))
    known = [views.view_of(table) is not None for table in tables]
    assert known == [False, False, False, True, True]

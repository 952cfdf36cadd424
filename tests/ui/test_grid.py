"""The parts of the grid that need no screen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.render.glyphs import ASCII, UNICODE, clean
from nntui.render.text import Span
from nntui.ui.table import layout
from nntui.ui.table.cells import cut_line, entry_field, heading_notes, overlay
from nntui.ui.table.layout import ColumnWidths, WantedWidth, sample_widths
from nntui.ui.table.paint import heading_of
from nntui.ui.table.scene import Scene
from nntui.ui.table.stage import status_lines
from nntui.ui.widgets.text_entry import TextEntry
from tests.plain_text import plain_text

TEXTS = st.text(st.sampled_from("abc 日本é\u0301👩\x1b\u202e[/]"), max_size=30)
LINES = st.lists(st.builds(Span, TEXTS.map(clean), st.sampled_from(["", "dim"])), max_size=4).map(tuple)
LENGTHS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 40), st.integers(0, 24), st.booleans()), min_size=1, max_size=30
)


def cells(line):
    return cell_len(plain_text([line]))


@given(LINES, st.integers(0, 40), st.integers(0, 40))
def test_a_cut_is_exactly_as_wide_as_asked(line, start, length):
    assert cells(cut_line(line, start, start + length)) == length


@given(LINES, st.integers(0, 40), st.integers(1, 20))
def test_an_overlay_is_in_its_place_and_moves_nothing(line, x, width):
    result = overlay(line, x, (Span("#" * width),), width)
    assert plain_text([cut_line(result, x, x + width)]) == "#" * width
    assert plain_text([cut_line(result, 0, x)]) == plain_text([cut_line(line, 0, x)])
    end = max(cells(line), x + width)
    assert plain_text([cut_line(result, x + width, end)]) == plain_text([cut_line(line, x + width, end)])


@given(TEXTS, st.integers(0, 30), st.integers(3, 20), st.sampled_from([UNICODE, ASCII]))
def test_an_entry_fills_its_field_and_shows_where_one_types(text, at, width, glyphs):
    line = entry_field(TextEntry(text, min(at, len(text))), width, "entry", glyphs)
    assert cells(line) == width
    assert sum(span.style == "cursor" for span in line) == 1


@given(TEXTS, st.lists(st.sampled_from(["left", "right", "home", "end", "backspace", "delete", "ctrl+u", "x"])))
def test_the_cursor_never_leaves_the_text(text, keys):
    entry = TextEntry.of(text, ("abc", "abcd", "x"))
    for key in keys:
        entry = entry.press(key) or entry.insert(key)
        assert 0 <= entry.at <= len(entry.text)


def test_keys_edit_at_the_cursor():
    entry = TextEntry.of("12").insert("3")
    assert entry.press("home") == TextEntry("123", 0)
    entry = TextEntry("123", 0).insert("0")
    assert entry == TextEntry("0123", 1)
    assert entry.press("delete") == TextEntry("023", 1)
    assert entry.press("ctrl+u") == TextEntry("123", 0)
    assert entry.press("escape") is None


def test_the_first_word_that_begins_with_the_text_completes_it_at_its_end_only():
    entry = TextEntry.of("j", ("europe", "japan", "java"))
    assert entry.rest == "apan"
    assert entry.press("right") == TextEntry("japan", 5, entry.words)
    assert entry.insert("ava").rest == ""
    assert TextEntry("j", 0, entry.words).rest == ""
    assert entry.insert("x").rest == ""
    assert TextEntry.of("", entry.words).rest == ""


def test_the_completion_is_shown_dim_after_the_text():
    line = entry_field(TextEntry.of("eu", ("europe",)), 10, "entry", UNICODE)
    assert [span for span in line if span.text.strip()] == [
        Span("eu", "entry"),
        Span("r", "cursor"),
        Span("ope    ", "row-dim"),
    ]


@given(LENGTHS, st.integers(10, 200))
def test_columns_in_sight_lie_within_the_room_and_apart(lengths, room):
    widths = layout.column_widths(
        [WantedWidth(name, cell, (note, note // 2), text) for name, cell, note, text in lengths], room
    )
    for column in range(len(lengths)):
        first = layout.first_in_sight(widths, 0, column, room)
        places = layout.column_places(widths, first, 4, room)
        assert column in [place.column for place in places]
        assert all(before.x + before.width < after.x for before, after in pairwise(places))
        assert places[-1].x + places[-1].width <= 4 + room


def test_names_are_cut_before_numbers_are():
    wants = [WantedWidth(20, 3), WantedWidth(20, 9)]
    assert layout.column_widths(wants, 50) == ColumnWidths((20, 20), 2)
    assert layout.column_widths(wants, 24) == ColumnWidths((11, 11), 1)
    assert layout.column_widths(wants, 17) == ColumnWidths((6, 9), 1)
    assert layout.column_widths(wants, 16) == ColumnWidths((6, 8), 1)


@given(LENGTHS, st.integers(10, 200))
def test_a_target_stays_in_sight_while_other_columns_scroll(lengths, room):
    widths = layout.column_widths(
        [WantedWidth(name, cell, (note, note // 2), text) for name, cell, note, text in lengths], room
    )
    target = len(lengths) - 1
    for first in range(len(lengths)):
        places = layout.places_beside(widths, first, 4, room, target)
        assert places[0].column == first
        assert target in [place.column for place in places] or not layout.room_beside(widths, target, room)
        assert all(before.x + before.width < after.x for before, after in pairwise(places))
        assert places[-1].x + places[-1].width <= 4 + room
    assert layout.places_beside(widths, 0, 4, room, None) == layout.column_places(widths, 0, 4, room - layout.MARGIN)


def test_a_date_is_whole_where_a_number_is_cut():
    wants = [WantedWidth(4, 10, date=True), WantedWidth(4, 19, date=True), WantedWidth(4, 12), WantedWidth(4, 12)]
    assert layout.column_widths(wants, 40) == ColumnWidths((10, 10, 8, 8), 1)
    assert layout.column_widths(wants, 20).columns[:2] == (10, 10)


def test_texts_are_cut_before_names_are_and_notes_before_both():
    wants = [WantedWidth(10, 3, (16, 12)), WantedWidth(4, 40, text=True)]
    assert layout.column_widths(wants, 70) == ColumnWidths((16, 40), 2)
    assert layout.column_widths(wants, 56) == ColumnWidths((12, 40), 2)
    assert layout.column_widths(wants, 54) == ColumnWidths((12, 40), 1)
    assert layout.column_widths(wants, 53) == ColumnWidths((10, 40), 1)
    assert layout.column_widths(wants, 30) == ColumnWidths((10, 18), 1)
    assert layout.column_widths(wants, 22) == ColumnWidths((8, 12), 1)
    assert layout.column_widths(wants, 18) == ColumnWidths((6, 10), 1)


def test_cells_at_the_end_of_a_long_table_count_for_the_width():
    table = Table.of([Column("n")], {"n": range(100_000)})
    assert sample_widths(table, UNICODE) == [5]


@pytest.mark.parametrize(
    ("width", "note"),
    [
        (40, "number target mph 3 empty: drop"),
        (28, "num target mph 3 empty: drop"),
        (27, "num target 3 empty: drop"),
        (20, "num target mph 3·"),
        (15, "target mph 3·"),
        (9, "target 3·"),
        (7, "target"),
        (4, "3·"),
        (1, ""),
    ],
)
def test_a_heading_takes_the_longest_note_that_fits(width, note):
    column = Column("speed", unit="mph", role="target")
    heading = heading_of(column, layout.ColumnPlace(0, 0, width), 3, UNICODE, here=False)
    assert heading.note(UNICODE).strip() == note
    assert len(heading.note(UNICODE)) == width


def test_notes_count_empty_cells_of_filled_ignored_and_calculated_columns_too():
    assert heading_notes(Column("a", missing="mean"), 12, UNICODE)[0] == "number 12 empty: mean"
    assert heading_notes(Column("a", kind="text", role="ignored"), 1, UNICODE)[0] == "text ignored 1 empty"
    assert heading_notes(Column("a", formula="b"), 2, UNICODE)[0] == "number 2 empty"
    assert heading_notes(Column("a", kind="category"), 0, UNICODE)[0] == "category"


@given(st.integers(1, 120), st.booleans())
def test_the_status_line_fits_every_width(width, typing):
    table = Table.of([Column("日本" * 9, unit="[b]kg")], {"日本" * 9: [1 / 3, None]}, [True, False])
    scene = Scene(table, entry=TextEntry.of("7") if typing else None, incomplete=1, note="note")
    assert [cells(line) <= width for line in status_lines(scene, width, UNICODE)] == [True]


@given(st.integers(1, 120))
def test_a_long_refusal_takes_a_few_lines_at_most(width):
    table = Table.of([Column("a")], {"a": [1]})
    scene = Scene(table, entry=TextEntry.of("x"), refusal="displacement: 'x' is not a number " * 3)
    lines = status_lines(scene, width, UNICODE)
    assert len(lines) <= 3
    assert all(cells(line) <= width for line in lines)
    assert plain_text(lines).startswith("displacement: 'x' is not a number"[:width].rsplit(" ", 1)[0][: width - 1])

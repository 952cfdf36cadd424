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
from nntui.render.text import Span, plain_text
from nntui.ui.table import layout
from nntui.ui.table.cells import cut, entry_field, over
from nntui.ui.table.entry import CellEntry
from nntui.ui.table.heading import heading_of, notes, sampled
from nntui.ui.table.layout import Want
from nntui.ui.table.scene import Scene
from nntui.ui.table.status import status

TEXTS = st.text(st.sampled_from("abc 日本é\u0301👩\x1b\u202e[/]"), max_size=30)
LINES = st.lists(st.builds(Span, TEXTS.map(clean), st.sampled_from(["", "dim"])), max_size=4).map(tuple)
LENGTHS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 40), st.integers(0, 24), st.booleans()), min_size=1, max_size=30
)


def cells(line):
    return cell_len(plain_text([line]))


@given(LINES, st.integers(0, 40), st.integers(0, 40))
def test_a_cut_is_exactly_as_wide_as_asked(line, start, length):
    assert cells(cut(line, start, start + length)) == length


@given(LINES, st.integers(0, 40), st.integers(1, 20))
def test_what_is_laid_over_a_line_stands_where_it_should_and_moves_nothing(line, x, width):
    result = over(line, x, (Span("#" * width),), width)
    assert plain_text([cut(result, x, x + width)]) == "#" * width
    assert plain_text([cut(result, 0, x)]) == plain_text([cut(line, 0, x)])
    end = max(cells(line), x + width)
    assert plain_text([cut(result, x + width, end)]) == plain_text([cut(line, x + width, end)])


@given(TEXTS, st.integers(0, 30), st.integers(3, 20), st.sampled_from([UNICODE, ASCII]))
def test_an_entry_fills_its_field_and_shows_where_one_types(text, at, width, glyphs):
    line = entry_field(CellEntry(text, min(at, len(text))), width, "entry", glyphs)
    assert cells(line) == width
    assert sum(span.style == "cursor" for span in line) == 1


@given(TEXTS, st.lists(st.sampled_from(["left", "right", "home", "end", "backspace", "delete", "ctrl+u", "x"])))
def test_typing_never_leaves_the_text(text, keys):
    entry = CellEntry.of(text, ("abc", "abcd", "x"))
    for key in keys:
        entry = entry.pressed(key) or entry.typed(key)
        assert 0 <= entry.at <= len(entry.text)


def test_keys_edit_at_the_place_where_one_types():
    entry = CellEntry.of("12").typed("3")
    assert entry.pressed("home") == CellEntry("123", 0)
    entry = CellEntry("123", 0).typed("0")
    assert entry == CellEntry("0123", 1)
    assert entry.pressed("delete") == CellEntry("023", 1)
    assert entry.pressed("ctrl+u") == CellEntry("123", 0)
    assert entry.pressed("escape") is None


def test_the_first_word_that_begins_so_is_offered_at_the_end_of_the_text_alone():
    entry = CellEntry.of("j", ("europe", "japan", "java"))
    assert entry.rest == "apan"
    assert entry.pressed("right") == CellEntry("japan", 5, entry.words)
    assert entry.typed("ava").rest == ""
    assert CellEntry("j", 0, entry.words).rest == ""
    assert entry.typed("x").rest == ""
    assert CellEntry.of("", entry.words).rest == ""


def test_what_is_offered_stands_dim_behind_the_text():
    line = entry_field(CellEntry.of("eu", ("europe",)), 10, "entry", UNICODE)
    assert [span for span in line if span.text.strip()] == [
        Span("eu", "entry"),
        Span("r", "cursor"),
        Span("ope    ", "row-dim"),
    ]


@given(LENGTHS, st.integers(10, 200))
def test_columns_in_sight_lie_within_the_room_and_apart(lengths, room):
    widths = layout.widths([Want(name, cell, (note, note // 2), text) for name, cell, note, text in lengths], room)
    for column in range(len(lengths)):
        first = layout.first_in_sight(widths, 0, column, room)
        places = layout.places(widths, first, 4, room)
        assert column in [place.column for place in places]
        assert all(before.x + before.width < after.x for before, after in pairwise(places))
        assert places[-1].x + places[-1].width <= 4 + room


def test_names_are_cut_before_numbers_are():
    wants = [Want(20, 3), Want(20, 9)]
    assert layout.widths(wants, 50) == layout.Widths((20, 20), 2)
    assert layout.widths(wants, 24) == layout.Widths((11, 11), 1)
    assert layout.widths(wants, 17) == layout.Widths((6, 9), 1)
    assert layout.widths(wants, 16) == layout.Widths((6, 8), 1)


def test_texts_are_cut_before_names_are_and_notes_before_both():
    wants = [Want(10, 3, (16, 12)), Want(4, 40, text=True)]
    assert layout.widths(wants, 70) == layout.Widths((16, 40), 2)
    assert layout.widths(wants, 56) == layout.Widths((12, 40), 2)
    assert layout.widths(wants, 54) == layout.Widths((12, 40), 1)
    assert layout.widths(wants, 53) == layout.Widths((10, 40), 1)
    assert layout.widths(wants, 30) == layout.Widths((10, 18), 1)
    assert layout.widths(wants, 22) == layout.Widths((8, 12), 1)
    assert layout.widths(wants, 18) == layout.Widths((6, 10), 1)


def test_numbers_at_the_end_of_a_long_table_are_reckoned_with():
    table = Table.of([Column("n")], {"n": range(100_000)})
    assert sampled(table, UNICODE) == [5]


@pytest.mark.parametrize(
    ("width", "said"),
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
def test_a_heading_says_as_much_of_its_column_as_there_is_room_for(width, said):
    column = Column("speed", unit="mph", role="target")
    heading = heading_of(column, layout.ColumnPlace(0, 0, width), 3, UNICODE, here=False)
    assert heading.note(UNICODE).strip() == said
    assert len(heading.note(UNICODE)) == width


def test_what_a_filled_an_ignored_and_a_calculated_column_have_empty_is_said_too():
    assert notes(Column("a", missing="mean"), 12, UNICODE)[0] == "number 12 empty: mean"
    assert notes(Column("a", kind="text", role="ignored"), 1, UNICODE)[0] == "text ignored 1 empty"
    assert notes(Column("a", formula="b"), 2, UNICODE)[0] == "number 2 empty"
    assert notes(Column("a", kind="category"), 0, UNICODE)[0] == "category"


@given(st.integers(1, 120), st.booleans())
def test_the_status_line_fits_whatever_its_width(width, typing):
    table = Table.of([Column("日本" * 9, unit="[b]kg")], {"日本" * 9: [1 / 3, None]}, [True, False])
    scene = Scene(table, entry=CellEntry.of("7") if typing else None, incomplete=1, note="note")
    assert [cells(line) <= width for line in status(scene, width, UNICODE)] == [True]


@given(st.integers(1, 120))
def test_a_long_reason_takes_a_few_lines_and_no_more(width):
    table = Table.of([Column("a")], {"a": [1]})
    scene = Scene(table, entry=CellEntry.of("x"), refusal="displacement: 'x' is not a number " * 3)
    lines = status(scene, width, UNICODE)
    assert len(lines) <= 3
    assert all(cells(line) <= width for line in lines)
    assert plain_text(lines).startswith("displacement: 'x' is not a number"[:width].rsplit(" ", 1)[0][: width - 1])

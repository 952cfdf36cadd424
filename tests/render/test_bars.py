"""Probabilities are drawn so that they can be compared at a glance."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.bars import bars
from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.text import Line
from tests.plain_text import plain_text

CheckFrame = Callable[[str, Sequence[Line]], None]

FLOWERS = [("setosa", 0.93), ("versicolor", 0.0649), ("virginica", 0.0051)]


def test_a_bar_for_each_class(check_frame: CheckFrame) -> None:
    check_frame("bars-40", bars(FLOWERS, 40))


def test_bars_in_ascii(check_frame: CheckFrame) -> None:
    lines = bars(FLOWERS, 40, ASCII)
    assert plain_text(lines).isascii()
    check_frame("bars-ascii-40", lines)


def test_long_labels_are_cut(check_frame: CheckFrame) -> None:
    check_frame("bars-long-30", bars([("the name of a class that is long", 0.5), ("猫と犬と鳥と魚の名前", 0.5)], 30))


def test_a_certain_class_fills_the_room() -> None:
    (line,) = bars([("a", 1.0)], 20)
    assert plain_text([line]) == "a  ███████████  1.00"


def test_the_most_probable_class_is_highlighted() -> None:
    assert [line[0].style for line in bars(FLOWERS, 40)] == ["answer", "", ""]


def test_without_room_bars_go_first_and_then_labels() -> None:
    assert plain_text(bars(FLOWERS, 12)).splitlines()[1] == "versi…  0.06"
    assert plain_text(bars(FLOWERS, 4)).splitlines()[1] == "0.06"


def test_a_probability_that_is_not_finite_is_marked() -> None:
    lines = bars([("a", math.nan), ("b", 0.5)], 20)
    assert [line[0].style for line in lines] == ["error", "answer"]
    assert plain_text(lines[:1]).split() == ["a", "nan"]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_a_label_is_drawn_as_plain_symbols(glyphs: Glyphs) -> None:
    assert "\x1b" not in plain_text(bars([("\x1b[31mred", 0.5)], 30, glyphs))


@given(
    st.lists(st.tuples(st.text(max_size=20), st.floats(0, 1) | st.just(math.nan)), max_size=6),
    st.integers(-1, 60),
    st.sampled_from([UNICODE, ASCII]),
)
def test_any_probabilities_fit_any_width(items: list[tuple[str, float]], width: int, glyphs: Glyphs) -> None:
    lines = bars(items, width, glyphs)
    assert len(lines) == len(items)
    assert all(cell_len(plain_text([line])) <= max(0, width) for line in lines)
    ends = {cell_len(plain_text([line])) for line in lines}
    assert len(ends) <= 1


def test_names_of_classes_that_begin_alike_still_differ() -> None:
    classes = [(f"species number {number}", 0.5) for number in (3, 14)]
    assert [plain_text([line]).split("  ")[0].rstrip() for line in bars(classes, 24)] == ["spec…r 3", "spec… 14"]

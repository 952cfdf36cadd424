"""A row of pixels is shown as the picture that it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.shades import picture
from nntui.render.text import Line
from tests.plain_text import plain_text

CheckFrame = Callable[[str, Sequence[Line]], None]

ZERO = [
    [0, 0, 5, 13, 9, 1, 0, 0],
    [0, 0, 13, 15, 10, 15, 5, 0],
    [0, 3, 15, 2, 0, 11, 8, 0],
    [0, 4, 12, 0, 0, 8, 8, 0],
    [0, 5, 8, 0, 0, 9, 8, 0],
    [0, 4, 11, 0, 1, 12, 7, 0],
    [0, 2, 14, 5, 10, 12, 0, 0],
    [0, 0, 6, 13, 10, 0, 0, 0],
]
DIGIT = [[value / 16 for value in row] for row in ZERO]


def test_a_handwritten_digit(check_frame: CheckFrame) -> None:
    check_frame("picture-16x8", picture(DIGIT, 16, 8))


def test_a_digit_in_ascii(check_frame: CheckFrame) -> None:
    lines = picture(DIGIT, 16, 8, glyphs=ASCII)
    assert plain_text(lines).isascii()
    check_frame("picture-ascii-16x8", lines)


def test_a_digit_with_a_cursor(check_frame: CheckFrame) -> None:
    check_frame("picture-cursor-16x8", picture(DIGIT, 16, 8, (2, 2)))


def test_a_digit_in_little_room(check_frame: CheckFrame) -> None:
    check_frame("picture-10x8", picture(DIGIT, 10, 8))
    check_frame("picture-4x4", picture(DIGIT, 4, 4))


def test_the_cursor_leaves_the_shade_in_sight() -> None:
    lines = picture([[0.0, 1.0]], 4, 1, (0, 1))
    assert plain_text(lines) == "  █‹"
    assert [span.style for span in lines[0]] == ["", "cursor"]
    narrow = picture([[0.0, 1.0]], 2, 1, (0, 1))
    assert [(span.text, span.style) for span in narrow[0]] == [(" ", ""), ("█", "cursor")]


def test_an_unknown_pixel_is_marked() -> None:
    assert plain_text(picture([[None, math.nan, 0.0, 1.0]], 8, 1)) == "????  ██"


def test_pixels_outside_0_and_1_are_clamped() -> None:
    assert plain_text(picture([[-3.0, 9.0]], 4, 1)) == "  ██"


def test_nothing_is_no_picture() -> None:
    assert picture([], 10, 10) == []
    assert picture([[]], 10, 10) == []
    assert picture(DIGIT, 0, 10) == []


@given(
    st.integers(1, 9).flatmap(
        lambda columns: st.lists(
            st.lists(st.none() | st.floats(), min_size=columns, max_size=columns), min_size=1, max_size=9
        )
    ),
    st.integers(1, 20),
    st.integers(1, 10),
    st.data(),
    st.sampled_from([UNICODE, ASCII]),
)
def test_any_picture_fits_any_room(
    pixels: list[list[float | None]], width: int, height: int, data: st.DataObject, glyphs: Glyphs
) -> None:
    row, column = data.draw(st.integers(0, len(pixels) - 1)), data.draw(st.integers(0, len(pixels[0]) - 1))
    lines = picture(pixels, width, height, (row, column), glyphs)
    assert len(lines) == min(len(pixels), height)
    assert len({cell_len(plain_text([line])) for line in lines}) == 1
    assert cell_len(plain_text(lines[:1])) <= width
    assert sum(span.style == "cursor" for line in lines for span in line) == 1

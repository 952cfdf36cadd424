"""The pixels of a picture file on lines of the terminal."""

from __future__ import annotations

import numpy as np
import pytest

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.pixels import pixel_lines
from nntui.render.text import width_of
from nntui.render.tiles import tile

GREY = np.array([[0.0, 1.0], [1.0, 0.0]])[:, :, None]


def test_two_pixels_are_a_cell_in_their_own_greys() -> None:
    (line,) = pixel_lines(GREY, 2, 1)
    assert line == (("▀", "#000-#fff"), ("▀", "#fff-#000"))


def test_a_pixel_in_colour_is_its_red_green_and_blue() -> None:
    pixels = np.array([[[1.0, 0.0, 0.2]]])
    assert pixel_lines(pixels, 2, 1)[0] == (("▀▀", "#f03-#f03"),)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_without_colours_the_brightest_has_the_densest_glyph(glyphs: Glyphs) -> None:
    lines = pixel_lines(np.repeat(GREY, 3, axis=2), 4, 2, glyphs=glyphs, shaded=False)
    dense = "█" if glyphs is UNICODE else "@"
    assert ["".join(span.text for span in line) for line in lines] == [f"  {dense * 2}", f"{dense * 2}  "]


@pytest.mark.parametrize("shaded", [True, False])
@pytest.mark.parametrize("size", [(2, 1), (9, 30), (40, 3), (64, 32), (7, 7)])
def test_a_picture_keeps_within_its_room_and_its_shape(size: tuple[int, int], shaded: bool) -> None:
    pixels = np.random.default_rng(0).random((16, 16, 3))
    lines = pixel_lines(pixels, *size, (3, 5), shaded=shaded)
    assert 0 < len(lines) <= size[1]
    assert len({width_of(line) for line in lines}) == 1
    assert 2 * len(lines) - 1 <= width_of(lines[0]) <= min(size[0], 2 * len(lines))
    assert any(span.style == "cursor" for line in lines for span in line)


def test_where_there_is_no_room_nothing_is_drawn() -> None:
    assert pixel_lines(GREY, 0, 5) == pixel_lines(GREY, 5, 0) == []


def test_weights_of_colours_are_colours_around_a_middle_grey() -> None:
    values = np.array([[[-1.0, 0.0, 1.0]]])
    assert tile(values, 1, 1, UNICODE, shaded=True, top_first=True) == [[("▀", "#08f-#08f")]]
    assert tile(values, 1, 1, UNICODE, shaded=False, top_first=True)[0][0].style == ""

"""Maps of numbers: shades, levels, marks, the path and the cursor, with colours and without."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.maps import MapMark, MapPicture, bounds_by_share, draw_map
from nntui.render.text import LOOKS, MAP_LEVELS, Line, width_of

RISING = np.tile(np.linspace(0.0, 1.0, 49), (33, 1))
BOUNDS = [0.1, 0.3, 0.5, 0.7, 0.9]


def picture(values: np.ndarray = RISING, **more: Any) -> MapPicture:
    return MapPicture(values, (0.0, 1.0), (-1.0, 1.0), BOUNDS, **more)


def text(lines: list[Line]) -> str:
    return "\n".join("".join(span.text for span in line) for line in lines)


def cell(lines: list[Line], column: int, row: int) -> tuple[str, str]:
    """The character and the style of a cell."""
    characters = [(each, span.style) for span in lines[row] for each in span.text]
    return characters[column]


@pytest.mark.parametrize("shaded", [True, False], ids=["shaded", "plain"])
@pytest.mark.parametrize("size", [(80, 24), (60, 10), (200, 60)], ids=str)
def test_a_map_has_exactly_its_size(size: tuple[int, int], shaded: bool) -> None:
    lines = draw_map(picture(), size, shaded=shaded)
    assert len(lines) == size[1]
    assert all(width_of(line) <= size[0] for line in lines)
    assert {span.style for line in lines for span in line} <= {"", *LOOKS}
    assert draw_map(picture(), (8, 3)) == [()] * 3


def test_levels_are_told_by_glyphs_where_there_are_no_colours() -> None:
    row = text(draw_map(picture(), (80, 24), shaded=False)).splitlines()[5][7:]
    assert [row[0], row[12], row[25], row[40], row[55], row[-1]] == list(" ·░▒▓█")
    row = text(draw_map(picture(), (80, 24), ASCII)).splitlines()[5][7:]
    assert [row[0], row[12], row[25], row[40], row[55], row[-1]] == list(" .:-=#")
    assert text(draw_map(picture(), (80, 24), ASCII)).isascii()


def test_the_first_row_of_the_numbers_is_the_lowest_on_the_screen() -> None:
    lines = draw_map(picture(np.tile(np.linspace(0, 1, 33)[:, None], (1, 49))), (80, 24))
    assert cell(lines, 40, 0)[1] == "map-5-5"
    assert cell(lines, 40, 20)[1] == "map-0-0"


def test_marks_path_and_cursor_lie_on_their_places() -> None:
    marks = [MapMark(0.0, -1.0, "F", "first"), MapMark(1.0, 1.0, "P", "present"), MapMark(5.0, 9.0, "X")]
    with_path = picture(marks=marks, path=[(0, -1), (1, 1)], cursor=(16, 24))
    for glyphs, drawn in ((UNICODE, "⠁⠂⠄⡀⠈⠐⠠⢀"), (ASCII, "o")):
        lines = draw_map(with_path, (80, 24), glyphs)
        assert cell(lines, 7, 20)[0] == "F"
        assert cell(lines, 79, 0)[0] == "P"
        assert cell(lines, 43, 10) == ("+", "selected")
        assert any(mark in text(lines) or (glyphs is UNICODE and "⠀" < max(text(lines)) <= "⣿") for mark in drawn)
        assert "F first  P present" in text(lines).splitlines()[-1]
        assert "X" not in text(lines)


def test_numbers_that_are_not_finite_are_unknown_and_leave_the_bounds_alone() -> None:
    values = RISING.copy()
    values[:, :10] = np.nan
    values[:, 40:] = np.inf
    lines = draw_map(MapPicture(values, (0.0, 1.0), (0.0, 1.0), bounds_by_share(values)), (80, 24))
    assert cell(lines, 8, 5) == ("?", "error")
    assert cell(lines, 79, 5) == ("?", "error")
    assert cell(lines, 40, 5)[0] != "?"
    assert len(bounds_by_share(values)) == MAP_LEVELS - 1
    assert bounds_by_share(np.full((2, 2), np.nan)) == [np.inf] * (MAP_LEVELS - 1)


def test_a_range_without_extent_is_drawn_all_the_same() -> None:
    assert len(draw_map(MapPicture(RISING, (1e30, 1e30), (2.0, 2.0), BOUNDS, cursor=(0, 0)), (80, 24))) == 24

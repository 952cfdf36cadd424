"""Sparklines show how a number went, in any width."""

from __future__ import annotations

import math

import pytest

from nntui.render.glyphs import ASCII
from nntui.render.spark import histogram_line, sparkline


@pytest.mark.parametrize(
    ("times", "numbers", "width", "line"),
    [
        ([0, 1, 2, 3], [1e-3, 1e-2, 1e-1, 1.0], 4, "▁▃▆█"),
        ([0, 10], [1.0, 100.0], 5, "▁▁▁▁█"),
        ([0, 1, 2], [5.0, 5.1, 5.0], 3, "▄▄▄"),
        ([0, 1, 2], [0.0, math.inf, math.nan], 3, "▁██"),
        ([7], [3.0], 4, "▄▄▄▄"),
        ([], [], 3, "   "),
        ([0, 1], [1.0, 2.0], 0, ""),
    ],
    ids=["rises", "by time", "level", "not finite", "single", "none", "no room"],
)
def test_a_number_over_time(times: list[float], numbers: list[float], width: int, line: str) -> None:
    assert sparkline(times, numbers, width) == line


def test_shares_have_a_height_of_their_own_and_ascii_its_signs() -> None:
    assert sparkline([0, 1, 2, 3], [0.0, 0.5, 1.0, 1.0], 4, ASCII, span=(0.0, 1.0)) == "_=##"


def test_a_histogram_in_one_line_shows_every_count_and_adds_neighbours_where_room_is_short() -> None:
    assert histogram_line([0, 1, 400, 200, 0, 0, 0, 1], 8) == " ▁█▄   ▁"
    assert histogram_line([1, 1, 4, 0, 2, 2], 3) == "▄██"
    assert histogram_line([0, 1, 8], 3, ASCII) == " _#"
    assert histogram_line([0, 0], 8) == "  "
    assert histogram_line([], 8) == histogram_line([1], 0) == ""

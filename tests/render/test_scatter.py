"""Points on axes."""

from __future__ import annotations

import math

import pytest

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.plot.scatter import draw_scatter
from nntui.render.text import width_of


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("size", [(60, 12), (20, 4), (200, 50)])
def test_a_plot_fills_its_rows_and_never_more_than_its_columns(glyphs: Glyphs, size: tuple[int, int]) -> None:
    points = [(x / 7, math.sin(x)) for x in range(200)]
    lines = draw_scatter(points, size, points[3], glyphs, right=((0, 0), (30, 0)))
    assert len(lines) == size[1]
    assert all(width_of(line) <= size[0] for line in lines)


def test_points_agree_with_the_axes_and_the_chosen_one_is_highlighted() -> None:
    lines = draw_scatter([(0.0, 0.0), (10.0, 100.0)], (47, 12), (10.0, 100.0))
    text = ["".join(span.text for span in line) for line in lines]
    assert text[0].endswith("◉")
    assert text[9][7] not in " ◉"
    assert "selected" in {span.style for span in lines[0]}


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 1e301])
def test_numbers_that_no_axis_reaches_are_left_out(wrong: float) -> None:
    lines = draw_scatter([(0.0, wrong), (wrong, 1.0), (1.0, 1.0), (2.0, 3.0)], (40, 8), (0.0, wrong))
    assert lines == draw_scatter([(1.0, 1.0), (2.0, 3.0)], (40, 8))
    assert draw_scatter([(wrong, wrong)], (40, 8)) == [()] * 8


def test_points_that_are_all_the_same_have_axes_too() -> None:
    assert any(draw_scatter([(5.0, 5.0)] * 3, (40, 8)))

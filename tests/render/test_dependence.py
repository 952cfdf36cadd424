"""The answer along one input: the mean over the lines of single rows."""

from __future__ import annotations

import math

import pytest

from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.plot.dependence import draw_dependence
from tests.plain_text import plain_text

XS = [1.0, 2.0, 3.0]
MEAN = [1.0, 4.0, 9.0]
ROWS = [[0.0, 3.0, 8.0], [2.0, 5.0, math.inf]]


def test_rows_are_faint_behind_the_mean_and_the_question_has_its_mark() -> None:
    lines = draw_dependence(XS, MEAN, ROWS, (50, 12), here=2.0)
    styles = {span.style for line in lines for span in line if any("\u2800" < each <= "\u28ff" for each in span.text)}
    assert {"axis", "train"} <= styles
    assert UNICODE.mark in plain_text(lines)
    assert UNICODE.mark not in plain_text(draw_dependence(XS, MEAN, ROWS, (50, 12), here=100.0))


@pytest.mark.parametrize("size", [(60, 10), (20, 4), (5, 3), (1, 1)], ids=str)
def test_it_has_exactly_its_size_in_plain_characters_too(size: tuple[int, int]) -> None:
    for glyphs in (UNICODE, ASCII):
        lines = draw_dependence(XS, MEAN, ROWS, size, glyphs)
        assert len(lines) == size[1]
        assert all(len(line) <= max(size[0], 0) for line in plain_text(lines).splitlines())
    assert plain_text(draw_dependence(XS, MEAN, ROWS, size, ASCII)).isascii()


def test_without_a_finite_number_there_is_nothing() -> None:
    assert draw_dependence(XS, [math.nan] * 3, [], (30, 5)) == [()] * 5

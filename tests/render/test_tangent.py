"""The curve of a loss with its tangent, and numbers that ought to be equal below one another."""

from __future__ import annotations

import numpy as np

from nntui.render.compared import alike, compared_lines
from nntui.render.glyphs import ASCII
from nntui.render.plot.axes import span_axis
from nntui.render.plot.tangent import TangentPlot, draw_tangent
from nntui.render.text import width_of

X = np.linspace(-1, 1, 161)


def test_the_point_its_tangent_and_the_minimum_are_marked() -> None:
    plot = TangentPlot(X, X**2, (0.5, 0.25), 1.0, (0.0, 0.0), (-0.5, 0.25), "weight")
    for size in ((80, 16), (50, 8)):
        lines = draw_tangent(plot, size)
        text = "\n".join("".join(span.text for span in line) for line in lines)
        assert len(lines) == size[1]
        assert all(width_of(line) <= size[0] for line in lines)
        assert all(mark in text for mark in "◆○+")
        assert "weight" in text
        assert any(span.style == "validation" for line in lines for span in line)
    text = "\n".join("".join(span.text for span in line) for line in draw_tangent(plot, (80, 16), ASCII))
    assert text.isascii()
    assert all(mark in text for mark in "*v+")


def test_a_flat_curve_and_one_with_gaps_are_drawn() -> None:
    flat = draw_tangent(TangentPlot(X, X * 0 + 2, (0, 2), 0.0), (60, 10))
    assert len(flat) == 10
    broken = np.where(X > 0.5, np.inf, X)
    assert len(draw_tangent(TangentPlot(X, broken, (0, 0), 1.0), (60, 10))) == 10
    assert draw_tangent(TangentPlot(X, X * np.nan, (0, np.nan), np.nan), (60, 10)) == [()] * 10


def test_a_spanning_axis_ends_where_its_numbers_end() -> None:
    axis = span_axis(4.3, 4.9, 5)
    assert (axis.low, axis.high) == (4.3, 4.9)
    assert [label for _, label in axis.ticks] == ["4.4", "4.6", "4.8"]
    assert span_axis(2.0, 2.0, 5)[:2] == (1.5, 2.5)


def test_numbers_are_written_alike_and_the_digits_that_differ_stand_out() -> None:
    assert alike([0.5, -0.25]) == ["+0.5000000000000000", "-0.2500000000000000"]
    assert alike([1.5e-7, 2e-9]) == ["+1.500000000000000e-7", "+0.020000000000000e-7"]
    assert alike([0.0, float("nan")]) == ["+0.000000000000000", "+nan"]
    lines = compared_lines([0.125, 0.125, 0.126])
    assert [[span.style for span in line] for line in lines] == [[""], [""], ["", "warning"]]
    assert lines[2][0].text == "+0.12"

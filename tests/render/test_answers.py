"""The curve of answers along one input: its axes, points, cursor, and labels of its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from nntui.render.glyphs import ASCII
from nntui.render.plot.answers import AnswerCurve, CurvePoint, draw_answers

if TYPE_CHECKING:
    from nntui.render.text import Line

XS = [float(x) for x in range(54)]


def text(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def drawn(ys: list[float], size: tuple[int, int], *points: CurvePoint, exact: bool = False) -> list[str]:
    return text(draw_answers(AnswerCurve(XS, ys, points, 27, (0.0, 1.0), exact), size, ASCII))


def test_points_and_cursor_lie_on_their_places_and_what_is_outside_is_left_out() -> None:
    lines = drawn([x / 53 for x in XS], (61, 12), CurvePoint(0.0, 1.0, "A"), CurvePoint(99.0, 0.5, "B"), exact=True)
    assert len(lines) == 12
    assert lines[0][7] == "A"
    assert lines[4][7 + 27] == "+"
    assert not any("B" in line for line in lines)


@pytest.mark.parametrize("ys", [[math.nan] * 54, [math.inf] * 54, [1e308] * 54, [5.0] * 54], ids=str)
def test_no_number_breaks_it(ys: list[float]) -> None:
    for size in ((61, 12), (9, 3), (5, 2), (200, 50)):
        assert len(drawn(ys, size)) == size[1]


def test_a_logarithmic_axis_shows_powers_evenly_and_leaves_out_the_rest() -> None:
    powers, outside = [10.0 ** (x / 10) for x in XS], CurvePoint(0.0, -1.0, "A")
    curve = AnswerCurve(XS, powers, [outside], 0, (1.0, 1e5), logarithmic=True)
    lines = text(draw_answers(curve, (61, 14), ASCII))
    assert [label for label in ("100k", "10k", "1k", "100", "10") if any(label in line for line in lines)]
    assert not any("A" in line for line in lines)


def test_ticks_have_labels_of_their_own() -> None:
    curve = AnswerCurve(XS, XS, (), 0, (0, 53), x_label=lambda place: f"<{place:.0f}>")
    lines = text(draw_answers(curve, (61, 12), ASCII))
    assert "<20>" in lines[-1]

"""The loss is drawn as curves with axes that can be read and stay where they are."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.plot import Series, draw_plot
from nntui.render.plot.signs import PlotMark, distinct
from nntui.render.text import Line
from tests.plain_text import plain_text

CheckFrame = Callable[[str, Sequence[Line]], None]

EPOCHS = list(range(1001))
TRAIN = Series(EPOCHS, [0.25 * math.exp(-epoch / 150) + 0.002 for epoch in EPOCHS], "train")
VALIDATION = Series(EPOCHS, [0.27 * math.exp(-epoch / 170) + 0.03 for epoch in EPOCHS], "validation")


@pytest.mark.parametrize(("width", "height"), [(30, 6), (50, 8), (100, 25)])
def test_one_curve(check_frame: CheckFrame, width: int, height: int) -> None:
    check_frame(f"plot-{width}x{height}", draw_plot([TRAIN], width, height, x_label="epoch"))


@pytest.mark.parametrize(("width", "height"), [(50, 8), (100, 25)])
def test_two_curves_on_a_logarithmic_axis(check_frame: CheckFrame, width: int, height: int) -> None:
    lines = draw_plot([TRAIN, VALIDATION], width, height, log=True, x_label="epoch")
    check_frame(f"plot-log-{width}x{height}", lines)


def test_a_plot_in_ascii(check_frame: CheckFrame) -> None:
    lines = draw_plot([TRAIN, VALIDATION], 60, 12, glyphs=ASCII, x_label="epoch")
    assert plain_text(lines).isascii()
    check_frame("plot-ascii-60x12", lines)


def test_a_gap_where_there_is_no_number(check_frame: CheckFrame) -> None:
    losses = [0.9, 0.7, math.nan, 0.5, math.inf, 0.4, 0.3, 0.35]
    check_frame("plot-gap-40x8", draw_plot([Series(range(8), losses)], 40, 8))


def test_an_empty_plot_says_so_in_the_middle(check_frame: CheckFrame) -> None:
    lines = draw_plot([], 40, 5)
    assert {span.style for line in lines for span in line} == {"dim"}
    check_frame("plot-empty-40x5", lines)


@pytest.mark.parametrize("losses", [[], [math.nan, math.nan], [math.inf]])
def test_a_curve_without_a_number_is_no_curve(losses: list[float]) -> None:
    assert "no loss yet" in plain_text(draw_plot([Series(range(len(losses)), losses)], 40, 6))


def test_a_logarithmic_axis_omits_numbers_that_are_not_above_zero() -> None:
    assert "no loss yet" in plain_text(draw_plot([Series([0, 1], [0.0, -1.0])], 40, 6, log=True))
    with_zero = draw_plot([Series([0, 1, 2], [0.1, 0.0, 0.01])], 40, 6, log=True)
    assert "no loss yet" not in plain_text(with_zero)


def test_a_single_point_is_seen() -> None:
    lines = draw_plot([Series([0], [0.3])], 40, 6)
    assert sum(span.style == "train" for line in lines for span in line) == 1


def test_a_constant_loss_is_a_level_line() -> None:
    drawn = [
        line for line in draw_plot([Series([0, 1, 2], [0.3] * 3)], 40, 8) if any(span.style == "train" for span in line)
    ]
    assert len(drawn) == 1


def test_the_curves_differ_without_colour() -> None:
    flat = [Series([0, 100], [1.0, 1.0], "train"), Series([0, 100], [0.5, 0.5], "validation")]
    lines = draw_plot(flat, 60, 12)
    curves = {span.style: span.text.strip() for line in lines[1:] for span in line if span.style != "axis"}
    assert curves["train"] != curves["validation"]
    assert "train" in plain_text(lines[:1])
    assert "validation" in plain_text(lines[:1])


def test_the_axes_stay_while_the_numbers_change() -> None:
    def left_edge(scale: float) -> list[int]:
        lines = draw_plot([Series(EPOCHS, [scale * loss for loss in TRAIN.y])], 60, 10)
        return [max(plain_text([line]).find(mark) for mark in "┤│└") for line in lines[:-1]]

    assert len({tuple(left_edge(scale)) for scale in (1e-6, 0.01, 0.37, 1.0, 9.99, 123.0, 5e7)}) == 1
    assert set(left_edge(1.0)) == {6}


def test_arrays_and_lists_draw_the_same() -> None:
    arrays = Series(np.array(EPOCHS), np.array(TRAIN.y), "train")
    assert draw_plot([arrays], 60, 10) == draw_plot([TRAIN], 60, 10)


def test_points_out_of_order_are_drawn_in_order() -> None:
    assert draw_plot([Series([2, 0, 1], [3.0, 1.0, 2.0])], 40, 8) == draw_plot(
        [Series([0, 1, 2], [1.0, 2.0, 3.0])], 40, 8
    )


def test_a_spike_between_two_columns_is_not_lost() -> None:
    losses = [0.1] * 3000
    losses[1777] = 9.0
    top = draw_plot([Series(range(3000), losses)], 60, 10)[0]
    assert any(span.style == "train" for span in top)


@settings(deadline=None)
@given(
    curves=st.lists(st.lists(st.floats(), max_size=40), max_size=3),
    width=st.integers(-1, 80),
    height=st.integers(-1, 20),
    log=st.booleans(),
    glyphs=st.sampled_from([UNICODE, ASCII]),
    name=st.text(max_size=20),
)
def test_any_numbers_fit_any_size(
    *, curves: list[list[float]], width: int, height: int, log: bool, glyphs: Glyphs, name: str
) -> None:
    series = [Series(range(len(losses)), losses, "train", name) for losses in curves]
    lines = draw_plot(series, width, height, log, glyphs, x_label=name)
    assert len(lines) == max(0, height)
    assert all(cell_len(plain_text([line])) <= max(0, width) for line in lines)


def test_the_best_epoch_is_marked_on_the_last_curve() -> None:
    for glyphs, mark in ((UNICODE, "◆"), (ASCII, "*")):
        for at, count in ((50, 1), (None, 0)):
            validation = Series([0, 50, 100], [3.0, 1.0, 3.0], "validation", mark=at)
            series = [Series([0, 50, 100], [3.0, 2.0, 1.0]), validation]
            assert plain_text(draw_plot(series, 60, 12, glyphs=glyphs)).count(mark) == count


def test_training_and_validation_differ_without_colour() -> None:
    def frame(style: str, number: int) -> str:
        flat = Series([0, 50, 100], [1.0, 1.0, 1.0], style)
        other = Series([0], [2.0])
        return plain_text(draw_plot([flat, other][:: 1 if number == 0 else -1], 60, 7))

    assert frame("train", 0) != frame("train", 1)


CHANGED = PlotMark(500, "rate 0.01 -> 0.001")


def test_a_window_shows_its_epochs_alone_and_scales_the_losses_in_it() -> None:
    text = plain_text(draw_plot([TRAIN], 60, 12, x_label="epoch", window=(600, 800)))
    labels = text.splitlines()[-1].split()
    assert labels[0] == "epoch"
    assert all(600 <= int(label) <= 800 for label in labels[1:])
    highest = max(float(label) for line in text.splitlines()[:-2] if (label := line[:6].strip()))
    assert 0.004 <= highest < 0.01
    assert "nothing is known here" in plain_text(draw_plot([TRAIN], 60, 12, window=(2000, 3000)))


def test_a_curve_leads_to_its_points_outside_the_window() -> None:
    sparse = Series([0, 1000, 2000], [1.0, 2.0, 3.0])
    drawn = draw_plot([sparse], 60, 12, window=(1200, 1300))
    assert sum(len(span.text.strip()) for line in drawn for span in line if span.style == "train") >= 50


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_a_change_is_marked_and_named_where_no_curve_is_in_the_way(glyphs: Glyphs) -> None:
    text = plain_text(draw_plot([TRAIN], 60, 12, glyphs=glyphs, changes=[CHANGED]))
    assert f"{glyphs.change}rate 0.01 -> 0.001" in text.splitlines()[0]
    flat = Series([0, 1000], [1.0, 1.0])
    top = plain_text(draw_plot([flat], 60, 12, glyphs=glyphs, changes=[CHANGED])).splitlines()[0]
    assert glyphs.change in top
    assert "rate" not in top
    beside = plain_text(draw_plot([TRAIN], 60, 12, glyphs=glyphs, changes=[PlotMark(400, "rows changed"), CHANGED]))
    assert beside.count(glyphs.change) == 2
    assert "rows changed" in beside
    last = plain_text(draw_plot([TRAIN], 60, 12, glyphs=glyphs, changes=[PlotMark(990, "rate 0.01 -> 0.001")]))
    assert f"rate 0.01 -> 0.001{glyphs.change}" in last.splitlines()[0]
    assert glyphs.change not in plain_text(draw_plot([TRAIN], 60, 12, glyphs=glyphs, changes=[CHANGED], window=(0, 9)))


def test_changes_at_one_place_are_one_mark_with_both_names() -> None:
    both = distinct([CHANGED, PlotMark(100, "a"), PlotMark(500, "b"), PlotMark(500, "c")])
    assert both == [PlotMark(100, "a"), PlotMark(500, "rate 0.01 -> 0.001; b; c")]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_curves_of_other_runs_are_told_apart_by_signs_that_the_legend_names(glyphs: Glyphs) -> None:
    ghosts = [Series(EPOCHS, [loss * scale for loss in TRAIN.y], "axis", f"run {sign}", "dotted", sign)
              for scale, sign in ((2, "a"), (3, "b"))]  # fmt: skip
    text = plain_text(draw_plot([TRAIN, *ghosts], 80, 8, glyphs=glyphs))
    assert re.search("a.? run a", text.splitlines()[0])
    assert re.search("b.? run b", text.splitlines()[0])
    below = "\n".join(line[7:] for line in text.splitlines()[1:-2])
    assert below.count("a") >= 2
    assert below.count("b") >= 2


def test_a_legend_that_does_not_fit_loses_its_last_names() -> None:
    many = [Series([0, 1], [1.0, number], name=f"curve number {number}") for number in range(1, 6)]
    top = plain_text(draw_plot(many, 60, 12)).splitlines()[0]
    assert "curve number 1" in top
    assert "curve number 5" not in top


@pytest.mark.parametrize(
    ("ghosts", "told"),
    [
        (1, ["train", "validation", "run A"]),
        (2, ["train", "validation", "A", "B"]),
        (5, ["train", "validation", "A B C D E"]),
    ],
)
def test_every_other_run_is_in_a_legend_of_40_cells(ghosts: int, told: list[str]) -> None:
    both = [Series([0, 1], [1.0, 2.0], name=name) for name in ("train", "validation")]
    others = [Series([0, 1], [2.0, 3.0], "axis", f"run {sign}", "dotted", sign) for sign in "ABCDE"[:ghosts]]
    top = plain_text(draw_plot([*both, *others], 40, 12)).splitlines()[0]
    assert all(name in top for name in told)


def test_the_value_read_and_the_moment_shown_are_told_apart_without_colour() -> None:
    for glyphs in (UNICODE, ASCII):
        text = plain_text(draw_plot([TRAIN], 60, 12, glyphs=glyphs, cursor=200, value=700))
        lines = [line[7:] for line in text.splitlines()[:-2]]
        assert {line[10:11] for line in lines} == {glyphs.upright}
        assert {line[37:38] for line in lines} == {glyphs.reading}

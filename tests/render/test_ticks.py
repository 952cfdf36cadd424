"""Axes have round numbers and a width that stays."""

from __future__ import annotations

from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.render.plot.axes import LABEL_WIDTH, TINY, Axis, count_axis, linear_axis, log_axis

FINITE = st.floats(-1e30, 1e30)


def labels(axis: Axis) -> list[str]:
    return [label for _, label in axis.ticks]


@pytest.mark.parametrize(
    ("low", "high", "most", "shown"),
    [
        (0.01, 0.25, 6, ["0", "0.05", "0.10", "0.15", "0.20", "0.25"]),
        (0.0, 0.29, 3, ["0", "0.2"]),
        (0.9, 1.0, 3, ["0.90", "0.95", "1.00"]),
        (-3.0, 4.0, 3, ["-2", "0", "2", "4"]),
        (0, 12000, 4, ["0", "5k", "10k"]),
        (0, 2e-5, 3, ["0", "1e-5", "2e-5"]),
        (3, 3, 3, ["0", "2"]),
        (0, 0, 3, ["0", "0.5", "1.0"]),
    ],
)
def test_linear_ticks_are_round(low: float, high: float, most: int, shown: list[str]) -> None:
    assert labels(linear_axis(low, high, most)) == shown


@pytest.mark.parametrize(
    ("high", "most", "shown"),
    [
        (0, 5, ["0", "1"]),
        (3, 5, ["0", "1", "2", "3"]),
        (500, 3, ["0", "250", "500"]),
        (1000, 5, ["0", "250", "500", "750", "1k"]),
        (1_000_000, 3, ["0", "500k", "1M"]),
    ],
)
def test_epochs_are_counted_in_whole_round_steps(high: float, most: int, shown: list[str]) -> None:
    assert labels(count_axis(0, high, most)) == shown


def test_a_growing_curve_keeps_its_axis_for_a_while() -> None:
    assert {count_axis(0, epoch, 5) for epoch in range(801, 1001)} == {count_axis(0, 1000, 5)}


def test_a_long_logarithmic_axis_has_its_ticks_at_powers_of_ten() -> None:
    assert labels(log_axis(2e-6, 0.3, 8)) == ["1e-5", "1e-4", "0.001", "0.01", "0.1"]


def test_a_short_logarithmic_axis_has_its_ticks_at_one_two_and_five() -> None:
    assert labels(log_axis(0.03, 0.3, 8)) == ["0.02", "0.05", "0.1", "0.2", "0.5"]


@given(FINITE, FINITE, st.integers(1, 10))
def test_a_linear_axis_holds_its_numbers_and_its_labels_differ(one: float, other: float, most: int) -> None:
    low, high = sorted((one, other))
    axis = linear_axis(low, high, most)
    slack = 1e-6 * max(abs(low), abs(high))
    assert axis.low < axis.high
    assert axis.low <= low + slack + TINY
    assert axis.high >= high - slack - TINY
    assert len(set(labels(axis))) == len(axis.ticks) >= 2
    assert len(axis.ticks) <= 3 * most + 4


@given(st.floats(0.001, 1e9), st.floats(1.0, 1e6), st.integers(2, 10))
def test_labels_of_usual_losses_fit_their_room(low: float, times: float, most: int) -> None:
    for axis in (linear_axis(low, low * times, most), log_axis(low, low * times, most)):
        assert all(len(label) <= LABEL_WIDTH for label in labels(axis))


@given(st.floats(1e-300, 1e300), st.floats(1.0, 1e300), st.integers(1, 10))
def test_a_logarithmic_axis_holds_its_numbers(low: float, times: float, most: int) -> None:
    high = min(low * times, 1e300)
    axis = log_axis(low, high, most)
    assert axis.low <= log10(low) + 1e-6
    assert axis.high >= log10(high) - 1e-6
    assert len(axis.ticks) >= 1

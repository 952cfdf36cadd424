"""Numbers keep their width while they move, and their digits where they are read."""

from __future__ import annotations

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.render.numbers import (
    format_exact,
    format_rounded,
    format_signed,
    largest_magnitude,
    level,
    style_of,
)


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        (1.541, 6, "+1.541"),
        (-0.03124, 6, "-0.031"),
        (-0.03124, 7, "-0.0312"),
        (0.000312, 6, " +3e-4"),
        (1.2e-7, 7, "+1.2e-7"),
        (9.99996, 6, "+10.00"),
        (-123.456, 6, "-123.5"),
        (12345.6, 7, " +12346"),
        (12345.6, 5, " +12k"),
        (123456, 6, " +123k"),
        (1.2e6, 6, "+1.20M"),
        (-3.4e38, 6, " -3e38"),
        (0.0, 6, " 0.000"),
        (-0.0, 6, " 0.000"),
        (math.nan, 6, "   nan"),
        (math.inf, 6, "  +inf"),
        (-math.inf, 4, "-inf"),
        (math.nan, 2, "##"),
        (123456, 2, "##"),
    ],
)
def test_a_number_shows_as_many_digits_as_fit(value: float, width: int, text: str) -> None:
    assert format_signed(value, width) == text


@given(st.floats(), st.integers(1, 12))
def test_a_live_number_never_changes_its_width(value: float, width: int) -> None:
    assert len(format_signed(value, width)) == width


@given(st.floats(-1e9, 1e9).filter(lambda value: abs(value) > 1e-9), st.integers(6, 12))
def test_a_live_number_tells_its_sign_and_about_its_size(value: float, width: int) -> None:
    text = format_signed(value, width).strip()
    unit = {"k": 1e3, "M": 1e6, "G": 1e9}.get(text[-1], 1.0)
    assert text[0] == ("-" if value < 0 else "+")
    assert float(text.rstrip("kMG")) * unit == pytest.approx(value, rel=0.5)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (1 / 3, "0.33333334"),
        (-1540.0, "-1540"),
        (16777216.0, "16777216"),
        (1e-7, "1e-7"),
        (1e39, "1e39"),
        (-0.0, "0"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
    ],
)
def test_a_full_number_is_written_as_briefly_as_float32_allows(value: float, text: str) -> None:
    assert format_exact(value) == text


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_full_number_reads_back_as_the_same_float32(value: float) -> None:
    assert struct.pack("<f", float(format_exact(value))) == struct.pack("<f", value + 0.0)
    assert sum(digit.isdigit() for digit in format_exact(value).partition("e")[0].strip("-0.")) <= 17


@pytest.mark.parametrize(
    ("value", "size"), [(0.0, 0), (0.04, 0), (0.3, 1), (0.5, 2), (0.9, 3), (1.5, 3), (-0.3, -1), (-0.5, -2), (-9.0, -3)]
)
def test_sizes_come_in_thirds_of_the_scale(value: float, size: int) -> None:
    assert level(value, 1.0) == size


@pytest.mark.parametrize("scale", [0.0, math.nan, -1.0])
def test_without_a_scale_everything_is_next_to_nothing(scale: float) -> None:
    assert level(3.0, scale) == 0


def test_the_style_shows_sign_size_and_whether_a_number_is_finite() -> None:
    values = (1.0, 0.5, 0.2, 0.0, -0.2, -0.5, -1.0, math.nan, math.inf)
    styles = ["plus3", "plus2", "plus1", "dim", "minus1", "minus2", "minus3", "error", "error"]
    assert [style_of(value, 1.0) for value in values] == styles


def test_the_scale_is_the_largest_finite_magnitude() -> None:
    assert largest_magnitude([1.0, -4.0, math.nan, math.inf]) == 4.0
    assert largest_magnitude([]) == 0.0


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("-2.047e-08", 9, "-2.047e-8"),
        ("-2.0475e-08", 8, "-2.05e-8"),
        ("987654321", 9, "987654321"),
        ("987654321", 8, "9.8765e8"),
        ("12.345678", 6, "12.346"),
        ("0.12345678901234566", 12, "0.1234567890"),
        ("-1e-300", 4, "-1e-300"),
        ("2018-09-24", 8, "2018-09-24"),
    ],
)
def test_a_number_that_is_too_long_is_rounded_and_not_cut(text: str, width: int, shown: str) -> None:
    assert format_rounded(text, width) == shown


@given(st.floats(-1e300, 1e300), st.integers(7, 24))
def test_a_rounded_number_fits_and_is_about_the_same(value: float, width: int) -> None:
    shown = format_rounded(repr(value), width)
    assert len(shown) <= width
    assert float(shown) == pytest.approx(value, rel=0.6, abs=1e-300)

"""A histogram shows where the numbers are, and that there are a few elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.bars import histogram
from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.text import Line
from tests.plain_text import plain_text

CheckFrame = Callable[[str, Sequence[Line]], None]

BELL = [23, 199, 1649, 8160, 30962, 84024, 161791, 223138, 219915, 155566, 77777, 28055, 7271, 1276, 175, 19]


def test_sixteen_bins(check_frame: CheckFrame) -> None:
    check_frame("histogram-16x4", histogram(BELL, 16, 4))


def test_a_wide_histogram(check_frame: CheckFrame) -> None:
    check_frame("histogram-40x6", histogram(BELL, 40, 6))


def test_a_histogram_in_ascii(check_frame: CheckFrame) -> None:
    lines = histogram(BELL, 16, 4, ASCII)
    assert plain_text(lines).isascii()
    check_frame("histogram-ascii-16x4", lines)


def test_one_among_a_million_is_seen() -> None:
    lowest = plain_text(histogram([1_000_000, 0, 1, 0], 8, 2)).splitlines()[1]
    assert lowest == "⣿⣿  ⣀⣀"


def test_more_bins_than_dots_keep_their_highest() -> None:
    counts = [0] * 100
    counts[57] = 5
    assert plain_text(histogram(counts, 5, 1)).strip()


def test_nothing_to_count_is_an_empty_drawing() -> None:
    assert histogram([], 10, 2) == [(), ()]
    assert histogram([0, 0], 10, 2) == [(), ()]


def test_the_style_is_the_callers() -> None:
    assert histogram([1], 2, 1, style="validation")[0][0].style == "validation"


@given(
    st.lists(st.integers(0, 10**9), max_size=40),
    st.integers(-1, 40),
    st.integers(-1, 8),
    st.sampled_from([UNICODE, ASCII]),
)
def test_any_counts_fit_any_size(counts: list[int], width: int, height: int, glyphs: Glyphs) -> None:
    lines = histogram(counts, width, height, glyphs)
    assert len(lines) == max(0, height)
    assert all(cell_len(plain_text([line])) <= max(0, width) for line in lines)
    assert bool(plain_text(lines).strip()) == (any(counts) and width > 0 and height > 0)

"""A weight matrix is seen whole, however large."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.shades import heatmap
from nntui.render.text import Line
from tests.plain_text import plain_text

CheckFrame = Callable[[str, Sequence[Line]], None]

WAVES = np.sin(np.arange(784) / 90)[:, None] * np.linspace(-1, 1, 128)


def test_a_small_matrix_has_a_shade_for_each_weight(check_frame: CheckFrame) -> None:
    check_frame("heatmap-2x3", heatmap([[0.1, -0.5, 0.6], [0.0, 0.9, -0.9]], 50, 4))


@pytest.mark.parametrize(("name", "glyphs"), [("unicode", UNICODE), ("ascii", ASCII)])
def test_a_large_matrix_is_brought_down_to_the_room(check_frame: CheckFrame, name: str, glyphs: Glyphs) -> None:
    check_frame(f"heatmap-784x128-{name}", heatmap(WAVES, 50, 12, glyphs=glyphs))


def test_glyphs_show_the_sign() -> None:
    shades = plain_text(heatmap([[0.9, -0.9]], 2, 2)).splitlines()[0]
    assert shades == UNICODE.plus_shades[2] + UNICODE.minus_shades[2]


def test_a_block_shows_the_largest_of_each_source_averaged() -> None:
    block_of_four, one_alone = [[0.1, -0.9], [0.2, 0.1]], [[-0.35, 1.0]]
    both = heatmap([[*row, 0.0, 1.0] for row in block_of_four], 2, 2)
    assert plain_text(both[:1]) == plain_text(heatmap(one_alone, 2, 2)[:1])


def test_the_caption_tells_shape_extremes_and_mean() -> None:
    assert plain_text(heatmap([[1.0, -0.5, 0.0]], 60, 2)[-1:]) == "1×3  min -0.500  max +1.000  mean |w| 0.500"
    assert plain_text(heatmap([[1.0, -0.5, 0.0]], 20, 2)[-1:]) == "1×3  min -0.500"


def test_the_selected_weight_is_set_off() -> None:
    lines = heatmap([[1.0, 1.0], [1.0, 1.0]], 2, 3, selected=(1, 0))
    assert [[span.style for span in line] for line in lines[:2]] == [["plus2"], ["selected", "plus2"]]
    assert plain_text(lines[1:2]) == plain_text(lines[:1])


def test_a_selected_neuron_is_set_off_with_all_its_weights() -> None:
    lines = heatmap([[1.0, 1.0], [1.0, 1.0]], 2, 3, selected=(None, 1))
    assert [[span.style for span in line] for line in lines[:2]] == [["plus2", "selected"]] * 2


def test_weights_that_are_not_finite_are_shown_and_counted() -> None:
    lines = heatmap([[math.nan, 1.0, math.inf]], 40, 2)
    assert plain_text(lines[:1]) == "??????▓▓▓▓▓▓??????"
    assert "2 not finite" in plain_text(lines)
    assert "no finite weight" in plain_text(heatmap([[math.nan]], 40, 2))


@settings(deadline=None)
@given(
    fan_in=st.integers(1, 30),
    fan_out=st.integers(1, 30),
    numbers=st.lists(st.floats(), min_size=1, max_size=9),
    width=st.integers(0, 40),
    height=st.integers(0, 12),
    glyphs=st.sampled_from([UNICODE, ASCII]),
)
def test_any_matrix_fits_any_size(
    *, fan_in: int, fan_out: int, numbers: list[float], width: int, height: int, glyphs: Glyphs
) -> None:
    matrix = np.resize(np.array(numbers), (fan_in, fan_out))
    lines = heatmap(matrix, width, height, (fan_in - 1, fan_out - 1), glyphs)
    assert len(lines) == height
    assert all(cell_len(plain_text([line])) <= width for line in lines)

"""The band of several curves: behind the curves, within the axes, named where there is room."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.plot import Series, draw_plot
from nntui.render.plot.band import Band
from tests.plain_text import plain_text

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs

OWN = Series([0, 5, 10], [4.0, 2.0, 1.0], "train")
BAND = Band([0.0, 5.0, 10.0], [3.0, 1.0, 0.5], [5.0, 3.0, 2.0], [9.0, 6.0, 5.0], "10 networks")


def drawn(
    width: int = 60, height: int = 14, *, log: bool = False, band: Band | None = BAND, glyphs: Glyphs = UNICODE
) -> str:
    return plain_text(draw_plot([OWN], width, height, log, glyphs, band=band))


@pytest.mark.parametrize("log", [False, True])
def test_the_axis_reaches_over_the_band_and_the_legend_names_it(log: bool) -> None:
    text = drawn(log=log)
    assert "10 networks" in text.splitlines()[0]
    labels = [line[:6].strip() for line in text.splitlines() if line[:6].strip()]
    assert float(labels[0]) >= 5
    assert "10 networks" not in drawn(log=log, band=None)


def test_the_curve_stays_in_sight_within_the_band() -> None:
    inked = [sum(((ord(each) - 0x2800).bit_count() if "\u2800" <= each <= "\u28ff" else 0) for each in text)
             for text in (drawn(band=None), drawn())]  # fmt: skip
    assert inked[1] > 2 * inked[0]
    spans = [span for line in draw_plot([OWN], 60, 14, band=BAND) for span in line]
    curve = "".join(span.text for span in spans if span.style == "train")
    assert len([each for each in curve if "\u2800" < each <= "\u28ff"]) > 40


def test_in_plain_characters_only_its_edges_are_drawn() -> None:
    text = drawn(glyphs=ASCII)
    assert text.isascii()
    columns = [line.ljust(60)[20] for line in text.splitlines()[1:-2]]
    assert sum(each != " " for each in columns) <= 3


def test_a_band_reaches_to_zero_and_to_nothing_on_a_logarithmic_axis() -> None:
    flat = Band([0.0, 10.0], [0.0, 0.0], [1.0, 0.0], [2.0, 0.0], "2 networks")
    assert "2 networks" in drawn(log=True, band=flat)
    assert math.isfinite(len(drawn(band=Band([0.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0], "same"))))


@pytest.mark.parametrize("size", [(20, 4), (30, 8), (12, 3), (1, 1)])
def test_it_fits_any_size(size: tuple[int, int]) -> None:
    lines = drawn(*size).splitlines()
    assert all(len(line) <= size[0] for line in lines)

"""The lines of the check pane: they fit every size, and say how far the three ways are apart."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from nntui.render.glyphs import ASCII, UNICODE
from nntui.session.check.checker import Checker
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.ui.check.making import CheckMade, CheckWanted
from nntui.ui.check.view import map_lines, off_by, weight_lines

SIZES = [(60, 10), (80, 20), (120, 36), (200, 56)]


def made_of(name: str, view: str = "weight", **options: Any) -> CheckMade:
    checker = Checker(open_source(name, Options(**options)))
    if view == "weight":
        (gradient,) = checker.gradients([3])
        return CheckMade(CheckWanted("weight", 3, -1, 0), checker, gradient, checker.curve(3, 1.0))
    return CheckMade(CheckWanted("surface", 3, 4, 0), checker, surface=checker.surface((3, 4), (1.0, 1.0)))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_everything_fits_at_every_size(size: tuple[int, int]) -> None:
    for made in (made_of("iris"), made_of("tutorial")):
        for glyphs in (UNICODE, ASCII):
            for cursor in (None, 10):
                lines = weight_lines(made, cursor, size, glyphs)
                assert len(lines) <= size[1]
                texts = ["".join(span.text for span in line) for line in lines]
                assert all(cell_len(text) <= size[0] for text in texts)
                assert any("difference" in text and "off by" in text for text in texts)
                assert glyphs is UNICODE or all(text.isascii() for text in texts)
    surface = made_of("iris", "surface")
    for shaded in (True, False):
        lines = map_lines(surface, (0, 0), size, UNICODE, shaded=shaded)
        assert len(lines) == size[1]
        assert all(cell_len("".join(span.text for span in line)) <= size[0] for line in lines)


def test_an_error_is_given_as_it_is_and_relative_to_the_gradient() -> None:
    assert off_by(0.5, 0.5) == ["the same"]
    assert off_by(0.5 + 2**-20, 0.5) == ["off by +9.5e-07, 2e-06 of it", "off by +9.5e-07"]
    assert off_by(1e-9, 0.0) == ["off by +1.0e-09"]

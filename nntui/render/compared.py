"""Numbers that ought to be equal, written alike below one another so that the digits that differ are seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.text import Line, Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGITS = 16
"""Significant digits that are shown: all that a float64 has for certain, and one more."""
PLAIN = (1e-4, 1e6)
"""Magnitudes between which numbers are written without a power of ten."""


def alike(numbers: Sequence[float]) -> list[str]:
    """The numbers in one notation, with as many decimals or the same power of ten as the largest of them."""
    largest = max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)
    if not largest:
        return [f"{number:+.{DIGITS - 1}f}" for number in numbers]
    exponent = math.floor(math.log10(largest))
    if PLAIN[0] <= largest < PLAIN[1]:
        return [f"{number:+.{max(0, DIGITS - 1 - exponent)}f}" for number in numbers]
    return [f"{number / 10.0**exponent:+.{DIGITS - 1}f}e{exponent}" for number in numbers]


def compared_lines(numbers: Sequence[float]) -> list[Line]:
    """The numbers, one a line, each with the digits that differ from those of the first in another style."""
    texts = alike(numbers)
    lines: list[Line] = [(Span(texts[0]),)] if texts else []
    for text in texts[1:]:
        same = next(
            (at for at, (one, other) in enumerate(zip(texts[0], text, strict=False)) if one != other), len(text)
        )
        lines.append(join_spans([Span(text[:same]), Span(text[same:], "warning")]))
    return lines

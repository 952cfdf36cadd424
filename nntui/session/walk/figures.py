"""Numbers as text whose shown digits add up: the calculation, made with them, gives the result shown."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.session.walk.place import Calculation

FEWEST = 4
"""Significant digits of a shown number;"""
MORE = 4
"""as many more at most where its digits would not add up."""
LISTED = 6
"""Terms of a sum, neurons or weights that are listed; the others are counted."""
ANY = (-math.inf, math.inf)
"""The bounds of a number without any."""
NOT_NEGATIVE = (0.0, math.inf)
SHARE = (0.0, 1.0)


def shown(value: float, digits: int = FEWEST) -> str:
    """``value`` with that many significant digits: 0.7339, 1e-7, 12.5."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else f"{value:+.0f}"
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        power = int(exponent)
        text = f"{value:,.0f}".replace(",", "") if digits <= power < 12 else f"{mantissa}e{power}"
    return "0" if text in {"-0", "0"} else text


def bracketed(text: str) -> str:
    """A number as written within a formula: a negative one in brackets."""
    return f"({text})" if text.startswith("-") else text


def worked(
    template: str, values: Sequence[float], calculate: Callable[..., float], result: float, digits: int = FEWEST
) -> tuple[str, str, Literal["=", "≈"]]:
    """The calculation in numbers, its result, and the sign between them.

    ``template`` has {0}, {1}, ... for ``values``, which ``calculate`` takes. The result has that many ``digits``, the
    numbers as few as make it right in its last one; where no number of digits does, the sign says so.
    """
    wanted = shown(result, digits)
    sign: Literal["=", "≈"] = "≈"
    texts = [shown(value, digits + 2) for value in values]
    for more in range(MORE + 1):
        tried = [shown(value, digits + more) for value in values]
        if _agrees(calculate, tried, wanted, digits):
            texts, sign = tried, "="
            break
    numbers = _filled(template, texts)
    return "" if numbers == wanted else numbers, wanted, sign


def _agrees(calculate: Callable[..., float], texts: Sequence[str], wanted: str, digits: int) -> bool:
    try:
        return shown(calculate(*map(float, texts)), digits) == wanted
    except (ArithmeticError, ValueError):
        return False


def _filled(template: str, texts: Sequence[str]) -> str:
    """The template with its numbers; a negative one is in brackets unless it comes first or alone in brackets."""

    def put(match: re.Match[str]) -> str:
        text = texts[int(match[1])]
        before, after = template[: match.start()], template[match.end() :].lstrip()
        first = not before and not after.startswith(("**", "^"))
        bare = first or (before.rstrip()[-1:] in {"(", "|", ","} and after[:1] in {")", "|", ","})
        return text if bare else bracketed(text)

    return re.sub(r"\{(\d+)\}", put, template)


def line(
    name: str,
    symbols: str,
    template: str,
    values: Sequence[float],
    calculate: Callable[..., float],
    *,
    result: float,
    lesson: str = "",
    words: str = "",
    within: tuple[float, float] = ANY,
    slips: Sequence[float] = (),
    digits: int = FEWEST,
) -> Calculation:
    """A worked line: see ``worked``, and ``Calculation`` for the rest."""
    from nntui.session.walk.place import Calculation

    numbers, text, sign = worked(template, values, calculate, result, digits)
    return Calculation(name, symbols, numbers, text, result, sign, lesson, words, within, tuple(slips))

"""Numbers as text whose shown digits add up: the calculation, made with them, gives the result shown."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.session.walk.place import Calculation

FEWEST, MOST = 4, 8
"""Significant digits of a shown number."""
LISTED = 6
"""Terms of a sum that are listed; the others are counted."""


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
    """A number as it stands within a formula: a negative one in brackets."""
    return f"({text})" if text.startswith("-") else text


def worked(
    template: str, values: Sequence[float], calculate: Callable[..., float], result: float
) -> tuple[str, str, Literal["=", "≈"]]:
    """The calculation in numbers, its result, and the sign between them.

    ``template`` has {0}, {1}, ... for ``values``, which ``calculate`` takes. As few digits are shown as make the result
    right in its last one; where no number of digits does, the sign says so.
    """
    wanted = shown(result)
    sign: Literal["=", "≈"] = "≈"
    texts = [shown(value, FEWEST + 2) for value in values]
    for digits in range(FEWEST, MOST + 1):
        tried = [shown(value, digits) for value in values]
        if _agrees(calculate, tried, wanted):
            texts, sign = tried, "="
            break
    return _filled(template, texts), wanted, sign


def _agrees(calculate: Callable[..., float], texts: Sequence[str], wanted: str) -> bool:
    try:
        return shown(calculate(*map(float, texts))) == wanted
    except (ArithmeticError, ValueError):
        return False


def _filled(template: str, texts: Sequence[str]) -> str:
    """The template with its numbers; a negative one is in brackets unless it comes first or alone in brackets."""

    def put(match: re.Match[str]) -> str:
        text = texts[int(match[1])]
        bare = match.start() == 0 or (template[match.start() - 1] in "(|" and template[match.end() :][:1] in {")", "|"})
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
) -> Calculation:
    """A worked line: see ``worked``."""
    from nntui.session.walk.place import Calculation

    numbers, text, sign = worked(template, values, calculate, result)
    return Calculation(name, symbols, numbers, text, result, sign, lesson, words)


def sum_line(
    name: str,
    terms: Sequence[tuple[str, Sequence[float]]],
    *,
    result: float,
    lesson: str = "",
    words: str = "",
    symbols: str = "",
) -> tuple[Calculation, list[int]]:
    """A worked sum of ``terms``, each its symbols and one or two factors; and the numbers of the terms listed.

    Of many terms the largest are listed in their order, and the others counted.
    """
    sizes = [math.prod(factors) for _, factors in terms]
    many = len(terms) > LISTED + 1
    ranked = sorted(range(len(terms)), key=lambda i: -abs(sizes[i]))[:LISTED] if many else range(len(terms))
    listed = sorted(ranked)
    pieces: list[str] = []
    values: list[float] = []
    for i in listed:
        places = [f"{{{len(values) + k}}}" for k in range(len(terms[i][1]))]
        values.extend(terms[i][1])
        pieces.append(" · ".join(places))
    lengths = [len(terms[i][1]) for i in listed]
    template = " + ".join(pieces)
    written = " + ".join(terms[i][0] for i in listed)
    if many:
        kept = set(listed)
        rest = len(terms) - len(listed)
        values.append(math.fsum(size for i, size in enumerate(sizes) if i not in kept))
        template += f" + {{{len(values) - 1}}} (the {rest:,} others)"
        written += f" + {rest:,} more"
        lengths.append(1)

    def total(*numbers: float) -> float:
        start, parts = 0, []
        for length in lengths:
            parts.append(math.prod(numbers[start : start + length]))
            start += length
        return math.fsum(parts)

    return line(name, symbols or written, template, values, total, result=result, lesson=lesson, words=words), listed

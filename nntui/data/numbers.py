"""Numbers as text: the syntax that people and files may use, and the shortest text for a number."""

from __future__ import annotations

import math
import re

from nntui.errors import DataError
from nntui.safe_text import quoted

LONGEST_SPELLED = 200
"""Characters of a number, an amount, a date or a duration that may be spelled in more ways than digits and a point."""
LARGEST_WHOLE = 2**63 - 1
"""The largest whole number that a column, a setting or a session file holds."""
EXACT = 2.0**53
"""Floats beyond this no longer tell neighbouring whole numbers apart."""
LONGEST_WHOLE = 1e12
"""Least number that is written as a power of ten where smaller ones are written in full."""
UNSIGNED = re.compile(r"(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
"""A number without its sign, as formulas have it."""

_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(rf"[+-]?(?:{UNSIGNED.pattern})", re.ASCII)


def is_number(text: str) -> bool:
    """True if ``text`` spells a number, even one too large to hold; spaces around it are allowed."""
    return _NUMBER.fullmatch(text.strip()) is not None


def is_whole(text: str) -> bool:
    """True if ``text`` spells a whole number in digits alone, even one too large to hold."""
    return _WHOLE.fullmatch(text.strip()) is not None


def parse_number(text: str) -> float:
    """The finite number that ``text`` spells. Raises DataError: ``'abc' is not a number``."""
    trimmed = text.strip()
    if not trimmed:
        raise DataError("a number is missing")
    if not is_number(trimmed):
        hint = "; write a decimal point, not a comma" if is_number(trimmed.replace(",", ".", 1)) else ""
        raise DataError(f"{quoted(trimmed)} is not a number{hint}")
    number = float(trimmed)
    if math.isinf(number):
        raise DataError(f"{quoted(trimmed)} is too large")
    return number


def parse_whole(text: str) -> int:
    """The whole number that ``text`` spells, in 64 bits; ``1e3`` is one too. Raises DataError."""
    trimmed = text.strip()
    if is_whole(trimmed):
        # By its length first: Python refuses to read thousands of digits.
        digits = trimmed.lstrip("+-").lstrip("0")
        if len(digits) > len(str(LARGEST_WHOLE)) or int(digits or "0") > LARGEST_WHOLE:
            raise DataError(f"{quoted(trimmed)} is too large")
        return int(digits or "0") * (-1 if trimmed[0] == "-" else 1)
    value = parse_number(trimmed)
    if value != int(value) or abs(value) > EXACT:
        raise DataError(f"{quoted(trimmed)} is not a whole number")
    return int(value)


def format_number(value: float | None) -> str:
    """The shortest text that reads back as ``value``: "9", "0.1", "1e+16"; "" for None."""
    return "" if value is None else repr(float(value)).removesuffix(".0")


def format_digits(value: float, digits: int = 6) -> str:
    """``value`` to so many significant digits; a large whole part is written in full: 17.2411, 986006123, 1.5e-7."""
    if 10**digits <= abs(value) < LONGEST_WHOLE:
        return f"{value:.0f}"
    mantissa, mark, exponent = f"{value:.{digits}g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if mark else mantissa

"""Numbers as text: how a person or a file writes one, and how one is written back."""

from __future__ import annotations

import math
import re

from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def parse_number(text: str, column: str) -> float:
    """The finite number that ``text`` spells, spaces around it allowed.

    Raises DataError that begins with the name of the column: ``weight: 'abc' is not a number``.
    """
    trimmed = text.strip()
    if not trimmed:
        raise DataError(f"{one_line(column)}: a number is missing")
    if not is_number(trimmed):
        hint = "; write a decimal point, not a comma" if is_number(trimmed.replace(",", ".", 1)) else ""
        raise DataError(f"{one_line(column)}: {quoted(trimmed)} is not a number{hint}")
    number = float(trimmed)
    if math.isinf(number):
        raise DataError(f"{one_line(column)}: {quoted(trimmed)} is too large")
    return number


def is_number(text: str) -> bool:
    """Whether ``text`` spells a number, finite or too large."""
    return _NUMBER.fullmatch(text.strip()) is not None


def format_number(value: float | None) -> str:
    """The shortest text that reads back as the same number: "9", "0.1", "1e+16"; "" for an empty cell."""
    return "" if value is None else repr(float(value)).removesuffix(".0")

"""Numbers as text, in a fixed width or exact, and their sign and size in a few levels."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, SupportsFloat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIGNIFICANT_FLOAT32 = 9
"""Digits that distinguish every float32 from its neighbours (IEEE 754: ceil(1 + 24 log10 2))."""
NEGLIGIBLE = 0.05
"""Fraction of the scale below which a number is drawn as zero."""
ENOUGH_DIGITS = 2
"""Significant digits of a plain spelling below which a power of ten is tried: 0.031 stays, 0.0003 becomes 3e-4."""
SUFFIXES = ((1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T"))


def format_signed(value: SupportsFloat, width: int) -> str:
    """``value`` with its sign in exactly ``width`` characters: ``+1.541``, ``-0.031``, ``+3e-4``, ``+12.3k``, ``-inf``.

    As many decimals as fit, a power of ten if that shows more digits, ``#`` if nothing fits. Zero has no sign.
    """
    number = float(value)
    if math.isnan(number):
        return _right("nan", width)
    if math.isinf(number):
        return _right(f"{number:+.0f}", width)
    if number == 0:
        return _right(f"{0:.{width - 3}f}" if width > 3 else "0", width)
    best, most = "#" * width, -1
    for text in _spellings(number, width):
        digits = _count_digits(text)
        if 0 < len(text) <= width and digits > most:
            best, most = text, digits
        if most >= ENOUGH_DIGITS:
            break
    return best.rjust(width)


def _right(text: str, width: int) -> str:
    return text.rjust(width) if len(text) <= width else "#" * width


def _spellings(number: float, width: int) -> Iterator[str]:
    """Spellings of ``number`` of about ``width`` characters, plainest first."""
    yield _most_decimals(number, width, "", 1.0)
    for unit, suffix in SUFFIXES:
        if unit <= abs(number) < unit * 1e3:
            yield _most_decimals(number, width, suffix, unit)
    for digits in range(max(0, width - 6), -1, -1):
        yield _short_exponent(f"{number:+.{digits}e}")


def _most_decimals(number: float, width: int, suffix: str, unit: float) -> str:
    for decimals in range(max(0, width - len(suffix) - 3), -1, -1):
        text = f"{number / unit:+.{decimals}f}{suffix}"
        if len(text) <= width:
            return text
    return ""


def _count_digits(text: str) -> int:
    """Number of significant digits in a spelling."""
    digits = text.split("e", maxsplit=1)[0].strip("+-kMGT").replace(".", "").lstrip("0")
    return len(digits)


def _short_exponent(text: str) -> str:
    """``1.5e-07`` as ``1.5e-7``."""
    digits, mark, exponent = text.partition("e")
    return f"{digits}e{int(exponent)}" if mark else text


def format_rounded(text: str, width: int) -> str:
    """The number that ``text`` spells in at most ``width`` cells, rounded to the digits that fit: -2.05e-8, 9.9e9.

    ``text`` as it is where it fits, where it is no number, and where not even one digit has room.
    """
    if len(text) <= width:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    spellings = [f"{number:.{decimals}f}" for decimals in range(width - 1, -1, -1)]
    spellings += [_short_exponent(f"{number:.{digits}e}") for digits in range(width - 1, -1, -1)]
    fitting = [each for each in spellings if len(each) <= width and (_count_digits(each) or not number)]
    return max(fitting, key=_count_digits, default=text)


def format_exact(value: SupportsFloat) -> str:
    """The shortest decimal that reads back as the same float32, at most nine digits: enough to calculate by hand."""
    number = float(value)
    if not math.isfinite(number):
        return "nan" if math.isnan(number) else f"{number:+.0f}"
    if not number:
        return "0"
    single = _as_float32(number)
    if single is None:
        return _plain(number)
    nearest = struct.unpack("<f", single)[0]
    shortest = (float(f"{nearest:.{digits}g}") for digits in range(1, SIGNIFICANT_FLOAT32 + 1))
    return _plain(next((short for short in shortest if _as_float32(short) == single), nearest))


def _as_float32(number: float) -> bytes | None:
    """The four bytes of the nearest float32; None beyond its range."""
    try:
        return struct.pack("<f", number)
    except OverflowError:
        return None


def _plain(number: float) -> str:
    return _short_exponent(repr(number)).removesuffix(".0")


def level(value: SupportsFloat, scale: float) -> int:
    """Sign and size of ``value`` in thirds of ``scale``, the largest magnitude beside it: from -3 to 3.

    3 is the top third; 0 is negligible or nan.
    """
    number = float(value)
    if math.isnan(number) or number == 0 or not scale > 0 or abs(number) < NEGLIGIBLE * scale:
        return 0
    size = 1 + (abs(number) * 3 > scale) + (abs(number) * 3 > 2 * scale)
    return size if number > 0 else -size


def sign_style(value: SupportsFloat, strength: int) -> str:
    """The style of a number by its sign, in ``strength`` 1 to 3; "" for 0, ``error`` for nan and infinities."""
    number = float(value)
    if not math.isfinite(number):
        return "error"
    return f"plus{strength}" if number > 0 else f"minus{strength}" if number < 0 else ""


def style_of(value: SupportsFloat, scale: float) -> str:
    """The style of a number by sign and size, ``dim`` if negligible."""
    strength = abs(level(value, scale))
    return sign_style(value, strength) if strength or not math.isfinite(float(value)) else "dim"


def largest_magnitude(values: Iterable[float]) -> float:
    """The largest finite magnitude among ``values``, the scale to draw them by; 0 if there is none."""
    return max((abs(value) for value in values if math.isfinite(value)), default=0.0)

"""Numbers as people write them: digits in groups, durations, fractions, and numbers with a unit of measure."""

from __future__ import annotations

import re
import unicodedata

from nntui.data.numbers import LONGEST_SPELLED, parse_number

GAP = r"[\u0020\u00a0\u2009\u202f'\u2019_\u066c]"
"""What may stand between groups of digits, whatever sign is before the fraction."""
_POINT = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}|\d{{1,3}}(?:{GAP}\d{{3}})+|\d+)(?:\.\d+)?|\.\d+"
_COMMA = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:{GAP}\d{{3}})+|\d+)(?:,\d+)?"
SPELLED = {".": _POINT, ",": _COMMA}
"""Patterns of numbers without a sign, by what is before their fractions; commas also part Indian groups (1,00,000)."""

_PLAIN = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{NO-BREAK SPACE}": " ", "\u066b": "."})
_MEASURE = {
    decimal: re.compile(rf"([+-]?)({number})\s*([A-Za-z\u00b0\u00b5\u03bc\u03a9\u2030][^\s\d]*)", re.ASCII)
    for decimal, number in SPELLED.items()
}
_FACTORS = (
    {"mg": 1e-3, "g": 1.0, "kg": 1e3, "t": 1e6},
    {"mm": 1e-3, "cm": 1e-2, "m": 1.0, "km": 1e3},
    {"ml": 1e-3, "cl": 1e-2, "l": 1.0},
    {"B": 1.0, "KB": 1e3, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12},
    {"ms": 1e-3, "s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0},
)
"""Units that turn into one another."""
_HOURS = {"d": 24.0, "h": 1.0, "m": 1 / 60, "s": 1 / 3600}
_PART = re.compile(
    r"(\d+(?:\.\d+)?)\s*(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|(?<=h\d\d))\.?"
    r"(?:,|\s|and|(?=\d)|$)\s*",
    re.IGNORECASE | re.ASCII,
)
_CLOCK = re.compile(r"(?:(\d+) days?,? )?(\d+):([0-5]\d)(?::([0-5]\d))?(\.\d+)?", re.ASCII)
_ISO_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.ASCII)
_FRACTION = re.compile(r"([+-]?)(?:(\d+)[ -])?(\d+)/(\d+)", re.ASCII)
_VULGAR = re.compile(r"([+-]?\d*) ?([\u00bc-\u00be\u2150-\u215e])")


def plain(text: str) -> str:
    """``text`` without blanks around it, with a plain minus and digits of every script as those of ASCII.

    "" for one that is longer than any number.
    """
    trimmed = text.strip()
    if len(trimmed) > LONGEST_SPELLED:
        return ""
    trimmed = trimmed.translate(_PLAIN)
    if trimmed.isascii():
        return trimmed
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() and not each.isascii() else each for each in trimmed
    )


def number_in(spelled: str, decimal: str) -> float:
    """The number of digits that match ``SPELLED[decimal]``."""
    digits = re.sub(rf"{GAP}|{',' if decimal == '.' else '[.]'}", "", spelled)
    return parse_number(digits.replace(",", "."))


def parse_duration(text: str) -> float | None:
    """The hours that ``text`` spells: 26:10, 1:23:45, "2h 30m", "1 day, 2:03:04", PT1H30M; None if it is no duration.

    Two numbers are hours and minutes, unless the second has a fraction: then they are minutes and seconds.
    """
    trimmed = plain(text)
    negative = trimmed.startswith("-")
    trimmed = trimmed.removeprefix("-")
    if found := _CLOCK.fullmatch(trimmed):
        days, first, second, third, fraction = found.groups(default="0")
        if found[5] and not found[4]:
            first, second, third = "0", first, second
        hours = int(days) * 24 + int(first) + int(second) / 60 + (int(third) + float(f"0{fraction}")) / 3600
    elif (found := _ISO_DURATION.fullmatch(trimmed)) and any(found.groups()):
        hours = sum(float(each or 0) * factor for each, factor in zip(found.groups(), _HOURS.values(), strict=True))
    else:
        parts = _parts(trimmed)
        if not parts:
            return None
        hours = sum(number * _HOURS[unit] for number, unit in parts)
    return round(-hours if negative else hours, 9)


def is_compound(text: str) -> bool:
    """True for a duration that can be nothing else: of several parts, or on a clock."""
    trimmed = plain(text).removeprefix("-")
    return trimmed.startswith("PT") or ":" in trimmed or len(_parts(trimmed)) > 1


def _parts(text: str) -> list[tuple[float, str]]:
    """Numbers and the first letters of their units, from days down to seconds; none for another text."""
    found: list[tuple[float, str]] = []
    position = 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return []
        found.append((float(part[1]), (part[2] or "m")[0].lower()))
        position = part.end()
    order = [list(_HOURS).index(unit) for _, unit in found]
    return found if order == sorted(set(order)) else []


def is_mixed_fraction(text: str) -> bool:
    """True for a fraction that can be nothing else, as 1 1/2: 3/4 may be a date or two figures."""
    trimmed = plain(text)
    return parse_fraction(trimmed) is not None and ("/" not in trimmed or " " in trimmed)


def parse_fraction(text: str) -> float | None:
    """The number that a fraction spells: 3/4, "1 1/2" or with a sign for it; None if it is none."""
    trimmed = plain(text)
    if found := _FRACTION.fullmatch(trimmed):
        sign, whole, over, under = found.groups()
        if not int(under):
            return None
        return (int(whole or 0) + int(over) / int(under)) * (-1 if sign == "-" else 1)
    if vulgar := _VULGAR.fullmatch(trimmed):
        before = vulgar[1]
        return (abs(int(before.strip("+-") or 0)) + unicodedata.numeric(vulgar[2])) * (-1 if "-" in before else 1)
    return None


def parse_measure(text: str, decimal: str = ".") -> tuple[float, str] | None:
    """The number and the unit of measure beside it, as "kg" in "5 kg"; None if it is no such text."""
    found = _MEASURE[decimal].fullmatch(plain(text))
    if found is None:
        return None
    return number_in(found[2], decimal) * (-1 if found[1] == "-" else 1), found[3]


def conversion(unit: str, other: str) -> float | None:
    """What a number in ``unit`` is multiplied with to be one in ``other``; None if there is no such factor."""
    if unit == other:
        return 1.0
    family = next((each for each in _FACTORS if unit in each and other in each), None)
    return None if family is None else family[unit] / family[other]

"""Numbers as people write them beside a sign or in groups ($1,200, 12 %, 1 500), and dates and times as numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.data.dates import date_part, formats_of, parse_date
from nntui.data.numbers import parse_number
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS, HOURS = "days since 1970-01-01", "hours"
"""The units of dates and of times of day, as numbers."""

_SIGN = (
    r"[$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20ba\u20ab\u0e3f]|(?:US|A|C|R|HK|NZ)\$"
    r"|USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|SEK|NOK|DKK|kr|z\u0142|K\u010d"
)
_GAP = r"[\u0020\u00a0\u2009\u202f'\u2019]"
_POINT = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_GAP}\d{{3}})+|\d+)(?:\.\d+)?|\.\d+"
_COMMA = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:{_GAP}\d{{3}})+|\d+)(?:,\d+)?"
_AMOUNTS = {
    decimal: re.compile(rf"([+-]?)\s*({_SIGN})?\s*([+-]?)\s*({number})\s*({_SIGN}|%)?", re.ASCII)
    for decimal, number in ((".", _POINT), (",", _COMMA))
}
_SPACES = re.compile(r"\s")
_PLAIN_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{NO-BREAK SPACE}": " "})


def parse_amount(text: str, decimal: str = ".") -> tuple[float, str] | None:
    """The number and its sign ("$", "%" or "") in ``text``; None if it is no such number.

    A currency may stand before or after it, parentheses mean below zero, and commas (points, where ``decimal`` is a
    comma), spaces or apostrophes may part groups of three digits.
    """
    trimmed = text.strip().translate(_PLAIN_MINUS)
    negative = trimmed.startswith("(") and trimmed.endswith(")")
    found = _AMOUNTS[decimal].fullmatch(trimmed[1:-1].strip() if negative else trimmed)
    if found is None:
        return None
    before, sign, after, number, unit = found.groups()
    if (before and after) or (sign and unit) or (negative and (before or after)):
        return None
    digits = re.sub(rf"{_GAP}|{',' if decimal == '.' else '[.]'}", "", number).replace(",", ".")
    minus = negative or "-" in (before, after)
    return parse_number(digits) * (-1 if minus else 1), sign or unit or ""


def parse_moment(text: str) -> tuple[float, str] | None:
    """A date or time in ``text`` as a number and its unit, ``DAYS`` or ``HOURS``; None if it is none.

    A date without a time zone counts as in UTC. One whose order of day and month is not certain is none.
    """
    formats = formats_of(text)
    if not formats:
        return None
    try:
        days = parse_date(text)
    except DataError:
        return None
    return (days, DAYS) if date_part(formats[0]) else (round(days * 24, 9), HOURS)


def unit_of_texts(texts: Iterable[str], decimal: str = ".") -> str | None:
    """The unit that all ``texts``, which are not plain numbers, are read in; None if some are neither amounts nor
    dates, or their units differ.
    """
    units: set[str] = set()
    for text in texts:
        found = parse_amount(text, decimal) or parse_moment(text)
        if found is None:
            return None
        units.add(found[1])
    units.discard("")
    return None if len(units) > 1 else next(iter(units), "")


def units_in(texts: Iterable[str], decimal: str = ".") -> set[str]:
    """The units of those of ``texts`` that are amounts or dates; the others do not matter."""
    found = (parse_amount(text, decimal) or parse_moment(text) for text in texts)
    return {each[1] for each in found if each is not None} - {""}


def parse_in_unit(text: str, unit: str, decimal: str = ".", *, grouped: bool = False) -> float:
    """The number that ``text`` spells in ``unit``: a plain one, an amount or, for units of time, a date.

    A comma may be meant for a decimal one: it parts groups only beside a currency, or if texts are known to be
    ``grouped``. Raises DataError as ``parse_number`` does.
    """
    try:
        return parse_number(text)
    except DataError:
        found = parse_moment(text) if unit in {DAYS, HOURS} else parse_amount(text, decimal)
        if found is None or found[1] not in {unit, ""} or ("," in text and not (found[1] or grouped)):
            raise
        return found[0]

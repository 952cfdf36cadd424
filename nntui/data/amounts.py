"""Amounts with a sign, a scale or in groups ($1,200, 12 %, 1.2K, 1 500), and dates and times, as numbers in a unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.data.dates import date_part, formats_of, parse_date
from nntui.data.numbers import is_number, parse_number
from nntui.data.quantities import (
    SPELLED,
    conversion,
    is_compound,
    is_mixed_fraction,
    number_in,
    parse_duration,
    parse_fraction,
    parse_measure,
    plain,
)
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS, HOURS = "days since 1970-01-01", "hours"
"""The units of dates and of times of day, as numbers."""

_CODES = (
    "USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|RUB|UAH|ILS|SAR|AED|ZAR|NGN|EGP"
    "|BRL|MXN|ARS|CLP|COP|PEN|KRW|TWD|HKD|SGD|MYR|THB|IDR|PHP|VND|PKR|BDT|BTC"
)
_SIGN = (
    r"[$\u20a0-\u20c0\u00a2\u00a3\u00a5\u0e3f]|(?:US|A|AU|C|CA|R|HK|NZ|S|NT|MX)\$"
    rf"|{_CODES}|Rs\.?|RM|Rp|Fr\.|kr\.?|z\u0142|K\u010d|Ft|lei|TL"
)
_SCALES = {
    **dict.fromkeys(("k", "K", "thousand", "Tsd", "Tsd."), 1e3),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 1e5),
    **dict.fromkeys(("M", "MM", "m", "mn", "Mn", "mln", "Mio", "Mio.", "million", "millions"), 1e6),
    **dict.fromkeys(("crore", "crores", "Cr", "Cr.", "cr"), 1e7),
    **dict.fromkeys(("B", "b", "bn", "Bn", "BN", "Mrd", "Mrd.", "mrd", "billion", "billions"), 1e9),
    **dict.fromkeys(("T", "tn", "trillion"), 1e12),
}
"""Words and letters for thousands, millions and so on."""
_BESIDE_CURRENCY = frozenset({"m", "b"})
"""Letters that are more often units of measure: they scale amounts of money alone."""
_LETTERS = frozenset({"M", "MM", "B", "T", "Cr", "cr"})
"""Letters that may be part of a code where no number beside them has a fraction, as in 3M."""
_SCALE = "|".join(sorted(map(re.escape, _SCALES), key=len, reverse=True))
_AMOUNTS = {
    decimal: re.compile(
        rf"([+-]?)\s*({_SIGN})?\s*([+-]?)\s*({number})(?:\s*[x\u00d7]\s*10\^([+-]?\d{{1,2}}))?\s*({_SCALE})?"
        rf"\s*({_SIGN}|%|\u2030)?(-?)",
        re.ASCII,
    )
    for decimal, number in SPELLED.items()
}
_NOTHING = re.compile(rf"({_SIGN})\s*-|-\s*({_SIGN})")
"""A dash beside a currency, which is zero in accounts."""


def parse_amount(text: str, decimal: str = ".", *, loose: bool = False) -> tuple[float, str] | None:
    """The number and its sign ("$", "%" or "") in ``text``; None if it is no such number.

    A currency may stand before or after it, parentheses or a minus at the end mean below zero, a letter or word may
    scale it (1.2K), and commas (points, where ``decimal`` is a comma), spaces or apostrophes may part groups of digits.
    A ``loose`` one may also be something else, as 3M.
    """
    trimmed = plain(text)
    if nothing := _NOTHING.fullmatch(trimmed):
        return 0.0, nothing[1] or nothing[2]
    negative = trimmed.startswith("(") and trimmed.endswith(")")
    found = _AMOUNTS[decimal].fullmatch(trimmed[1:-1].strip() if negative else trimmed)
    if found is None:
        return None
    before, sign, after, number, power, scale, unit, last = found.groups()
    if (sign and unit) or sum(map(bool, (before, after, last, negative))) > 1:
        return None
    money = bool(sign or unit) and unit not in {"%", "\u2030"}
    if scale and not money and (scale in _BESIDE_CURRENCY or (scale in _LETTERS and number.isdigit() and not loose)):
        return None
    if last and number.isdigit() and not money:  # 5- may be the beginning of a range
        return None
    value = number_in(number, decimal) * _SCALES.get(scale or "", 1) * 10.0 ** int(power or 0)
    minus = negative or last or "-" in (before, after)
    # A scale multiplies the nearest float: 1.1K is 1100, and not 1100.0000000000002.
    return (float(f"{value:.15g}") if scale or power else value) * (-1 if minus else 1), sign or unit or ""


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


def unit_of_texts(texts: Iterable[str], decimal: str = ".", *, loose: bool = False) -> str | None:
    """The unit that all ``texts``, which are not plain numbers, are read in; None if it is not certain that they are
    amounts, dates or durations, or if their units differ.

    ``loose`` takes also numbers with a unit of measure, fractions, and letters that may scale a number.
    """
    texts = list(texts)
    found = [parse_amount(text, decimal) or parse_moment(text) for text in texts]
    units = {each[1] for each in found if each is not None} - {""}
    if None not in found and len(units) <= 1:
        return next(iter(units), "")
    if texts and all(parse_duration(text) is not None for text in texts) and any(map(is_compound, texts)):
        return HOURS
    if None in found:
        return _loose_unit(texts, decimal, loose=loose)
    return None


def _loose_unit(texts: list[str], decimal: str, *, loose: bool) -> str | None:
    """The unit of texts that may be more than amounts."""
    amounts = [parse_amount(text, decimal, loose=True) for text in texts]
    certain = loose or any(parse_amount(text, decimal) and not is_number(text) for text in texts)
    if certain and all(amounts) and len(units := {each[1] for each in amounts if each} - {""}) <= 1:
        return next(iter(units), "")
    fractions = [parse_fraction(text) is not None or is_number(text) for text in texts]
    if all(fractions) and (loose or any(map(is_mixed_fraction, texts))):
        return ""
    measures = [parse_measure(text, decimal) for text in texts]
    if loose and measures and measures[0] is not None:
        unit = measures[0][1]
        if all(each is not None and conversion(each[1], unit) is not None for each in measures):
            return unit
    return None


def unit_among(texts: Iterable[str], decimal: str = ".") -> str:
    """The unit of those of ``texts`` that have one, if it is the same; "" if none has, or they differ."""
    texts = list(texts)
    if texts and (unit := unit_of_texts(texts, decimal, loose=True)) is not None:
        return unit
    found = [
        parse_amount(text, decimal, loose=True) or parse_moment(text) or parse_measure(text, decimal)
        for text in texts
        if parse_fraction(text) is None
    ]
    units = [each[1] for each in found if each is not None and each[1]]
    if not units:
        return ""
    return units[0] if all(conversion(unit, units[0]) is not None for unit in units) else ""


def parse_in_unit(text: str, unit: str, decimal: str = ".", *, grouped: bool = False) -> float:
    """The number that ``text`` spells in ``unit``: a plain one, an amount, a measure, a fraction or, for units of
    time, a date or duration.

    A comma may be meant for a decimal one: it parts groups only beside a currency, or if texts are known to be
    ``grouped``. Raises DataError as ``parse_number`` does.
    """
    try:
        return parse_number(text)
    except DataError:
        if unit == HOURS and (hours := parse_duration(text)) is not None:
            return hours
        found = parse_moment(text) if unit in {DAYS, HOURS} else parse_amount(text, decimal, loose=True)
        if found is not None and found[1] in {unit, ""} and ("," not in text or found[1] or grouped):
            return found[0]
        measure = parse_measure(text, decimal)
        factor = None if measure is None else conversion(measure[1], unit)
        if measure is not None and factor is not None:
            return float(f"{measure[0] * factor:.15g}")
        fraction = parse_fraction(text)
        if fraction is None:
            raise
        return fraction

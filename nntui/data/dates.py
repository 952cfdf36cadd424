"""Dates and times: the ways in which they are written, and as numbers of days since 1970-01-01, in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.data.numbers import LONGEST_SPELLED, format_number
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, UNSHOWN, as_choice, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

DateFormat = str
"""How a date is written, in the signs of strftime and chrono: ``%d/%m/%Y %H:%M``; "" for as ISO 8601 has it."""

DAY = 86_400_000_000
"""Microseconds in a day."""
FIRST_TEXTS = 100
"""Texts that show how all of a column may be written."""
EARLIEST = -354_285.0
"""The first day of the year 1000: earlier ones are years of two digits that were read as four."""
LATEST = 2_932_896.0
"""The last day of the year 9999."""

_ISO = "%Y-%m-%d"
_MONTH = r"[A-Za-z]{3}"
_DATES: tuple[tuple[str, tuple[DateFormat, ...]], ...] = (
    (r"\d{4}-\d{1,2}-\d{1,2}", (_ISO,)),
    (r"\d{4}/\d{1,2}/\d{1,2}", ("%Y/%m/%d",)),
    (r"\d{4}\.\d{1,2}\.\d{1,2}", ("%Y.%m.%d",)),
    (r"\d{1,2}\.\d{1,2}\.\d{4}", ("%d.%m.%Y",)),
    (r"\d{1,2}/\d{1,2}/\d{4}", ("%d/%m/%Y", "%m/%d/%Y")),
    (r"\d{1,2}-\d{1,2}-\d{4}", ("%d-%m-%Y", "%m-%d-%Y")),
    (r"\d{1,2}/\d{1,2}/\d{2}", ("%d/%m/%y", "%m/%d/%y")),
    (r"\d{2}\.\d{2}\.\d{2}", ("%d.%m.%y",)),
    (rf"\d{{1,2}} {_MONTH} \d{{4}}", ("%d %b %Y",)),
    (rf"\d{{1,2}}-{_MONTH}-\d{{4}}", ("%d-%b-%Y",)),
    (rf"\d{{1,2}}-{_MONTH}-\d{{2}}", ("%d-%b-%y",)),
    (rf"{_MONTH} \d{{1,2}}, \d{{4}}", ("%b %d, %Y",)),
    (r"\d{1,2} [A-Za-z]{4,9} \d{4}", ("%d %B %Y",)),
    (r"[A-Za-z]{4,9} \d{1,2}, \d{4}", ("%B %d, %Y",)),
    (r"(1[5-9]|20)\d\d-(0\d|1[0-2])", ("%Y-%m",)),
)
_DIGITS: tuple[tuple[str, tuple[DateFormat, ...]], ...] = (
    (r"(1[5-9]|20)\d{6}", ("%Y%m%d",)),
    (r"(1[5-9]|20)\d\d", ("%Y",)),
)
"""Dates that are plain numbers too: only a column that is known to hold dates has them."""
_CLOCK = re.compile(
    r"(?P<between>^|[T ])(?P<clock>\d{1,2}:\d{2})(?P<seconds>:\d{2})?(?P<fraction>\.\d{1,9})?"
    r"(?P<noon> ?[AaPp]\.?[Mm]\.?)?(?P<zone> ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?$",
    re.ASCII,
)
_LETTERS = {"%Y": "y", "%m": "m", "%d": "d", "%y": "yy", "%b": "mon", "%B": "month"}


def _name(date_format: DateFormat) -> str:
    for sign, letters in _LETTERS.items():
        date_format = date_format.replace(sign, letters)
    return date_format


DATE_FORMATS: dict[str, DateFormat] = {_name(each): each for _, formats in (*_DATES, *_DIGITS) for each in formats}
"""The ways to write a date by the names that users give them: ``d/m/y``."""


def date_format_named(name: str) -> DateFormat:
    """The format that a user calls ``d/m/y``. Raises DataError, naming some, for another word."""
    found = DATE_FORMATS.get(name.strip().lower())
    if found is None:
        raise DataError(f"dates written as {quoted(name)} are not known; choose one of {', '.join(DATE_FORMATS)}")
    return found


def date_format_name(date_format: DateFormat) -> str:
    """The user's name for the date in a format: ``d/m/y``; "" for a time of day."""
    return _name(date_part(date_format or _ISO))


_TIME_PART = re.compile(r"[T ]?%[HI]:%M(:%S(%\.f)?)?( ?%p)?( ?%#z)?|")


def check_format(date_format: DateFormat) -> None:
    """Raise DataError for a format that no date is written in."""
    date = date_part(date_format)
    if (date and date not in DATE_FORMATS.values()) or not _TIME_PART.fullmatch(date_format[len(date) :]):
        raise DataError(f"dates written as {quoted(date_format)} are not known")


def is_time(date_format: DateFormat) -> bool:
    """True for a time of day without a date."""
    return bool(date_format) and not date_part(date_format)


def date_part(date_format: DateFormat) -> DateFormat:
    """The format without its time of day; "" where there is nothing else."""
    found = re.search(r"[T ]?%[HI]:%M", date_format)
    return date_format if found is None else date_format[: found.start()]


def formats_of(text: str, *, known: bool = False) -> tuple[DateFormat, ...]:
    """The formats that ``text`` may be written in, by its shape alone; in a column ``known`` for dates also digits."""
    text = text.strip()
    if len(text) > LONGEST_SPELLED:
        return ()
    clock = _CLOCK.search(text)
    date, time = (text, "") if clock is None else (text[: clock.start()], _clock_format(clock))
    if clock is not None and not date and not clock["between"]:
        return (time,)
    shapes = (*_DATES, *_DIGITS) if known else _DATES
    return next((tuple(each + time for each in formats) for shape, formats in shapes if re.fullmatch(shape, date)), ())


def _clock_format(found: re.Match[str]) -> DateFormat:
    hour = "%I:%M" if found["noon"] else "%H:%M"
    seconds = ":%S" if found["seconds"] else ""
    fraction = "%.f" if found["fraction"] else ""
    noon = (" " if (found["noon"] or "").startswith(" ") else "") + "%p" if found["noon"] else ""
    zone = found["zone"] or ""
    return found["between"] + hour + seconds + fraction + noon + (zone and ("%#z" if zone[0] != " " else " %#z"))


def days_of(texts: pl.Series, date_format: DateFormat) -> pl.Series:
    """The String series [rows] as days since 1970-01-01, Float64; null where a text is no date in this format."""
    import polars as pl  # the first paint waits for this module, and not for polars

    spelled, read = texts.str.strip_chars(), date_format or _ISO
    if read in {"%Y-%m", "%Y"}:
        spelled, read = spelled + "-01" * (2 if read == "%Y" else 1), _ISO
    elif is_time(read):
        spelled, read = "1970-01-01 " + spelled, f"{_ISO} {read}"
    if "%#z" in read:
        spelled = spelled.str.replace("UTC", "Z", literal=True)
    if "%p" in read:
        spelled = spelled.str.replace_all(r"([AaPp])\.?([Mm])\.?", "$1$2")
    try:
        moments = spelled.str.to_datetime(read, strict=False, time_unit="us")
    except pl.exceptions.PolarsError:
        return pl.repeat(None, texts.len(), dtype=pl.Float64, eager=True).alias(texts.name)
    days = moments.dt.epoch("us").cast(pl.Float64) / DAY
    return days.set((days < EARLIEST) | (days > LATEST + 1), None).alias(texts.name)


def fitting_formats(texts: pl.Series) -> list[DateFormat]:
    """The formats in which every text of a String series is a date; none where there is none."""
    filled = texts.drop_nulls().unique(maintain_order=True)
    possible = _possible(filled.head(FIRST_TEXTS), known=False)
    fitting = (each for each in possible if not days_of(filled, each).null_count())
    return ["" if each == _ISO else each for each in fitting]


def best_format(texts: pl.Series, preferred: DateFormat = "") -> DateFormat:
    """The format in which most texts of a column known for dates are dates; ``preferred`` if none are in another."""
    filled = texts.drop_nulls().unique(maintain_order=True)
    possible = _of_order(_possible(filled.head(FIRST_TEXTS), known=True), preferred)
    misses = {each: days_of(filled, each).null_count() for each in possible}
    best = min(misses, key=lambda each: misses[each]) if misses else preferred
    return "" if best == _ISO else best


def _possible(texts: Iterable[str], *, known: bool) -> list[DateFormat]:
    """The formats of the first texts, a fraction of seconds being allowed in all if some have one."""
    found: dict[DateFormat, None] = {}
    for text in texts:
        formats = formats_of(text, known=known)
        if not formats and not known:
            return []
        found |= dict.fromkeys(formats)
    fractions = {each.replace("%.f", "") for each in found if "%.f" in each}
    return [each for each in found if each not in fractions]


def _of_order(formats: list[DateFormat], preferred: DateFormat) -> list[DateFormat]:
    """The formats without those that have day and month in another order than ``preferred`` where that is given."""
    if not preferred:
        return formats
    order = date_part(preferred)
    twins = {each for _, every in _DATES if order in every for each in every} - {order}
    kept = [each for each in formats if date_part(each) not in twins]
    return sorted(kept, key=lambda each: (each != preferred, date_part(each) != order))


@lru_cache(maxsize=4_096)
def parse_date(text: str, date_format: DateFormat = "") -> float:
    """The days since 1970-01-01 that ``text`` means, best in ``date_format``.

    Raises DataError for no date, and for one whose order of day and month neither it nor the format says.
    """
    import polars as pl

    series = pl.Series([LONE_SURROGATE.sub(UNSHOWN, text[: LONGEST_SPELLED + 1])])  # a longer one is none either
    found = {each: days_of(series, each)[0] for each in _of_order(list(formats_of(text, known=True)), date_format)}
    if date_format and (own := days_of(series, date_format)[0]) is not None:
        return float(own)
    days = {float(each) for each in found.values() if each is not None}
    if len(days) > 1:
        orders = as_choice(date_format_name(each) for each in found)
        raise DataError(f"{quoted(text.strip())} may be {orders}; write the year first, as 2024-05-31")
    if not days:
        raise DataError(f"{quoted(text.strip())} is not a date or time such as {written_date(19_874.5, date_format)}")
    return days.pop()


def written_date(days: float, date_format: DateFormat = "") -> str:
    """The date as text in this format; in ISO 8601, with a time of day if there is one, without a format."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=round(days * DAY))
    except (OverflowError, ValueError):
        return format_number(days)
    if not date_format:
        date_format = _ISO if not days % 1 else f"{_ISO} %H:%M" if not moment.second else f"{_ISO} %H:%M:%S"
    fraction = f".{moment.microsecond:06d}".rstrip("0").rstrip(".")
    return moment.strftime(date_format.replace("%.f", fraction).replace("%#z", "Z"))


def written_dates(days: pl.Series, date_format: DateFormat) -> pl.Series:
    """The days of a Float64 series as texts in one format."""
    import polars as pl

    moments = (days.cast(pl.Float64) * DAY).round().cast(pl.Int64).cast(pl.Datetime("us"))
    if date_format and "%.f" not in date_format:
        return moments.dt.to_string(date_format.replace("%#z", "Z"))
    texts = moments.dt.to_string(_ISO)
    others = days.filter(days % 1 != 0).unique() if not date_format else days.drop_nulls().unique()
    if not others.len():
        return texts
    spelled = pl.Series([written_date(each, date_format) for each in others], dtype=pl.String)
    return days.replace_strict(others, spelled, default=None, return_dtype=pl.String).fill_null(texts)


def precise_format(days: pl.Series, *, date: bool) -> DateFormat:
    """ISO 8601 with the ``date`` or without, and as much of the time of day as a Float64 series needs."""
    micros = ((days.drop_nulls() % 1) * DAY).round()
    if date and not micros.sum():
        return ""
    seconds = ":%S%.f" if (micros % 1_000_000).sum() else ":%S" if (micros % 60_000_000).sum() else ""
    return f"{_ISO if date else ''} %H:%M{seconds}".lstrip()

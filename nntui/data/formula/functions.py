"""The functions and operators of formulas on float64 numbers or arrays; NaN is an empty cell throughout."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Protocol

import numpy as np

from nntui.data.dates import DAY, EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl
    from numpy.typing import NDArray

    Values = np.float64 | NDArray[np.float64]

CONSTANTS = {"pi": math.pi, "e": math.e}
"""Names that are numbers, unless a column is called so."""


def finite(values: Values) -> Values:
    """The values with all that is not finite left empty, so that 1 / (1 / 0) is empty too and not 0."""
    is_finite = np.isfinite(values)
    return values if np.all(is_finite) else np.where(is_finite, values, np.nan)[()]


def power(base: Values, exponent: Values) -> Values:
    """``base ** exponent``; empty where the result is no real number."""
    # NumPy squares many times faster than it raises to a power, but only for an exponent that is plainly 2.
    plain = float(exponent) if isinstance(exponent, np.float64) else exponent
    # For NumPy nan ** 0 and 1 ** nan are 1; a cell that is empty could be any number, too large ones among them.
    missing = np.isnan(base) | np.isnan(exponent)
    return np.where(missing, np.nan, np.asarray(base) ** plain)[()]


def holds(condition: NDArray[np.bool_] | np.bool_, *of: Values) -> Values:
    """1 where the condition holds, 0 where it does not, empty where one of the values that it is about is empty."""
    missing = reduce(np.logical_or, (np.isnan(each) for each in of))
    return np.where(missing, np.nan, condition)[()]


def negated(values: Values) -> Values:
    """``not``: 1 for 0, 0 for any other number."""
    return holds(values == 0, values)


def all_of(operands: Sequence[Values]) -> Values:
    """``and``: 0 where any operand is 0, else empty where any is empty, else 1."""
    return _decided([operand == 0 for operand in operands], 0.0, operands)


def any_of(operands: Sequence[Values]) -> Values:
    """``or``: 1 where any operand is neither 0 nor empty, else empty where any is empty, else 0."""
    return _decided([(operand != 0) & ~np.isnan(operand) for operand in operands], 1.0, operands)


def chosen(condition: Values, then: Values, otherwise: Values) -> Values:
    """``if``: empty where the condition is; a value that is not chosen may be empty."""
    return np.where(np.isnan(condition), np.nan, np.where(condition != 0, then, otherwise))[()]


def is_empty(values: Values) -> Values:
    """1 where there is no value, else 0."""
    return np.where(np.isnan(values), 1.0, 0.0)[()]


def clipped(values: Values, low: Values, high: Values) -> Values:
    """The value, but ``low`` where it is less and ``high`` where it is more."""
    return np.minimum(np.maximum(values, low), high)


def _moment(values: Values, part: Callable[[NDArray[np.int64]], NDArray[np.int64]]) -> Values:
    """A ``part`` of the microseconds since 1970-01-01 that days since then are; empty where there is no such date."""
    days = np.atleast_1d(np.asarray(values, dtype=np.float64))
    known = (days >= EARLIEST) & (days <= LATEST + 1)
    micros = np.rint(np.where(known, days, 0) * DAY).astype(np.int64)
    found = np.where(known, part(micros), np.nan)
    return found[0] if np.ndim(values) == 0 else found


def _year(micros: NDArray[np.int64]) -> NDArray[np.int64]:
    return micros.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970


def _month(micros: NDArray[np.int64]) -> NDArray[np.int64]:
    return micros.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64) % 12 + 1


def _day(micros: NDArray[np.int64]) -> NDArray[np.int64]:
    days = micros.astype("datetime64[us]").astype("datetime64[D]")
    first: NDArray[np.int64] = days.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days.astype(np.int64) - first + 1


def _weekday(micros: NDArray[np.int64]) -> NDArray[np.int64]:
    return (micros // DAY + 3) % 7 + 1  # 1970-01-01 was a Thursday


def _hour(micros: NDArray[np.int64]) -> NDArray[np.int64]:
    return micros % DAY // (DAY // 24)


def _minute(micros: NDArray[np.int64]) -> NDArray[np.int64]:
    return micros % (DAY // 24) // (DAY // 1440)


def _days(year: Values, month: Values, day: Values) -> Values:
    """The days since 1970-01-01 of a date; empty where there is no such date."""
    parts = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (year, month, day)))
    y, m, d = (np.nan_to_num(each, nan=0) for each in parts)
    known = (y >= 1000) & (y <= 9999) & (m >= 1) & (m <= 12) & (d >= 1) & (d <= 31)
    months = np.where(known, (y - 1970) * 12 + m - 1, 0).astype(np.int64)
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    days = first.astype(np.int64) + np.where(known, d, 1).astype(np.int64) - 1
    known &= days.astype("datetime64[D]").astype("datetime64[M]") == first.astype("datetime64[M]")
    return np.where(known, days, np.nan)[()]


def _decided(deciding: Sequence[NDArray[np.bool_] | np.bool_], answer: float, operands: Sequence[Values]) -> Values:
    """``answer`` where one operand decides it; the other of 0 and 1 where none does and none is empty."""
    other = holds(np.bool_(answer == 0), *operands)
    return np.where(reduce(np.logical_or, deciding), answer, other)[()]


ARITHMETIC: dict[str, Callable[[Values, Values], Values]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.mod,
}
COMPARISONS: dict[str, Callable[[Values, Values], NDArray[np.bool_]]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "=": np.equal,
    "!=": np.not_equal,
}


class Callee(Protocol):
    """The parser's facts about a function: the number of its arguments, and its kind."""

    @property
    def least(self) -> int:
        """The fewest values."""

    @property
    def most(self) -> int | None:
        """The most values; None: any number."""

    @property
    def takes(self) -> str:
        """The number of values, in words."""

    @property
    def help(self) -> str:
        """What it is."""


def values_in_words(least: int, most: int | None) -> str:
    """``2 values``, ``2 values or more``, ``0 to 1 values``."""
    if least == most:
        return "1 value" if least == 1 else f"{least} values"
    return f"{least} values or more" if most is None else f"{least} to {most} values"


@dataclass(frozen=True, slots=True)
class FunctionRecord:
    """A function of formulas, of ``least`` to ``most`` values (None: any number); ``help`` says in a line what it is.

    ``compute`` works on float64 numbers or arrays, nan where a value is empty. ``of_text``, if any, is the function of
    a column of texts.
    """

    name: str
    compute: Callable[..., Values]
    help: str
    least: int = 1
    most: int | None = 1
    of_text: Callable[[pl.Series], pl.Series] | None = None

    @property
    def takes(self) -> str:
        """The number of values, in words."""
        return values_in_words(self.least, self.most)


FUNCTIONS: dict[str, FunctionRecord] = {
    record.name: record
    for record in (
        FunctionRecord("sin", np.sin, "the sine of an angle in radians"),
        FunctionRecord("cos", np.cos, "the cosine of an angle in radians"),
        FunctionRecord("tan", np.tan, "the tangent of an angle in radians"),
        FunctionRecord("asin", np.arcsin, "the angle in radians of a sine"),
        FunctionRecord("acos", np.arccos, "the angle in radians of a cosine"),
        FunctionRecord("atan", np.arctan, "the angle in radians of a tangent"),
        FunctionRecord("sinh", np.sinh, "the hyperbolic sine"),
        FunctionRecord("cosh", np.cosh, "the hyperbolic cosine"),
        FunctionRecord("tanh", np.tanh, "the hyperbolic tangent"),
        FunctionRecord("exp", np.exp, "e to this power"),
        FunctionRecord("log", np.log, "the natural logarithm"),
        FunctionRecord("log10", np.log10, "the logarithm to base 10"),
        FunctionRecord("log2", np.log2, "the logarithm to base 2"),
        FunctionRecord("log1p", np.log1p, "the natural logarithm of 1 + the value"),
        FunctionRecord("sqrt", np.sqrt, "the square root"),
        FunctionRecord("abs", np.abs, "the value without its sign"),
        FunctionRecord("sign", np.sign, "-1, 0 or 1"),
        FunctionRecord("floor", np.floor, "the next whole number below"),
        FunctionRecord("ceil", np.ceil, "the next whole number above"),
        FunctionRecord("round", np.rint, "the nearest whole number, from halfway the even one"),
        FunctionRecord("min", lambda *values: reduce(np.minimum, values), "the smallest value", 2, None),
        FunctionRecord("max", lambda *values: reduce(np.maximum, values), "the largest value", 2, None),
        FunctionRecord("clip", clipped, "the value, or the limit (low, high) that it exceeds", 3, 3),
        FunctionRecord("if", chosen, "one of two values: if(condition, value, other value)", 3, 3),
        FunctionRecord("year", partial(_moment, part=_year), "the year of a date"),
        FunctionRecord("month", partial(_moment, part=_month), "the month of a date, 1 to 12"),
        FunctionRecord("day", partial(_moment, part=_day), "the day of the month of a date, 1 to 31"),
        FunctionRecord("weekday", partial(_moment, part=_weekday), "1 for a Monday to 7 for a Sunday"),
        FunctionRecord("hour", partial(_moment, part=_hour), "the hour of a date and time, 0 to 23"),
        FunctionRecord("minute", partial(_moment, part=_minute), "the minute of a date and time, 0 to 59"),
        FunctionRecord("date", _days, "the date of a year, month and day: date(2024, 5, 31)", 3, 3),
        FunctionRecord("empty", is_empty, "1 where a cell is empty, else 0", of_text=lambda texts: texts.is_null()),
    )
}


def is_reserved(name: str) -> bool:
    """True for a word with a meaning of its own in formulas: a column of that name is written in backquotes."""
    return name in FUNCTIONS or name in CONSTANTS

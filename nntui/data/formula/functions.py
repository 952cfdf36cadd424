"""The functions and operators of formulas on float64 numbers or arrays; nan stands for an empty cell throughout."""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
FUNCTIONS: dict[str, Callable[..., Values]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "log10": np.log10,
    "log2": np.log2,
    "log1p": np.log1p,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.rint,
    "min": lambda *values: reduce(np.minimum, values),
    "max": lambda *values: reduce(np.maximum, values),
    "clip": clipped,
    "if": chosen,
    "empty": is_empty,
}
"""``round`` goes to the even neighbour from halfway, as Python does."""

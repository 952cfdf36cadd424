"""Exponentials, logarithms, the normal tail, sine and cosine on vectors of lanes.

In float32 the first three are polynomials found by Remez's algorithm for this module, within two units in the last
place; their range reduction follows Cody and Waite (Software Manual for the Elementary Functions, 1980). For sine and
cosine, and in float64, which only the checks of exactness use, each lane calls the C library.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from numba import types
from numba.extending import overload

from nntui.training.kernel.simd.arithmetic import (
    exponent,
    if_greater,
    item,
    mantissa,
    multiply_add,
    shifted_to_exponent,
    with_item,
)
from nntui.training.kernel.simd.lanes import LANES, LanesType
from nntui.training.kernel.simd.operation import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.training.kernel.simd.operation import Lanes

LOG2_E = 1.4426950408889634
LN_2_HIGH = 0.693359375
"""ln 2 to nine bits, so that whole multiples of it below 2**15 are exact in float32."""
LN_2_LOW = -2.12194440e-4
"""ln 2 - LN_2_HIGH."""
ROUNDER = 12582912.0 + 127.0
"""1.5 * 2**23 + 127: added to n, it rounds n to a whole number and leaves n + 127, an exponent, in the lowest bits."""
LEAST, MOST = -87.0, 88.0
"""Arguments of the float32 exponential are kept between these: beyond them it leaves the range of normal numbers."""


def exp(x: Lanes) -> Lanes:
    """e**x, for float32 never below e**-87 nor above e**88."""
    raise NotImplementedError


def expm1(x: Lanes) -> Lanes:
    """e**x - 1, exact to its last digits near 0."""
    raise NotImplementedError


def log(x: Lanes) -> Lanes:
    """The natural logarithm of x > 0."""
    raise NotImplementedError


def log1p(x: Lanes) -> Lanes:
    """ln(1 + x) for x from 0 to 1, exact to its last digits near 0."""
    raise NotImplementedError


def sin(x: Lanes) -> Lanes:
    """The sine of x; each lane calls the C library, which is exact for large x too."""
    raise NotImplementedError


def cos(x: Lanes) -> Lanes:
    """The cosine of x, in the same way."""
    raise NotImplementedError


def normal_tail(x: Lanes) -> Lanes:
    """The share of a normal distribution above x >= 0: erfc(x / sqrt 2) / 2."""
    raise NotImplementedError


@compiled
def _power(x: Lanes) -> tuple[Lanes, Lanes]:
    """(p, scale) with e**x = scale * (1 + p): e**r - 1 for the rest r of x beyond a multiple of ln 2, and 2**n."""
    x = if_greater(x, MOST, MOST, if_greater(LEAST, x, LEAST, x))
    shifted = multiply_add(x, LOG2_E, ROUNDER)
    n = shifted - ROUNDER
    r = multiply_add(n, -LN_2_LOW, multiply_add(n, -LN_2_HIGH, x))
    q = multiply_add(r, 1.388252178e-3, 8.366513919e-3)
    q = multiply_add(r, q, 4.166719966e-2)
    q = multiply_add(r, q, 1.666654367e-1)
    q = multiply_add(r, q, 4.999999816e-1)
    return multiply_add(r * r, q, r), shifted_to_exponent(shifted)


@compiled
def _twice_artanh(s: Lanes) -> Lanes:
    """ln((1 + s) / (1 - s)) for s from 0 to 1/3."""
    u = s * s
    q = multiply_add(u, 2.802438492e-1, 2.799915803e-1)
    q = multiply_add(u, q, 4.002169785e-1)
    q = multiply_add(u, q, 6.666641316e-1)
    return multiply_add(s * u, q, 2.0 * s)


def _exp_single(x: Lanes) -> Lanes:
    p, scale = _power(x)
    return multiply_add(scale, p, scale)


def _expm1_single(x: Lanes) -> Lanes:
    p, scale = _power(x)
    return multiply_add(scale, p, scale - 1.0)


def _log_single(x: Lanes) -> Lanes:
    m = mantissa(x)
    n = exponent(x)
    return multiply_add(n, LN_2_HIGH, multiply_add(n, LN_2_LOW, _twice_artanh((m - 1.0) / (m + 1.0))))


def _log1p_single(x: Lanes) -> Lanes:
    return _twice_artanh(x / (x + 2.0))


def _normal_tail_single(x: Lanes) -> Lanes:
    t = 1.0 / multiply_add(x, 0.3, 1.0)
    q = multiply_add(t, 3.82709802e-2, -1.686434124e-1)
    q = multiply_add(t, q, 2.275777244e-1)
    q = multiply_add(t, q, -7.526517893e-2)
    q = multiply_add(t, q, 1.416754412e-1)
    q = multiply_add(t, q, 9.505123553e-2)
    q = multiply_add(t, q, 1.218258541e-1)
    q = multiply_add(t, q, 1.195010014e-1)
    q = multiply_add(t, q, 6.382878416e-6)
    return exp(-0.5 * x * x) * q


def _upper_tail(x: float) -> float:
    return 0.5 * math.erfc(x * math.sqrt(0.5))


def _each(function: Callable[[float], float]) -> Callable[[Lanes], Lanes]:
    """``function`` applied to each lane."""
    scalar = compiled(function) if function is _upper_tail else function

    def each(x: Lanes) -> Lanes:
        for lane in range(LANES):
            x = with_item(x, lane, scalar(item(x, lane)))
        return x

    return each


def _by_type(
    function: Callable[[Lanes], Lanes], single: Callable[[Lanes], Lanes], double: Callable[[float], float]
) -> None:
    """Give ``function`` its float32 form, and its float64 form from a function of one number."""
    in_doubles = _each(double)

    @overload(function)
    def chosen(x: Lanes) -> Lanes:
        if not isinstance(x, LanesType):
            return None
        return single if x.dtype == types.float32 else in_doubles


for _periodic, _scalar in ((sin, math.sin), (cos, math.cos)):
    _by_type(_periodic, _each(_scalar), _scalar)
_by_type(exp, _exp_single, math.exp)
_by_type(expm1, _expm1_single, math.expm1)
_by_type(log, _log_single, math.log)
_by_type(log1p, _log1p_single, math.log1p)
_by_type(normal_tail, _normal_tail_single, _upper_tail)

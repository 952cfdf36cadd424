"""Random numbers as torch's generator draws them on a CPU, to the bit, without torch.

Torch takes the 32-bit words of the Mersenne Twister (Matsumoto and Nishimura 1998), as numpy does, and makes normal
numbers of them by the method of Box and Muller (1958): one by one in float64 for fewer than 16, else in blocks of 16 in
float32, where logarithm, sine and cosine are the polynomials of the Cephes library as a processor with fused
multiply-add rounds them. Tests compare all of it with torch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]

BLOCK, HALF = 16, 8
"""Normal numbers that are made together: half of them from a cosine, half from a sine."""
MANTISSA, DOUBLE_MANTISSA = 24, 53
"""Random bits of a uniform number in float32 and in float64."""
LOG_TERMS = (
    7.0376836292e-2,
    -1.1514610310e-1,
    1.1676998740e-1,
    -1.2420140846e-1,
    1.4249322787e-1,
    -1.6668057665e-1,
    2.0000714765e-1,
    -2.4999993993e-1,
    3.3333331174e-1,
)
LN_2_HIGH, LN_2_LOW = 0.693359375, -2.12194440e-4
COSINE_TERMS = 2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2
SINE_TERMS = -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1
QUARTER_PI_PARTS = 0.78515625, 2.4187564849853515625e-4, 3.77489497744594108e-8
"""Pi / 4 in three parts (Cody and Waite 1980)."""


class TorchDraws:
    """The numbers that ``torch.Generator().manual_seed(seed)`` gives, in the order in which they are asked for."""

    def __init__(self, seed: int) -> None:
        self._words = np.random.RandomState(seed & 0xFFFFFFFF)
        self._second: float | None = None

    def uniform(self, bound: float, *shape: int) -> Singles:
        """Numbers between -bound and bound, as of ``torch.empty(shape).uniform_(-bound, bound)``."""
        low, high = np.float32(-bound), np.float32(bound)
        return _multiply_add(self._shares(math.prod(shape)), high - low, low).reshape(shape)

    def normal(self, deviation: float, *shape: int) -> Singles:
        """Numbers of mean 0 and this deviation, as of ``deviation * torch.randn(shape)``."""
        numbers: Singles = np.float32(deviation) * self._normals(math.prod(shape))
        return numbers.reshape(shape)

    def _normals(self, count: int) -> Singles:
        if count < BLOCK:
            return np.array([self._normal() for _ in range(count)], dtype=np.float32)
        numbers = self._shares(count)
        whole = count // BLOCK * BLOCK
        numbers[:whole] = _box_muller(numbers[:whole])
        if whole < count:
            numbers[-BLOCK:] = _box_muller(self._shares(BLOCK))
        return numbers

    def _shares(self, count: int) -> Singles:
        """Numbers from 0 to 1 in float32."""
        words = self._words.randint(0, 2**32, count, dtype=np.uint32)
        return (words & np.uint32(2**MANTISSA - 1)).astype(np.float32) * np.float32(2**-MANTISSA)

    def _share(self) -> float:
        """A number from 0 to 1 in float64."""
        high, low = self._words.randint(0, 2**32, 2, dtype=np.uint32).tolist()
        return float(((high << 32 | low) & (2**DOUBLE_MANTISSA - 1)) * 2.0**-DOUBLE_MANTISSA)

    def _normal(self) -> float:
        """One normal number; every other one is the sine's of the pair before."""
        if self._second is not None:
            second, self._second = self._second, None
            return second
        turn, share = self._share(), self._share()
        angle, radius = 2 * math.pi * turn, math.sqrt(-2 * math.log1p(-share))
        self._second = radius * math.sin(angle)
        return radius * math.cos(angle)


def _box_muller(shares: Singles) -> Singles:
    """Normal numbers from uniform ones, block by block."""
    halves = shares.reshape(-1, 2, HALF)
    radius = np.sqrt(np.float32(-2) * _log(np.float32(1) - halves[:, 0]))
    sine, cosine = _sine_and_cosine(np.float32(2 * math.pi) * halves[:, 1])
    return np.stack([radius * cosine, radius * sine], axis=1).reshape(-1)


def _log(x: Singles) -> Singles:
    """The natural logarithm of numbers above 0."""
    bits = x.view(np.int32)
    exponent = ((bits >> 23) - 126).astype(np.float32)
    fraction = ((bits & 0x007FFFFF) | 0x3F000000).view(np.float32)
    low = fraction < np.float32(math.sqrt(0.5))
    exponent = exponent - low.astype(np.float32)
    fraction = (fraction - np.float32(1)) + np.where(low, fraction, np.float32(0))
    square = fraction * fraction
    series = _multiply_add(_polynomial(fraction, LOG_TERMS) * fraction, square, exponent * np.float32(LN_2_LOW))
    series = _multiply_add(-square, np.float32(0.5), series)
    return _multiply_add(exponent, np.float32(LN_2_HIGH), fraction + series)


def _sine_and_cosine(x: Singles) -> tuple[Singles, Singles]:
    """The sine and the cosine of numbers from 0 to 2 pi."""
    octant = ((x * np.float32(4 / math.pi)).astype(np.int32) + 1) & ~1
    for part in QUARTER_PI_PARTS:
        x = _multiply_add(octant.astype(np.float32), np.float32(-part), x)
    square = x * x
    one = _multiply_add(_polynomial(square, COSINE_TERMS) * square, square, -(square * np.float32(0.5))) + np.float32(1)
    other = _multiply_add(_polynomial(square, SINE_TERMS) * square, x, x)
    plain = (octant & 2) == 0
    sine, cosine = np.where(plain, other, one), np.where(plain, one, other)
    return np.where(octant & 4, -sine, sine), np.where(~(octant - 2) & 4, -cosine, cosine)


def _polynomial(x: Singles, terms: tuple[float, ...]) -> Singles:
    """The polynomial with these coefficients, highest power first, by Horner's rule."""
    result = np.full_like(x, np.float32(terms[0]))
    for term in terms[1:]:
        result = _multiply_add(result, x, np.float32(term))
    return result


def _multiply_add(a: Singles, b: Singles | np.float32, c: Singles | np.float32) -> Singles:
    """a * b + c rounded once, to float32.

    The product is exact in float64; the sum is rounded there to an odd last bit where it is not exact, so that rounding
    it again to float32 decides as if it were (Boldo and Melquiond 2008).
    """
    product = a.astype(np.float64) * b
    added: NDArray[Any] = np.broadcast_to(np.asarray(c, dtype=np.float64), product.shape)
    whole = product + added
    back = whole - product
    lost = (product - (whole - back)) + (added - back)
    bits = whole.view(np.int64)
    odd = np.where(lost != 0, (bits - ((lost < 0) != (whole < 0))) | 1, bits)
    rounded: Singles = odd.view(np.float64).astype(np.float32)
    return rounded

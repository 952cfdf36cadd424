"""Methods of scaling a column's numbers: one record each. A record added to ``METHODS`` is known everywhere at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Fit = Callable[[NDArray[np.float64], float], tuple[float, float]]

Method = str
"""The name of a scaling method: a key of ``METHODS``."""
LIMIT = 5.0
"""Deviations from the mean beyond which a number is clipped, or unlike any that was trained on."""


@dataclass(slots=True)
class NumberSummary:
    """Numbers taken in parts: how many, their range, their ``mean``, and the sum of ``squares`` about it."""

    count: int = 0
    low: float = math.inf
    high: float = -math.inf
    mean: float = 0.0
    squares: float = 0.0

    def take(self, values: NDArray[np.float64]) -> None:
        """The next numbers [rows], at least one: Chan, Golub and LeVeque's update (1983)."""
        count, mean = len(values), float(values.mean())
        self.low, self.high = min(self.low, float(values.min())), max(self.high, float(values.max()))
        away, whole = mean - self.mean, self.count + count
        self.squares += float(((values - mean) ** 2).sum()) + away * away * self.count * count / whole
        self.mean += away * count / whole
        self.count = whole

    @property
    def deviation(self) -> float:
        """The standard deviation of these very numbers."""
        return math.sqrt(self.squares / self.count) if self.count else 0.0


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """A scaling, ``(value - offset) / divisor``: ``fit`` gives offset and divisor for the training rows' values.

    ``values`` is float64 [rows], at least one; ``divisor`` is the column's own, for a method that ``takes_divisor``.
    ``of_summary`` gives the same for values that are known by their summary, None where that does not suffice.
    Scaled inputs are kept within ``limit`` of 0; targets are not, as an answer beyond it could never be given. A
    ``logarithmic`` method scales ``signed_log`` of the values instead. ``measure`` names what a scaled number counts,
    "" where that is nothing that shows how unusual it is. ``span`` is the range that numbers may have where that is
    known beforehand: none within it counts as outside the range trained on, and no recipe replaces the method.
    """

    name: str
    meaning: str
    fit: Fit
    takes_divisor: bool = False
    limit: float | None = None
    logarithmic: bool = False
    measure: str = ""
    span: tuple[float, float] | None = None
    of_summary: Callable[[NumberSummary], tuple[float, float]] | None = None

    @property
    def spelling(self) -> str:
        """The form in which the command line takes it: ``max``, ``fixed:N``."""
        return f"{self.name}:N" if self.takes_divisor else self.name


def largest(values: NDArray[np.float64]) -> float:
    """The largest value, or the largest magnitude where none is above zero; 1 for zeros."""
    top = float(values.max())
    return (top if top > 0 else float(abs(values).max())) or 1.0


def _largest_of(summary: NumberSummary) -> tuple[float, float]:
    top = summary.high if summary.high > 0 else max(abs(summary.low), abs(summary.high))
    return 0.0, top or 1.0


def log_unit(values: NDArray[np.float64]) -> float:
    """The unit in which ``signed_log`` is taken: 1, or the median magnitude of ``values`` other than 0 if less.

    The logarithm of 1 + x is nearly x itself where x is small: a column of thousandths needs a smaller unit.
    """
    import numpy as np

    sizes = np.abs(values[values != 0])
    return min(1.0, float(np.median(sizes))) if len(sizes) else 1.0


def signed_log(values: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """``sign(x) ln(1 + |x| / unit)`` of each value x."""
    import numpy as np

    return np.sign(values) * np.log1p(np.abs(values) / unit)


LARGEST_LOG = 709.0
"""A larger logarithm is that of no number that can be written; it counts as this."""


def from_signed_log(logs: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """The values whose ``signed_log`` is ``logs``."""
    import numpy as np

    return np.sign(logs) * unit * np.expm1(np.minimum(np.abs(logs), LARGEST_LOG))


def _min_max(values: NDArray[np.float64], _: float) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return low, high - low


def _standard(values: NDArray[np.float64], _: float) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    # Not the mean for a constant column: rounding could leave it a little off zero.
    return (float(values.mean()), float(values.std())) if low < high else (low, 1.0)


def _standard_of(summary: NumberSummary) -> tuple[float, float]:
    return (summary.mean, summary.deviation) if summary.low < summary.high else (summary.low, 1.0)


def _robust(values: NDArray[np.float64], _: float) -> tuple[float, float]:
    """Median and interquartile range or, where that is 0, half the whole range, as in RealMLP (arXiv 2407.04491)."""
    import numpy as np

    low, first, median, third, high = np.quantile(values, (0, 0.25, 0.5, 0.75, 1)).tolist()
    return median, third - first or (high - low) / 2


NONE, MAX, MIN_MAX, STANDARD, FIXED = "none", "max", "min-max", "standard", "fixed"
CLIPPED, ROBUST, LOG, PIXEL = "clipped", "robust", "log", "pixel"
BRIGHTEST = 255.0
"""The number of a white pixel, or of one that is all red, green or blue; that of a black one is 0."""
DEVIATIONS = "deviations from the mean"

METHODS: dict[Method, MethodRecord] = {
    record.name: record
    for record in (
        MethodRecord(NONE, "left as it is", lambda _values, _divisor: (0.0, 1.0)),
        MethodRecord(MAX, "divided by the largest", lambda values, _: (0.0, largest(values)), of_summary=_largest_of),
        MethodRecord(
            MIN_MAX, "the range mapped to 0..1", _min_max, of_summary=lambda each: (each.low, each.high - each.low)
        ),
        MethodRecord(STANDARD, "mean 0 and deviation 1", _standard, measure=DEVIATIONS, of_summary=_standard_of),
        MethodRecord(
            CLIPPED,
            f"standard, inputs kept within {LIMIT:g} deviations",
            _standard,
            limit=LIMIT,
            measure=DEVIATIONS,
            of_summary=_standard_of,
        ),
        MethodRecord(ROBUST, "median 0, middle half 1 wide", _robust, measure="interquartile ranges from the median"),
        MethodRecord(
            LOG,
            "standard after ln(1 + x); for skewed numbers",
            _standard,
            logarithmic=True,
            measure=f"{DEVIATIONS} of the logarithms",
            of_summary=_standard_of,
        ),
        MethodRecord(
            PIXEL,
            "0..255 mapped to -1..1, for pixels",
            lambda _values, _divisor: (BRIGHTEST / 2, BRIGHTEST / 2),
            span=(0.0, BRIGHTEST),
        ),
        MethodRecord(FIXED, "divided by a number", lambda _, divisor: (0.0, divisor), takes_divisor=True),
    )
}

"""Round numbers for the axes of a plot, and short labels for them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN
from nntui.render.numbers import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.render.canvas import Canvas

LABEL_WIDTH = 6
"""Cells of the longest tick label: the width of an axis does not depend on its numbers."""
LADDER = (1.0, 2.0, 5.0)
"""Steps between ticks, times a power of ten."""
COUNT_LADDER = (1.0, 2.0, 2.5, 5.0)
"""The same for counts, from steps of ten on: 0, 250, 500."""
LARGEST_DIGIT = 9
ROOMY_LADDER = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Ends of an axis that grows with its curve: at most a quarter of it is free, and it seldom has to be redrawn."""
ENDS_PER_AXIS = 10
"""The ends of an axis are rounded to this fraction (1/10) of its length."""
DIGITS = 3
"""Significant digits of a label; steps are no finer, so that no two labels are the same."""
NARROWEST = 1e-6
"""Room on both sides of the only number of an axis, relative to it."""
TINY = 1e-300
"""Least length of an axis: a shorter one cannot be divided into steps."""


class Axis(NamedTuple):
    """An axis from ``low`` to ``high`` with (place, label) ticks; a logarithmic one in powers of ten: -2 for 0.01."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def labelled(self, label: Callable[[float], str]) -> Axis:
        """The axis with other labels at its ticks."""
        return self._replace(ticks=tuple((place, label(place)) for place, _ in self.ticks))

    def share(self, place: float) -> float:
        """The share of the axis below ``place``: 0 at its low end, 1 at its high end."""
        return (place - self.low) / (self.high - self.low)


def dot_of(point: tuple[float, float], axes: tuple[Axis, Axis], canvas: Canvas) -> tuple[int, int]:
    """The dot of a point (x, y) on a canvas that spans the axes, from the left and from the top."""
    across, down = canvas.width * DOTS_ACROSS - 1, canvas.height * DOTS_DOWN - 1
    return round(axes[0].share(point[0]) * across), down - round(axes[1].share(point[1]) * down)


def linear_axis(low: float, high: float, most: int) -> Axis:
    """An axis that spans ``low`` to ``high`` with about ``most`` ticks, at least two; a nearby zero is included.

    Its ends are rounded to about a tenth of its length, so that they do not move with every small change.
    """
    if high - low <= TINY:
        low, high = min(low, 0.0), max(high, 0.0)
        high = high if high - low > TINY else low + 1.0
    if 0 < low <= high / 2:
        low = 0.0
    if high / 2 <= low < high < 0:
        high = 0.0
    finest = 10.0 ** (math.floor(math.log10(max(abs(low), abs(high)))) - DIGITS + 1)
    grain = max(finest, round_up((high - low) / ENDS_PER_AXIS, LADDER))
    low = math.floor(low / grain + 1e-9) * grain
    high = max(math.ceil(high / grain - 1e-9) * grain, low + grain)
    step = max(finest, round_up((high - low) / max(1, most - 1), LADDER))
    while len(_multiples(low, high, step)) < 2:
        step = round_up(step * 0.4, LADDER)
    return _axis(low, high, _multiples(low, high, step), step)


def count_axis(low: float, high: float, most: int) -> Axis:
    """An axis for counts from ``low``, with some room to grow beyond ``high``; whole steps only."""
    return whole_axis(low, low + round_up(max(high - low, 1.0), ROOMY_LADDER), most)


def whole_axis(low: float, high: float, most: int) -> Axis:
    """An axis for counts from ``low`` to ``high`` exactly; whole steps only."""
    high = max(high, low + 1)
    wanted = max(1.0, (high - low) / max(1, most - 1))
    step = round_up(wanted, COUNT_LADDER if wanted > LARGEST_DIGIT else LADDER)
    return _axis(low, high, _multiples(low, high, step), step)


def span_axis(low: float, high: float, most: int) -> Axis:
    """An axis from ``low`` to ``high`` exactly, with the ticks that lie within."""
    if not high - low > TINY:
        around = max(0.5, abs(low) * NARROWEST)
        low, high = low - around, low + around
    finest = 10.0 ** (math.floor(math.log10(max(abs(low), abs(high)))) - DIGITS + 1)
    step = max(finest, round_up((high - low) / max(1, most - 1), LADDER))
    return _axis(low, high, _multiples(low, high, step), step)


def log_axis(low: float, high: float, most: int) -> Axis:
    """A logarithmic axis that spans ``low`` to ``high`` (above 0); ticks at 1, 2 and 5, or at powers of ten only."""
    first, last = _rung_below(low), -_rung_below(1 / high)
    last = max(last, first + 1)
    rungs = list(range(first, last + 1))
    powers = [rung for rung in rungs if rung % len(LADDER) == 0]
    if len(rungs) > most and len(powers) > 1:
        rungs = powers
    rungs = rungs[:: math.ceil(len(rungs) / max(2, most))]
    return Axis(_exponent(first), _exponent(last), tuple((_exponent(rung), _log_label(rung)) for rung in rungs))


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [place * step for place in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def round_up(number: float, ladder: Sequence[float]) -> float:
    """The smallest of ``ladder`` times a power of ten that is at least ``number`` (above 0)."""
    power = 10.0 ** math.floor(math.log10(number) + 1e-12)
    return next((rung * power for rung in ladder if rung * power >= number * (1 - 1e-9)), 10 * power)


def tick_label(number: float, step: float) -> str:
    """``number`` to the precision of ``step``: 0.25, 500, 1.5k, 2M."""
    for unit, suffix in reversed(SUFFIXES):
        if abs(number) >= unit * (1 - 1e-9):
            return f"{number / unit:.{DIGITS}f}".rstrip("0").rstrip(".") + suffix
    return f"{number:.{_decimals(step)}f}" if abs(number) > step / 2 else "0"


def _axis(low: float, high: float, places: list[float], step: float) -> Axis:
    """An axis with plain labels or, if one is too long, all of them as multiples of one power of ten."""
    labels = [tick_label(place, step) for place in places]
    if any(len(label) > LABEL_WIDTH for label in labels):
        exponent = math.floor(math.log10(step) + 1e-12)
        labels = [f"{round(place / 10.0**exponent)}e{exponent}" if abs(place) > step / 2 else "0" for place in places]
    return Axis(low, high, tuple(zip(places, labels, strict=True)))


def _decimals(step: float) -> int:
    """The number of decimals that distinguish multiples of ``step``."""
    return next(
        (digits for digits in range(20) if math.isclose(step * 10**digits, round(step * 10**digits), rel_tol=1e-6)), 20
    )


def _rung_below(number: float) -> int:
    """The highest rung of 1, 2, 5, 10, 20, ... that is at most ``number``; rung 0 is 1."""
    exponent = math.floor(math.log10(number) + 1e-12)
    share = number / 10.0**exponent
    return exponent * len(LADDER) + max(place for place, rung in enumerate(LADDER) if share >= rung * (1 - 1e-9))


def _exponent(rung: int) -> float:
    power, place = divmod(rung, len(LADDER))
    return power + math.log10(LADDER[place])


def _log_label(rung: int) -> str:
    power, place = divmod(rung, len(LADDER))
    number = LADDER[place] * 10.0**power
    return tick_label(number, number) if -3 <= power < 15 else f"{LADDER[place]:.0f}e{power}"

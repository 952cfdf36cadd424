"""The numbers of computed tables: shapes of points for a network to tell apart, curves to follow, random numbers.

All points lie within about 1 of the origin, so that noise of 0.1 is a tenth of a shape's size. Classes alternate from
row to row, so that any few rows in a row show them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Points: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]
    """x1, x2 and the class, counted from 0, each [rows]."""

DISC, RING = 0.5, 0.7
"""Radius of the disc, and inner radius of the ring around it, whose outer radius is 1."""
GAP = 0.06
"""From an axis to the quarters of ``xor``."""
CENTRE, SPREAD = 0.4, 0.14
"""Of the two clouds: how far their centres are from the axes, and their deviation along each."""
TOPS = ((-0.66, 0.42, 1), (0.0, 0.42, -1), (0.66, 0.42, 1), (-0.66, -0.42, -1), (0.0, -0.42, 1), (0.66, -0.42, -1))
"""Of the bumps: x1, x2 and height."""
BREADTH = 0.2
"""The deviation of each bump."""
STREAM = 1
"""Separates these random numbers from others of the same seed, such as those that choose validation rows."""


class Draws:
    """A stream of random numbers.

    Made from raw draws: NumPy promises the same stream of a bit generator in every version, not the same uniform or
    normal numbers.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(STREAM,)))

    def uniform(self, count: int, low: float = 0.0, high: float = 1.0) -> NDArray[np.float64]:
        """``count`` numbers [count], uniform from ``low`` up to, not including, ``high``."""
        share = (self._bits.random_raw(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return low + (high - low) * share

    def normal(self, count: int) -> NDArray[np.float64]:
        """``count`` numbers [count] of mean 0 and deviation 1, by Box and Muller (1958)."""
        distance: NDArray[np.float64] = np.sqrt(-2 * np.log(1 - self.uniform(count)))
        return distance * np.cos(self.uniform(count, 0, 2 * np.pi))


def circle(rows: int, draws: Draws) -> Points:
    """A disc (class 0) within a ring (class 1), both of even density."""
    classes = _alternating(rows, 2)
    inner, outer = np.where(classes == 0, 0.0, RING), np.where(classes == 0, DISC, 1.0)
    # Where the area, not the radius, is drawn evenly, points do not crowd in the middle.
    radius = np.sqrt(inner**2 + (outer**2 - inner**2) * draws.uniform(rows))
    angle = draws.uniform(rows, 0, 2 * np.pi)
    return radius * np.cos(angle), radius * np.sin(angle), classes


def xor(rows: int, draws: Draws) -> Points:
    """Class 1 where exactly one of x1 and x2 is above zero."""
    classes = _alternating(rows, 2)
    side1 = np.where(np.arange(rows) // 2 % 2 == 0, 1.0, -1.0)
    side2 = np.where(classes == 0, side1, -side1)
    x1, x2 = draws.uniform(rows, GAP, 1), draws.uniform(rows, GAP, 1)
    return side1 * x1, side2 * x2, classes


def gauss(rows: int, draws: Draws) -> Points:
    """Two round clouds, one at the lower left (class 0), one at the upper right (class 1)."""
    classes = _alternating(rows, 2)
    centre = np.where(classes == 0, -CENTRE, CENTRE)
    return centre + SPREAD * draws.normal(rows), centre + SPREAD * draws.normal(rows), classes


def spiral(rows: int, _: Draws, arms: int, turns: float) -> Points:
    """``arms`` arms, each a class, that leave the origin and go round it ``turns`` times, with even steps outward."""
    classes = _alternating(rows, arms)
    along = _places(rows, arms)
    angle = 2 * np.pi * (turns * along + classes / arms)
    return along * np.cos(angle), along * np.sin(angle), classes


def moons(rows: int, _: Draws) -> Points:
    """Two half circles, each with an end in the other; points evenly along them."""
    classes = _alternating(rows, 2)
    angle = np.pi * _places(rows, 2)
    x1 = np.where(classes == 0, np.cos(angle), 1 - np.cos(angle))
    x2 = np.where(classes == 0, np.sin(angle), 0.5 - np.sin(angle))
    return (x1 - 0.5) / 1.5, (x2 - 0.25) / 1.5, classes


def _alternating(rows: int, classes: int) -> NDArray[np.int64]:
    return np.arange(rows, dtype=np.int64) % classes


def _places(rows: int, lines: int) -> NDArray[np.float64]:
    """The position of each row along its line, above 0 and up to 1; rows alternate between ``lines`` lines."""
    return (np.arange(rows) // lines + 1) / -(-rows // lines)


@dataclass(frozen=True, slots=True)
class CurveFunction:
    """A function ``of`` one or two ``variables``, each from ``low`` to ``high``."""

    of: Callable[..., NDArray[np.float64]]
    low: float = -1.0
    high: float = 1.0
    variables: int = 1

    def places(self, rows: int, draws: Draws) -> list[NDArray[np.float64]]:
        """The variables, each [rows]: a single one goes evenly from ``low`` to ``high``, several are drawn."""
        if self.variables == 1:
            return [np.linspace(self.low, self.high, rows)]
        return [draws.uniform(rows, self.low, self.high) for _ in range(self.variables)]


def bumps(x1: NDArray[np.float64], x2: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of six gaussian bumps, three up and three down."""
    height = np.zeros(len(x1))
    for top1, top2, sign in TOPS:
        height += sign * np.exp(-((x1 - top1) ** 2 + (x2 - top2) ** 2) / (2 * BREADTH**2))
    return height


def sinc(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sin(x) / x, which is 1 at 0; NumPy's is sin(pi x) / (pi x)."""
    return np.sinc(x / np.pi)

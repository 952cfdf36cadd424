"""The loss along one weight. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Totals = Callable[[NDArray[np.float64]], NDArray[np.float64]]

POINTS = 161
"""Points of a curve: an odd number, so that the present weight is the one in the middle."""
FINER = 33
"""Points of a closer look at the surroundings of the lowest one,"""
LOOKS = 3
"""of so many, each within the last."""
FLAT = 1e-12
"""Relative difference up to which two losses are one."""


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """The loss, penalties included, where one weight takes other ``values`` [points], rising, the others staying.

    The present weight is ``values[here]``. ``lowest`` is the weight and the loss of the minimum within the range,
    calculated more closely than the points; None where no point is finite. ``at_end`` says that it is an end of the
    range, so that the loss falls on beyond; ``flat`` that the loss is the same all along.
    """

    values: NDArray[np.float64]
    totals: NDArray[np.float64]
    here: int
    lowest: tuple[float, float] | None
    at_end: bool
    flat: bool


def loss_curve(totals_of: Totals, weight: float, reach: float) -> LossCurve:
    """The curve within ``reach`` of ``weight``. ``totals_of`` gives the losses [points] for moves of the weight."""
    moves = np.linspace(-reach, reach, POINTS)
    moves[POINTS // 2] = 0.0
    totals = totals_of(moves)
    if not np.isfinite(totals).any():
        return LossCurve(weight + moves, totals, POINTS // 2, None, at_end=False, flat=False)
    flat = bool(np.isfinite(totals).all() and np.ptp(totals) <= FLAT * max(1e-300, float(np.abs(totals).max())))
    at = int(np.nanargmin(np.where(np.isfinite(totals), totals, np.nan)))
    at_end = at in {0, POINTS - 1} and not flat
    lowest = float(moves[at]), float(totals[at])
    step = float(moves[1] - moves[0])
    if not at_end and not flat:
        for _ in range(LOOKS):
            closer = np.linspace(lowest[0] - step, lowest[0] + step, FINER)
            found = totals_of(closer)
            best = int(np.nanargmin(np.where(np.isfinite(found), found, np.inf)))
            if found[best] < lowest[1]:
                lowest = float(closer[best]), float(found[best])
            step = 2 * step / (FINER - 1)
    return LossCurve(weight + moves, totals, POINTS // 2, (weight + lowest[0], lowest[1]), at_end, flat)

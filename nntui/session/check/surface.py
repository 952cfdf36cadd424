"""The loss over a plane of weights, on a grid. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Blocks = Callable[[NDArray[np.float64]], Iterable[NDArray[np.float64]]]

COLUMNS, ROWS = 49, 33
"""Points of a surface: odd numbers, so that the present weights are one where they are in the middle."""


@dataclass(frozen=True, slots=True, eq=False)
class LossSurface:
    """The losses, penalties included, ``totals`` [rows, columns] at ``ys`` [rows] and ``xs`` [columns], both rising."""

    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    totals: NDArray[np.float64]

    @property
    def lowest(self) -> tuple[int, int] | None:
        """The row and the column of the lowest loss; None where none is finite."""
        finite = np.isfinite(self.totals)
        if not finite.any():
            return None
        row, column = np.unravel_index(int(np.where(finite, self.totals, np.inf).argmin()), self.totals.shape)
        return int(row), int(column)


def loss_surface(
    blocks_of: Blocks,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    *,
    went_on: Callable[[float], bool] = lambda _: True,
) -> LossSurface | None:
    """The surface over both ranges. ``blocks_of`` gives the losses at coordinates [points, 2], in blocks.

    ``went_on`` is told after each block which share is done; where it answers False, the work ends with None.
    """
    xs, ys = np.linspace(*x_range, COLUMNS), np.linspace(*y_range, ROWS)
    coordinates = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    totals = np.empty(len(coordinates))
    done = 0
    for block in blocks_of(coordinates):
        totals[done : done + len(block)] = block
        done += len(block)
        if not went_on(done / len(coordinates)):
            return None
    return LossSurface(xs, ys, totals.reshape(ROWS, COLUMNS))

"""How one column's numbers are scaled, fitted to the numbers that are trained on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nntui.data.shown import shown
from nntui.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.column import Column, Scaling


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column's scaling: ``scaled = (value - offset) / divisor``.

    ``minimum`` and ``maximum`` are the range that was trained on; they, ``offset`` and ``divisor`` are in ``unit``.
    """

    name: str
    offset: float
    divisor: float
    minimum: float
    maximum: float
    unit: str = ""

    @classmethod
    def fit(cls, column: Column, values: NDArray[np.float64]) -> Scale:
        """The scaling that ``column`` asks for, fitted to ``values`` [training rows], of which there is at least one.

        ``standard`` takes the deviation of these very rows (divided by their number). Raises DataError for values too
        large.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            offset, divisor = _offset_and_divisor(column.scaling, values)
        if not (math.isfinite(offset) and math.isfinite(divisor)):
            raise DataError(f"column {shown(column.name)}: its numbers are too large to be scaled; use a larger unit")
        return cls(column.name, offset, divisor or 1.0, float(values.min()), float(values.max()), column.unit)

    def encode(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """``values`` scaled. Raises DataError for one that float32 cannot hold once scaled."""
        with np.errstate(over="ignore"):
            scaled = (values - self.offset) / self.divisor
            encoded = scaled.astype(np.float32)
        finite = np.isfinite(encoded)
        if not finite.all():
            cell, size = float(values[~finite][0]), float(scaled[~finite][0])
            raise DataError(
                f"column {shown(self.name)}: {cell:g} is scaled to {size:g}, too large to calculate with; "
                "choose another scaling or a larger unit"
            )
        return encoded

    def decode(self, scaled: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
        """Scaled values back in the column's unit."""
        return scaled.astype(np.float64) * self.divisor + self.offset


def largest(values: NDArray[np.float64]) -> float:
    """What ``max`` divides by: the largest value, or the largest magnitude where none is above zero; 1 for zeros."""
    top = float(values.max())
    return (top if top > 0 else float(np.abs(values).max())) or 1.0


def _offset_and_divisor(scaling: Scaling, values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    match scaling.method:
        case "none":
            return 0.0, 1.0
        case "fixed":
            return 0.0, scaling.divisor or 1.0
        case "max":
            return 0.0, largest(values)
        case "min-max":
            return low, high - low
        case "standard" if low < high:
            return float(values.mean()), float(values.std())
        case "standard":
            # Not the mean: rounding could leave a constant column a little off zero.
            return low, 1.0

"""Rows of a table laid out as the compiled kernel sweeps over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.training.kernel.lanes import LANES
from nntui.training.kernel.passes import PANEL

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray


def panels(table: NDArray[np.float32], dtype: DTypeLike, ones: bool) -> NDArray[np.floating]:
    """``table`` [rows, width] in panels of ``PANEL`` rows, one after the other in a flat array of ``dtype``.

    A panel is [width, columns], a column a row of the table; ``ones`` puts a row of ones below. The last panel may have
    fewer columns, a whole number of lanes; those left over repeat the last row.
    """
    rows, width = table.shape
    whole = rows // PANEL * PANEL
    columns = -(-(rows - whole) // LANES) * LANES
    height = width + ones
    laid = np.ones((whole + columns) * height, dtype)
    ends = whole * height
    # In place: a table may be large, and this is a second one of its size.
    laid[:ends].reshape(-1, height, PANEL)[:, :width] = table[:whole].reshape(-1, PANEL, width).transpose(0, 2, 1)
    rest = np.minimum(np.arange(whole, whole + columns), rows - 1)
    laid[ends:].reshape(height, columns)[:width] = table[rest].T
    return laid

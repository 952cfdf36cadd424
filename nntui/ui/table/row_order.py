"""Which of the table's rows are shown and in what order, followed through rows that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.edits import MOST_STEPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table

    Rows = range | NDArray[np.int64]

    View = NDArray[np.int64]

MOST_REMEMBERED = 8_000_000
"""Rows of views that are kept for undo: 64 MB."""


def place_of(view: View | None, row: int) -> int | None:
    """Where the table's row ``row`` is shown; None where it is not."""
    import numpy as np

    if view is None:
        return row
    found = np.flatnonzero(view == row)
    return int(found[0]) if len(found) else None


def with_rows(view: View | None, at: int, count: int, place: int) -> View | None:
    """``view`` once ``count`` rows came into the table before its row ``at``, to be shown from ``place`` on."""
    import numpy as np

    if view is None:
        return None
    moved = np.where(view >= at, view + count, view)
    return np.insert(moved, place, np.arange(at, at + count))


def without(view: View | None, rows: Rows) -> View | None:
    """``view`` once these of the table's rows, all of them shown, are gone."""
    import numpy as np

    if view is None:
        return None
    gone = np.sort(np.asarray(rows, dtype=np.int64))
    left = view[~np.isin(view, gone)]
    return left - np.searchsorted(gone, left)


class Views:
    """The views that tables were shown in, so that undo brings back what was seen, and not only what was there."""

    def __init__(self) -> None:
        self._kept: list[tuple[Table, View]] = []

    def begin(self) -> None:
        """Forget all: other rows, or another order of them, are looked at."""
        self._kept.clear()

    def keep(self, table: Table, view: View | None) -> None:
        """Remember in what view ``table`` is shown; of too many the oldest are forgotten."""
        if view is not None and self.of(table) is not view:
            self._kept.append((table, view))
            while len(self._kept) > MOST_STEPS or (len(self._kept) > 1 and self._rows > MOST_REMEMBERED):
                del self._kept[0]

    def of(self, table: Table) -> View | None:
        """The view that ``table`` was shown in last, None for one that is not known."""
        return next((view for known, view in reversed(self._kept) if known is table), None)

    @property
    def _rows(self) -> int:
        """How many rows of views are kept; edits of cells alone share one view."""
        return sum(len(view) for view in {id(view): view for _, view in self._kept}.values())

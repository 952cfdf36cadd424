"""The rows that are shown and their order: filters and sorting, and views that follow rows as they come and go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.safe_text import one_line
from nntui.session.milestones import MOST_CHANGES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table

    RowView = NDArray[np.int64]
    RowNumbers = range | RowView

MOST_REMEMBERED = 8_000_000
"""Rows of views that are remembered for undo: 64 MB."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The rows that ``filter`` lets through ("" for all), sorted by the column ``by`` ("" for the table's order).

    With ``at_epoch``, they are sorted by the network's errors at that epoch instead, largest first. ``picked`` are
    words for rows that were chosen in another pane, which no filter describes.
    """

    filter: str = ""
    by: str = ""
    descending: bool = False
    at_epoch: int | None = None
    picked: str = ""

    @property
    def is_plain(self) -> bool:
        """True if all rows are shown in the table's order."""
        return not self.filter and not self.by and not self.picked and self.at_epoch is None

    @property
    def words(self) -> str:
        """A description for the status line."""
        words = [each for each in (self.picked, self.filter) if each]
        if self.by:
            words.append(f"by {one_line(self.by)}{', descending' if self.descending else ''}")
        if self.at_epoch is not None:
            words.append(f"worst first at epoch {self.at_epoch:,}")
        return ", ".join(words)

    def next_by(self, name: str) -> Arrangement:
        """Sorted by this column; if it is already, descending; then in the table's order."""
        if self.by != name:
            return replace(self, by=name, descending=False, at_epoch=None)
        return replace(self, by="" if self.descending else name, descending=not self.descending)

    def by_error(self, epoch: int) -> Arrangement:
        """Sorted by the errors at this epoch."""
        return replace(self, by="", descending=False, at_epoch=epoch)

    def valid_for(self, table: Table) -> Arrangement:
        """The same without sorting by a column that ``table`` lacks."""
        return self if not self.by or self.by in table.names else replace(self, by="", descending=False)

    def rows(self, table: Table, sizes: NDArray[np.float64] | None = None) -> RowView | None:
        """The rows of ``table`` in this arrangement; None for all in the table's order.

        ``sizes`` of the errors [rows] are needed to sort by them; rows without one (nan) come last. Raises DataError
        for an invalid filter.
        """
        from nntui.data.rows import filtered_rows, sorted_rows

        if self.is_plain:
            return None
        rows = filtered_rows(table, self.filter) if self.filter else None
        if self.by:
            return sorted_rows(table, table.index(self.by), self.descending, rows)
        if self.at_epoch is None or sizes is None:
            return rows
        return _worst_first(sizes, rows)


def _worst_first(sizes: NDArray[np.float64], among: RowView | None) -> RowView:
    import numpy as np

    rows = np.arange(len(sizes)) if among is None else among
    of_these = sizes[rows]
    order = np.argsort(np.where(np.isnan(of_these), np.inf, -of_these), kind="stable")
    return rows[order].astype(np.int64)


def place_in_view(view: RowView | None, row: int) -> int | None:
    """The place at which the table's row ``row`` is shown; None if it is not."""
    import numpy as np

    if view is None:
        return row
    places = np.flatnonzero(view == row)
    return int(places[0]) if len(places) else None


def insert_rows(view: RowView | None, at: int, count: int, place: int) -> RowView | None:
    """``view`` after ``count`` rows were inserted before the table's row ``at``; they are shown from ``place`` on."""
    import numpy as np

    if view is None:
        return None
    moved = np.where(view >= at, view + count, view)
    return np.insert(moved, place, np.arange(at, at + count))


def remove_rows(view: RowView | None, rows: RowNumbers) -> RowView | None:
    """``view`` after these of the table's rows, all of them shown, were deleted."""
    import numpy as np

    if view is None:
        return None
    gone = np.sort(np.asarray(rows, dtype=np.int64))
    left = view[~np.isin(view, gone)]
    return left - np.searchsorted(gone, left)


class ViewHistory:
    """The views in which tables were shown, so that undo also restores which rows were shown."""

    def __init__(self) -> None:
        self._views: list[tuple[Table, RowView]] = []

    def clear(self) -> None:
        """Forget all views, because another view begins."""
        self._views.clear()

    def add(self, table: Table, view: RowView | None) -> None:
        """Remember in which view ``table`` is shown; the oldest views are forgotten beyond the limits."""
        if view is not None and self.view_of(table) is not view:
            self._views.append((table, view))
            while len(self._views) > MOST_CHANGES or (len(self._views) > 1 and self._rows > MOST_REMEMBERED):
                del self._views[0]

    def view_of(self, table: Table) -> RowView | None:
        """The view in which ``table`` was shown last; None if it is not known."""
        return next((view for known, view in reversed(self._views) if known is table), None)

    @property
    def _rows(self) -> int:
        """Number of rows in all views; edits of cells share one view."""
        return sum(len(view) for view in {id(view): view for _, view in self._views}.values())

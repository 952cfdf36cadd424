"""Which rows of a table are looked at, and in what order: a view of it, that changes nothing in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.data.shown import shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table

    Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The rows that ``filter`` lets through ("" for all), in the order of the column ``by`` (of the table: "").

    They may also be in the order of the errors that the network made ``at_epoch``, the worst first.
    """

    filter: str = ""
    by: str = ""
    descending: bool = False
    at_epoch: int | None = None

    @property
    def plain(self) -> bool:
        """Whether all rows are shown as they come."""
        return not self.filter and not self.by and self.at_epoch is None

    @property
    def words(self) -> str:
        """What the status line says of it."""
        words = [self.filter] if self.filter else []
        if self.by:
            words.append(f"by {shown(self.by)}{', descending' if self.descending else ''}")
        if self.at_epoch is not None:
            words.append(f"worst first at epoch {self.at_epoch:,}")
        return ", ".join(words)

    def next_by(self, name: str) -> Arrangement:
        """In the order of this column; once that is so descending, and then in the order of the table again."""
        if self.by != name:
            return replace(self, by=name, descending=False, at_epoch=None)
        return replace(self, by="" if self.descending else name, descending=not self.descending)

    def by_error(self, epoch: int) -> Arrangement:
        """In the order of the errors at this epoch."""
        return replace(self, by="", descending=False, at_epoch=epoch)

    def still_of(self, table: Table) -> Arrangement:
        """The same without a column to sort by that is no longer there."""
        return self if not self.by or self.by in table.names else replace(self, by="", descending=False)

    def rows(self, table: Table, sizes: NDArray[np.float64] | None = None) -> Rows | None:
        """The rows of ``table`` in that order; None where all are shown as they come.

        ``sizes`` of the errors [rows] are needed where rows are in their order; rows without one come last. Raises
        DataError for a filter that makes no sense.
        """
        from nntui.data.order import filtered_rows, sorted_rows

        if self.plain:
            return None
        rows = filtered_rows(table, self.filter) if self.filter else None
        if self.by:
            return sorted_rows(table, table.index(self.by), self.descending, rows)
        if self.at_epoch is None or sizes is None:
            return rows
        return _worst_first(sizes, rows)


def _worst_first(sizes: NDArray[np.float64], within: Rows | None) -> Rows:
    import numpy as np

    rows = np.arange(len(sizes)) if within is None else within
    of_these = sizes[rows]
    order = np.argsort(np.where(np.isnan(of_these), np.inf, -of_these), kind="stable")
    return rows[order].astype(np.int64)

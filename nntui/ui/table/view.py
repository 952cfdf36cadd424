"""The view of the table that is shown: filtered, sorted, or with the network's worst errors first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.edits import Edits
    from nntui.data.table import Table
    from nntui.ui.table.pane import DataPane
    from nntui.ui.work.controller import Controller

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
            words.append(f"by {one_line(self.by)}{', descending' if self.descending else ''}")
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
        from nntui.data.rows import filtered_rows, sorted_rows

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


MANY = 20_000
"""Rows from which on it takes long enough to say what is being done."""


class TableView:
    """Puts views of the ``controller``'s table into ``pane``, which keeps them through the edits that are made in it.

    Rows are put in order when that is asked for, and stay where they are while one types.
    """

    def __init__(self, controller: Controller, pane: DataPane) -> None:
        self._controller, self._pane = controller, pane
        self._sizes: tuple[Table, NDArray[np.float64]] | None = None
        self._edits: Edits | None = None
        self._one_at_a_time = asyncio.Lock()
        self.arrangement = Arrangement()

    def follow(self) -> None:
        """The table is another one: where nothing is known of its rows, all are shown; else how many is said anew."""
        if self._controller.edits is not self._edits:
            self._edits = self._controller.edits
            self.forget()
        elif self._pane.view is None:
            self.arrangement = Arrangement()
        else:
            self._pane.set_view(self._pane.view, self._words(self._pane.view))

    def forget(self) -> None:
        """Show all rows as they come."""
        self.arrangement, self._sizes = Arrangement(), None
        self._pane.set_view(None, "")

    async def by_filter(self, text: str) -> None:
        """Only the rows that ``text`` lets through; all for "". Raises NntuiError."""
        async with self._one_at_a_time:
            await self._arrange(replace(self.arrangement, filter=text))

    async def by_column(self, name: str) -> None:
        """In the order of this column; again: descending; again: as the table has them. Raises NntuiError."""
        async with self._one_at_a_time:
            await self._arrange(self.arrangement.next_by(name))
            self._go_to_first()

    async def by_error(self) -> None:
        """The rows that the network is worst at by now, first. Raises NntuiError."""
        async with self._one_at_a_time:
            self._sizes = None
            await self._arrange(self.arrangement.by_error(0))
            self._go_to_first()

    async def _arrange(self, arrangement: Arrangement) -> None:
        """Show the rows so, as they are by the time that is worked out."""
        view: Rows | None = None
        seen: Table | None = None
        while (table := self._controller.table) is not None and table is not seen:
            arrangement, seen = arrangement.still_of(table), table
            if arrangement.at_epoch is not None:
                arrangement = arrangement.by_error(await self._compare(table, arrangement.at_epoch))
            sizes = self._sizes[1] if self._sizes is not None else None
            view = await asyncio.to_thread(arrangement.rows, table, sizes)
        self.arrangement = arrangement
        self._pane.set_view(view, self._words(view))

    def _go_to_first(self) -> None:
        """To where the order begins."""
        view = self._pane.view
        if view is not None and len(view):
            self._pane.go_to(int(view[0]))

    def _words(self, view: Rows | None) -> str:
        """What the status line says of the rows that are shown."""
        words, table = self.arrangement.words, self._controller.table
        if view is None or table is None or not self.arrangement.filter:
            return words
        return f"{len(view):,} of {table.height:,} rows: {words}"

    async def _compare(self, table: Table, epoch: int) -> int:
        """Know the errors of this table's rows, those of ``epoch`` or newer ones; returns their epoch."""
        from nntui.session.compare import sizes_of_errors

        if self._sizes is not None and self._sizes[0] is table:
            return epoch
        predictor, snapshot = self._controller.predictor, self._controller.snapshot
        if predictor is None or snapshot is None:
            raise DataError("there is no network yet to answer the rows")
        if table.height > MANY:
            self._pane.say(f"working out the errors of {table.height:,} rows ...")
        self._sizes = table, await asyncio.to_thread(sizes_of_errors, predictor, table, snapshot.weights)
        return snapshot.epoch

"""The commands that filter and sort the rows shown in the data pane."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.ui.table.row_order import Arrangement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.edits import Edits
    from nntui.data.table import Table
    from nntui.ui.table.pane import DataPane
    from nntui.ui.table.row_order import RowView
    from nntui.ui.work.controller import Controller

MANY = 20_000
"""Rows from which on the pane says that it is computing the errors."""


class TableView:
    """Computes views of the ``controller``'s table and shows them in ``pane``, which updates them as rows are edited.

    Rows are arranged on request only, and stay where they are while cells change.
    """

    def __init__(self, controller: Controller, pane: DataPane) -> None:
        self._controller, self._pane = controller, pane
        self._sizes: tuple[Table, NDArray[np.float64]] | None = None
        self._edits: Edits | None = None
        self._one_at_a_time = asyncio.Lock()
        self.arrangement = Arrangement()

    def follow(self) -> None:
        """Follow another table: show all rows of a new session, else describe the view that the pane kept."""
        if self._controller.edits is not self._edits:
            self._edits = self._controller.edits
            self.arrangement, self._sizes = Arrangement(), None
            self._pane.set_view(None, "")
        elif self._pane.scene.view is None:
            self.arrangement = Arrangement()
        else:
            self._pane.set_view(self._pane.scene.view, self._words(self._pane.scene.view))

    async def filter_by(self, text: str) -> None:
        """Show only the rows that ``text`` lets through; all for "". Raises NntuiError."""
        async with self._one_at_a_time:
            await self._arrange(replace(self.arrangement, filter=text))

    async def sort_by(self, name: str) -> None:
        """Sort by this column; again: descending; again: in the table's order. Raises NntuiError."""
        async with self._one_at_a_time:
            await self._arrange(self.arrangement.next_by(name))
            self._go_to_first()

    async def sort_by_error(self) -> None:
        """Show the rows with the network's largest present errors first. Raises NntuiError."""
        async with self._one_at_a_time:
            self._sizes = None
            await self._arrange(self.arrangement.by_error(0))
            self._go_to_first()

    async def _arrange(self, arrangement: Arrangement) -> None:
        """Show the rows of the latest table in this arrangement, again if it was edited meanwhile."""
        view: RowView | None = None
        seen: Table | None = None
        while (table := self._controller.table) is not None and table is not seen:
            arrangement, seen = arrangement.valid_for(table), table
            if arrangement.at_epoch is not None:
                arrangement = arrangement.by_error(await self._measure_errors(table, arrangement.at_epoch))
            sizes = self._sizes[1] if self._sizes is not None else None
            view = await asyncio.to_thread(arrangement.rows, table, sizes)
        self.arrangement = arrangement
        self._pane.set_view(view, self._words(view))

    def _go_to_first(self) -> None:
        view = self._pane.scene.view
        if view is not None and len(view):
            self._pane.go_to(int(view[0]))

    def _words(self, view: RowView | None) -> str:
        """A description of the rows shown for the status line."""
        words, table = self.arrangement.words, self._controller.table
        if view is None or table is None or not self.arrangement.filter:
            return words
        return f"{len(view):,} of {table.height:,} rows: {words}"

    async def _measure_errors(self, table: Table, epoch: int) -> int:
        """Compute the errors of the table's rows unless those of ``epoch`` are known; returns their epoch."""
        from nntui.session.table_answers import error_sizes

        if self._sizes is not None and self._sizes[0] is table:
            return epoch
        predictor, snapshot = self._controller.predictor, self._controller.snapshot
        if predictor is None or snapshot is None:
            raise DataError("there is no network yet to answer the rows")
        if table.height > MANY:
            self._pane.say(f"computing the errors of {table.height:,} rows ...")
        self._sizes = table, await asyncio.to_thread(error_sizes, predictor, table, snapshot.weights)
        return snapshot.epoch

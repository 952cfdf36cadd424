"""What the network says beside the rows of the table that are in sight, and how far off that is."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, NamedTuple

from nntui.ui import row_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.predict import Predictor
    from nntui.ui.controller import Controller
    from nntui.ui.panes.data import DataPane

INTERVAL, FRAMES = 0.25, 2
"""Seconds, and frames of the screen, from one look to the next at least, while training runs."""


class Asked(NamedTuple):
    """What is answered: these rows of a table, by a network with these weights."""

    table: Table
    rows: tuple[int, ...]
    predictor: Predictor
    weights: NDArray[np.float32]

    def same(self, other: Asked | None) -> bool:
        """Whether the answers are those to ``other``."""
        return (
            other is not None
            and (self.table is other.table and self.rows == other.rows)
            and (self.predictor is other.predictor and self.weights is other.weights)
        )


class RowAnswers:
    """Keeps columns with the latest answers beside the table in ``pane`` while they are ``shown``.

    They are worked out in a thread, one at a time, for the rows in sight; while the weights move at most every second
    one of the ``frames`` drawn a second, and four times. ``now`` tells the time.
    """

    def __init__(
        self, controller: Controller, pane: DataPane, frames: float, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._controller, self._pane = controller, pane
        self._interval, self._now = max(INTERVAL, FRAMES / frames), now
        self.shown = False
        self._asked: Asked | None = None
        self._asked_at = -math.inf
        self._under_way = False

    def show(self, *, shown: bool) -> None:
        """Show the columns, or take them away."""
        self.shown, self._asked = shown, None
        if shown:
            self.look()
        else:
            self._pane.set_extras(())

    def look(self) -> None:
        """To be called often: answers again what is in sight, if it is time to and anything changed."""
        snapshot, table, predictor = self._controller.snapshot, self._controller.table, self._controller.predictor
        if not self.shown or self._under_way or snapshot is None or table is None or predictor is None:
            return
        asked = Asked(table, tuple(self._pane.visible_rows), predictor, snapshot.weights)
        if asked.same(self._asked):
            return
        moved_on = self._asked is not None and self._asked.table is table and self._asked.predictor is predictor
        if moved_on and self._now() - self._asked_at < self._interval:
            return
        self._asked, self._asked_at, self._under_way = asked, self._now(), True
        self._pane.run_worker(self._answer(asked), group="row answers")

    async def _answer(self, asked: Asked) -> None:
        try:
            rows = [row for row in asked.rows if row < asked.table.height]
            found = await asyncio.to_thread(row_columns.columns, asked.predictor, asked.table, rows, asked.weights)
        finally:
            self._under_way = False
        if self.shown and self._controller.table is asked.table:
            self._pane.set_extras(found)

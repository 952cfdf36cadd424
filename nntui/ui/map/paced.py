"""Pictures made in a thread, one at a time and, while training goes on, at the pace of maps."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from nntui.ui.host import host_of
from nntui.ui.map.pace import MapPace, bytes_of_change

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.predict import Predictor
    from nntui.ui.map.state import MapWanted
    from nntui.ui.widgets.lines import LinesView

MadeT = TypeVar("MadeT")


class PictureQuestion(NamedTuple):
    """All that a picture is made of; ``wanted`` where there are several."""

    predictor: Predictor
    table: Table
    weights: NDArray[np.float32]
    wanted: MapWanted | None = None

    def is_of(self, other: PictureQuestion) -> bool:
        """Whether it differs from ``other`` in the weights alone."""
        return self.predictor is other.predictor and self.table is other.table and self.wanted == other.wanted


class PacedMaking(Generic[MadeT]):
    """Makes pictures for ``pane``: ``make`` in a thread, then ``take`` on the screen's, which draws them.

    What is asked for while another is being made is made after it.
    """

    def __init__(
        self, pane: LinesView, make: Callable[[PictureQuestion], MadeT], take: Callable[[MadeT], None]
    ) -> None:
        self._pane, self._make, self._take = pane, make, take
        self.pace = MapPace()
        self._latest: tuple[PictureQuestion, bool] | None = None
        self._asked: PictureQuestion | None = None
        self._under_way = False

    def ask(self, asked: PictureQuestion, *, training: bool) -> None:
        """Make the picture unless it is there, or not due yet: in ``training`` other weights alone have to wait."""
        self._latest = asked, training
        self._look()

    def _look(self) -> None:
        if self._latest is None or self._under_way:
            return
        (asked, training), before = self._latest, self._asked
        if before is not None and asked.is_of(before):
            waiting = training and not self.pace.is_due
            if waiting or asked.weights is before.weights:
                return
        self._asked, self._under_way = asked, True
        self._pane.run_worker(host_of(self._pane).guarded(partial(self._work, asked)), group="pictures")

    async def _work(self, asked: PictureQuestion) -> None:
        begun = time.monotonic()
        try:
            made = await asyncio.to_thread(self._make, asked)
        finally:
            self._under_way = False
        before = self._pane.shown_lines
        self._take(made)
        self.pace.made(time.monotonic() - begun, bytes_of_change(before, self._pane.shown_lines))
        self._look()

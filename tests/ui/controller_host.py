"""A controller with a real run beside it and nobody at the screen: what it tells is kept."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from nntui.session.options import Options
from nntui.ui.work.controller import Controller

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from nntui.data.table import Table
    from nntui.session.session import Session
    from nntui.training.messages import Event
    from nntui.training.records import Snapshot
    from nntui.ui.work.loader import NowLoading

ENDLESS = Options(epochs=100_000_000)
PATIENCE = 60.0
"""Seconds after which what was waited for is held to have failed: a kernel may have to be compiled first."""


class Desk:
    """Stands where the screen does: ``told`` are the lines of the log, ``warned`` those that nobody misses.

    ``opened`` counts the times that everything was to be drawn anew. Each frame that could be drawn after a word from
    the controller is looked at: weights always belong to the network that is shown.
    """

    def __init__(self) -> None:
        self.controller = Controller(self)
        self.told: list[str] = []
        self.warned: list[str] = []
        self.opened = 0
        self._loop = asyncio.get_running_loop()

    # What the controller tells

    def preview(self, table: Table, note: str) -> None:
        self.told.append(note)

    def session_opened(self) -> None:
        self.opened += 1
        self.look()

    def table_changed(self) -> None:
        self.look()

    def tell(self, text: str, style: str = "dim") -> None:
        self.told.append(text)

    def warn(self, text: str) -> None:
        self.warned.append(text)

    def post_run_event(self, event: Event | NowLoading) -> None:
        self._loop.call_soon_threadsafe(self.controller.runner.handle, event)

    # What a test does and sees

    def look(self) -> None:
        """Draw a frame, as far as numbers go."""
        controller = self.controller
        if controller.snapshot is not None and controller.session is not None:
            assert len(controller.snapshot.weights) == controller.session.network.parameters
            if controller.predictor is not None:
                assert len(controller.predictor.encoder.shape.features) == controller.session.network.inputs

    @property
    def session(self) -> Session:
        assert self.controller.session is not None
        return self.controller.session

    @property
    def table(self) -> Table:
        assert self.controller.table is not None
        return self.controller.table

    @property
    def snapshot(self) -> Snapshot:
        assert self.controller.snapshot is not None
        return self.controller.snapshot

    def edit(self, change: Callable[[Table], Table]) -> None:
        """Change the table as the data pane does."""
        self.controller.edit("edit", change(self.table))

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds, with a frame now and then."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, f"in vain waited for {what}"
            self.look()
            await asyncio.sleep(0.002)

    async def pause(self) -> None:
        """Let others work for a moment."""
        await asyncio.sleep(0.002)

    async def edited(self, change: Callable[[Table], Table]) -> None:
        """Change the table, and wait until the network has followed."""
        self.edit(change)
        await self.followed()

    async def followed(self) -> None:
        """Wait until the run trains on the newest table."""
        await self.until(lambda: self.session.table is self.table, "the edit to reach the run")

    async def trains_on(self) -> None:
        """Wait until there are more epochs than now."""
        epoch = self.snapshot.epoch
        await self.until(lambda: self.controller.training and self.snapshot.epoch > epoch, "training to go on")


@asynccontextmanager
async def working_on(source: str, options: Options = ENDLESS, *, train: bool = True) -> AsyncIterator[Desk]:
    """A controller that has opened ``source`` and trains it."""
    desk = Desk()
    await desk.controller.open(source, options)
    await desk.until(lambda: desk.controller.snapshot is not None and not desk.controller.waiting, "the network")
    if train:
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.epoch > 3, "training")
    try:
        yield desk
    finally:
        await desk.controller.close()

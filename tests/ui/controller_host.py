"""A controller with a real run and no screen: what it tells is recorded."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.session.options import Options
from nntui.ui.work.controller import Controller
from nntui.ui.work.speed import FULL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from nntui.session.session import Session
    from nntui.training.messages import Event
    from nntui.training.records import Snapshot
    from nntui.ui.work.view import NowLoading

KINDS, SOUNDS, EACH = ("cat", "cow", "dog"), ("meow", "moo", "woof"), 14
ROWS = len(KINDS) * EACH
COLUMNS = (
    Column("weight", kind="whole"),
    Column("kind", kind="category"),
    Column("age"),
    Column("sound", kind="category", role="target"),
)
PETS = Table.of(
    COLUMNS,
    {
        "weight": [row % EACH for row in range(ROWS)],
        "kind": [KINDS[row // EACH] for row in range(ROWS)],
        "age": [float(row % 5) for row in range(ROWS)],
        "sound": [SOUNDS[row // EACH] for row in range(ROWS)],
    },
)
"""A category among the inputs, and classes for a target."""
ENDLESS = Options(epochs=100_000_000)
PATIENCE = 60.0
"""Seconds after which what was waited for is held to have failed: a kernel may have to be compiled first."""


class Desk:
    """A view without a screen: ``told`` are the lines of the log, ``warned`` the warnings.

    ``opened`` counts the calls that draw everything anew. Whenever a frame could be drawn, it checks that the weights
    belong to the network.
    """

    def __init__(self) -> None:
        self.controller = Controller(self, first_speed=FULL)
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

    def network_replaced(self) -> None:
        self.opened += 1
        self.look()

    def table_changed(self) -> None:
        self.look()

    def moment_changed(self) -> None:
        self.look()

    def tell(self, text: str, style: str = "dim") -> None:
        self.told.append(text)

    def confirm(self, text: str) -> None:
        self.told.append(text)

    def warn(self, text: str) -> None:
        self.warned.append(text)

    def show_fault(self, fault: Exception) -> None:
        raise fault

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


def renamed_pet(name: str, table: Table) -> Table:
    """The table with another kind of animal in its first row: the network gets another input."""
    return table.with_value(0, 1, name)

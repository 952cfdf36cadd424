"""The real app, opened at a size, and someone in front of it who presses keys and looks."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from textual.screen import Screen

from nntui.session.options import Options, ScreenOptions
from nntui.ui.app import NntuiApp
from nntui.ui.terminal.clock import Clock
from nntui.ui.work.loader import Services
from nntui.ui.work.speed import Speed
from tests.ui.idle import PATIENCE, Gate, IdlePilot, counted_threads, drawn, idle, key_event
from tests.ui.screen_text import screen_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from types import ModuleType

    import pytest

    from nntui.training.records import Snapshot

SMALL, NORMAL, LARGE, HUGE = (60, 16), (80, 24), (120, 40), (200, 60)
FULL_SPEED = Options(epochs=1_000)
"""The tutorial, not slowed down to be watched."""
ENDLESS = Options(epochs=100_000_000)
"""Training that goes on until it is stopped, at ``UNHURRIED``: at full speed it would take a core from other tests."""
UNHURRIED = Speed(250.0)
SERVICES = [Services(compile_kernel=lambda: None, autosave_interval=None)]
"""The last of these is what the app uses; the fixture ``services`` adds to them."""
FRAMES = 50.0
"""Frames a second: tests look more often than people."""


class Unpainted(Screen[None]):
    """In place of the first paint, which takes a fifth of a start: goes on to the workspace, through ``drawn``."""

    def __init__(self, drawn: Callable[[], object]) -> None:
        super().__init__()
        self._drawn = drawn

    def on_mount(self) -> None:
        """Go on."""
        self.call_after_refresh(self._drawn)


class User:
    """Someone at the screen of ``app``. What is seen is read from the picture of the screen."""

    def __init__(self, app: NntuiApp) -> None:
        self.app = app
        self._pilot = IdlePilot(app)

    async def press(self, *keys: str) -> None:
        """Press keys, each once the app is idle."""
        for key in keys:
            self.app.post_message(key_event(key))
            await self.pause()

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*text)

    async def pause(self) -> None:
        """Wait until the app is idle, and its network has followed the table."""
        await idle(self.app, self._following)

    def _following(self) -> set[object]:
        following = self.app.workspace.controller.editing._following
        return set() if following is None or following.done() else {following}

    async def resize(self, columns: int, rows: int) -> None:
        """Drag the corner of the terminal."""
        await self._pilot.resize_terminal(columns, rows)

    async def sees(self, *texts: str) -> str:
        """Wait until all of these texts are on the screen; the screen then."""
        await self.until(lambda: all(text in self.text for text in texts), f"on the screen: {texts}")
        return self.text

    async def sees_no_more(self, *texts: str) -> str:
        """Wait until none of these texts is on the screen; the screen then."""
        await self.until(lambda: not any(text in self.text for text in texts), f"gone from the screen: {texts}")
        return self.text

    async def until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Wait until something holds, and the app is idle."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert self.app.return_code is None, f"the app has ended: {self.app.return_code} {self.app.last_words}"
            assert time.monotonic() < deadline, f"in vain waited for {what}\n{self.text}"
            await asyncio.sleep(0.005)
            await drawn(self.app)
        await self.pause()

    async def until_ended(self) -> None:
        """Wait until the app has asked to end."""
        while self.app.return_code is None:
            await asyncio.sleep(0)

    async def settled(self) -> None:
        """Wait until what the keys began is done and shown."""
        await self.until(lambda: not self.app.workers, "the workers' end")
        await self.pause()

    async def trains_on(self) -> None:
        """Wait until the header tells a later epoch than it does now."""
        epoch = self.epoch
        await self.until(lambda: self.epoch > epoch, f"an epoch after {epoch}")

    async def reads_epoch(self, epoch: int) -> None:
        """Wait until the header tells this epoch."""
        await self.until(lambda: self.epoch == epoch, f"epoch {epoch}")

    # What is seen

    @property
    def text(self) -> str:
        """The whole screen."""
        return screen_text(self.app)

    @property
    def prose(self) -> str:
        """The whole screen in one line, without the frames of dialogs: for sentences that are wrapped or aligned."""
        return " ".join(self.text.replace("│", " ").split())

    @property
    def lines(self) -> list[str]:
        """The screen, row by row."""
        return self.text.split("\n")

    @property
    def header(self) -> str:
        """The first row."""
        return self.lines[0]

    @property
    def footer(self) -> str:
        """The last row."""
        return self.lines[-1]

    @property
    def name(self) -> str:
        """The session's name in the header, with its * where it has one."""
        return self.header.split()[0]

    @property
    def epoch(self) -> int:
        """The epoch that the header tells; -1 where it tells none."""
        found = re.search(r"epoch +([\d,]+)", self.header)
        return int(found[1].replace(",", "")) if found else -1

    @property
    def loss(self) -> float:
        """The loss that the header tells."""
        found = re.search(r"loss (\S+)", self.header)
        assert found is not None, self.header
        return float(found[1])

    def pane(self, name: str) -> str:
        """The text of a pane with its title; empty while it is not on the screen."""
        region = self.app.screen.query_one(f"#{name}").region
        return "\n".join(line[region.x : region.right].rstrip() for line in self.lines[region.y : region.bottom])

    @property
    def snapshot(self) -> Snapshot:
        """The state of training in full precision, as the session's saved file would hold it."""
        snapshot = self.app.workspace.controller.snapshot
        assert snapshot is not None
        return snapshot


@asynccontextmanager
async def opened(
    source: str | None = None,
    size: tuple[int, int] = NORMAL,
    options: Options | None = None,
    screen_options: ScreenOptions | None = None,
    *,
    ready: bool = True,
) -> AsyncIterator[User]:
    """The app on ``source`` in a terminal of that size; ``ready`` waits until it may be trained. Ends its training.

    The first paint is left out where it is ready at once.
    """
    app = NntuiApp(source, options or Options(), screen_options or ScreenOptions(fps=FRAMES, fast=True), SERVICES[-1])
    # Tests look from the screen's own thread; that is not to count as drawing, for which frames would be left out.
    app.workspace.refresher.clock = Clock(FRAMES, worked=lambda: 0.0)
    if options is ENDLESS:
        app.workspace.controller.runner.aim.speed = UNHURRIED
    start = Unpainted(lambda: app.call_later(app._show_workspace)) if ready else app.get_default_screen()
    with counted_threads(), patch.object(app, "get_default_screen", lambda: start):
        async with app.run_test(size=size, notifications=True):
            user = User(app)
            try:
                if ready:
                    await user.until(lambda: app.workspace.controller.snapshot is not None, "the network")
                    await user.sees(" ready ")
                    await user.settled()
                yield user
            finally:
                await app.workspace.controller.close()


def held_back(monkeypatch: pytest.MonkeyPatch, module: ModuleType | type, name: str) -> Gate:
    """Let ``name`` of a module or class wait, in the worker thread that calls it, until the returned flag is set."""
    gate, called = Gate(), getattr(module, name)

    def wait(*given: object, **named: object) -> object:
        gate.wait()
        return called(*given, **named)

    monkeypatch.setattr(module, name, wait)
    return gate

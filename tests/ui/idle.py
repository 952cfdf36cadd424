"""Waiting until an app has nothing left to do. A test that looks only then never looks too early.

The pilot that Textual brings waits until the process uses little time of the processor: it never does while a network
trains, and on a busy machine it seems to before the app is done.
"""

from __future__ import annotations

import asyncio
import time
import unicodedata
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar, cast
from unittest.mock import patch
from weakref import WeakSet

from textual.events import Key
from textual.pilot import Pilot
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.ui.host import HostApp

PATIENCE = 60.0
"""Seconds after which what was waited for is held to have failed: a kernel may have to be compiled first."""
TURNS = 1_000
"""Turns of the event loop after which an app that draws all the time counts as idle."""
NAMES = {"\r": "enter", "\t": "tab", "\x1b": "escape", "\x7f": "backspace", "-": "minus", "/": "slash", "+": "plus",
         "\\": "backslash", "_": "underscore", "@": "at", "<": "less_than_sign", ">": "greater_than_sign"}  # fmt: skip
"""Textual's names for the keys of characters that it does not call as Unicode does."""
CHARACTERS = {name: character for character, name in NAMES.items()}


class Gate(Event):
    """Holds the threads that wait at it until it is set. Nobody who waits for an app waits for those."""

    gates: ClassVar[WeakSet[Gate]] = WeakSet()

    def __init__(self) -> None:
        super().__init__()
        self._waiting = 0
        Gate.gates.add(self)

    def wait(self, timeout: float | None = PATIENCE) -> bool:
        """Hold the thread that calls this."""
        self._waiting += 1
        assert super().wait(timeout), "a thread was held for ever"
        return True

    @classmethod
    def held(cls) -> int:
        """The number of threads that are held at all gates."""
        return sum(gate._waiting for gate in cls.gates if not gate.is_set())


class Threads:
    """``working`` is the number of calls that the app has given to threads and that have not come back."""

    working: ClassVar = 0


@contextmanager
def counted_threads() -> Iterator[None]:
    """Count the calls that the app gives to threads."""
    in_thread = asyncio.to_thread

    async def counted(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        Threads.working += 1
        try:
            return await in_thread(call, *given, **named)
        finally:
            Threads.working -= 1

    with patch.object(asyncio, "to_thread", counted):
        yield


async def idle(app: HostApp, works: Callable[[], bool] = lambda: False) -> None:
    """Wait until every message is handled and drawn, every key taken, and no worker or thread is left to wait for.

    Training goes on meanwhile. A worker that waits for the answer of a dialog is not waited for, nor is anything that
    may wait for a thread held at a gate. ``works`` says whether there is more to wait for.
    """
    deadline = time.monotonic() + PATIENCE
    while app.is_running and app.return_code is None:
        await drawn(app)
        if not _is_busy(app) and not (works() and not Gate.held()):
            return
        assert time.monotonic() < deadline, f"never idle: {app.workers}, {Threads.working} threads, {app.key_queue}"
        await asyncio.sleep(0.001)


def _is_busy(app: HostApp) -> bool:
    if held := Gate.held():
        return Threads.working > held
    asks = isinstance(app.screen, ModalScreen)
    return Threads.working > 0 or not app.key_queue.idle or (bool(app.workers) and not asks)


async def drawn(app: HostApp) -> None:
    """Wait until the event loop has nothing to do, and the screen is as it should be."""
    ready = cast("Any", asyncio.get_running_loop())._ready
    for _ in range(TURNS):
        await asyncio.sleep(0)
        if not ready:
            cast("Any", app.screen)._on_timer_update()  # what the pilot does too: lay out and draw what changed
            if not ready:
                return


def key_event(key: str) -> Key:
    """The key with this name, or of this character."""
    if len(key) > 1:
        return Key(key, CHARACTERS.get(key) or character_of(key))
    if key in NAMES:
        return Key(NAMES[key], key)
    return Key(key if key.isalnum() else unicodedata.name(key).lower().replace("-", "_").replace(" ", "_"), key)


def character_of(name: str) -> str | None:
    """The character with this name in Unicode; None for a key that has none."""
    try:
        character = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return None
    return character if character.isprintable() else None


class IdlePilot(Pilot[None]):
    """Someone at the keys of ``host`` who waits until it is idle, and for no longer."""

    def __init__(self, host: HostApp) -> None:
        super().__init__(host)
        self.host = host

    async def press(self, *keys: str) -> None:
        """Press keys, each once the app is idle."""
        for key in keys:
            self.host.post_message(key_event(key))
            await self.pause()

    async def resize_terminal(self, width: int, height: int) -> None:
        """Give the terminal this size, and wait until the screen has it: Textual waits for more such events first."""
        await super().resize_terminal(width, height)
        while self.host.screen.size != (width, height):
            await asyncio.sleep(0.005)
            await drawn(self.host)
        await self.pause()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until the app is idle."""
        await idle(self.host)

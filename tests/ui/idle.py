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
GENERATIONS = 3
"""Works that are waited for, each of them begun by the one before."""
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


CALLS: set[object] = set()
"""The calls that the app has given to threads and that have not come back."""


@contextmanager
def counted_threads() -> Iterator[None]:
    """Count the calls that the app gives to threads."""
    in_thread = asyncio.to_thread

    async def counted(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        this = object()
        CALLS.add(this)
        try:
            return await in_thread(call, *given, **named)
        finally:
            CALLS.remove(this)

    with patch.object(asyncio, "to_thread", counted):
        yield


async def idle(app: HostApp, also: Callable[[], set[object]] = set) -> None:
    """Wait until every message is handled and drawn, every key taken, and all work is done that came of that.

    ``also`` names more work that is not done. Training goes on meanwhile, and so does what follows it all the time.
    """
    deadline = time.monotonic() + PATIENCE
    generation, work = 0, set[object]()
    while app.is_running and app.return_code is None:
        await drawn(app)
        left = _work(app) | (set() if Gate.held() else also())
        if not work & left:
            work, generation = left, generation + 1
        if not work or generation > GENERATIONS:
            return
        assert time.monotonic() < deadline, f"never done: {work}"
        await asyncio.sleep(0.001)


def _work(app: HostApp) -> set[object]:
    """The workers, calls of threads and keys that may be waited for.

    A worker that waits for the answer of a dialog is not among them, nor is anything that may wait at a gate.
    """
    if held := Gate.held():
        return CALLS.copy() if len(CALLS) > held else set()
    keys = set() if app.key_queue.idle else {app.key_queue}
    return CALLS | keys | (set() if isinstance(app.screen, ModalScreen) else set(app.workers))


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
        """Give the terminal this size, and wait until the screen has it."""
        await super().resize_terminal(width, height)
        while cast("Any", self.host)._resize_event is not None:  # Textual waits whether more of them come
            await asyncio.sleep(0.005)
            await drawn(self.host)
        await self.pause()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until the app is idle."""
        await idle(self.host)

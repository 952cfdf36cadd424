"""The one queue of typed keys.

The rule: keys are handled in the order typed, each once what the one before it did is done. A key that is meant for a
screen which is still coming up waits for that screen, and behind a command that asks, for its dialog. Nothing waits
longer than ``LONGEST_WAIT``, but for a hold that says otherwise; while an answer is waited for, an escape goes first.
No key is handled twice, none is lost.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakSet

from textual.events import Key
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.events import Event
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.widget import Widget

LONGEST_WAIT = 2.0
"""Seconds that keys wait, at most, for a dialog to come up or for what the key before them does."""
ROUNDS = 2
"""Ways through the widgets after a key: its own, and that of the messages that it led to."""


class KeyHandled(Message):
    """Goes the way of a key, behind it: when it reaches the app, the key has been handled."""


HoldEnd = Literal["screen", "escape", "release"]
"""The events that end a hold, beside its release: another screen or time, an escape, nothing."""


class Hold:
    """Keeps keys waiting until ``release``, or what ``end`` says."""

    def __init__(self, queue: KeyQueue, end: HoldEnd) -> None:
        self._queue, self.end = queue, end

    def release(self) -> None:
        """Let the keys that waited be handled."""
        self._queue.released(self)


class KeyQueue:
    """Hands the typed keys of ``app`` to ``deliver``, one at a time."""

    def __init__(self, app: App[Any], deliver: Callable[[Event], Awaitable[None]]) -> None:
        self._app, self._deliver = app, deliver
        self._waiting: deque[Event] = deque()
        self._holds: list[Hold] = []
        self._ready: WeakSet[Screen[Any]] = WeakSet()
        self._mark: KeyHandled | None = None
        self._target: Widget | None = None
        self._rounds = 0
        self._timer: Timer | None = None

    @property
    def idle(self) -> bool:
        """Whether all keys have been handled."""
        return not self._waiting and not self._is_busy

    async def take(self, event: Event) -> None:
        """Handle a key, or pasted text, when its turn comes."""
        self._waiting.append(event)
        await self._go_on()

    def hold(self, end: HoldEnd = "screen") -> Hold:
        """Let the keys that follow wait until the returned hold is released, or what ``end`` says."""
        hold = Hold(self, end)
        self._holds.append(hold)
        return hold

    def _end_holds(self, end: HoldEnd) -> None:
        self._holds = [hold for hold in self._holds if hold.end != end]

    def _let_escape_pass(self) -> None:
        """Put an escape that waits for an answer before the other keys, which are for what comes after it."""
        escape = next((event for event in self._waiting if isinstance(event, Key) and event.key == "escape"), None)
        if escape is not None and any(hold.end == "escape" for hold in self._holds):
            self._waiting.remove(escape)
            self._waiting.appendleft(escape)
            self._end_holds("escape")

    def released(self, hold: Hold) -> None:
        """Go on without this hold."""
        if hold in self._holds:
            self._holds.remove(hold)
            self._app.call_later(self._go_on)

    async def handled(self, mark: KeyHandled) -> None:
        """Go on after the key that ``mark`` followed."""
        if mark is self._mark:
            self._rounds -= 1
            if not (self._rounds and self._is_busy and self._send_mark()):
                self._mark = None
            await self._go_on()

    async def screen_changed(self) -> None:
        """Go on with another screen on top."""
        self._end_holds("screen")
        await self._go_on()

    @property
    def _is_busy(self) -> bool:
        """Whether a key is being handled by a widget that is still there."""
        target = self._target
        return (
            self._mark is not None and target is not None and target.is_attached and target.screen is self._app.screen
        )

    async def _go_on(self) -> None:
        self._let_escape_pass()
        while self._waiting and not self._holds and not self._is_busy and self._is_ready(self._app.screen):
            event = self._waiting.popleft()
            self._target, self._rounds = self._app.focused or self._app.screen, ROUNDS
            self._mark = KeyHandled()
            await self._deliver(event)
            if not self._send_mark():
                self._mark = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._waiting:
            self._timer = self._app.set_timer(LONGEST_WAIT, self._give_up)

    def _send_mark(self) -> bool:
        self._mark = KeyHandled()
        return self._target is not None and self._target.post_message(self._mark)

    def _is_ready(self, screen: Screen[Any]) -> bool:
        """Whether ``screen`` takes keys; it does once it has been drawn, and has given its field the focus."""
        if screen not in self._ready:
            screen.call_after_refresh(self._drawn, screen)
        return screen in self._ready

    def _drawn(self, screen: Screen[Any]) -> None:
        self._ready.add(screen)
        self._app.call_later(self._go_on)

    async def _give_up(self) -> None:
        self._mark, self._timer = None, None
        self._end_holds("screen")
        self._ready.add(self._app.screen)
        await self._go_on()

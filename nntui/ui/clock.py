"""When a frame is drawn: as often as asked for, unless the line to the terminal or the processor cannot keep up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

SHARE_OF_TIME = 0.08
"""Of the screen thread's time, at most this much for drawing: keys come first, and torch needs the interpreter too."""
SHARE_OF_LINE = 0.4
"""Of what a slow line takes, at most this much for drawing: the rest is room for the answer to a key."""
RECOVERY = 0.9
"""By how much the time between two frames shrinks from one to the next, once it may."""
SMOOTHING = 0.3
"""Weight of the last frame in what a frame is held to cost."""
AS_ASKED = 0.8
"""Of the frames asked for; with fewer the rate counts as lowered."""


class Way(Protocol):
    """The way to the terminal, as a clock sees it."""

    @property
    def busy(self) -> bool:
        """Whether an earlier frame is still on its way."""

    @property
    def rate(self) -> float | None:
        """Bytes a second that it takes, if that is known to be few."""

    @property
    def sent(self) -> int:
        """Bytes that it took so far."""


class Clock:
    """Told of every tick of a timer, says on which of them to draw.

    ``frames`` are those asked for, a second. ``now`` and ``worked`` tell the time, and the time that the screen's
    thread has been at work. ``way`` is the way to the terminal; None for one that takes anything.
    """

    def __init__(
        self,
        frames: float,
        way: Way | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.thread_time,
    ) -> None:
        self.way = way
        self._shortest = self._interval = 1 / frames
        self._now, self._worked = now, worked
        self._last: tuple[float, float, int] | None = None
        self._cost = (0.0, 0.0)
        self._before = (0.0, 0.0)

    @property
    def lowered(self) -> float | None:
        """Frames a second where they are fewer than asked for, else None."""
        return 1 / self._interval if self._interval * AS_ASKED > self._shortest else None

    def tick(self) -> bool:
        """Whether to draw a frame now. To be asked at least as often as frames are asked for."""
        now = self._now()
        half_a_tick = self._shortest / 2  # a timer is never on the dot
        if self._last is not None and now - self._last[0] < self._interval - half_a_tick:
            return False
        if self.way is not None and self.way.busy:
            return False
        self._learn(now)
        return True

    def _learn(self, now: float) -> None:
        """From what the last frame cost, how long the next ones are to be apart."""
        worked, sent = self._worked(), self.way.sent if self.way is not None else 0
        if self._last is not None:
            cost = worked - self._last[1], float(sent - self._last[2])
            # Of two frames the cheaper one counts: a single one may have met the collector, or a new screen.
            work, size = (min(pair) for pair in zip(cost, self._before, strict=True))
            self._before = cost
            self._cost = (
                self._cost[0] + SMOOTHING * (work - self._cost[0]),
                self._cost[1] + SMOOTHING * (size - self._cost[1]),
            )
        self._last = now, worked, sent
        rate = self.way.rate if self.way is not None else None
        needed = max(
            self._shortest,
            self._cost[0] / SHARE_OF_TIME,
            0.0 if rate is None else self._cost[1] / (SHARE_OF_LINE * rate),
        )
        self._interval = max(needed, RECOVERY * self._interval)

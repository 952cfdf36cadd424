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


class Link(Protocol):
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
        way: Link | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.thread_time,
    ) -> None:
        self.way = way
        self._shortest = self._interval = 1 / frames
        self._now, self._worked = now, worked
        self._drawn_at: float | None = None
        self._work_before, self._sent_before = worked(), 0
        self._cost = self._cost_before = (0.0, 0.0)

    @property
    def lowered(self) -> float | None:
        """Frames a second where they are fewer than asked for, else None."""
        return 1 / self._interval if self._interval * AS_ASKED > self._shortest else None

    def tick(self) -> bool:
        """Whether to draw a frame now. To be asked at least as often as frames are asked for."""
        now = self._now()
        half_a_tick = self._shortest / 2  # a timer is never on the dot
        if self._drawn_at is not None and now - self._drawn_at < self._interval - half_a_tick:
            return False
        if self.way is not None and self.way.busy:
            return False
        self._drawn_at, self._work_before = now, self._worked()
        self._interval = max(self._needed(), RECOVERY * self._interval)
        return True

    def drawn(self) -> None:
        """To be called once the frame of the last tick has been put together: now it is known what it cost."""
        sent = self.way.sent if self.way is not None else 0
        cost = self._worked() - self._work_before, float(sent - self._sent_before)
        self._sent_before = sent
        # Of two frames the cheaper one counts: a single one may have met the collector, or a new screen.
        work, size = map(min, cost, self._cost_before)
        self._cost_before = cost
        self._cost = (
            self._cost[0] + SMOOTHING * (work - self._cost[0]),
            self._cost[1] + SMOOTHING * (size - self._cost[1]),
        )

    def _needed(self) -> float:
        """Seconds from frame to frame that leave both the processor and the line their room."""
        rate = self.way.rate if self.way is not None else None
        for_line = 0.0 if rate is None else self._cost[1] / (SHARE_OF_LINE * rate)
        return max(self._shortest, self._cost[0] / SHARE_OF_TIME, for_line)

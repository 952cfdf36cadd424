"""When the map is made again while training goes on: so seldom that neither training nor the line suffers."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.render.text import Line

INTERVAL = 0.25
"""Least seconds from one map to the next,"""
SHARE = 0.02
"""and the most of that time that making them takes."""
SLOW_FRAMES, SLOW_BYTES = 5.0, 2_400
"""With at most so many frames a second the line counts as slow; then maps send at most so many bytes a second."""
FAST_BYTES = 30_000
"""The most that they send on any other line."""
RUN, CELL = 32, 3
"""Bytes of a change of style, and of a character."""


def bytes_of_change(before: Sequence[Line], after: Sequence[Line]) -> int:
    """About how many bytes show the lines ``after`` in place of those ``before``."""
    size = 0
    for number, line in enumerate(after):
        if number < len(before) and before[number] == line:
            continue
        old = _cells(before[number]) if number < len(before) else []
        style = None
        for at, cell in enumerate(_cells(line)):
            if at < len(old) and old[at] == cell:
                style = None
            else:
                size += CELL + RUN * (cell[1] != style)
                style = cell[1]
    return size


def _cells(line: Line) -> list[tuple[str, str]]:
    return [(character, span.style) for span in line for character in span.text]


class MapPace:
    """Says when the next map is due; ``frames`` are those drawn a second."""

    def __init__(self, frames: float = 10.0, now: Callable[[], float] = time.monotonic) -> None:
        self.frames, self._now = frames, now
        self._due = -math.inf

    @property
    def is_due(self) -> bool:
        """Whether a map may be made now."""
        return self._now() >= self._due

    def made(self, seconds: float, size: int) -> None:
        """Take how long a map took, and the bytes that it sent."""
        rate = SLOW_BYTES if self.frames <= SLOW_FRAMES else FAST_BYTES
        self._due = self._now() + max(INTERVAL, seconds / SHARE, size / rate)

"""The lines of ``metrics.jsonl`` as they come: parts of lines, a file that begins anew, and whatever else is in it."""

from __future__ import annotations

import json
import math
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nntui.training.records import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

LONGEST_LINE = 1 << 16
"""Bytes of the longest line that is read; longer ones are passed over."""
MOST_AT_ONCE = 1 << 22
"""Bytes read at one look; the rest is read at the next."""
HEAD = 256
"""First bytes of the file by which it is known again."""
MOST_POINTS, DENSE = 4_000, 2_000
"""Points of a curve before every second of its older ones is dropped, and newest ones that are all kept."""
MOST_SCORES = 8
"""Further numbers of a line that are shown."""
LARGEST_EPOCH = 10**12


class Point(NamedTuple):
    """A line of metrics: losses after ``epoch`` epochs, NaN where there is none, and further numbers by name."""

    epoch: int
    train: float
    validation: float
    seconds: float
    scores: tuple[tuple[str, float], ...] = ()


def point_of(line: bytes) -> Point | None:
    """The metrics of a line; None for one without an epoch or any loss, such as that of the schema."""
    try:
        entries = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entries, dict):
        return None
    epoch = _number(entries.pop("epoch", None))
    train = _number(entries.pop("train_loss", None), _number(entries.pop("loss", None)))
    validation, seconds = _number(entries.pop("validation_loss", None)), _number(entries.pop("seconds", None))
    if not 0 <= epoch <= LARGEST_EPOCH or (math.isnan(train) and math.isnan(validation)):
        return None
    scores = [(name[:LONGEST_NAME], value) for name, each in entries.items() if not math.isnan(value := _number(each))]
    return Point(int(epoch), train, validation, seconds, tuple(scores[:MOST_SCORES]))


LONGEST_NAME = 24
"""Characters of the name of a further number."""


def _number(value: object, missing: float = math.nan) -> float:
    """A finite number, or ``missing``."""
    with suppress(OverflowError):
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    return missing


class MetricsFile:
    """Reads the file at ``path`` as it grows. ``points`` are those so far; ``skipped`` lines had none in them.

    ``begun`` counts how often it began anew: it was replaced, or cut off.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.begun = 0
        self._forget()

    def _forget(self) -> None:
        self._read, self._inode, self._head = 0, -1, b""
        self._rest, self._overlong = b"", False
        self.points: list[Point] = []
        self.skipped = 0

    def look(self) -> bool:
        """Read what is new; True if there may be more at once. Raises OSError, also for what is no plain file."""
        file = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            found = os.fstat(file)
            if not stat.S_ISREG(found.st_mode):
                raise OSError(0, "not a plain file")
            head = os.pread(file, HEAD, 0)
            if found.st_ino != self._inode or found.st_size < self._read or not head.startswith(self._head):
                if self._inode != -1:
                    self.begun += 1
                self._forget()
            self._inode, self._head = found.st_ino, head
            data = os.pread(file, MOST_AT_ONCE, self._read)
        finally:
            os.close(file)
        self._read += len(data)
        for line in self._lines(data):
            self._take(line)
        return len(data) == MOST_AT_ONCE

    def _lines(self, data: bytes) -> Iterator[bytes]:
        """The whole lines; a part of one at the end is kept until the rest of it is there."""
        first, *others = data.split(b"\n")
        pieces = [self._rest + first, *others]
        self._rest = pieces.pop()
        for line in pieces:
            if self._overlong or len(line) > LONGEST_LINE:
                self.skipped += 1
                self._overlong = False
            elif line.strip():
                yield line
        if len(self._rest) > LONGEST_LINE:
            self._rest, self._overlong = b"", True

    def _take(self, line: bytes) -> None:
        point = point_of(line)
        if point is None:
            self.skipped += 1
            return
        while self.points and self.points[-1].epoch >= point.epoch:  # it went on from an earlier epoch
            self.points.pop()
        self.points.append(point)
        if len(self.points) > MOST_POINTS:
            older = len(self.points) - DENSE
            self.points[:older] = self.points[:older:2]


def losses_of(points: list[Point]) -> Losses:
    """The losses of some points."""

    def column(values: list[float]) -> NDArray[np.float64]:
        return np.array(values, dtype=np.float64)

    return Losses(
        np.array([each.epoch for each in points], dtype=np.int64),
        column([each.train for each in points]),
        column([each.validation for each in points]),
        column([0.0 if math.isnan(each.seconds) else each.seconds for each in points]),
    )

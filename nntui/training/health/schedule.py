"""When the layers are looked at: at epochs that depend on numbers alone, and so seldom that training hardly notices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.training.health.records import HealthSubject

EACH = 16
"""Epochs that are each looked at; in every doubling of them, about half as many."""
FREE = 40
"""Looks that are made in any case, and"""
SHARE = 0.02
"""the share of training time that all others may take, by these estimates for one core:"""
PASSES, SPEED = 6, 40_000
"""operations of a parameter for each row of an epoch, and operations in a microsecond;"""
LOOK, UPDATE = 1_000, 1.5
"""microseconds of a look, and of an update beside its operations."""


class LookSchedule:
    """The epochs after ``begun`` in which the layers of ``subject`` are looked at on a ``sample`` of so many rows."""

    def __init__(self, subject: HealthSubject, sample: int, begun: int) -> None:
        rows, per_row = len(subject.arrays.inputs), PASSES * subject.network.parameters / SPEED
        batch = max(1, min(subject.training.batch or rows, rows))
        epoch = rows * per_row + UPDATE * math.ceil(rows / batch)
        self._epochs_per_look = (sample * per_row + LOOK) / (SHARE * epoch)
        self._begun = begun

    def next_after(self, epoch: int, looks: int, *, well: bool) -> int:
        """The next epoch to look at where ``looks`` have been made; while all is ``well``, after as many again."""
        since = epoch - self._begun
        stride = 1
        while since >= EACH * stride:
            stride *= 2
        due = max(1, 2 * since) if well else (since // stride + 1) * stride
        earliest = math.ceil(max(0, looks + 1 - FREE) * self._epochs_per_look)
        return self._begun + max(due, earliest)

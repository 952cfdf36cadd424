"""How long training goes on until it ends, from how fast it went lately by the clock on the wall."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.ui.work.controller import Controller

LEAST = 1.0
"""Seconds of training before anything is estimated."""
WORTH = 5.0
"""An estimate begins with at least so many seconds left: a training that ends sooner is over before it is read."""
SHORTEST, LONGEST = 10.0, 60.0
"""Seconds of the latest training that decide the speed: half of what has passed, but not less or more than that."""
APART = 0.2
"""Seconds between two measurements that are kept."""
SLACK = 0.1
"""An estimate counts down by the clock until it is off by more than this share and a second: it does not waver."""
STEPS = ((10, 1), (60, 5), (600, 10), (3_600, 60), (math.inf, 600))
"""Up to so many seconds (left), an estimate is told in steps of so many (right)."""


@dataclass(frozen=True, slots=True)
class TrainingAhead:
    """Where a training is: ``done`` of what ends it once it reaches ``goals``, such as epochs and seconds of training.

    ``key`` is another where the speed may be another. ``early`` says that something else may end it before.
    """

    key: tuple[object, ...]
    done: tuple[float, ...]
    goals: tuple[float, ...]
    early: bool = False


class RemainingTime:
    """Estimates from ``clock`` how long a training goes on that is looked at often."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key: tuple[object, ...] = ()
        self._measured: deque[tuple[float, tuple[float, ...]]] = deque()
        self._begun = 0.0
        self._end: float | None = None

    def look(self, ahead: TrainingAhead | None) -> str:
        """The time left in words, "at most 2 min left"; "" while it is not known, or not worth telling.

        None for ``ahead``: nothing is trained.
        """
        now, measured = self._clock(), self._measured
        if ahead is None or ahead.key != self._key or (measured and ahead.done < measured[-1][1]):
            measured.clear()
            self._end, self._begun, self._key = None, now, () if ahead is None else ahead.key
        if ahead is None:
            return ""
        if not measured or now - measured[-1][0] >= APART:
            measured.append((now, ahead.done))
        reach = min(max(SHORTEST, (now - self._begun) / 2), LONGEST)
        while len(measured) > 2 and measured[1][0] <= now - reach:
            measured.popleft()
        since, before = measured[0]
        if now - since < LEAST:
            return ""
        left = min(
            (
                max(0.0, goal - done) * (now - since) / (done - first)
                for goal, done, first in zip(ahead.goals, ahead.done, before, strict=True)
                if done > first
            ),
            default=math.inf,
        )
        return self._told(now, left, early=ahead.early)

    def _told(self, now: float, left: float, *, early: bool) -> str:
        """``left`` seconds in words, or those left of the estimate before, where that is still good."""
        if math.isinf(left) or (self._end is None and left < WORTH):
            return ""
        if self._end is None or abs(self._end - now - left) > SLACK * left + 1:
            self._end = now + left
        return f"{'at most ' if early else ''}{in_words(max(self._end - now, 0.0))} left"


def in_words(seconds: float) -> str:
    """A time rounded up to what is worth telling: ``8 s``, ``3 min 20 s``, ``2 h 10 min``, ``3 days``."""
    step = next(step for most, step in STEPS if seconds <= most)
    whole = max(1, math.ceil(seconds / step) * step)
    if whole < 60:
        return f"{whole} s"
    if whole >= 2 * 86_400:
        return f"{round(whole / 86_400)} days"
    (larger, name), (smaller, below) = ((3_600, "h"), (60, "min")) if whole >= 3_600 else ((60, "min"), (1, "s"))
    rest = whole % larger // smaller
    return f"{whole // larger} {name}" + (f" {rest} {below}" if rest else "")


def ahead_of(controller: Controller) -> TrainingAhead | None:
    """Where the training of ``controller`` is; None while it does not train."""
    session, now, arrays = controller.session, controller.now, controller.arrays
    if session is None or now is None or arrays is None or now.state != "training" or not controller.training:
        return None
    from nntui.training.batches import updates_per_epoch

    spec, goal = session.training, controller.runner.aim.goal
    updates = max(1, updates_per_epoch(len(arrays.inputs), spec.batch))
    done, goals = [now.epoch + now.batch / updates], [float(goal)]
    if spec.most_seconds is not None and now.seconds < spec.most_seconds:
        done.append(now.seconds)
        goals.append(spec.most_seconds)
    patience = None if now.validation_loss is None else spec.patience
    rules = (spec.stop_loss, patience, spec.plateau, *spec.stop, *spec.breakpoints)
    key = (session.name, session.network, goal, spec, controller.runner.limit, len(arrays.inputs))
    return TrainingAhead(key, tuple(done), tuple(goals), early=any(each is not None for each in rules))

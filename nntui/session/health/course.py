"""The health of a training as its kept moments tell it: on the screen, and of a session that is opened."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.session.health.subject import subject_of
from nntui.session.session import place_of
from nntui.training.health.checks import Health

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.session.session import RunPosition, Session, TrainedSegment
    from nntui.training.health.monitor import HealthMonitor
    from nntui.training.health.records import HealthSubject
    from nntui.training.records import Snapshot


@dataclass(frozen=True, slots=True)
class HealthQuestion:
    """A training to look at: the ``session`` with its rows, the ``segments`` of its training and its present state."""

    session: Session
    encoder: Encoder
    arrays: Arrays
    segments: Sequence[TrainedSegment]
    snapshot: Snapshot


class HealthCourse:
    """Follows a training from kept moment to kept moment. For one thread at a time.

    ``health`` is that known so far; ``behind`` says that there are moments left to look at.
    """

    def __init__(self) -> None:
        self.behind = False
        self._subject: HealthSubject | None = None
        self._arrays: Arrays | None = None
        self._monitor: HealthMonitor | None = None
        self._begun: list[tuple[RunPosition, int]] = []  # the segments looked at: where each began, and its settings
        self._looked: RunPosition = (-1, 0)
        self._read = -1  # the last epoch whose losses were taken
        self._failed = False

    @property
    def health(self) -> Health:
        """The health of the training so far."""
        return Health() if self._monitor is None else self._monitor.health

    def go_on(self, asked: HealthQuestion, seconds: float) -> None:
        """Look at what is new, for as long as ``seconds`` at most, once at least."""
        if not self._goes_on(asked):
            self._begin(asked)
        monitor, end = self._monitor, monotonic() + seconds
        self.behind = False
        if monitor is None:
            return
        for number, trained in enumerate(asked.segments):
            segment = trained.segment
            if number == len(self._begun):
                self._begun.append((trained.start, segment.settings))
                if number:
                    self._take_losses(asked.snapshot, segment.start.epoch)
                    monitor.settings_changed(segment.start.epoch)
            for moment in segment.moments:
                if place_of(moment) <= self._looked:
                    continue
                if monotonic() > end:
                    self.behind = True
                    return
                self._take_losses(asked.snapshot, moment.epoch)
                monitor.look(moment, replace(trained.session.training, rate=segment.rate))
                self._looked = place_of(moment)
        self._take_losses(asked.snapshot, asked.snapshot.epoch)
        if asked.snapshot.state == "failed" and not self._failed:
            from nntui.training.health.watch import lost

            self._failed = True
            monitor.failed(asked.snapshot.epoch + 1, lost(asked.snapshot.epoch))

    def _goes_on(self, asked: HealthQuestion) -> bool:
        """Whether what is asked continues what was looked at."""
        before = self._subject
        if before is None or asked.session.network != before.network or asked.arrays is not self._arrays:
            return False
        if asked.session.training.loss != before.training.loss or (self._failed and asked.snapshot.state != "failed"):
            return False
        begun = [(each.start, each.segment.settings) for each in asked.segments]
        if begun[: len(self._begun)] != self._begun or (asked.snapshot.epoch, asked.snapshot.batch) < self._looked:
            return False
        return len(begun) == len(self._begun) or begun[len(self._begun)][0] >= self._looked

    def _begin(self, asked: HealthQuestion) -> None:
        from nntui.training.health.monitor import HealthMonitor  # torch

        self._subject = subject_of(asked.session, asked.encoder, asked.arrays)
        self._arrays = asked.arrays
        self._monitor = None if self._subject is None else HealthMonitor(self._subject, spreads=True)
        self._begun, self._looked, self._read, self._failed = [], (-1, 0), -1, False

    def _take_losses(self, snapshot: Snapshot, until: int) -> None:
        """Take the known losses after those taken before, up to the epoch ``until``."""
        assert self._monitor is not None
        dense = snapshot.recent.epochs[0] if len(snapshot.recent.epochs) else until + 1
        for losses, end in (snapshot.curve, min(until, int(dense) - 1)), (snapshot.recent, until):
            wanted = (losses.epochs > self._read) & (losses.epochs <= end)
            if wanted.any():
                some = losses.part(wanted)
                self._monitor.take(some)
                self._read = int(some.epochs[-1])

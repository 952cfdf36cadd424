"""The health of a training without a screen: looks are made between its chunks, at epochs that are always the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.training.health.monitor import HealthMonitor
from nntui.training.health.schedule import LookSchedule
from nntui.training.records import KeptMoment
from nntui.training.state import frozen_copy

if TYPE_CHECKING:
    from nntui.training.health.checks import Health
    from nntui.training.health.records import HealthSubject
    from nntui.training.records import Losses
    from nntui.training.trainer import Trainer


class HealthWatch:
    """Watches a trainer of ``subject``, whose history goes to ``take``; ``look`` is to be called after each chunk."""

    def __init__(self, subject: HealthSubject) -> None:
        self.monitor = HealthMonitor(subject)
        self._schedule: LookSchedule | None = None
        self._due = 0
        self._looks = 0

    def take(self, losses: Losses) -> None:
        """Take losses as they are recorded."""
        self.monitor.take(losses)

    def look(self, trainer: Trainer, *, last: bool = False) -> None:
        """Look at the present weights if it is time to, or if this is the ``last`` look, and let the next chunk end
        where the next look is due.
        """
        state = trainer.state
        if self._schedule is None:
            self._schedule = LookSchedule(self.monitor.probe.subject, len(self.monitor.probe.places), state.epoch)
            self._due = state.epoch
        if trainer.status == "failed":
            self.monitor.failed(state.epoch + 1, lost(state.epoch))
        elif (state.epoch >= self._due and state.batch == 0) or last:
            if last and self.health.looks and self.health.looks[-1].epoch == state.epoch:
                return
            self.monitor.look(_moment(trainer), replace(trainer.spec, rate=state.rate))
            self._looks += 1
            self._due = self._schedule.next_after(state.epoch, self._looks, well=self.monitor.well)
        trainer.most_epochs = max(1, self._due - state.epoch)

    @property
    def health(self) -> Health:
        """What is known so far."""
        return self.monitor.health


def lost(epoch: int) -> str:
    """The cause of a training that failed after ``epoch``."""
    return f"the loss of epoch {epoch + 1:,} is not a finite number; the weights of epoch {epoch:,} are back"


def _moment(trainer: Trainer) -> KeptMoment:
    """The present moment of a trainer."""
    state = trainer.state
    train, validation = trainer.losses
    return KeptMoment(
        **asdict(state.counters),
        weights=frozen_copy(state.network.flat),
        best=frozen_copy(state.best),
        optimizer={name: frozen_copy(each) for name, each in state.moments.items()},
        train_loss=train,
        validation_loss=validation,
    )

"""The health of a training without a screen: looks are made between its chunks, at epochs that are always the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.training.capture import moment_of
from nntui.training.health.monitor import HealthMonitor
from nntui.training.health.schedule import LookSchedule
from nntui.training.records import Losses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.training.health.checks import Health
    from nntui.training.health.records import HealthSubject
    from nntui.training.trainer import Trainer


BLOCKS = 16
"""Blocks of losses, each of about 20 ms of training, that are read together."""


class HealthWatch:
    """Watches a trainer of ``subject``, whose history goes to ``take``; ``look`` is to be called after each chunk."""

    def __init__(self, subject: HealthSubject) -> None:
        self.monitor = HealthMonitor(subject)
        self._schedule: LookSchedule | None = None
        self._due = 0
        self._looks = 0
        self._waiting: list[Losses] = []

    def take(self, losses: Losses) -> None:
        """Take losses as they are recorded. They are read some blocks at a time, which is cheaper than one by one."""
        self._waiting.append(losses)
        if len(self._waiting) >= BLOCKS:
            self._read()

    def _read(self) -> None:
        """Read the losses that wait."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.monitor.take(joined(waiting))

    def look(self, trainer: Trainer, *, last: bool = False) -> None:
        """Look at the present weights if it is time to, or if this is the ``last`` look, and let the next chunk end
        where the next look is due. While the losses show that all is well, there is nothing to look for.
        """
        state = trainer.state
        if self._schedule is None:
            self._schedule = LookSchedule(self.monitor.probe.subject, len(self.monitor.probe.places), state.epoch)
            self._due = state.epoch
        if trainer.status == "failed":
            self._read()
            self.monitor.failed(state.epoch + 1, lost(state.epoch))
        elif last or (state.epoch >= self._due and state.batch == 0):
            self._read()
            well = bool(self._looks) and self.monitor.is_well(trainer.losses[0])
            if not well and (not self.health.looks or self.health.looks[-1].epoch < state.epoch):
                self.monitor.look(moment_of(state, trainer.losses), replace(trainer.spec, rate=state.rate))
                self._looks += 1
            self._due = self._schedule.next_after(state.epoch, self._looks, well=well)
        trainer.most_epochs = max(1, self._due - state.epoch)

    @property
    def health(self) -> Health:
        """The health of the training so far."""
        return self.monitor.health


def lost(epoch: int) -> str:
    """The cause of a training that failed after ``epoch``."""
    return f"the loss of epoch {epoch + 1:,} is not a finite number; the weights of epoch {epoch:,} are back"


def joined(blocks: Sequence[Losses]) -> Losses:
    """The losses of several blocks, in order."""
    parts = ("epochs", "train", "validation", "seconds")
    return Losses(*(np.concatenate([getattr(each, part) for each in blocks]) for part in parts))

"""The watch over one training: its stop rules and breakpoints, judged by its losses and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.training.timeline import losses_until
from nntui.training.watch.condition import ConditionSubject, TrainedEpochs
from nntui.training.watch.figures import PresentFigures
from nntui.training.watch.watcher import Watcher, fitting, stop_conditions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.training.history import History
    from nntui.training.records import Counters, Losses
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State
    from nntui.training.watch.condition import Condition
    from nntui.training.watch.watcher import Caught


class Watch:
    """Watches a training for the stop rules of ``spec`` and for ``breakpoints``, unless it is ``off``, as at first.

    Conditions that do not fit the network or the table are left out.
    """

    def __init__(self, spec: TrainingSpec, state: State, arrays: Arrays, breakpoints: Sequence[Condition] = ()) -> None:
        encoder = arrays.encoder
        height = 1 + max((int(rows.max()) for rows in (arrays.rows, arrays.validation_rows) if len(rows)), default=0)
        subject = ConditionSubject(state.parameters.spec, encoder is not None and bool(encoder.classes), height)
        self._watcher = Watcher(fitting(stop_conditions(spec), subject), fitting(breakpoints, subject))
        self._state, self._arrays = state, arrays
        self._figures: PresentFigures | None = None
        self.off = True

    @property
    def active(self) -> bool:
        """Whether there is anything to watch for."""
        return not self.off and self._watcher.active

    @property
    def each_epoch(self) -> bool:
        """Whether every epoch must be looked at by itself, as weights decide."""
        return self.active and self._watcher.each_epoch

    @property
    def caught(self) -> Caught | None:
        """The condition that training is to stop or to pause for, if there is one."""
        return None if self.off else self._watcher.caught

    def begin(self, history: History, losses: tuple[float, float], seconds: float) -> None:
        """Watch from the present state on, with its displayed ``losses``."""
        self.off = False
        if self.active:
            state, recent = self._state, losses_until(history.recent(), self._state.epoch - 1)
            now = self._stretch(state.epoch, np.array([losses]), recent, state.counters, seconds)
            self._watcher.begin(now, within_epoch=state.batch > 0)

    def first(self, start: Counters, losses: NDArray[np.float64], history: History, seconds: float) -> int | None:
        """The place in ``losses`` [epochs, 2], made since ``start``, of the first epoch at which something is caught.

        None: in none of them, or it can only be in the last, of which ``settle`` takes note. ``history`` goes up to
        ``start``.
        """
        finite = losses[: len(losses) - (not np.isfinite(losses[-1, 0]))]
        if not self.active or len(losses) < 2 or not len(finite):
            return None
        return self._watcher.first(self._since(start, finite, history, seconds))

    def settle(self, start: Counters, losses: NDArray[np.float64], history: History, seconds: float) -> None:
        """Take note of the ``losses`` of epochs made since ``start``, which end with the present state."""
        if self.active:
            self._watcher.settle(self._since(start, losses, history, seconds))

    def _since(self, start: Counters, losses: NDArray[np.float64], history: History, seconds: float) -> TrainedEpochs:
        return self._stretch(start.epoch + 1, losses, history.recent(), start, seconds)

    def _stretch(
        self, first: int, losses: NDArray[np.float64], before: Losses, best: Counters, seconds: float
    ) -> TrainedEpochs:
        if self._figures is None:
            self._figures = PresentFigures(self._state.parameters, self._arrays)
        self._figures.forget()
        return TrainedEpochs(
            first, losses[:, 0], losses[:, 1], before, best.best_epoch, best.best_loss, seconds, self._figures
        )

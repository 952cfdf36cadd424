"""The compiled engine: ``nntui.training.kernel`` bound to a state. See ``Engine`` for what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.training.batches import PartOfEpoch, updates_per_epoch
from nntui.training.kernel.net.arguments import Course
from nntui.training.kernel.net.plan import plan
from nntui.training.kernel.net.rates import CONSTANT
from nntui.training.kernel.warm import kernel
from nntui.training.schedules import SCHEDULES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.training.engines.copies import RowCopies
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State


class FusedEngine:
    """See ``Engine``. Works in the state's own memory and dtype, without the interpreter lock, on one thread."""

    name = "fused"
    notice = ""

    def __init__(
        self,
        state: State,
        spec: TrainingSpec,
        arrays: Arrays,
        copies: RowCopies | None = None,
        part: PartOfEpoch | None = None,
    ) -> None:
        self._state = state
        self._spec = spec
        self._updates = updates_per_epoch(len(arrays.inputs), spec.batch)
        self._part = part or PartOfEpoch(0, self._updates)
        weights, gradient = state.parameters.flat, state.parameters.grad
        self._settings, self._memory = plan(
            state.parameters.spec,
            spec,
            arrays,
            {"weights": weights, "gradient": gradient, "best": state.best, **state.moments},
            state.frozen,
            copies=copies,
            rates_given=part is not None,
        )
        self._train = kernel(self._memory.weights.dtype)

    def epochs(self, count: int) -> NDArray[np.float64]:
        """See ``Engine.epochs``."""
        if count < 1:
            return np.empty((0, 2))
        losses = np.empty((count, 2))
        return losses[: self._call(losses, count)]

    def batches(self, count: int) -> None:
        """See ``Engine.batches``."""
        count = min(count, self._updates - self._state.batch)
        if count > 0:
            self._call(np.empty((0, 2)), 1, count)

    def evaluate(self) -> tuple[float, float]:
        """See ``Engine.evaluate``."""
        losses = np.empty((1, 2))
        self._call(losses)
        train, validation = losses[0].tolist()
        return train, validation

    def _call(self, losses: NDArray[np.float64], epochs: int = 0, batches: int = 0) -> int:
        state = self._state
        course = Course(
            rates=self._rates(epochs, batches),
            base=float(state.rate),
            counters=np.array([state.epoch, state.batch, state.updates, state.best_epoch], dtype=np.int64),
            best_loss=np.array([state.best_loss], dtype=np.float64),
            losses=losses,
        )
        made: int = self._train(self._settings, self._memory, course, batches)
        state.epoch, state.batch, state.updates, state.best_epoch = course.counters.tolist()
        state.best_loss = course.best_loss.item()
        return made

    def _rates(self, epochs: int, batches: int) -> NDArray[np.float64]:
        """The learning rates of the next ``epochs`` or ``batches``; room for them where the kernel fills them in."""
        state, spec, updates = self._state, self._spec, self._part.all
        if SCHEDULES[spec.schedule].factor is None:
            return np.full(epochs, state.rate, dtype=np.float64)
        start = state.epoch
        if spec.rate_by_update:
            start = state.epoch * updates + self._part.first + state.batch
            epochs = batches or epochs * updates
        if self._settings.schedule != CONSTANT:
            return np.empty(epochs)
        return np.array(spec.rates(state.rate, start, epochs, updates), float)

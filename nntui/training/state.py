"""All that training changes, in one place: weights, optimiser memory, counters, best weights; and copies of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.errors import TrainingError
from nntui.model.holding import held_places, silent_places
from nntui.model.parameters import aligned
from nntui.training.optimisers import OPTIMISERS
from nntui.training.records import Counters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.model.parameters import Parameters
    from nntui.training.engines.protocol import Engine
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec


COUNTS = tuple(each.name for each in fields(Counters))
"""The names of the counters."""
StateCopy = tuple[Counters, list["NDArray[Any]"]]
"""The counters and copies of the arrays that updates change."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptWeights:
    """Weights that take no part in training: their ``places`` among the flat ones, and their values."""

    places: NDArray[np.int64]
    weights: NDArray[Any]


@dataclass(slots=True)
class State:
    """All that training changes. Mutable, and owned by one thread.

    ``parameters`` hold the weights and the gradient of the last update. ``first`` and ``best`` are copies of the flat
    weights [parameters], ``moments`` the optimiser's memory by name; all are numpy's, so that torch is needed by its
    own engine only. ``rate`` is the base rate, before the schedule. ``frozen`` (bool [parameters], or None) marks
    weights that do not learn. ``kept`` are the weights that leave silenced neurons, which are 0 in ``parameters.flat``
    and ``best``; None if none is silenced. The counters are those of ``Counters``.
    """

    parameters: Parameters
    first: NDArray[Any]
    best: NDArray[Any]
    moments: dict[str, NDArray[Any]]
    rate: float
    epoch: int = 0
    batch: int = 0
    updates: int = 0
    best_epoch: int = 0
    best_loss: float = math.inf
    frozen: NDArray[np.bool_] | None = None
    kept: KeptWeights | None = None

    @classmethod
    def fresh(cls, parameters: Parameters, spec: TrainingSpec) -> State:
        """The state before the first update."""
        flat = parameters.flat
        moments = {name: aligned(len(flat), flat.dtype) for name in OPTIMISERS[spec.optimizer].memory}
        frozen = held_places(parameters.spec, spec.frozen)
        state = cls(parameters, flat.copy(), flat.copy(), moments, spec.rate, frozen=frozen)
        state.hold()
        return state

    def hold(self) -> None:
        """Make the arrays, just loaded, obey what is frozen and silenced.

        What an optimiser remembers of a frozen weight would still move it, so it is forgotten. A frozen -0 is made 0,
        which no addition of 0 changes. The best weights have the frozen and silenced ones of now.
        """
        if self.frozen is None:
            return
        flat, spec = self.parameters.flat, self.parameters.spec
        for moment in self.moments.values():
            moment[self.frozen] = 0
        flat[self.frozen] += 0.0
        held = held_places(spec)
        if held is not None:
            self.best[held] = flat[held]
        if spec.silenced:
            places = silent_places(spec)
            self.kept = KeptWeights(places, flat[places])
            flat[places] = self.best[places] = 0

    def whole(self, flat: NDArray[Any]) -> NDArray[Any]:
        """``flat``, weights as they are trained, with those that leave silenced neurons in their places."""
        if self.kept is None:
            return flat
        whole = flat.copy()
        whole[self.kept.places] = self.kept.weights
        return whole

    @property
    def counters(self) -> Counters:
        """How far training is."""
        return Counters(**self.counts)

    @counters.setter
    def counters(self, counters: Counters) -> None:
        for name in COUNTS:
            setattr(self, name, getattr(counters, name))

    @property
    def counts(self) -> dict[str, Any]:
        """The same by name."""
        return {name: getattr(self, name) for name in COUNTS}

    def end_epoch(self, train: float, validation: float) -> None:
        """End the epoch under way with its displayed losses (``validation`` NaN: none), keeping the best weights."""
        self.epoch += 1
        self.batch = 0
        self.offer_best(train, validation)

    def make_epochs(self, engine: Engine, spec: TrainingSpec, updates: int, count: int) -> NDArray[np.float64]:
        """``Engine.epochs`` of an engine that makes each epoch, of so many ``updates``, by its own ``batches``."""
        losses = np.full((count, 2), np.nan)
        for done in range(count):
            engine.batches(updates)
            train, validation = losses[done] = engine.evaluate()
            self.end_epoch(train, validation)
            if not math.isfinite(train) or (spec.stop_loss is not None and train <= spec.stop_loss):
                return losses[: done + 1]
        return losses

    def offer_best(self, train: float, validation: float) -> None:
        """Make the present weights the best ones if their loss is lower."""
        loss = train if math.isnan(validation) else validation
        if loss < self.best_loss:
            self.best[:] = self.parameters.flat
            self.best_epoch = self.epoch
            self.best_loss = loss

    def copy(self) -> StateCopy:
        """A copy of this moment, to ``restore`` later."""
        return self.counters, [array.copy() for array in self._arrays()]

    def restore(self, copy: StateCopy) -> None:
        """Go back to ``copy``. The rate, which is the user's, stays."""
        self.counters, arrays = copy
        for own, copied in zip(self._arrays(), arrays, strict=True):
            own[:] = copied

    def _arrays(self) -> list[NDArray[Any]]:
        """The arrays that updates change."""
        return [self.parameters.flat, self.best, *self.moments.values()]


def frozen_copy(flat: NDArray[Any]) -> NDArray[np.float32]:
    """A read-only float32 copy of ``flat`` [parameters]."""
    array = flat.astype(np.float32)
    array.setflags(write=False)
    return array


def load_checkpoint(state: State, checkpoint: Checkpoint, updates_per_epoch: int) -> None:
    """Set ``state`` to ``checkpoint``.

    An optimiser whose memory is not in it starts without; an epoch that now has fewer updates than were made starts
    over. Raises TrainingError for a checkpoint of another network.
    """
    weights = state.parameters.flat
    memory = {name: checkpoint.optimizer[name] for name in state.moments if name in checkpoint.optimizer}
    for flat in (checkpoint.weights, checkpoint.first, checkpoint.best, *memory.values()):
        if flat.shape != weights.shape:
            raise TrainingError("the saved weights belong to another network; rewind to train this one")
    weights[:], state.first[:], state.best[:] = checkpoint.weights, checkpoint.first, checkpoint.best
    for name, moment in memory.items():
        state.moments[name][:] = moment
    state.hold()
    state.counters = checkpoint
    if state.batch >= updates_per_epoch:
        state.batch = 0


def loss_of_best(state: State, engine: Engine) -> float:
    """The loss of the best weights on the rows of ``engine``; infinite if it is not finite."""
    weights = state.parameters.flat
    present = weights.copy()
    weights[:] = state.best
    train, validation = engine.evaluate()
    weights[:] = present
    loss = train if math.isnan(validation) else validation
    return loss if math.isfinite(loss) else math.inf

"""All that training changes, in one place: weights, optimiser memory, counters, best weights; and checkpoints of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from nntui.errors import TrainingError
from nntui.training.optimisers import OPTIMISERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.model.network import Network
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec


@dataclass(frozen=True, slots=True)
class StateCopy:
    """A copy of what updates change in a ``State``."""

    weights: Tensor
    best: Tensor
    best_epoch: int
    best_loss: float
    moments: dict[str, Tensor]
    updates: int
    epoch: int
    batch: int


@dataclass(slots=True)
class State:
    """Where training stands. Mutable, and owned by one thread.

    ``network.flat`` holds the weights, ``network.grad`` the gradient of the last update. ``first`` and ``best`` are
    copies of the flat weights [parameters]; ``best_loss`` is the displayed loss that chose ``best``: validation where
    there are validation rows, else train. ``updates`` counts optimiser steps, ``batch`` those made in the epoch under
    way; ``rate`` is the base rate, before the schedule. ``frozen`` (bool [parameters], or None) marks weights that are
    held as they are.
    """

    network: Network
    first: Tensor
    best: Tensor
    best_epoch: int
    best_loss: float
    moments: dict[str, Tensor]
    updates: int
    epoch: int
    batch: int
    rate: float
    frozen: Tensor | None = None

    @classmethod
    def fresh(cls, network: Network, spec: TrainingSpec) -> State:
        """The state before the first update, its best loss not yet known (infinite)."""
        flat = network.flat
        moments = {name: torch.zeros_like(flat) for name in OPTIMISERS[spec.optimizer].memory}
        return cls(
            network=network,
            first=flat.clone(),
            best=flat.clone(),
            best_epoch=0,
            best_loss=math.inf,
            moments=moments,
            updates=0,
            epoch=0,
            batch=0,
            rate=spec.rate,
        )

    def end_epoch(self, train: float, validation: float) -> None:
        """Close the epoch under way with its displayed losses (``validation`` NaN: none), keeping the best weights."""
        self.epoch += 1
        self.batch = 0
        self.offer_best(train, validation)

    def offer_best(self, train: float, validation: float) -> None:
        """Make the present weights the best ones if their loss is strictly smaller."""
        loss = train if math.isnan(validation) else validation
        if loss < self.best_loss:
            self.best.copy_(self.network.flat)
            self.best_epoch = self.epoch
            self.best_loss = loss

    def kept(self) -> StateCopy:
        """Where training stands now, to ``put_back`` later."""
        return StateCopy(
            weights=self.network.flat.clone(),
            best=self.best.clone(),
            best_epoch=self.best_epoch,
            best_loss=self.best_loss,
            moments={name: moment.clone() for name, moment in self.moments.items()},
            updates=self.updates,
            epoch=self.epoch,
            batch=self.batch,
        )

    def put_back(self, kept: StateCopy) -> None:
        """Stand again where ``kept`` was taken. The rate, which is the user's, stays."""
        self.network.flat.copy_(kept.weights)
        self.best.copy_(kept.best)
        self.best_epoch = kept.best_epoch
        self.best_loss = kept.best_loss
        for name, moment in kept.moments.items():
            self.moments[name].copy_(moment)
        self.updates = kept.updates
        self.epoch = kept.epoch
        self.batch = kept.batch


def frozen_copy(flat: Tensor) -> NDArray[np.float32]:
    """A read-only float32 copy of ``flat`` [parameters]."""
    array = flat.detach().to("cpu", torch.float32, copy=True).numpy()
    array.setflags(write=False)
    return array


def load_checkpoint(state: State, checkpoint: Checkpoint, updates_per_epoch: int) -> None:
    """Put ``state`` where ``checkpoint`` stands.

    An optimiser whose memory is not in it starts without; an epoch that now has fewer updates than were made is begun
    again. Raises TrainingError for a checkpoint of another network.
    """
    weights = state.network.flat
    memory = {name: checkpoint.optimizer[name] for name in state.moments if name in checkpoint.optimizer}
    for flat in (checkpoint.weights, checkpoint.first, checkpoint.best, *memory.values()):
        if flat.shape != weights.shape:
            raise TrainingError("the saved weights are those of another network; rewind to train this one")
    weights.copy_(torch.tensor(checkpoint.weights))
    state.first.copy_(torch.tensor(checkpoint.first))
    state.best.copy_(torch.tensor(checkpoint.best))
    for name, moment in memory.items():
        state.moments[name].copy_(torch.tensor(moment))
    state.best_epoch = checkpoint.best_epoch
    state.best_loss = checkpoint.best_loss
    state.updates = checkpoint.updates
    state.epoch = checkpoint.epoch
    state.batch = checkpoint.batch if checkpoint.batch < updates_per_epoch else 0

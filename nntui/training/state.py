"""All that training changes, in one place: weights, optimiser memory, counters, best weights; and copies of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import torch

from nntui.errors import TrainingError
from nntui.model.layout import parameter_groups
from nntui.model.network import Network
from nntui.training.optimisers import OPTIMISERS
from nntui.training.records import Counters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.model.spec import NetworkSpec
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec


StateCopy = tuple[Counters, list["Tensor"]]
"""The counters and copies of the tensors that updates change."""


@dataclass(slots=True)
class State:
    """All that training changes. Mutable, and owned by one thread.

    ``network.flat`` holds the weights, ``network.grad`` the gradient of the last update. ``first`` and ``best`` are
    copies of the flat weights [parameters], ``moments`` the optimiser's memory by name. ``rate`` is the base rate,
    before the schedule. ``frozen`` (bool [parameters], or None) marks weights that do not learn. The counters are those
    of ``Counters``.
    """

    network: Network
    first: Tensor
    best: Tensor
    moments: dict[str, Tensor]
    rate: float
    epoch: int = 0
    batch: int = 0
    updates: int = 0
    best_epoch: int = 0
    best_loss: float = math.inf
    frozen: Tensor | None = None

    @classmethod
    def fresh(cls, network: Network, spec: TrainingSpec) -> State:
        """The state before the first update."""
        flat = network.flat
        moments = {name: torch.zeros_like(flat) for name in OPTIMISERS[spec.optimizer].memory}
        frozen = frozen_parameters(network.spec, spec)
        frozen = None if frozen is None else frozen.to(flat.device)
        return cls(network, flat.clone(), flat.clone(), moments, spec.rate, frozen=frozen)

    @property
    def counters(self) -> Counters:
        """How far training is."""
        return Counters(**{each.name: getattr(self, each.name) for each in fields(Counters)})

    @counters.setter
    def counters(self, counters: Counters) -> None:
        for each in fields(Counters):
            setattr(self, each.name, getattr(counters, each.name))

    def end_epoch(self, train: float, validation: float) -> None:
        """End the epoch under way with its displayed losses (``validation`` NaN: none), keeping the best weights."""
        self.epoch += 1
        self.batch = 0
        self.offer_best(train, validation)

    def offer_best(self, train: float, validation: float) -> None:
        """Make the present weights the best ones if their loss is lower."""
        loss = train if math.isnan(validation) else validation
        if loss < self.best_loss:
            self.best.copy_(self.network.flat)
            self.best_epoch = self.epoch
            self.best_loss = loss

    def copy(self) -> StateCopy:
        """A copy of this moment, to ``restore`` later."""
        return self.counters, [tensor.clone() for tensor in self._tensors()]

    def restore(self, copy: StateCopy) -> None:
        """Go back to ``copy``. The rate, which is the user's, stays."""
        self.counters, tensors = copy
        for own, copied in zip(self._tensors(), tensors, strict=True):
            own.copy_(copied)

    def _tensors(self) -> list[Tensor]:
        """The tensors that updates change."""
        return [self.network.flat, self.best, *self.moments.values()]


def frozen_parameters(network: NetworkSpec, training: TrainingSpec) -> Tensor | None:
    """Which parameters the settings hold fixed, bool [parameters]; None: all learn."""
    if not training.frozen:
        return None
    frozen = torch.zeros(network.parameters, dtype=torch.bool)
    for kind, place in parameter_groups(network):
        frozen[place] = kind in training.frozen
    return frozen


def frozen_copy(flat: Tensor) -> NDArray[np.float32]:
    """A read-only float32 copy of ``flat`` [parameters]."""
    array = flat.detach().to("cpu", torch.float32, copy=True).numpy()
    array.setflags(write=False)
    return array


def load_checkpoint(state: State, checkpoint: Checkpoint, updates_per_epoch: int) -> None:
    """Set ``state`` to ``checkpoint``.

    An optimiser whose memory is not in it starts without; an epoch that now has fewer updates than were made starts
    over. Raises TrainingError for a checkpoint of another network.
    """
    weights = state.network.flat
    memory = {name: checkpoint.optimizer[name] for name in state.moments if name in checkpoint.optimizer}
    for flat in (checkpoint.weights, checkpoint.first, checkpoint.best, *memory.values()):
        if flat.shape != weights.shape:
            raise TrainingError("the saved weights belong to another network; rewind to train this one")
    weights.copy_(torch.tensor(checkpoint.weights))
    state.first.copy_(torch.tensor(checkpoint.first))
    state.best.copy_(torch.tensor(checkpoint.best))
    for name, moment in memory.items():
        state.moments[name].copy_(torch.tensor(moment))
    state.counters = checkpoint
    if state.batch >= updates_per_epoch:
        state.batch = 0


def network_on(device: str, spec: NetworkSpec) -> Network:
    """A network with its first weights. Raises TrainingError for a device that this machine does not have."""
    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as fault:  # what torch raises for a device that it does not know or have
        raise TrainingError(f"device {device}: not available on this machine; choose cpu") from fault
    return Network(spec, device=device)

"""All that training changes, in one place: weights, optimiser memory, counters, best weights; and copies of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import torch

from nntui.errors import TrainingError
from nntui.model.holding import held_places, silent_places
from nntui.model.network import Network
from nntui.training.optimisers import OPTIMISERS
from nntui.training.records import Counters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.model.spec import NetworkSpec
    from nntui.training.engines.protocol import Engine
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec


StateCopy = tuple[Counters, list["Tensor"]]
"""The counters and copies of the tensors that updates change."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptWeights:
    """Weights that take no part in training: their ``places`` among the flat ones, and their values."""

    places: Tensor
    weights: Tensor


@dataclass(slots=True)
class State:
    """All that training changes. Mutable, and owned by one thread.

    ``network.flat`` holds the weights, ``network.grad`` the gradient of the last update. ``first`` and ``best`` are
    copies of the flat weights [parameters], ``moments`` the optimiser's memory by name. ``rate`` is the base rate,
    before the schedule. ``frozen`` (bool [parameters], or None) marks weights that do not learn. ``kept`` are the
    weights that leave silenced neurons, which are 0 in ``network.flat`` and ``best``; None if none is silenced. The
    counters are those of ``Counters``.
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
    kept: KeptWeights | None = None

    @classmethod
    def fresh(cls, network: Network, spec: TrainingSpec) -> State:
        """The state before the first update."""
        flat = network.flat
        moments = {name: torch.zeros_like(flat) for name in OPTIMISERS[spec.optimizer].memory}
        frozen = frozen_parameters(network.spec, spec)
        frozen = None if frozen is None else frozen.to(flat.device)
        state = cls(network, flat.clone(), flat.clone(), moments, spec.rate, frozen=frozen)
        state.hold()
        return state

    def hold(self) -> None:
        """Make the tensors, just loaded, obey what is frozen and silenced.

        What an optimiser remembers of a frozen weight would still move it, so it is forgotten. A frozen -0 is made 0,
        which no addition of 0 changes. The best weights have the frozen and silenced ones of now.
        """
        if self.frozen is None:
            return
        flat, spec = self.network.flat, self.network.spec
        for moment in self.moments.values():
            moment.masked_fill_(self.frozen, 0)
        flat.copy_(torch.where(self.frozen, flat + 0.0, flat))
        held = held_places(spec)
        if held is not None:
            self.best.copy_(torch.where(torch.from_numpy(held).to(flat.device), flat, self.best))
        if spec.silenced:
            places = torch.from_numpy(silent_places(spec)).to(flat.device)
            self.kept = KeptWeights(places, flat[places].clone())
            flat[places] = self.best[places] = 0

    def whole(self, flat: Tensor) -> Tensor:
        """``flat``, weights as they are trained, with those that leave silenced neurons in their places."""
        if self.kept is None:
            return flat
        return flat.index_copy(0, self.kept.places, self.kept.weights)

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
    """Which parameters do not learn, bool [parameters]: those frozen, or of silenced neurons; None: all learn."""
    held = held_places(network, training.frozen)
    return None if held is None else torch.from_numpy(held)


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
    state.hold()
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


def loss_of_best(state: State, engine: Engine) -> float:
    """The loss of the best weights on the rows of ``engine``; infinite if it is not finite."""
    weights = state.network.flat
    present = weights.clone()
    weights.copy_(state.best)
    train, validation = engine.evaluate()
    weights.copy_(present)
    loss = train if math.isnan(validation) else validation
    return loss if math.isfinite(loss) else math.inf

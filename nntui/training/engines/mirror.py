"""The arrays of a state as torch's tensors, on the device that trains them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from nntui.errors import TrainingError
from nntui.model.network import Network
from nntui.training.updater import UpdatedTensors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from nntui.training.state import State


class StateMirror:
    """``network`` and ``learnt`` are the weights and all that updates change.

    On the CPU they share the memory of ``state``; on another device they are copies, which are brought up to
    date by ``fetch`` before they are used, and brought back by ``store``. Raises TrainingError for a device that
    this machine does not have.
    """

    def __init__(self, state: State, device: str) -> None:
        self._shared = device == "cpu"
        moments = {name: torch.from_numpy(each) for name, each in state.moments.items()}
        frozen = None if state.frozen is None else torch.from_numpy(state.frozen)
        shared = Network(state.parameters.spec, of=state.parameters)
        self._own = UpdatedTensors(shared.flat, shared.grad, moments, frozen)
        self.network, self.learnt = shared, self._own
        if self._shared:
            return
        try:
            self.network = Network(state.parameters.spec, shared.flat.dtype, device)
        except (RuntimeError, AssertionError) as fault:  # what torch raises for a device that it does not know or have
            raise TrainingError(f"device {device}: not available on this machine; choose cpu") from fault
        there = {name: each.to(device) for name, each in moments.items()}
        mask = None if frozen is None else frozen.to(device)
        self.learnt = UpdatedTensors(self.network.flat, self.network.grad, there, mask)

    def fetch(self) -> None:
        """Take over the state's numbers."""
        for here, there in self._pairs():
            there.copy_(here)

    def store(self) -> None:
        """Give the state the present numbers."""
        for here, there in self._pairs():
            here.copy_(there)

    def _pairs(self) -> Iterator[tuple[Tensor, Tensor]]:
        """The state's tensors, each with its copy."""
        if not self._shared:
            own, other = self._own, self.learnt
            yield own.weights, other.weights
            yield own.gradient, other.gradient
            yield from ((own.memory[name], other.memory[name]) for name in own.memory)

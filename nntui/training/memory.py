"""The memory that training a network takes: one too large for this machine is refused before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.files.limits import free_memory
from nntui.errors import SpecError
from nntui.training.optimisers import OPTIMISERS

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec

COPIES, COPIES_OF_MEMORY = 12, 5
"""Copies of all parameters, and of each tensor that an optimiser remembers: in training, shown, kept and saved."""
NEURON_BYTES = 2_048
"""Bytes of a neuron for the rows that go through the network together."""
UNQUESTIONED = 1 << 30
"""Bytes below which the memory that is free is not asked for."""


def training_memory(network: NetworkSpec, optimizer: str) -> int:
    """Bytes, nearly, that training the network by that optimiser takes, besides its table."""
    copies = COPIES + COPIES_OF_MEMORY * len(OPTIMISERS[optimizer].memory)
    return 4 * network.parameters * copies + NEURON_BYTES * sum(network.sizes)


def check_network_memory(network: NetworkSpec, optimizer: str) -> None:
    """Raise SpecError for a network that takes more memory than is free."""
    needed = training_memory(network, optimizer)
    free = free_memory() if needed > UNQUESTIONED else None
    if free is not None and needed > free:
        raise SpecError(
            f"a network of {network.parameters:,} parameters takes about {needed / 1e9:,.1f} GB of memory to train, "
            f"and {max(free, 0) / 1e9:,.1f} GB are free; use fewer or narrower layers"
        )

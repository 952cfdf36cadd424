"""What the kernel is told and what it works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from numba import types
from numba.core import cgutils
from numba.np.arrayobj import make_array

from nntui.training.kernel.operation import Kind, Site, Value, operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32] | NDArray[np.float64]


class Settings(NamedTuple):
    """What stays the same while an engine lives. Kinds are places in the lists of ``nntui.model.spec``."""

    depth: int
    """Layers of weights."""
    bias: int
    """Rows that the biases add to each weight matrix: 1 or 0."""
    inputs: int
    outputs: int
    parameters: int
    loss: int
    optimizer: int
    rows: int
    validation_rows: int
    batch: int
    """Rows in an update; as many as there are, or more, for all of them in the table's order."""
    gain: float
    """The loss's derivative is multiplied by this ..."""
    by_count: float
    """... and divided by this times the batch's rows, or by nothing where it is 0."""
    shown_by: float
    """The displayed loss is divided by this times the rows."""
    momentum: float
    l1: float
    l2: float
    clip: float
    """The longest gradient; 0 for any length."""
    held: bool
    """Whether some parameters are frozen."""
    stop_loss: float
    """Training ends at this displayed loss or below; negative for never."""
    scratch: int
    """Where in the workspace a layer's deltas are turned, ..."""
    batch_inputs: int
    """... and where a batch's inputs ..."""
    batch_targets: int
    """... and targets are gathered."""
    seed: int


class Memory(NamedTuple):
    """The arrays the kernel works on, all flat and contiguous; empty where there is nothing to keep."""

    layers: NDArray[np.int64]
    """``passes.FIELDS`` numbers for each layer."""
    weights: Floats
    gradient: Floats
    """That of the last update."""
    first: Floats
    """What the optimiser remembers: means of gradients, or momentum ..."""
    second: Floats
    """... and means of their squares."""
    free: Floats
    """1 for a parameter that learns, 0 for a frozen one."""
    best: Floats
    inputs: Floats
    """Row by row; batches are gathered from here. Empty where all rows make one update."""
    targets: Floats
    train: Floats
    """The same training rows in panels, as ``panels`` lays them out."""
    train_targets: Floats
    validation: Floats
    validation_targets: Floats
    work: Floats
    ahead: Floats
    """The gradient of all rows, ..."""
    ahead_at: Floats
    """... and the weights it was found at, NaN before there were any. Empty where updates take fewer rows."""
    order: NDArray[np.int64]
    """Room for the order of the rows."""
    ordered: NDArray[np.int64]
    """[1]: the epoch whose order that is, -1 for none."""


class Course(NamedTuple):
    """What one call is to train, and what it writes down."""

    rates: NDArray[np.float64]
    """The learning rate of each epoch [epochs]."""
    counters: NDArray[np.int64]
    """Read and advanced: see ``epochs.EPOCH`` and those beside it."""
    best_loss: NDArray[np.float64]
    """[1]: that of the best weights so far."""
    losses: NDArray[np.float64]
    """Filled: the displayed (train, validation) loss after each epoch [epochs, 2]."""


def _of_pointers(memory: Kind) -> Kind:
    return types.NamedTuple([types.CPointer(array.dtype) for array in memory.types], memory.instance_class)


@operation(_of_pointers)
def pointers(site: Site, memory: Value) -> Value:
    """The same tuple with the address of each array in its place: reading one counts no references."""
    addresses = [
        make_array(kind)(site.context, site.builder, array).data
        for kind, array in zip(site.operands[0].types, cgutils.unpack_tuple(site.builder, memory), strict=True)
    ]
    return site.context.make_tuple(site.builder, site.result, addresses)

"""The arguments of the kernel: constants, memory, and the work of one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from numba import types
from numba.core import cgutils
from numba.np.arrayobj import make_array

from nntui.training.kernel.simd.operation import Kind, Site, Value, operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32] | NDArray[np.float64]


class Settings(NamedTuple):
    """The constants of an engine. Kinds are the kernel codes of the tables' records."""

    depth: int
    """Layers of weights."""
    inputs: int
    outputs: int
    parameters: int
    loss: int
    from_logits: bool
    """Whether the loss is differentiated by the output layer's pre-activations."""
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
    beta1: float
    beta2: float
    rate_by_update: bool
    """Whether the course has a rate for each update, not for each epoch."""
    schedule: int
    """What fills in the rates; ``rates.CONSTANT`` where they are given."""
    decay: float
    interval: int
    planned: int
    """The settings of the schedule: epochs that are planned, among them."""
    penalties: int
    """Groups of parameters that have a penalty."""
    clip: float
    """The longest gradient; 0 for any length."""
    any_frozen: bool
    """Whether some parameters are frozen."""
    stop_loss: float
    """Training ends at this displayed loss or below; negative for never."""
    look_ahead: bool
    """Whether the gradient of the next update is computed together with the displayed loss: all rows make one update,
    and none of its neurons are dropped."""
    dropout: bool
    """Whether any layer drops neurons."""
    input_scale: bool
    scale_at: int
    """Where the inputs' factors start among the parameters."""
    scale_rate: float
    """The factor on their learning rate."""
    entry: int
    """Where in the workspace the first layer's weights times the input scale lie."""
    scratch: int
    """Where in the workspace a layer's deltas are transposed, ..."""
    batch_inputs: int
    """... and where a batch's inputs ..."""
    batch_targets: int
    """... and targets are gathered."""
    seed: int


class Memory(NamedTuple):
    """The arrays the kernel works on, all flat and contiguous; empty if not needed."""

    layers: NDArray[np.int64]
    """``passes.FIELDS`` numbers for each layer."""
    kept_factors: NDArray[np.float64]
    """For each layer the factor on the neurons that dropout keeps."""
    weights: Floats
    gradient: Floats
    """The gradient of the last update."""
    first: Floats
    """The optimiser's memory, in the order of its record ..."""
    second: Floats
    penalised: NDArray[np.int64]
    """The start and the length of each group of parameters that has a penalty ..."""
    penalties: NDArray[np.float64]
    """... and its l1, l2 and decay."""
    free: Floats
    """1 for a parameter that learns, 0 for a frozen one."""
    best: Floats
    inputs: Floats
    """Row by row; batches are gathered from here. Empty where all rows make one update."""
    targets: Floats
    """Smoothed, if they are."""
    train: Floats
    """The same training rows in panels, as ``plan.panels`` lays them out."""
    train_targets: Floats
    goals: Floats
    """The same, smoothed if they are: what the gradient of all rows is found for."""
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


EPOCH, BATCH, UPDATES, BEST_EPOCH = range(4)
"""Places in the counters of a course."""


class Course(NamedTuple):
    """The work of one call, and its results."""

    rates: NDArray[np.float64]
    """The learning rate of each epoch, or of each update, given or filled in; none to compute the present losses only.
    """
    base: float
    """What the factors of a schedule are multiplied by."""
    counters: NDArray[np.int64]
    """Read and advanced: see ``EPOCH`` and those beside it."""
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

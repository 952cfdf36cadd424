"""The kernel's settings and memory, laid out for a network, its training and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import types
from numba.core import cgutils
from numba.np.arrayobj import make_array

from nntui.data.encoding.encoder import Arrays
from nntui.model.activations import ACTIVATIONS, Activation
from nntui.model.layout import layer_slices
from nntui.model.spec import NetworkSpec
from nntui.training.kernel.net.passes import PANEL
from nntui.training.kernel.simd.lanes import LANES
from nntui.training.kernel.simd.operation import Kind, Site, Value, operation
from nntui.training.losses import LOSSES, LossFunction
from nntui.training.optimisers import OPTIMISERS, Optimiser
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike, NDArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32] | NDArray[np.float64]


class Settings(NamedTuple):
    """The constants of an engine. Kinds are the kernel codes of the tables' records."""

    depth: int
    """Layers of weights."""
    bias: int
    """Rows that the biases add to each weight matrix: 1 or 0."""
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
    l1: float
    l2: float
    """The L2 penalty that enters the gradient ..."""
    decay: float
    """... or, times the rate, shrinks the weights directly."""
    clip: float
    """The longest gradient; 0 for any length."""
    any_frozen: bool
    """Whether some parameters are frozen."""
    stop_loss: float
    """Training ends at this displayed loss or below; negative for never."""
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
    weights: Floats
    gradient: Floats
    """The gradient of the last update."""
    first: Floats
    """The optimiser's memory, in the order of its record ..."""
    second: Floats
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
    """The work of one call, and its results."""

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


def panels(table: NDArray[np.float32], dtype: DTypeLike, ones: bool) -> NDArray[np.floating]:
    """``table`` [rows, width] in panels of ``PANEL`` rows, one after the other in a flat array of ``dtype``.

    A panel is [width, columns], a column a row of the table; ``ones`` puts a row of ones below. The last panel may have
    fewer columns, a whole number of lanes; those left over repeat the last row.
    """
    rows, width = table.shape
    whole = rows // PANEL * PANEL
    columns = -(-(rows - whole) // LANES) * LANES
    height = width + ones
    laid = np.ones((whole + columns) * height, dtype)
    ends = whole * height
    # In place: a table may be large, and this is a second one of its size.
    laid[:ends].reshape(-1, height, PANEL)[:, :width] = table[:whole].reshape(-1, PANEL, width).transpose(0, 2, 1)
    rest = np.minimum(np.arange(whole, whole + columns), rows - 1)
    laid[ends:].reshape(height, columns)[:width] = table[rest].T
    return laid


def plan(
    network: NetworkSpec,
    training: TrainingSpec,
    arrays: Arrays,
    learnt: Mapping[str, NDArray[Any]],
    frozen: NDArray[np.bool_] | None,
) -> tuple[Settings, Memory]:
    """The first two arguments of ``epochs.train``.

    ``learnt`` are the flat arrays that training changes in place, all of one dtype: weights, gradient, best, and the
    optimiser's by their names in ``State.moments``.
    """
    dtype = learnt["weights"].dtype
    loss, optimiser = LOSSES[training.loss], OPTIMISERS[training.optimizer]
    terms_per_row = 1.0 if loss.term_per_row else float(network.outputs)
    room = ScratchSpace()
    layers = [_layer(network, training, number, room) for number in range(len(network.shapes))]
    settings = Settings(
        depth=len(layers),
        bias=int(network.bias),
        inputs=network.inputs,
        outputs=network.outputs,
        parameters=network.parameters,
        loss=_code(loss),
        from_logits=loss.from_logits,
        optimizer=_code(optimiser),
        rows=len(arrays.inputs),
        validation_rows=len(arrays.validation_inputs),
        batch=max(1, len(arrays.inputs) if training.batch is None else training.batch),
        gain=loss.gain,
        by_count=terms_per_row if loss.mean else 0.0,
        shown_by=terms_per_row,
        momentum=float(training.momentum),
        l1=float(training.l1),
        l2=0.0 if optimiser.decoupled_decay else float(training.l2),
        decay=float(training.l2) if optimiser.decoupled_decay else 0.0,
        clip=float(training.clip or 0),
        any_frozen=frozen is not None,
        stop_loss=-1.0 if training.stop_loss is None else float(training.stop_loss),
        scratch=room.take(max(network.sizes[1:])),
        batch_inputs=room.take(network.inputs + 1),
        batch_targets=room.take(network.outputs),
        seed=training.seed,
    )
    nothing = np.empty(0, dtype)
    first, second, *_ = *(learnt[name] for name in optimiser.memory), nothing, nothing
    at_once = settings.batch >= settings.rows
    ahead = network.parameters if at_once else 0
    memory = Memory(
        layers=np.array(layers, dtype=np.int64).ravel(),
        weights=learnt["weights"],
        gradient=learnt["gradient"],
        first=first,
        second=second,
        free=nothing if frozen is None else (~frozen).astype(dtype),
        best=learnt["best"],
        inputs=nothing if at_once else _flat(arrays.inputs, dtype),
        targets=nothing if at_once else _flat(arrays.targets, dtype),
        train=panels(arrays.inputs, dtype, ones=True),
        train_targets=panels(arrays.targets, dtype, ones=False),
        validation=panels(arrays.validation_inputs, dtype, ones=True),
        validation_targets=panels(arrays.validation_targets, dtype, ones=False),
        ahead=np.zeros(ahead, dtype),
        ahead_at=np.full(ahead, np.nan, dtype),
        work=_aligned(room.taken, dtype),
        order=np.empty(len(arrays.inputs), dtype=np.int64),
        ordered=np.full(1, -1, dtype=np.int64),
    )
    return settings, memory


def nothing_to_train(dtype: DTypeLike) -> tuple[Any, ...]:
    """Arguments of the types that ``train`` is always called with, for which it does nothing: to compile it."""
    network = NetworkSpec(inputs=1, hidden=(), outputs=1)
    learnt = {name: np.zeros(network.parameters, dtype) for name in ("weights", "gradient", "best")}
    none, no_rows = np.empty((0, 1), dtype=np.float32), np.empty(0, dtype=np.int64)
    arrays = Arrays(none, none, none, none, no_rows, no_rows)
    settings, memory = plan(network, TrainingSpec(optimizer="sgd"), arrays, learnt, None)
    course = Course(np.empty(0), np.zeros(4, dtype=np.int64), np.zeros(1), np.empty((1, 2)))
    return settings, memory, course, 0


class ScratchSpace:
    """Allocates places in the workspace, as offsets in numbers."""

    def __init__(self) -> None:
        self.taken = 0

    def take(self, width: int) -> int:
        """A place for ``width`` rows of a panel, rounded up to a whole number of lanes."""
        place = self.taken
        self.taken += -(-width // LANES) * LANES * PANEL
        return place


def _layer(network: NetworkSpec, training: TrainingSpec, number: int, room: ScratchSpace) -> tuple[int, ...]:
    """The fields of one layer, in the order of ``passes``."""
    fan_in, fan_out = network.shapes[number]
    activation = ACTIVATIONS[network.activation_of(number)]
    is_output = number == len(network.hidden)
    after = room.take(fan_out + 1)
    keeps_z = activation.slope_needs_z or (is_output and LOSSES[training.loss].from_logits)
    before = room.take(fan_out) if keeps_z else after
    weights = layer_slices(network)[number][0].start
    return fan_in, fan_out, weights, _code(activation), before, after, room.take(fan_out)


def _code(record: Activation | LossFunction | Optimiser) -> int:
    """The kernel's code of a record; the caller has checked that there is one."""
    assert record.kernel is not None
    return record.kernel


def _flat(array: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """``array`` itself if the kernel can read it, else a copy. Read-only arrays would need a kernel of their own."""
    return np.require(array, dtype, ["C_CONTIGUOUS", "ALIGNED", "WRITEABLE"]).reshape(-1)


def _aligned(count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """``count`` zeros, aligned so that a vector of lanes touches as few cache lines as possible."""
    padded = np.zeros(count + LANES, dtype)
    start = -(padded.ctypes.data // padded.itemsize) % LANES
    return padded[start : start + count]

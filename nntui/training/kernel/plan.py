"""From a network, its training and its rows to what the kernel is told and works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.data.encode import Arrays
from nntui.model.layout import layer_slices
from nntui.model.spec import LOSSES, OPTIMIZERS, OUTPUT_ACTIVATIONS, NetworkSpec, TrainingSpec
from nntui.training.kernel.lanes import LANES
from nntui.training.kernel.memory import Course, Memory, Settings
from nntui.training.kernel.panels import panels
from nntui.training.kernel.passes import PANEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike, NDArray

FROM_LOGITS = ("bce", "cross-entropy")
"""Losses that need the output layer's pre-activations kept."""


def plan(
    network: NetworkSpec,
    training: TrainingSpec,
    arrays: Arrays,
    learnt: Mapping[str, NDArray[Any]],
    frozen: NDArray[np.bool_] | None,
) -> tuple[Settings, Memory]:
    """What ``train`` of ``nntui.training.kernel.epochs`` takes first.

    ``learnt`` are the flat arrays that training changes in place, all of one dtype: weights, gradient, best, and the
    optimiser's by their names in ``State.moments``.
    """
    dtype = learnt["weights"].dtype
    room = Room()
    layers = [_layer(network, training, number, room) for number in range(len(network.shapes))]
    settings = Settings(
        depth=len(layers),
        bias=int(network.bias),
        inputs=network.inputs,
        outputs=network.outputs,
        parameters=network.parameters,
        loss=LOSSES.index(training.loss),
        optimizer=OPTIMIZERS.index(training.optimizer),
        rows=len(arrays.inputs),
        validation_rows=len(arrays.validation_inputs),
        batch=max(1, len(arrays.inputs) if training.batch is None else training.batch),
        gain=2.0 if training.loss == "mse" else 1.0,
        by_count=0.0 if training.loss == "half-sse" else _terms_per_row(network, training),
        shown_by=_terms_per_row(network, training),
        momentum=float(training.momentum),
        l1=float(training.l1),
        l2=float(training.l2),
        clip=float(training.clip or 0),
        held=frozen is not None,
        stop_loss=-1.0 if training.stop_loss is None else float(training.stop_loss),
        scratch=room.take(max(network.sizes[1:])),
        batch_inputs=room.take(network.inputs + 1),
        batch_targets=room.take(network.outputs),
        seed=training.seed,
    )
    nothing = np.empty(0, dtype)
    at_once = settings.batch >= settings.rows
    ahead = network.parameters if at_once else 0
    memory = Memory(
        layers=np.array(layers, dtype=np.int64).ravel(),
        weights=learnt["weights"],
        gradient=learnt["gradient"],
        first=learnt.get("mean", learnt.get("momentum", nothing)),
        second=learnt.get("square", nothing),
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
    """Arguments for ``train`` of the types it is always called with, which have it do nothing: it gets compiled."""
    network = NetworkSpec(inputs=1, hidden=(), outputs=1)
    learnt = {name: np.zeros(network.parameters, dtype) for name in ("weights", "gradient", "best")}
    none, no_rows = np.empty((0, 1), dtype=np.float32), np.empty(0, dtype=np.int64)
    arrays = Arrays(none, none, none, none, no_rows, no_rows)
    settings, memory = plan(network, TrainingSpec(optimizer="sgd"), arrays, learnt, None)
    course = Course(np.empty(0), np.zeros(4, dtype=np.int64), np.zeros(1), np.empty((1, 2)))
    return settings, memory, course, 0


class Room:
    """Hands out places in the workspace, in numbers from its start."""

    def __init__(self) -> None:
        self.taken = 0

    def take(self, width: int) -> int:
        """A place for ``width`` rows of a panel, filled up to a whole number of lanes."""
        place = self.taken
        self.taken += -(-width // LANES) * LANES * PANEL
        return place


def _layer(network: NetworkSpec, training: TrainingSpec, number: int, room: Room) -> tuple[int, ...]:
    """The fields of one layer, in the order of ``passes``."""
    fan_in, fan_out = network.shapes[number]
    activation = network.activation_of(number)
    is_output = number == len(network.hidden)
    after = room.take(fan_out + 1)
    before_is_kept = activation == "gelu" or (is_output and training.loss in FROM_LOGITS)
    before = room.take(fan_out) if before_is_kept else after
    weights = layer_slices(network)[number][0].start
    return fan_in, fan_out, weights, OUTPUT_ACTIVATIONS.index(activation), before, after, room.take(fan_out)


def _terms_per_row(network: NetworkSpec, training: TrainingSpec) -> float:
    """What a loss is a mean over, for each row: the outputs, or for cross-entropy the row."""
    return 1.0 if training.loss == "cross-entropy" else float(network.outputs)


def _flat(array: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """``array`` itself where the kernel can read it, else a copy. Read-only arrays would need a kernel of their own."""
    return np.require(array, dtype, ["C_CONTIGUOUS", "ALIGNED", "WRITEABLE"]).reshape(-1)


def _aligned(count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Room for ``count`` numbers, starting where a vector of lanes touches as few cache lines as can be."""
    padded = np.zeros(count + LANES, dtype)
    start = -(padded.ctypes.data // padded.itemsize) % LANES
    return padded[start : start + count]

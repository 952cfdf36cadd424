"""The numbers of one update on a sample of rows, as arrays: by torch, or by the kernel and numpy without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from nntui.data.encoding.encoder import Arrays
from nntui.errors import TrainingError
from nntui.model.activations import ACTIVATIONS
from nntui.model.array_trace import trace_arrays
from nntui.model.parameters import Parameters
from nntui.training.losses import LOSSES
from nntui.training.state import State
from nntui.training.tracing import without_torch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.model.array_trace import Trace
    from nntui.model.spec import NetworkSpec
    from nntui.training.records import KeptMoment
    from nntui.training.spec import TrainingSpec

PENALTIES = "l1", "l2", "l2_output", "l2_input_scale", "l2_bias", "weight_decay"
Rows = tuple["NDArray[np.float32]", "NDArray[np.float32]"]


class ProbedStep(NamedTuple):
    """An update: ``pre_activations`` and ``slopes`` (da/dz, None where it mixes neurons) by layer, [rows, width] each.

    ``outputs`` are the network's; ``before`` are the flat weights, ``gradient`` is that of the loss alone, and
    ``after`` are the weights after the update.
    """

    pre_activations: tuple[NDArray[np.float32], ...]
    slopes: tuple[NDArray[np.floating] | None, ...]
    outputs: NDArray[np.float32]
    before: NDArray[np.float32]
    gradient: NDArray[np.float32]
    after: NDArray[np.float32]


def can_do_without_torch(network: NetworkSpec, training: TrainingSpec) -> bool:
    """Whether the kernel is there for steps of such a training, and numpy has every formula."""
    slopes = (ACTIVATIONS[name] for name in network.used_activations)
    formulas = all(each.output_only or each.slope_on_arrays is not None for each in slopes)
    if not formulas or LOSSES[training.loss].on_arrays is None or not without_torch(network, training):
        return False
    from nntui.training.kernel.warm import kernel

    try:
        kernel()
    except TrainingError:
        return False
    return True


def step_of_kernel(
    network: NetworkSpec, training: TrainingSpec, rows: Rows, moment: KeptMoment, rate: float
) -> ProbedStep:
    """The next update at ``rate`` from ``moment``, if ``rows``, inputs and targets, were its batch, without dropout."""
    whole = training.changed(batch=None, schedule="constant", dropout=0.0)
    alone = whole.changed(optimizer="sgd", clip=None, frozen=(), **dict.fromkeys(PENALTIES, 0.0))
    gradient, _ = _updated(replace(network, frozen_places=()), alone, rows, moment, rate)
    _, after = _updated(network, whole, rows, moment, rate)
    traced = trace_arrays(network, moment.weights, rows[0])
    with np.errstate(all="ignore"):
        slopes = tuple(_slopes(network, traced, layer) for layer in range(len(network.shapes)))
    return ProbedStep(traced.pre_activations, slopes, traced.outputs, moment.weights, gradient, after)


def _updated(
    network: NetworkSpec, training: TrainingSpec, rows: Rows, moment: KeptMoment, rate: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The gradient of an update, and the weights after it."""
    from nntui.training.engines.fused import FusedEngine

    state = State.fresh(Parameters.first(network), training)
    state.parameters.flat[:] = moment.weights
    for name, memory in state.moments.items():
        memory[:] = moment.optimizer.get(name, 0.0)
    state.hold()
    state.epoch, state.updates, state.rate = moment.epoch, moment.updates, rate
    places, none = np.arange(len(rows[0])), np.empty(0, dtype=np.int64)
    inputs, targets = rows
    FusedEngine(state, training, Arrays(inputs, targets, inputs[:0], targets[:0], places, none)).batches(1)
    return state.parameters.grad, state.whole(state.parameters.flat)


def _slopes(network: NetworkSpec, traced: Trace, layer: int) -> NDArray[np.floating] | None:
    slope = ACTIVATIONS[network.activation_of(layer)].slope_on_arrays
    if slope is None:
        return None
    found: NDArray[np.floating] = slope(np, traced.pre_activations[layer], traced.activations[layer + 1])
    return found

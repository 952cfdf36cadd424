"""One whole update by hand, every intermediate value kept: what the next step of training will do, to the bit.

loss -> its slope at the outputs -> gradient (``nntui.model.trace``) -> penalties -> clipping -> decay -> the optimiser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from nntui.model.activations import ACTIVATIONS
from nntui.model.holding import held_places
from nntui.model.threads import threads_for
from nntui.model.trace import ForwardPass, backward_pass, forward_pass, through_activation
from nntui.training.batches import GATHERED_NUMBERS, Batches, order, updates_per_epoch
from nntui.training.dropout import dropout_masks
from nntui.training.engines.autograd import EVALUATED_NUMBERS
from nntui.training.losses import LOSSES, smoothed
from nntui.training.optimisers import OPTIMISERS
from nntui.training.updater import UpdatedTensors, Updater

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.model.trace import BackwardPass
    from nntui.training.records import Counters
    from nntui.training.spec import TrainingSpec
    from nntui.training.updater import Clipping


@dataclass(frozen=True, slots=True, eq=False)
class StepInputs:
    """The inputs of an update, besides the weights and the optimiser's memory.

    ``places`` [rows] counts the rows among the training rows. ``goals`` are the ``targets`` [rows, outputs], smoothed.
    ``masks`` are those of dropout, ``rate`` is that of the schedule, ``number`` counts updates from 1,
    ``progress`` is that of ``TrainingSpec``.
    """

    places: NDArray[np.int64]
    inputs: Tensor
    targets: Tensor
    goals: Tensor
    masks: tuple[Tensor | None, ...]
    rate: float
    number: int
    progress: tuple[int, int]


def next_batch(
    network: NetworkSpec,
    training: TrainingSpec,
    arrays: Arrays,
    counters: Counters,
    dtype: torch.dtype = torch.float32,
    *,
    whole: bool = False,
) -> StepInputs:
    """The inputs of the next update of training at ``counters``; ``whole``: as if all rows were one batch."""
    rows = len(arrays.inputs)
    count = updates_per_epoch(rows, training.batch)
    batch = counters.batch if counters.batch < count else 0
    size = None if whole or count < 2 else training.batch
    places = np.arange(rows) if size is None else _order(training.seed, counters.epoch, rows)
    if size is not None:
        places = places[batch * size : (batch + 1) * size]
    if size is not None and arrays.inputs.size <= GATHERED_NUMBERS:
        # Cut from all rows as training cuts them: where rows lie in memory decides the last bits of a product.
        everything = torch.tensor(arrays.inputs, dtype=dtype)
        all_goals = torch.tensor(_goals(training, arrays.targets), dtype=dtype)
        inputs, goals = Batches(everything, all_goals, size, training.seed).take(counters.epoch, batch)
    else:
        inputs = torch.tensor(arrays.inputs[places], dtype=dtype)
        goals = torch.tensor(_goals(training, arrays.targets[places]), dtype=dtype)
    targets = torch.tensor(arrays.targets[places], dtype=dtype)
    rate = training.rate_at(training.rate, counters.epoch, batch, count)
    masks = dropout_masks(training, network.hidden, counters.epoch, batch, len(inputs))
    tensors = tuple(None if mask is None else torch.tensor(mask, dtype=dtype) for mask in masks)
    progress = training.progress(counters.epoch, batch, count)
    return StepInputs(places, inputs, targets, goals, tensors, rate, counters.updates + 1, progress)


@lru_cache(maxsize=1)
def _order(seed: int, epoch: int, rows: int) -> NDArray[np.int64]:
    """The order of the rows in the epoch under way, kept for its other updates."""
    return order(seed, epoch, rows)


def _goals(training: TrainingSpec, targets: NDArray[np.float32]) -> NDArray[Any]:
    return smoothed(training.loss, targets, training.label_smoothing)


def single_batch(
    network: NetworkSpec,
    training: TrainingSpec,
    rows: tuple[NDArray[np.float32], NDArray[np.float32]],
    counters: Counters,
    *,
    dropped: bool,
    updates_per_epoch: int,
) -> StepInputs:
    """The inputs of the next update if ``rows``, inputs and targets, were its batch; ``dropped``: with dropout."""
    inputs, targets = rows
    goals = torch.tensor(_goals(training, targets), dtype=torch.float32)
    batch = counters.batch if counters.batch < updates_per_epoch else 0
    masks = dropout_masks(training, network.hidden, counters.epoch, batch, len(inputs)) if dropped else []
    rate = training.rate_at(training.rate, counters.epoch, batch, updates_per_epoch)
    tensors = tuple(None if mask is None else torch.tensor(mask, dtype=torch.float32) for mask in masks)
    places = torch.arange(len(inputs)).numpy()
    given = torch.tensor(inputs), torch.tensor(targets)
    progress = training.progress(counters.epoch, batch, updates_per_epoch)
    return StepInputs(places, *given, goals, tensors, rate, counters.updates + 1, progress)


@dataclass(frozen=True, slots=True, eq=False)
class WorkedStep:
    """An update with its intermediate values. All but the passes are flat [parameters].

    ``terms`` are those of the loss, ``objective`` the number whose gradient is followed and ``slope`` its slope at the
    outputs, or with ``at_z`` at their pre-activations. ``gradient`` is that of the objective, ``penalised`` has the
    penalties and 0 where weights are frozen, ``clipped`` is what the optimiser takes; ``shrunk`` are the weights
    ``before`` after their decay, ``after`` those after the update. ``memory`` and ``new_memory`` are the optimiser's.
    """

    inputs: StepInputs
    forward: ForwardPass
    terms: Tensor
    objective: Tensor
    slope: Tensor
    at_z: bool
    backward: BackwardPass
    before: Tensor
    penalised: Tensor
    clipping: Clipping | None
    clipped: Tensor
    shrunk: Tensor
    after: Tensor
    memory: Mapping[str, Tensor]
    new_memory: Mapping[str, Tensor]

    @property
    def gradient(self) -> Tensor:
        """dL/dw of every parameter, before penalties and clipping."""
        return self.backward.gradient


def slope_at_outputs(loss: str, predictions: Tensor, goals: Tensor) -> Tensor:
    """The slope [rows, outputs] of the objective of ``loss`` at the predictions."""
    record = LOSSES[loss]
    if record.slope is not None:
        return record.slope(predictions, goals)
    slope: Tensor = torch.func.grad(record.objective)(predictions, goals)
    return slope


def gradient_and_passes(
    network: NetworkSpec, loss: str, flat: Tensor, forward: ForwardPass, goals: Tensor
) -> tuple[Tensor, BackwardPass]:
    """The slope at the outputs, and the backward pass from there."""
    at_z = LOSSES[loss].from_logits
    slope = slope_at_outputs(loss, forward.pre_activations[-1] if at_z else forward.outputs, goals)
    return slope, backward_pass(network, flat, forward, slope, at_z=at_z)


def take_step(
    network: NetworkSpec,
    training: TrainingSpec,
    inputs: StepInputs,
    flat: Tensor,
    memory: Mapping[str, Tensor],
    *,
    frozen: Tensor | None = None,
) -> WorkedStep:
    """The update of the weights ``flat`` [parameters], which stay as they are, and so does ``memory``.

    The memory that an optimiser lacks is zeros. ``frozen`` is that of ``UpdatedTensors``;
    None: what the settings hold fixed.
    """
    loss = LOSSES[training.loss]
    frozen = frozen_parameters(network, training) if frozen is None else frozen
    with torch.no_grad():
        torch.set_num_threads(threads_for(network, len(inputs.inputs)))
        forward = forward_pass(network, flat, inputs.inputs, inputs.masks)
        predictions = forward.pre_activations[-1] if loss.from_logits else forward.outputs
        slope, backward = gradient_and_passes(network, training.loss, flat, forward, inputs.goals)
        old = {
            name: memory[name] if name in memory else torch.zeros_like(flat)
            for name in OPTIMISERS[training.optimizer].memory
        }
        learnt = UpdatedTensors(
            flat.clone(), backward.gradient.clone(), {name: moment.clone() for name, moment in old.items()}, frozen
        )
        update = Updater(network, training, learnt)
        update.penalise()
        penalised = learnt.gradient.clone()
        clipping = update.clip()
        clipped = learnt.gradient.clone()
        update.shrink(inputs.rate)
        shrunk = learnt.weights.clone()
        update.step(inputs.rate, inputs.number)
        return WorkedStep(
            inputs,
            forward,
            loss.terms(predictions, inputs.goals),
            loss.objective(predictions, inputs.goals),
            slope,
            loss.from_logits,
            backward,
            flat,
            penalised,
            clipping,
            clipped,
            shrunk,
            learnt.weights,
            old,
            learnt.memory,
        )


def frozen_parameters(network: NetworkSpec, training: TrainingSpec) -> Tensor | None:
    """Which parameters do not learn, bool [parameters]: those frozen, or of silenced neurons; None: all learn."""
    held = held_places(network, training.frozen)
    return None if held is None else torch.from_numpy(held)


def forward_only(network: NetworkSpec, inputs: StepInputs, flat: Tensor) -> ForwardPass:
    """The forward pass of an update, which is not made."""
    with torch.no_grad():
        return forward_pass(network, flat, inputs.inputs, inputs.masks)


def displayed_loss(loss: str, network: NetworkSpec, flat: Tensor, inputs: Tensor, targets: Tensor) -> float:
    """The displayed loss of these rows: without dropout, smoothing and penalties."""
    record = LOSSES[loss]
    block = max(1, EVALUATED_NUMBERS // max(network.sizes))
    total, terms = 0.0, 0
    with torch.no_grad():
        for some, wanted in zip(torch.split(inputs, block), torch.split(targets, block), strict=True):
            forward = forward_pass(network, flat, some)
            losses = record.terms(forward.pre_activations[-1] if record.from_logits else forward.outputs, wanted)
            total += losses.sum(dtype=torch.float64).item()
            terms += losses.numel()
    return total / terms


def activation_value(name: str, z: float) -> float:
    """f(z) of one number."""
    return ACTIVATIONS[name].function(torch.tensor([[z]], dtype=torch.float64)).item()


def tensor_of(array: NDArray[Any]) -> Tensor:
    """A copy of ``array`` in torch's own memory."""
    return torch.tensor(array)


def flat_tensor(array: NDArray[np.float32]) -> Tensor:
    """A float32 copy of flat parameters."""
    return torch.tensor(array, dtype=torch.float32)


def slope_value(name: str, z: float, a: float) -> float:
    """da/dz of one neuron."""
    numbers = [torch.tensor([[number]], dtype=torch.float64) for number in (z, a)]
    one = ForwardPass(numbers[0], (numbers[0],), (numbers[0],), (numbers[1],), ())
    return through_activation(name, one, 0, torch.ones_like(numbers[0])).item()


def term_value(loss: str, output: float, target: float) -> float:
    """The term of a loss for one output; not for a loss with a term a row."""
    record = LOSSES[loss]
    o, y = (torch.tensor([[number]], dtype=torch.float64) for number in (output, target))
    return record.terms(o.logit() if record.from_logits else o, y).item()


def loss_slope_value(loss: str, output: float, target: float, terms: int) -> float:
    """The slope of a loss of ``terms`` terms at one output, or at its pre-activation where the loss starts there."""
    record = LOSSES[loss]
    if record.from_logits:
        return (output - target) / terms
    o, y = (torch.tensor([[number]], dtype=torch.float64) for number in (output, target))
    return slope_at_outputs(loss, o, y).item() / (terms if record.mean else 1)

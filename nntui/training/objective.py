"""The loss as a function of the weights, in float64: of many weight vectors at once, its gradient, and its kinks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import torch

from nntui.model.activations import ACTIVATIONS
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.model.network import Network, activate, silence
from nntui.model.trace import backward_pass, forward_pass
from nntui.training.losses import LOSSES, smoothed
from nntui.training.penalties import penalties

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.model.spec import NetworkSpec
    from nntui.training.spec import TrainingSpec

MOST_NUMBERS = 1 << 19
"""Numbers of one layer that are in memory at once: 4 MB in float64, in a processor's cache."""
THREADS = 1
"""Threads of these passes: they are beside a training, and threads that wait for a busy core are slower than one."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectiveValues:
    """Of each weight vector, float64 [vectors]: ``loss``, the number that training lowers, without penalties;
    ``penalty``, what L1 and L2 add to it; ``displayed``, the loss as it is displayed.

    ``pieces`` [vectors, bytes] are equal for vectors between which nothing passes one of its kinks.
    """

    loss: NDArray[np.float64]
    penalty: NDArray[np.float64]
    displayed: NDArray[np.float64]
    pieces: NDArray[np.uint8]

    def joined(self, others: Sequence[ObjectiveValues]) -> ObjectiveValues:
        """These values, then the ``others``."""
        every = (self, *others)
        return ObjectiveValues(
            np.concatenate([each.loss for each in every]),
            np.concatenate([each.penalty for each in every]),
            np.concatenate([each.displayed for each in every]),
            np.concatenate([each.pieces for each in every]),
        )

    def between(self, start: int, end: int) -> ObjectiveValues:
        """The values of the vectors from number ``start`` up to ``end``."""
        return ObjectiveValues(
            self.loss[start:end], self.penalty[start:end], self.displayed[start:end], self.pieces[start:end]
        )


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """The gradient of the loss by the formulas of the backward pass and by autograd, and that of the penalties, each
    float64 [parameters].
    """

    formulas: NDArray[np.float64]
    autograd: NDArray[np.float64]
    penalties: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KinkedUnit:
    """The place of a kink: a ``neuron``, with its number from 0 in ``layer`` of the weights, in ``row`` of the rows;
    the ``error`` of the output of that number; or the size of a ``weight`` under L1, with its place in the flat ones.
    """

    kind: Literal["neuron", "error", "weight"]
    index: int
    layer: int = 0
    row: int = 0


class Objective:
    """The loss of a network on ``inputs`` [rows, inputs] and ``targets`` [rows, outputs], all rows in one batch.

    Nothing is dropped out. Penalties are those of the gradient, L1 and L2: decay apart from it is no part of a loss.
    ``inputs`` and ``goals``, the targets after smoothing, are float64 tensors; ``penalties`` are by group of weights.
    """

    def __init__(
        self,
        network: NetworkSpec,
        training: TrainingSpec,
        inputs: NDArray[np.float32],
        targets: NDArray[np.float32],
    ) -> None:
        self.network, self.training = network, training
        self.loss = LOSSES[training.loss]
        self.inputs = torch.tensor(inputs, dtype=torch.float64)
        self._targets = torch.tensor(targets, dtype=torch.float64)
        self.goals = torch.tensor(smoothed(training.loss, targets, training.label_smoothing), dtype=torch.float64)
        self.penalties = penalties(network, training)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.inputs)

    def values(self, flats: NDArray[np.floating]) -> Iterator[ObjectiveValues]:
        """The values of the weight vectors ``flats`` [vectors, parameters], in blocks that bound the memory."""
        torch.set_num_threads(THREADS)
        block = max(1, MOST_NUMBERS // max(1, self.rows * max(self.network.sizes), self.network.parameters))
        for start in range(0, len(flats), block):
            with torch.inference_mode():
                yield self._block(torch.tensor(flats[start : start + block], dtype=torch.float64))

    def all_values(self, flats: NDArray[np.floating]) -> ObjectiveValues:
        """The values of all ``flats`` [vectors, parameters]."""
        first, *others = self.values(flats)
        return first.joined(others)

    def gradient(self, flat: NDArray[np.floating]) -> Gradients:
        """The gradients at ``flat`` [parameters]."""
        torch.set_num_threads(THREADS)
        network = Network(self.network, dtype=torch.float64)
        network.load(torch.tensor(flat, dtype=torch.float64))
        predict = network.logits if self.loss.from_logits else network.forward
        with torch.enable_grad():
            torch.autograd.backward(self.loss.objective(predict(self.inputs), self.goals))
        of_penalties = torch.zeros_like(network.flat)
        for place, l1, l2, _ in self.penalties:
            of_penalties[place] = l1 * network.flat[place].sign() + l2 * network.flat[place]
        return Gradients(self._by_formulas(network.flat).numpy(), network.grad.numpy(), of_penalties.numpy())

    def _by_formulas(self, flat: Tensor) -> Tensor:
        """The gradient [parameters] by the formulas of the backward pass; NaN for a loss that has no formula."""
        if self.loss.slope is None:
            return torch.full_like(flat, torch.nan)
        with torch.inference_mode():
            forward = forward_pass(self.network, flat, self.inputs)
            predictions = forward.pre_activations[-1] if self.loss.from_logits else forward.outputs
            slope = self.loss.slope(predictions, self.goals)
            return backward_pass(self.network, flat, forward, slope, at_z=self.loss.from_logits).gradient

    def units_between(self, pieces: NDArray[np.uint8], others: NDArray[np.uint8], most: int) -> list[KinkedUnit]:
        """The first ``most`` units that pass a kink between two vectors, of which these are the ``pieces`` [bytes]."""
        places = np.flatnonzero(np.unpackbits(pieces ^ others))[:most].tolist()
        return [self._unit(place) for place in places]

    def losses(self, predictions: Tensor) -> Tensor:
        """The loss of each of ``predictions`` [vectors, rows, outputs], float64 [vectors]."""
        result: Tensor = torch.vmap(lambda each: self.loss.objective(each, self.goals))(predictions)
        return result

    def _block(self, flats: Tensor) -> ObjectiveValues:
        kinks: list[Tensor] = []
        predictions = self._predictions(flats, kinks)
        count = len(flats)
        kinks += [(predictions - self._targets > kink).view(count, -1) for kink in self.loss.kinks]
        if any(l1 for _, l1, _, _ in self.penalties):
            kinks.append(flats > 0)
        loss = self.losses(predictions)
        displayed = torch.vmap(lambda each: self.loss.terms(each, self._targets).mean())(predictions)
        bits = torch.cat(kinks, dim=1).numpy() if kinks else np.zeros((count, 0), dtype=np.bool_)
        return ObjectiveValues(loss.numpy(), self.penalty(flats).numpy(), displayed.numpy(), np.packbits(bits, axis=1))

    def _predictions(self, flats: Tensor, kinks: list[Tensor]) -> Tensor:
        """The predictions [vectors, rows, outputs]; ``kinks`` takes the units above a kink [vectors, units]."""
        spec, count = self.network, len(flats)
        activations = self.inputs.expand(count, -1, -1)
        if spec.input_scale:
            activations = activations * flats[:, None, input_scale_slice(spec)]
        activations = silence(spec, 0, activations)
        for layer, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True)):
            matrices = flats[:, weights].reshape(count, *shape)
            if spec.has_bias(layer):
                z = torch.baddbmm(flats[:, None, biases], activations, matrices)
            else:
                z = torch.bmm(activations, matrices)
            if layer == len(spec.hidden) and self.loss.from_logits:
                return z
            kinks += [(z > kink).view(count, -1) for kink in self._kinks_after(layer)]
            activations = silence(spec, layer + 1, activate(spec.activation_of(layer), z.flatten(0, 1)).view(z.shape))
        return activations

    def penalty(self, flats: Tensor) -> Tensor:
        """What L1 and L2 add to the loss of each of ``flats`` [vectors, parameters], float64 [vectors]."""
        total = torch.zeros(len(flats), dtype=torch.float64)
        for place, l1, l2, _ in self.penalties:
            total += penalty_of(flats[:, place], l1, l2)
        return total

    def _unit(self, place: int) -> KinkedUnit:
        """The unit whose bit is at ``place`` of the pieces."""
        spec = self.network
        for layer, width in enumerate(spec.sizes[1:]):
            for _ in self._kinks_after(layer):
                if place < self.rows * width:
                    return KinkedUnit("neuron", place % width, layer, place // width)
                place -= self.rows * width
        for _ in self.loss.kinks:
            if place < self.rows * spec.outputs:
                return KinkedUnit("error", place % spec.outputs, len(spec.hidden), place // spec.outputs)
            place -= self.rows * spec.outputs
        return KinkedUnit("weight", place)

    def _kinks_after(self, layer: int) -> tuple[float, ...]:
        """The kinks of the activation after weight matrix ``layer``; none where the loss is of what goes into it."""
        if layer == len(self.network.hidden) and self.loss.from_logits:
            return ()
        return ACTIVATIONS[self.network.activation_of(layer)].kinks


def penalty_of(weights: Tensor, l1: float, l2: float) -> Tensor:
    """What these strengths add to the loss for each of ``weights`` [vectors, some], float64 [vectors]."""
    return l1 * weights.abs().sum(dim=1) + l2 / 2 * weights.square().sum(dim=1)

"""The loss over a line or a plane of weights: of thousands of weight vectors at once, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from nntui.model.layout import input_scale_slice, layer_slices
from nntui.model.network import activate, pre_activations, silence
from nntui.training.objective import MOST_NUMBERS, THREADS, penalty_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.model.spec import NetworkSpec
    from nntui.training.objective import Objective

ACTIVATION_WORK = 16
"""Multiplications that take as long as one activation, nearly."""


def work_per_row(network: NetworkSpec) -> int:
    """Multiplications, nearly, that one weight vector costs for each row: all layers after the first are calculated."""
    neurons = sum(network.sizes[1:])
    later = sum(fan_in * fan_out for fan_in, fan_out in network.shapes[1:])
    return later + (ACTIVATION_WORK + 2) * neurons


class Landscape:
    """The loss with its penalties at ``base + coordinates @ directions``.

    ``base`` is [parameters], ``directions`` [dimensions, parameters]. In a layer whose inputs do not depend on the
    coordinates, the pre-activations are linear in them, so that its matrix product is made once for all vectors.
    """

    def __init__(self, objective: Objective, base: NDArray[np.floating], directions: NDArray[np.floating]) -> None:
        self._objective = objective
        self._base = torch.tensor(base, dtype=torch.float64)
        self._directions = torch.tensor(directions, dtype=torch.float64)
        self._moved = (self._directions != 0).any(dim=0)

    def totals(self, coordinates: NDArray[np.floating]) -> Iterator[NDArray[np.float64]]:
        """The loss plus penalties at ``coordinates`` [points, dimensions], float64 [points], block by block."""
        network, rows = self._objective.network, self._objective.rows
        torch.set_num_threads(THREADS)
        block = max(1, MOST_NUMBERS // max(1, rows * max(network.sizes[1:]), int(self._moved.sum())))
        for start in range(0, len(coordinates), block):
            with torch.inference_mode():
                yield self._block(torch.tensor(coordinates[start : start + block], dtype=torch.float64)).numpy()

    def all_totals(self, coordinates: NDArray[np.floating]) -> NDArray[np.float64]:
        """Those of all ``coordinates`` [points, dimensions]."""
        return np.concatenate(list(self.totals(coordinates)))

    def _block(self, coordinates: Tensor) -> Tensor:
        objective = self._objective
        predictions = self._predictions(coordinates)
        return objective.losses(predictions) + self._penalty(coordinates)

    def _penalty(self, coordinates: Tensor) -> Tensor:
        """The penalties at each of the coordinates; those of weights that are not moved are calculated once."""
        total = torch.zeros(len(coordinates), dtype=torch.float64)
        for place, l1, l2, _ in self._objective.penalties:
            base, moved = self._base[place], self._moved[place]
            total += penalty_of(base[~moved][None], l1, l2)
            total += penalty_of(base[moved] + coordinates @ self._directions[:, place][:, moved], l1, l2)
        return total

    def _at(self, place: slice, coordinates: Tensor) -> Tensor:
        """The parameters at ``place`` for each of the coordinates [points, parameters]."""
        return self._base[place] + coordinates @ self._directions[:, place]

    def _predictions(self, coordinates: Tensor) -> Tensor:
        """The predictions that the loss is calculated from [points, rows, outputs]."""
        network, loss = self._objective.network, self._objective.loss
        activations = self._scaled_inputs(coordinates)
        for layer in range(len(network.shapes)):
            if activations.dim() == 2:
                z = self._first_moved(layer, activations, coordinates)
            else:
                z = self._later(layer, activations, coordinates)
            if layer == len(network.hidden) and loss.from_logits:
                return z.expand(len(coordinates), -1, -1)
            activations = silence(
                network, layer + 1, activate(network.activation_of(layer), z.flatten(0, -2)).view(z.shape)
            )
        return activations.expand(len(coordinates), -1, -1)

    def _scaled_inputs(self, coordinates: Tensor) -> Tensor:
        """The inputs after their scale: [rows, inputs], or [points, rows, inputs] where the scale is moved."""
        network, inputs = self._objective.network, self._objective.inputs
        if network.input_scale:
            place = input_scale_slice(network)
            inputs = inputs * (self._at(place, coordinates)[:, None] if self._moved[place].any() else self._base[place])
        return silence(network, 0, inputs)

    def _matrix(self, layer: int, flats: Tensor) -> tuple[Tensor, Tensor | None]:
        """The weights [vectors, fan_in, fan_out] and biases [vectors, fan_out] of ``flats`` [vectors, parameters]."""
        network = self._objective.network
        (weights, biases), shape = layer_slices(network)[layer], network.shapes[layer]
        return flats[:, weights].reshape(-1, *shape), flats[:, biases] if network.has_bias(layer) else None

    def _first_moved(self, layer: int, activations: Tensor, coordinates: Tensor) -> Tensor:
        """Pre-activations from activations [rows, fan_in] that all points share: [rows, fan_out] where no direction
        moves the layer, else [points, rows, fan_out].
        """
        base = self._of_shared(layer, activations, self._base[None])[0]
        (weights, biases) = layer_slices(self._objective.network)[layer]
        if not (self._moved[weights].any() or self._moved[biases].any()):
            return base
        moves = self._of_shared(layer, activations, self._directions)
        return base + (coordinates @ moves.flatten(1)).view(-1, *base.shape)

    def _of_shared(self, layer: int, activations: Tensor, flats: Tensor) -> Tensor:
        weights, biases = self._matrix(layer, flats)
        return torch.stack(
            [
                pre_activations(activations, matrix, None if biases is None else biases[number])
                for number, matrix in enumerate(weights)
            ]
        )

    def _later(self, layer: int, activations: Tensor, coordinates: Tensor) -> Tensor:
        """Pre-activations [points, rows, fan_out] from activations [points, rows, fan_in]."""
        (weights, biases) = layer_slices(self._objective.network)[layer]
        if self._moved[weights].any() or self._moved[biases].any():
            matrices = self._at(weights, coordinates).view(-1, *self._objective.network.shapes[layer])
            if not self._objective.network.has_bias(layer):
                return torch.bmm(activations, matrices)
            return torch.baddbmm(self._at(biases, coordinates)[:, None], activations, matrices)
        matrix, row = self._matrix(layer, self._base[None])
        z = pre_activations(activations.flatten(0, 1), matrix[0], None if row is None else row[0])
        return z.view(len(activations), -1, z.shape[-1])

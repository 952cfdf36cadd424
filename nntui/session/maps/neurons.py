"""Each neuron by itself: its activation over a map, or its weights as a picture where the inputs are pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.pixels import grid_of
from nntui.model.activations import ACTIVATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.pixels import PixelGrid
    from nntui.data.table import Table
    from nntui.model.spec import NetworkSpec


@dataclass(frozen=True, slots=True, eq=False)
class NeuronPictures:
    """A picture for each neuron of a layer: ``values`` [neurons, rows, columns], each from -1 to 1.

    Those of pictures in colour are [neurons, rows, columns, red green and blue].

    ``scales`` [neurons] are what 1 stands for, around ``middle``. The first row is the lowest unless they are pixels,
    whose first row is the top.
    """

    values: NDArray[np.float64]
    scales: NDArray[np.float64]
    middle: float = 0.0
    pixels: bool = False


def pixel_grid(table: Table, encoder: Encoder) -> PixelGrid | None:
    """The picture that the inputs of ``table`` are, None if they are none."""
    inputs = table.inputs
    same = [column.name for column in inputs] == [name for coder in encoder.inputs for name in coder.features]
    return grid_of(inputs) if inputs and same else None


def activation_pictures(
    network: NetworkSpec, weights: NDArray[np.float32], inputs: NDArray[np.float32], shape: tuple[int, int]
) -> list[NeuronPictures]:
    """The activations of every layer, the inputs first, at the points ``inputs`` [rows * columns, inputs]."""
    from nntui.model.trace import trace  # torch

    layers = trace(network, weights, inputs).activations
    found = []
    for number, layer in enumerate(layers):
        record = ACTIVATIONS[network.activation_of(number - 1)] if number else None
        middle = sum(record.within) / 2 if record is not None and record.bounded else 0.0
        found.append(_scaled(layer.T.reshape(-1, *shape).astype(np.float64) - middle, middle))
    return found


def weight_pictures(
    network: NetworkSpec, weights: NDArray[np.float32], grid: PixelGrid, layers: Sequence[int]
) -> list[NeuronPictures]:
    """The weights of the neurons of ``layers`` (from 1) as pictures of ``grid``.

    Beyond the first layer they are products of matrices: what the neuron would weigh the pixels with if the activation
    functions before it were left out.
    """
    from nntui.model.layout import input_scale_view, layer_views

    matrices, _ = layer_views(network, weights)
    scale = input_scale_view(network, weights).astype(np.float64)
    factors = scale[:, None] if len(scale) else 1.0
    shape = (-1, grid.side, grid.side, *([len(grid.channels)] if grid.coloured else []))
    found: list[NeuronPictures] = []
    product: NDArray[np.floating] = np.empty((0, 0))
    for layer, matrix in enumerate(matrices[: max(layers, default=0)], start=1):
        with np.errstate(all="ignore"):
            product = factors * matrix if layer == 1 else product @ matrix
        if layer in layers:
            found.append(_scaled(product.T.reshape(shape).astype(np.float64), 0.0, pixels=True))
    return found


def _scaled(values: NDArray[np.float64], middle: float, *, pixels: bool = False) -> NeuronPictures:
    """``values`` [neurons, rows, columns(, channels)] divided by the largest of each neuron, by magnitude."""
    sizes = np.abs(np.where(np.isfinite(values), values, 0.0)).reshape(len(values), -1).max(axis=1)
    scales = np.where(sizes > 0, sizes, 1.0)
    return NeuronPictures(values / scales.reshape(-1, *[1] * (values.ndim - 1)), scales, middle, pixels)

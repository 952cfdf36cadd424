"""The places of each layer's numbers in the flat parameters: W1, b1, W2, b2, ... Numpy only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec


def layer_slices(spec: NetworkSpec) -> list[tuple[slice, slice]]:
    """For each layer the places of its weights (row by row, [fan_in, fan_out]) and of its biases (empty when off)."""
    slices = []
    start = 0
    for fan_in, fan_out in spec.shapes:
        biases = start + fan_in * fan_out
        end = biases + fan_out * spec.bias
        slices.append((slice(start, biases), slice(biases, end)))
        start = end
    return slices


def layer_views(
    spec: NetworkSpec, flat: NDArray[np.float32]
) -> tuple[tuple[NDArray[np.float32], ...], tuple[NDArray[np.float32], ...]]:
    """The weights [fan_in, fan_out] and the biases [fan_out] of every layer, as views of ``flat`` [parameters].

    The biases are an empty tuple if they are off. Raises ValueError if ``flat`` has another length.
    """
    if flat.shape != (spec.parameters,):
        raise ValueError(f"{flat.shape} parameters for a network of {spec.parameters}")
    slices = layer_slices(spec)
    weights = tuple(flat[place].reshape(shape) for (place, _), shape in zip(slices, spec.shapes, strict=True))
    return weights, tuple(flat[place] for _, place in slices) if spec.bias else ()


def weight_mask(spec: NetworkSpec) -> NDArray[np.bool_]:
    """True for those of the flat parameters [parameters] that are weights, not biases."""
    mask = np.zeros(spec.parameters, dtype=np.bool_)
    for weights, _ in layer_slices(spec):
        mask[weights] = True
    return mask

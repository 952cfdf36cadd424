"""The parameters of a network as one vector of numbers, which numpy, the compiled kernel and torch share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from nntui.model.draws import TorchDraws
from nntui.model.initialisation import INITIALISATIONS
from nntui.model.layout import input_scale_slice, layer_slices

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from nntui.model.spec import NetworkSpec

ALIGNMENT = 64
"""Bytes: as torch aligns its memory, which decides the last bits of its products, and as long as a vector."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """The weights ``flat`` [parameters] of a network ``spec``, as ``layout`` places them, and ``grad``, their gradient.

    Both are changed in place, and are views of the same memory in a ``Network`` made of them.
    """

    spec: NetworkSpec
    flat: NDArray[Any]
    grad: NDArray[Any]

    @classmethod
    def first(cls, spec: NetworkSpec, dtype: DTypeLike = np.float32) -> Self:
        """The first weights of ``spec``, as numbers of ``dtype``."""
        made = cls(spec, aligned(spec.parameters, dtype), aligned(spec.parameters, dtype))
        made.flat[:] = initial_weights(spec)
        return made


def aligned(count: int, dtype: DTypeLike) -> NDArray[Any]:
    """``count`` zeros that start at a multiple of ``ALIGNMENT`` bytes."""
    kind = np.dtype(dtype)
    spare = ALIGNMENT // kind.itemsize
    padded = np.zeros(count + spare, kind)
    start = -(padded.ctypes.data // kind.itemsize) % spare
    return padded[start : start + count]


def initial_weights(spec: NetworkSpec, seed: int | None = None) -> NDArray[Any]:
    """The first weights [parameters]: those that the spec gives, float64, or else drawn by ``spec.init``, float32.

    They are drawn layer by layer from ``seed``, by default the spec's; the input scale starts as ones.
    """
    if spec.first_weights:
        return np.array(spec.first_weights, dtype=np.float64)
    init, draws = INITIALISATIONS[spec.init], TorchDraws(spec.seed if seed is None else seed)
    flat = np.zeros(spec.parameters, dtype=np.float32)
    for layer, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True)):
        draw = init.output_weights if layer == len(spec.hidden) else None
        draw = draw or init.weights
        if draw is not None:
            flat[weights] = draw(*shape, draws).reshape(-1)
        if init.biases is not None and spec.has_bias(layer):
            flat[biases] = init.biases(*shape, draws)
    flat[input_scale_slice(spec)] = 1
    return flat


def first_weights(spec: NetworkSpec) -> NDArray[np.float32]:
    """The first weights of ``spec`` [parameters] in float32."""
    return initial_weights(spec).astype(np.float32, copy=False)

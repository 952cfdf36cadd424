"""The activation functions and their derivatives, over whole panels of lanes. The network's own are the reference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.model.activations import ACTIVATIONS, LEAK
from nntui.training.kernel.simd.arithmetic import if_greater, magnitude, multiply_add, signed_as
from nntui.training.kernel.simd.functions import exp, expm1, log1p, normal_tail
from nntui.training.kernel.simd.lanes import LANES, load, store
from nntui.training.kernel.simd.operation import compiled, never_inline

if TYPE_CHECKING:
    from nntui.training.kernel.simd.operation import Lanes, Pointer

SIGMOID = ACTIVATIONS["sigmoid"].kernel
TANH = ACTIVATIONS["tanh"].kernel
RELU = ACTIVATIONS["relu"].kernel
LEAKY_RELU = ACTIVATIONS["leaky-relu"].kernel
GELU = ACTIVATIONS["gelu"].kernel
SOFTPLUS = ACTIVATIONS["softplus"].kernel
SOFTMAX = ACTIVATIONS["softmax"].kernel
DENSITY_AT_ZERO = 1 / math.sqrt(2 * math.pi)
LINEAR_ABOVE = 20.0
"""torch's softplus returns its argument above this."""


@compiled
def sigmoid(z: Lanes) -> Lanes:
    """1 / (1 + e**-z)."""
    return 1.0 / (1.0 + exp(-1.0 * z))


@compiled
def tanh(z: Lanes) -> Lanes:
    """-u / (2 + u) with u = e**(-2 |z|) - 1, and the sign of z: exact to its last digits near 0."""
    u = expm1(-2.0 * magnitude(z))
    return signed_as(u / (u + 2.0), z)


@compiled
def softplus(z: Lanes) -> Lanes:
    """ln(1 + e**z), without overflow."""
    return if_greater(z, LINEAR_ABOVE, z, if_greater(z, 0.0, z, 0.0) + log1p(exp(-1.0 * magnitude(z))))


@compiled
def normal_share(z: Lanes) -> Lanes:
    """The part of a normal distribution that lies below z."""
    tail = normal_tail(magnitude(z))
    return if_greater(z, 0.0, 1.0 - tail, tail)


@compiled
def activate(kind: int, before: Pointer, after: Pointer, count: int) -> None:
    """after = activation(before) for ``count`` numbers, a multiple of the lanes. The two may be the same place.

    softmax, which is no function of one number, has its own.
    """
    never_inline()
    if kind == RELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, if_greater(0.0, z, 0.0, z))
    elif kind == TANH:
        for i in range(0, count, LANES):
            store(after, i, tanh(load(before, i)))
    elif kind == SIGMOID:
        for i in range(0, count, LANES):
            store(after, i, sigmoid(load(before, i)))
    elif kind == LEAKY_RELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, if_greater(z, 0.0, z, LEAK * z))
    elif kind == GELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, z * normal_share(z))
    elif kind == SOFTPLUS:
        for i in range(0, count, LANES):
            store(after, i, softplus(load(before, i)))


@compiled
def times_slope(kind: int, before: Pointer, after: Pointer, delta: Pointer, count: int) -> None:
    """delta *= the derivative of the activation, for ``count`` numbers; ``before`` is looked at for gelu only."""
    never_inline()
    if kind == RELU:
        for i in range(0, count, LANES):
            store(delta, i, if_greater(load(after, i), 0.0, load(delta, i), 0.0))
    elif kind == TANH:
        for i in range(0, count, LANES):
            a = load(after, i)
            store(delta, i, load(delta, i) * (1.0 - a * a))
    elif kind == SIGMOID:
        for i in range(0, count, LANES):
            a = load(after, i)
            store(delta, i, load(delta, i) * (a * (1.0 - a)))
    elif kind == LEAKY_RELU:
        for i in range(0, count, LANES):
            d = load(delta, i)
            store(delta, i, if_greater(load(after, i), 0.0, d, LEAK * d))
    elif kind == GELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            slope = multiply_add(z, DENSITY_AT_ZERO * exp(-0.5 * z * z), normal_share(z))
            store(delta, i, load(delta, i) * slope)
    elif kind == SOFTPLUS:
        for i in range(0, count, LANES):
            a = load(after, i)
            slope = if_greater(a, LINEAR_ABOVE, 1.0, -1.0 * expm1(-1.0 * a))
            store(delta, i, load(delta, i) * slope)


@compiled
def softmax(before: Pointer, after: Pointer, width: int, columns: int) -> None:
    """after = e**before over its sum in each column, for panels [width, columns]; shifted so as not to overflow."""
    never_inline()
    for column in range(0, columns, LANES):
        largest = load(before, column)
        for j in range(1, width):
            z = load(before, column + j * columns)
            largest = if_greater(largest, z, largest, z)
        whole = 0.0 * largest
        for j in range(width):
            power = exp(load(before, column + j * columns) - largest)
            store(after, column + j * columns, power)
            whole = whole + power
        for j in range(width):
            store(after, column + j * columns, load(after, column + j * columns) / whole)

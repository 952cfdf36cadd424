"""The activations and their slopes over panels of lanes. The table of activations is the reference.

A function a kind of shape, each with a loop an activation: the compiler makes the best of a loop that holds no choice.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.model.activations import ACTIVATIONS, LARGEST_SOFTPLUS, LEAK, SELU_ALPHA, SELU_SCALE
from nntui.training.kernel.simd.arithmetic import if_greater, magnitude, multiply_add, signed_as
from nntui.training.kernel.simd.functions import cos, exp, expm1, log1p, normal_tail, sin
from nntui.training.kernel.simd.lanes import LANES, load, store
from nntui.training.kernel.simd.operation import Pointer, compiled, never_inline

if TYPE_CHECKING:
    from nntui.training.kernel.simd.operation import Lanes

SIGMOID = ACTIVATIONS["sigmoid"].kernel
TANH = ACTIVATIONS["tanh"].kernel
RELU = ACTIVATIONS["relu"].kernel
LEAKY_RELU = ACTIVATIONS["leaky-relu"].kernel
GELU = ACTIVATIONS["gelu"].kernel
SOFTPLUS = ACTIVATIONS["softplus"].kernel
ELU = ACTIVATIONS["elu"].kernel
SELU = ACTIVATIONS["selu"].kernel
SILU = ACTIVATIONS["silu"].kernel
MISH = ACTIVATIONS["mish"].kernel
SINE = ACTIVATIONS["sine"].kernel
STEP = ACTIVATIONS["step"].kernel
SOFTMAX = ACTIVATIONS["softmax"].kernel
SELU_BELOW = SELU_SCALE * SELU_ALPHA
DENSITY_AT_ZERO = 1 / math.sqrt(2 * math.pi)


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
    return if_greater(z, LARGEST_SOFTPLUS, z, if_greater(z, 0.0, z, 0.0) + log1p(exp(-1.0 * magnitude(z))))


@compiled
def normal_share(z: Lanes) -> Lanes:
    """The share of a normal distribution below z."""
    tail = normal_tail(magnitude(z))
    return if_greater(z, 0.0, 1.0 - tail, tail)


@compiled
def activate(kind: int, before: Pointer, after: Pointer, count: int) -> None:
    """after = activation(before) for ``count`` numbers, a multiple of the lanes. The two may be the same place.

    softmax, which needs a whole column, has a function of its own.
    """
    never_inline()
    if kind == TANH:
        for i in range(0, count, LANES):
            store(after, i, tanh(load(before, i)))
    elif kind == SIGMOID:
        for i in range(0, count, LANES):
            store(after, i, sigmoid(load(before, i)))
    else:
        _rectify(kind, before, after, count)
        _rectify_smoothly(kind, before, after, count)


@compiled
def _rectify(kind: int, before: Pointer, after: Pointer, count: int) -> None:
    """``activate`` for those that bend or jump at 0."""
    if kind == RELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, if_greater(0.0, z, 0.0, z))
    elif kind == LEAKY_RELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, if_greater(z, 0.0, z, LEAK * z))
    elif kind == ELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, if_greater(z, 0.0, z, expm1(z)))
    elif kind == SELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, if_greater(z, 0.0, SELU_SCALE * z, SELU_BELOW * expm1(z)))
    elif kind == STEP:
        for i in range(0, count, LANES):
            store(after, i, if_greater(load(before, i), 0.0, 1.0, 0.0))


@compiled
def _rectify_smoothly(kind: int, before: Pointer, after: Pointer, count: int) -> None:
    """``activate`` for those that bend gradually."""
    if kind == GELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, z * normal_share(z))
    elif kind == SOFTPLUS:
        for i in range(0, count, LANES):
            store(after, i, softplus(load(before, i)))
    elif kind == SILU:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, z * sigmoid(z))
    elif kind == MISH:
        for i in range(0, count, LANES):
            z = load(before, i)
            store(after, i, z * tanh(softplus(z)))
    elif kind == SINE:
        for i in range(0, count, LANES):
            store(after, i, sin(load(before, i)))


@compiled
def times_slope(kind: int, before: Pointer, after: Pointer, delta: Pointer, count: int) -> None:
    """delta *= the derivative of the activation, for ``count`` numbers; ``before`` is read if the slope needs z."""
    never_inline()
    if kind == TANH:
        for i in range(0, count, LANES):
            a = load(after, i)
            store(delta, i, load(delta, i) * (1.0 - a * a))
    elif kind == SIGMOID:
        for i in range(0, count, LANES):
            a = load(after, i)
            store(delta, i, load(delta, i) * (a * (1.0 - a)))
    else:
        _times_rectified_slope(kind, after, delta, count)
        _times_smooth_slope(kind, before, after, delta, count)


@compiled
def _times_rectified_slope(kind: int, after: Pointer, delta: Pointer, count: int) -> None:
    if kind == RELU:
        for i in range(0, count, LANES):
            store(delta, i, if_greater(load(after, i), 0.0, load(delta, i), 0.0))
    elif kind == LEAKY_RELU:
        for i in range(0, count, LANES):
            d = load(delta, i)
            store(delta, i, if_greater(load(after, i), 0.0, d, LEAK * d))
    elif kind == ELU:
        for i in range(0, count, LANES):
            a = load(after, i)
            store(delta, i, load(delta, i) * if_greater(a, 0.0, 1.0, a + 1.0))
    elif kind == SELU:
        for i in range(0, count, LANES):
            a = load(after, i)
            store(delta, i, load(delta, i) * if_greater(a, 0.0, SELU_SCALE, a + SELU_BELOW))
    elif kind == STEP:
        for i in range(0, count, LANES):
            store(delta, i, 0.0 * load(after, i))


@compiled
def _times_smooth_slope(kind: int, before: Pointer, after: Pointer, delta: Pointer, count: int) -> None:
    if kind == GELU:
        for i in range(0, count, LANES):
            z = load(before, i)
            slope = multiply_add(z, DENSITY_AT_ZERO * exp(-0.5 * z * z), normal_share(z))
            store(delta, i, load(delta, i) * slope)
    elif kind == SOFTPLUS:
        for i in range(0, count, LANES):
            a = load(after, i)
            slope = if_greater(a, LARGEST_SOFTPLUS, 1.0, -1.0 * expm1(-1.0 * a))
            store(delta, i, load(delta, i) * slope)
    elif kind == SILU:
        for i in range(0, count, LANES):
            z = load(before, i)
            # sigmoid(-z), since in 1 - sigmoid(z) digits are lost, which large z would show.
            store(delta, i, load(delta, i) * multiply_add(load(after, i), sigmoid(-1.0 * z), sigmoid(z)))
    elif kind == MISH:
        for i in range(0, count, LANES):
            z = load(before, i)
            raised = softplus(z)
            damped, rest = tanh(raised), exp(-2.0 * raised)
            slope = 4.0 * rest / ((1.0 + rest) * (1.0 + rest))  # 1 - damped^2, without the digits that it loses
            store(delta, i, load(delta, i) * multiply_add(z * sigmoid(z), slope, damped))
    elif kind == SINE:
        for i in range(0, count, LANES):
            store(delta, i, load(delta, i) * cos(load(before, i)))


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

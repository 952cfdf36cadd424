"""One update of the weights from the gradient, by the formulas of torch.optim."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nntui.training.kernel.simd.arithmetic import if_greater, multiply_add, square_root, total
from nntui.training.kernel.simd.lanes import LANES, filled, load_first, moved, peek, store_first
from nntui.training.kernel.simd.operation import Pointer, always_inline, compiled, never_inline
from nntui.training.optimisers import CLIP_EPSILON, EPSILON, OPTIMISERS, RMSPROP_ALPHA

if TYPE_CHECKING:
    from nntui.training.kernel.net.arguments import Memory, Settings

SGD = OPTIMISERS["sgd"].kernel
MOMENTUM = OPTIMISERS["momentum"].kernel
NESTEROV = OPTIMISERS["nesterov"].kernel
RMSPROP = OPTIMISERS["rmsprop"].kernel
"""The others, adam and adamw, share one branch: their decay is apart."""


@compiled
def add_penalty(weights: Pointer, gradient: Pointer, count: int, l1: float, l2: float) -> None:
    """gradient += l1 sign(w) + l2 w, for ``count`` weights."""
    never_inline()
    for i in range(0, count, LANES):
        left = count - i
        w = load_first(weights, i, left)
        pull = if_greater(w, 0.0, l1, if_greater(0.0, w, -1.0 * filled(weights, l1), 0.0))
        store_first(gradient, i, load_first(gradient, i, left) + multiply_add(w, l2, pull), left)


@compiled
def decay(weights: Pointer, free: Pointer, any_frozen: bool, count: int, share: float) -> None:
    """Shrink ``count`` weights by ``share``; with ``any_frozen``, only those whose ``free`` is 1."""
    never_inline()
    for i in range(0, count, LANES):
        left = count - i
        w = load_first(weights, i, left)
        lost = w * share
        if any_frozen:
            lost = lost * load_first(free, i, left)
        store_first(weights, i, w - lost, left)


@compiled
def clear_frozen(gradient: Pointer, free: Pointer, count: int) -> None:
    """gradient *= free: 1 where a parameter learns, 0 where it is frozen."""
    never_inline()
    for i in range(0, count, LANES):
        left = count - i
        store_first(gradient, i, load_first(gradient, i, left) * load_first(free, i, left), left)


@compiled
def clip(gradient: Pointer, count: int, limit: float) -> None:
    """Shorten the gradient to a 2-norm of ``limit``, as torch.nn.utils.clip_grad_norm_ does."""
    never_inline()
    squares = 0.0
    for i in range(0, count, LANES):
        g = load_first(gradient, i, count - i)
        squares += total(g * g)
    factor = limit / (math.sqrt(squares) + CLIP_EPSILON)
    if factor < 1.0:
        for i in range(0, count, LANES):
            left = count - i
            store_first(gradient, i, load_first(gradient, i, left) * factor, left)


class UpdateRule(NamedTuple):
    """How an update is made: the optimiser's code and the settings of its kind."""

    kind: int
    momentum: float
    beta1: float
    beta2: float


class Learnt(NamedTuple):
    """The arrays of an update, ``length`` numbers each."""

    weights: Pointer
    gradient: Pointer
    first: Pointer
    """The optimiser's memory, in the order of its record."""
    second: Pointer
    length: int


@compiled
def update(rule: UpdateRule, learnt: Learnt, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) of the weights and of the optimiser's memory."""
    never_inline()
    kind, momentum, beta1, beta2 = rule
    weights, gradient, first, second, count = learnt
    if kind == SGD:
        for i in range(0, count, LANES):
            left = count - i
            g = load_first(gradient, i, left)
            store_first(weights, i, multiply_add(g, -rate, load_first(weights, i, left)), left)
    elif kind in (MOMENTUM, NESTEROV):
        for i in range(0, count, LANES):
            left = count - i
            g = load_first(gradient, i, left)
            m = multiply_add(load_first(first, i, left), momentum, g)
            store_first(first, i, m, left)
            if kind == NESTEROV:
                m = multiply_add(m, momentum, g)
            store_first(weights, i, multiply_add(m, -rate, load_first(weights, i, left)), left)
    elif kind == RMSPROP:
        for i in range(0, count, LANES):
            left = count - i
            g = load_first(gradient, i, left)
            v = multiply_add(load_first(first, i, left), RMSPROP_ALPHA, (1 - RMSPROP_ALPHA) * g * g)
            store_first(first, i, v, left)
            change = g / (square_root(v) + EPSILON)
            store_first(weights, i, multiply_add(change, -rate, load_first(weights, i, left)), left)
    else:
        step = rate / (1 - beta1**number)
        root = math.sqrt(1 - beta2**number)
        for i in range(0, count, LANES):
            left = count - i
            g = load_first(gradient, i, left)
            m = multiply_add(load_first(first, i, left), beta1, (1 - beta1) * g)
            v = multiply_add(load_first(second, i, left), beta2, (1 - beta2) * g * g)
            store_first(first, i, m, left)
            store_first(second, i, v, left)
            change = m / (square_root(v) / root + EPSILON)
            store_first(weights, i, multiply_add(change, -step, load_first(weights, i, left)), left)


@compiled
def copy(source: Pointer, target: Pointer, count: int) -> None:
    """target = source, ``count`` numbers."""
    never_inline()
    for i in range(0, count, LANES):
        store_first(target, i, load_first(source, i, count - i), count - i)


@compiled
def same(one: Pointer, other: Pointer, count: int) -> bool:
    """Whether ``count`` numbers are equal; NaN never is."""
    never_inline()
    i = 0
    while i < count and peek(one, i) == peek(other, i):
        i += 1
    return i == count


@compiled
def use_gradient(settings: Settings, at: Memory, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) from the gradient: penalties, frozen weights, clipping, optimiser."""
    always_inline()
    for group in range(settings.penalties):
        place, count = peek(at.penalised, 2 * group), peek(at.penalised, 2 * group + 1)
        own = moved(at.weights, place)
        l1, l2 = peek(at.penalties, 3 * group), peek(at.penalties, 3 * group + 1)
        if l1 > 0 or l2 > 0:
            add_penalty(own, moved(at.gradient, place), count, l1, l2)
        lost = peek(at.penalties, 3 * group + 2)
        if lost > 0:
            decay(own, moved(at.free, place), settings.any_frozen, count, rate * lost)
    if settings.any_frozen:
        clear_frozen(at.gradient, at.free, settings.parameters)
    if settings.clip > 0:
        clip(at.gradient, settings.parameters, settings.clip)
    rule = UpdateRule(settings.optimizer, settings.momentum, settings.beta1, settings.beta2)
    update(rule, Learnt(at.weights, at.gradient, at.first, at.second, settings.scale_at), rate, number)
    if settings.input_scale:
        scale = settings.scale_at
        arrays = moved(at.weights, scale), moved(at.gradient, scale), moved(at.first, scale), moved(at.second, scale)
        update(rule, Learnt(*arrays, settings.inputs), rate * settings.scale_rate, number)

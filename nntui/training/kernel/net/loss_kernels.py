"""The losses and their derivatives over panels of lanes. The table of losses is the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.training.kernel.simd.arithmetic import if_greater, keep_first, magnitude, multiply_add, total
from nntui.training.kernel.simd.functions import exp, log, log1p
from nntui.training.kernel.simd.lanes import LANES, filled, load, store
from nntui.training.kernel.simd.operation import Pointer, compiled, never_inline
from nntui.training.losses import LOSSES

if TYPE_CHECKING:
    from nntui.training.kernel.simd.operation import Lanes

MAE = LOSSES["mae"].kernel
HUBER = LOSSES["huber"].kernel
BCE = LOSSES["bce"].kernel
CROSS_ENTROPY = LOSSES["cross-entropy"].kernel
"""The others, mse and half-sse, share the branch for squared errors."""


class Outputs(NamedTuple):
    """The output layer's numbers for a panel, each [width, columns]; the first ``rows`` columns hold a row each.

    ``before`` are the pre-activations (only for losses from logits), ``delta`` the derivatives to propagate back.
    """

    before: Pointer
    after: Pointer
    targets: Pointer
    delta: Pointer
    width: int
    columns: int
    rows: int


@compiled
def loss_sum(kind: int, outputs: Outputs) -> float:
    """The displayed loss, summed over the outputs of all rows; float64."""
    never_inline()
    before, after, targets, columns = outputs.before, outputs.after, outputs.targets, outputs.columns
    whole = 0.0
    for column in range(0, columns, LANES):
        if kind == CROSS_ENTROPY:
            of_rows = _cross_entropy(outputs, column)
        else:
            of_rows = _loss(kind, load(before, column), load(after, column), load(targets, column))
            for at in range(column + columns, column + outputs.width * columns, columns):
                of_rows = of_rows + _loss(kind, load(before, at), load(after, at), load(targets, at))
        whole += total(keep_first(of_rows, outputs.rows - column))
    return whole


@compiled
def _loss(kind: int, z: Lanes, o: Lanes, y: Lanes) -> Lanes:
    error = o - y
    if kind == MAE:
        return magnitude(error)
    if kind == HUBER:
        size = magnitude(error)
        return if_greater(size, 1.0, size - 0.5, 0.5 * size * size)
    if kind == BCE:
        return multiply_add(-1.0 * z, y, if_greater(z, 0.0, z, 0.0)) + log1p(exp(-1.0 * magnitude(z)))
    return error * error


@compiled
def _cross_entropy(outputs: Outputs, column: int) -> Lanes:
    """The sum of y (ln(sum of e**z) - z), the exponents shifted by the largest z."""
    before, columns = outputs.before, outputs.columns
    stop = column + outputs.width * columns
    largest = load(before, column)
    for at in range(column + columns, stop, columns):
        z = load(before, at)
        largest = if_greater(largest, z, largest, z)
    powers = filled(before, 0)
    for at in range(column, stop, columns):
        powers = powers + exp(load(before, at) - largest)
    level = largest + log(powers)
    loss = filled(before, 0)
    for at in range(column, stop, columns):
        loss = multiply_add(load(outputs.targets, at), level - load(before, at), loss)
    return loss


@compiled
def output_delta(kind: int, outputs: Outputs, scale: float) -> None:
    """delta = ``scale`` times the loss's derivative by the outputs; by the pre-activations for bce and cross-entropy.

    The targets of a row are probabilities for cross-entropy, and need not sum to one.
    """
    never_inline()
    after, targets, delta, columns = outputs.after, outputs.targets, outputs.delta, outputs.columns
    count = outputs.width * columns
    if kind == CROSS_ENTROPY:
        for column in range(0, columns, LANES):
            whole = load(targets, column)
            for at in range(column + columns, column + count, columns):
                whole = whole + load(targets, at)
            for at in range(column, column + count, columns):
                store(delta, at, scale * (load(after, at) * whole - load(targets, at)))
    elif kind == MAE:
        for i in range(0, count, LANES):
            o, y = load(after, i), load(targets, i)
            store(delta, i, if_greater(o, y, filled(after, scale), if_greater(y, o, filled(after, -scale), 0.0)))
    elif kind == HUBER:
        for i in range(0, count, LANES):
            error = load(after, i) - load(targets, i)
            held = if_greater(error, 1.0, 1.0, if_greater(-1.0, error, -1.0, error))
            store(delta, i, scale * held)
    else:
        for i in range(0, count, LANES):
            store(delta, i, scale * (load(after, i) - load(targets, i)))


@compiled
def clear_beyond_rows(outputs: Outputs) -> None:
    """Zero the deltas of the columns that hold no row, all of them in the last vector."""
    last = outputs.columns - LANES
    if outputs.rows < outputs.columns:
        for at in range(last, last + outputs.width * outputs.columns, outputs.columns):
            store(outputs.delta, at, keep_first(load(outputs.delta, at), outputs.rows - last))

"""Updates and evaluations: what an epoch consists of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nntui.training.kernel.compiled import Pointer, always_inline, compiled, never_inline
from nntui.training.kernel.lanes import LANES, moved, peek, poke
from nntui.training.kernel.passes import (
    FAN_IN,
    FAN_OUT,
    FIELDS,
    PANEL,
    WEIGHTS,
    Net,
    Panel,
    backward,
    fill_with_ones,
    forward,
    panel_loss,
)
from nntui.training.kernel.product import Matrix
from nntui.training.kernel.rows import gather
from nntui.training.kernel.shuffle import shuffle_rows
from nntui.training.kernel.updates import ADAMW, Learnt, add_penalty, clip, copy, decay, hold, update

if TYPE_CHECKING:
    from nntui.training.kernel.memory import Memory, Settings


class Panels(NamedTuple):
    """``rows`` rows laid out in panels, as ``panels`` does it."""

    inputs: Pointer
    targets: Pointer
    rows: int


@compiled
def net_of(settings: Settings, at: Memory, gradient: Pointer) -> Net:
    """The parts that the passes need."""
    scratch = moved(at.work, settings.scratch)
    return Net(at.layers, settings.depth, settings.bias, at.weights, gradient, at.work, scratch)


@compiled
def columns_for(rows: int) -> int:
    """Columns of a panel for ``rows`` rows: a whole number of vectors."""
    return (rows + LANES - 1) // LANES * LANES


@compiled
def gradient_scale(settings: Settings, rows: int) -> float:
    """What the loss's derivative is multiplied by in a batch of ``rows``."""
    return settings.gain / (settings.by_count * rows) if settings.by_count > 0 else settings.gain


@compiled
def shuffle(settings: Settings, at: Memory, epoch: int) -> None:
    """Have the order of ``epoch`` stand."""
    always_inline()
    if peek(at.ordered, 0) != epoch:
        shuffle_rows(settings.seed, epoch, at.order, settings.rows)
        poke(at.ordered, 0, epoch)


@compiled
def train_on_batch(settings: Settings, at: Memory, batch: int, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) from batch ``batch`` (from 0) of the order that stands."""
    always_inline()
    net = net_of(settings, at, at.gradient)
    start = batch * settings.batch
    rows = min(settings.batch, settings.rows - start)
    scale = gradient_scale(settings, rows)
    inputs = moved(at.work, settings.batch_inputs)
    targets = moved(at.work, settings.batch_targets)
    for done in range(0, rows, PANEL):
        taken = min(PANEL, rows - done)
        columns = columns_for(taken)
        some = moved(at.order, start + done)
        gather(Matrix(at.inputs, settings.inputs, 1), some, taken, Matrix(inputs, columns, 1))
        gather(Matrix(at.targets, settings.outputs, 1), some, taken, Matrix(targets, columns, 1))
        fill_with_ones(moved(inputs, settings.inputs * columns), columns)
        panel = Panel(inputs, targets, columns, taken)
        forward(net, panel)
        backward(net, panel, settings.loss, scale, done > 0)
    use_gradient(settings, at, rate, number)


@compiled
def train_on_all(settings: Settings, at: Memory, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) from the gradient ahead."""
    always_inline()
    copy(at.ahead, at.gradient, settings.parameters)
    use_gradient(settings, at, rate, number)


@compiled
def use_gradient(settings: Settings, at: Memory, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) from the gradient that stands: penalties, what is frozen, clipping, optimiser."""
    always_inline()
    l2_in_gradient = 0.0 if settings.optimizer == ADAMW else settings.l2
    decayed = rate * (settings.l2 - l2_in_gradient)
    if settings.l1 > 0 or settings.l2 > 0:
        for layer_number in range(settings.depth):
            layer = moved(at.layers, layer_number * FIELDS)
            place = peek(layer, WEIGHTS)
            count = peek(layer, FAN_IN) * peek(layer, FAN_OUT)
            own = moved(at.weights, place)
            if settings.l1 > 0 or l2_in_gradient > 0:
                add_penalty(own, moved(at.gradient, place), count, settings.l1, l2_in_gradient)
            if decayed > 0:
                decay(own, moved(at.free, place), settings.held, count, decayed)
    if settings.held:
        hold(at.gradient, at.free, settings.parameters)
    if settings.clip > 0:
        clip(at.gradient, settings.parameters, settings.clip)
    learnt = Learnt(at.weights, at.gradient, at.first, at.second, settings.parameters)
    update(settings.optimizer, learnt, rate, settings.momentum, number)


@compiled
def sweep(settings: Settings, at: Memory, panels: Panels, learn: bool) -> float:
    """The displayed loss over all rows of ``panels``, NaN for none; with ``learn`` also find the gradient ahead."""
    never_inline()
    net = net_of(settings, at, at.ahead)
    scale = gradient_scale(settings, panels.rows)
    whole = 0.0
    for done in range(0, panels.rows, PANEL):
        taken = min(PANEL, panels.rows - done)
        inputs = moved(panels.inputs, done * (settings.inputs + 1))
        targets = moved(panels.targets, done * settings.outputs)
        panel = Panel(inputs, targets, columns_for(taken), taken)
        forward(net, panel)
        whole += panel_loss(net, panel, settings.loss)
        if learn:
            backward(net, panel, settings.loss, scale, done > 0)
    return whole / (settings.shown_by * panels.rows) if panels.rows > 0 else math.nan

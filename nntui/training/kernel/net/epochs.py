"""Whole epochs in one call: updates and evaluations, and the loop over epochs that Python calls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nntui.training.kernel.net.matrices import MatrixInMemory, gather, shuffle_rows
from nntui.training.kernel.net.passes import (
    FAN_IN,
    FAN_OUT,
    FIELDS,
    PANEL,
    WEIGHTS,
    KernelNet,
    Panel,
    backward,
    fill_with_ones,
    forward,
    panel_loss,
)
from nntui.training.kernel.net.plan import pointers
from nntui.training.kernel.net.update import Learnt, add_penalty, clear_frozen, clip, copy, decay, same, update
from nntui.training.kernel.simd.lanes import LANES, moved, peek, poke
from nntui.training.kernel.simd.operation import Pointer, always_inline, compiled, never_inline

if TYPE_CHECKING:
    from nntui.training.kernel.net.plan import Course, Memory, Settings


class Panels(NamedTuple):
    """``rows`` rows in the layout of ``plan.panels``."""

    inputs: Pointer
    targets: Pointer
    rows: int


@compiled
def net_of(settings: Settings, at: Memory, gradient: Pointer) -> KernelNet:
    """The settings and memory that the passes need; they put the gradient in ``gradient``."""
    scratch = moved(at.work, settings.scratch)
    return KernelNet(
        at.layers, settings.depth, settings.bias, settings.from_logits, at.weights, gradient, at.work, scratch
    )


@compiled
def columns_for(rows: int) -> int:
    """Columns of a panel for ``rows`` rows: a whole number of vectors."""
    return (rows + LANES - 1) // LANES * LANES


@compiled
def gradient_scale(settings: Settings, rows: int) -> float:
    """The factor on the loss's derivative in a batch of ``rows``."""
    return settings.gain / (settings.by_count * rows) if settings.by_count > 0 else settings.gain


@compiled
def shuffle(settings: Settings, at: Memory, epoch: int) -> None:
    """Make the order of rows that of ``epoch``, unless it is."""
    always_inline()
    if peek(at.ordered, 0) != epoch:
        shuffle_rows(settings.seed, epoch, at.order, settings.rows)
        poke(at.ordered, 0, epoch)


@compiled
def train_on_batch(settings: Settings, at: Memory, batch: int, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) from batch ``batch`` (from 0) of the present order."""
    always_inline()
    net = net_of(settings, at, at.gradient)
    start = batch * settings.batch
    rows = min(settings.batch, settings.rows - start)
    scale = gradient_scale(settings, rows)
    inputs = moved(at.work, settings.batch_inputs)
    targets = moved(at.work, settings.batch_targets)
    for done in range(0, rows, PANEL):
        count = min(PANEL, rows - done)
        columns = columns_for(count)
        order = moved(at.order, start + done)
        gather(MatrixInMemory(at.inputs, settings.inputs, 1), order, count, MatrixInMemory(inputs, columns, 1))
        gather(MatrixInMemory(at.targets, settings.outputs, 1), order, count, MatrixInMemory(targets, columns, 1))
        fill_with_ones(moved(inputs, settings.inputs * columns), columns)
        panel = Panel(inputs, targets, columns, count)
        forward(net, panel)
        backward(net, panel, settings.loss, scale, done > 0)
    use_gradient(settings, at, rate, number)


@compiled
def train_on_all(settings: Settings, at: Memory, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) from the gradient computed ahead."""
    always_inline()
    copy(at.ahead, at.gradient, settings.parameters)
    use_gradient(settings, at, rate, number)


@compiled
def use_gradient(settings: Settings, at: Memory, rate: float, number: int) -> None:
    """Make update ``number`` (from 1) from the gradient: penalties, frozen weights, clipping, optimiser."""
    always_inline()
    if settings.l1 > 0 or settings.l2 > 0 or settings.decay > 0:
        for layer_number in range(settings.depth):
            layer = moved(at.layers, layer_number * FIELDS)
            place = peek(layer, WEIGHTS)
            count = peek(layer, FAN_IN) * peek(layer, FAN_OUT)
            own = moved(at.weights, place)
            if settings.l1 > 0 or settings.l2 > 0:
                add_penalty(own, moved(at.gradient, place), count, settings.l1, settings.l2)
            if settings.decay > 0:
                decay(own, moved(at.free, place), settings.any_frozen, count, rate * settings.decay)
    if settings.any_frozen:
        clear_frozen(at.gradient, at.free, settings.parameters)
    if settings.clip > 0:
        clip(at.gradient, settings.parameters, settings.clip)
    learnt = Learnt(at.weights, at.gradient, at.first, at.second, settings.parameters)
    update(settings.optimizer, learnt, rate, settings.momentum, number)


@compiled
def sweep(settings: Settings, at: Memory, panels: Panels, learn: bool) -> float:
    """The displayed loss over all rows of ``panels``, NaN for none; with ``learn``, also compute the gradient ahead."""
    never_inline()
    net = net_of(settings, at, at.ahead)
    scale = gradient_scale(settings, panels.rows)
    whole = 0.0
    for done in range(0, panels.rows, PANEL):
        count = min(PANEL, panels.rows - done)
        inputs = moved(panels.inputs, done * (settings.inputs + 1))
        targets = moved(panels.targets, done * settings.outputs)
        panel = Panel(inputs, targets, columns_for(count), count)
        forward(net, panel)
        whole += panel_loss(net, panel, settings.loss)
        if learn:
            backward(net, panel, settings.loss, scale, done > 0)
    return whole / (settings.shown_by * panels.rows) if panels.rows > 0 else math.nan


EPOCH, BATCH, UPDATES, BEST_EPOCH = range(4)
"""Places in the counters of a course."""


def train(settings: Settings, memory: Memory, course: Course, batches: int) -> int:
    """Train whole epochs, one for each of the course's rates, and return how many were made.

    With ``batches``, makes only that many updates, at the first rate, and ends no epoch. With neither rates nor
    batches, puts the present losses in ``course.losses[0]``.
    """
    at = pointers(memory)
    if len(course.rates) == 0:
        write_losses(settings, at, course, 0)
        return 0
    look_ahead(settings, at)
    if batches > 0:
        for _ in range(batches):
            train_once(settings, at, course, 0)
        return 0
    for done in range(len(course.rates)):
        for _ in range((settings.rows + settings.batch - 1) // settings.batch):
            train_once(settings, at, course, done)
        course.counters[EPOCH] += 1
        course.counters[BATCH] = 0
        write_losses(settings, at, course, done)
        train_loss = course.losses[done, 0]
        keep_best(settings, at, course, done)
        if not math.isfinite(train_loss) or train_loss <= settings.stop_loss:
            return done + 1
    return len(course.rates)


@compiled
def training_rows(settings: Settings, at: Memory) -> Panels:
    """The rows to train on."""
    return Panels(at.train, at.train_targets, settings.rows)


@compiled
def look_ahead(settings: Settings, at: Memory) -> None:
    """If all rows make one update, compute the gradient ahead at the present weights, unless it is."""
    always_inline()
    if settings.batch >= settings.rows and not same(at.weights, at.ahead_at, settings.parameters):
        sweep(settings, at, training_rows(settings, at), True)


@compiled
def train_once(settings: Settings, at: Memory, course: Course, epoch: int) -> None:
    """Make the next update, at the rate of the course's ``epoch``."""
    always_inline()
    counters, rate = course.counters, course.rates[epoch]
    if settings.batch >= settings.rows:
        train_on_all(settings, at, rate, counters[UPDATES] + 1)
    else:
        shuffle(settings, at, counters[EPOCH])
        train_on_batch(settings, at, counters[BATCH], rate, counters[UPDATES] + 1)
    counters[BATCH] += 1
    counters[UPDATES] += 1


@compiled
def write_losses(settings: Settings, at: Memory, course: Course, entry: int) -> None:
    """Put the displayed losses at the present weights in ``course.losses[entry]``.

    If all rows make one update and more are to come, the next gradient is computed in the same pass.
    """
    always_inline()
    ahead = settings.batch >= settings.rows and len(course.rates) > 0
    course.losses[entry, 0] = sweep(settings, at, training_rows(settings, at), ahead)
    validation = Panels(at.validation, at.validation_targets, settings.validation_rows)
    course.losses[entry, 1] = sweep(settings, at, validation, False)
    if ahead:
        copy(at.weights, at.ahead_at, settings.parameters)


@compiled
def keep_best(settings: Settings, at: Memory, course: Course, entry: int) -> None:
    """Make the present weights the best ones if their loss is lower, on validation rows if there are any."""
    always_inline()
    score = course.losses[entry, 1]
    if math.isnan(score):
        score = course.losses[entry, 0]
    if score < course.best_loss[0]:
        course.best_loss[0] = score
        course.counters[BEST_EPOCH] = course.counters[EPOCH]
        copy(at.weights, at.best, settings.parameters)

"""Whole epochs in one call: the loop over epochs and updates that Python calls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from nntui.training.kernel.net.arguments import BATCH, BEST_EPOCH, EPOCH, UPDATES, pointers
from nntui.training.kernel.net.dropping import Dropout
from nntui.training.kernel.net.gradients import Panels, batch_gradient, dropout_of, sweep
from nntui.training.kernel.net.matrices import shuffle_rows
from nntui.training.kernel.net.rates import CONSTANT, fill_rates
from nntui.training.kernel.net.update import copy, same, use_gradient
from nntui.training.kernel.simd.lanes import peek, poke
from nntui.training.kernel.simd.operation import always_inline, compiled, never_inline

if TYPE_CHECKING:
    from nntui.training.kernel.net.arguments import Course, Memory, Settings


def train(settings: Settings, memory: Memory, course: Course, batches: int) -> int:
    """Train whole epochs, one for each of the course's losses, and return how many were made.

    With ``batches``, makes only that many updates and ends no epoch. Without rates, puts the present losses in
    ``course.losses[0]``.
    """
    at = pointers(memory)
    if len(course.rates) == 0:
        write_losses(settings, at, course, 0)
        return 0
    per_epoch = (settings.rows + settings.batch - 1) // settings.batch
    if settings.schedule != CONSTANT:
        fill_rates(settings, course, per_epoch)
    look_ahead(settings, at)
    if batches > 0:
        for batch in range(batches):
            train_once(settings, at, course, batch if settings.rate_by_update else 0)
        return 0
    for done in range(len(course.losses)):
        for batch in range(per_epoch):
            train_once(settings, at, course, done * per_epoch + batch if settings.rate_by_update else done)
        course.counters[EPOCH] += 1
        course.counters[BATCH] = 0
        write_losses(settings, at, course, done)
        train_loss = course.losses[done, 0]
        keep_best(settings, at, course, done)
        if not math.isfinite(train_loss) or train_loss <= settings.stop_loss:
            return done + 1
    return len(course.losses)


@compiled
def training_rows(settings: Settings, at: Memory) -> Panels:
    """The rows to train on."""
    return Panels(at.train, at.train_targets, at.goals, settings.rows)


@compiled
def look_ahead(settings: Settings, at: Memory) -> None:
    """If the gradient is to be computed ahead, do so at the present weights, unless it is."""
    always_inline()
    if settings.look_ahead and not same(at.weights, at.ahead_at, settings.parameters):
        sweep(settings, at, training_rows(settings, at), True, nothing_dropped())


@compiled
def train_once(settings: Settings, at: Memory, course: Course, entry: int) -> None:
    """Make the next update, at rate ``entry`` of the course."""
    always_inline()
    counters = course.counters
    if settings.batch < settings.rows:
        shuffle(settings, at, counters[EPOCH])
    if settings.look_ahead:
        copy(at.ahead, at.gradient, settings.parameters)
    elif settings.dropout:
        find_with_dropout(settings, at, counters[EPOCH], counters[BATCH])
    else:
        batch_gradient(settings, at, counters[BATCH], nothing_dropped())
    use_gradient(settings, at, course.rates[entry], counters[UPDATES] + 1)
    counters[BATCH] += 1
    counters[UPDATES] += 1


@compiled
def find_with_dropout(settings: Settings, at: Memory, epoch: int, batch: int) -> None:
    """Compute the gradient of update ``batch`` of ``epoch``; apart, so that it slows no update without dropout."""
    never_inline()
    dropped = dropout_of(settings, epoch, batch)
    if settings.batch < settings.rows:
        batch_gradient(settings, at, batch, dropped)
    else:
        sweep(settings, at, training_rows(settings, at), True, dropped)


@compiled
def nothing_dropped() -> Dropout:
    """For the displayed loss, and where neurons are never dropped."""
    always_inline()
    return Dropout(False, np.uint64(0), 0)


@compiled
def write_losses(settings: Settings, at: Memory, course: Course, entry: int) -> None:
    """Put the displayed losses at the present weights in ``course.losses[entry]``.

    If the gradient is to be computed ahead and more updates are to come, that is done in the same pass.
    """
    always_inline()
    ahead = settings.look_ahead and len(course.rates) > 0
    nothing = nothing_dropped()
    course.losses[entry, 0] = sweep(settings, at, training_rows(settings, at), ahead, nothing)
    validation = Panels(at.validation, at.validation_targets, at.validation_targets, settings.validation_rows)
    course.losses[entry, 1] = sweep(settings, at, validation, False, nothing)
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


@compiled
def shuffle(settings: Settings, at: Memory, epoch: int) -> None:
    """Make the order of rows that of ``epoch``, unless it is."""
    always_inline()
    if peek(at.ordered, 0) != epoch:
        shuffle_rows(settings.seed, epoch, at.order, settings.rows)
        poke(at.ordered, 0, epoch)

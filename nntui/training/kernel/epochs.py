"""Whole epochs in one call: the only part of the kernel that is called from Python."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.training.kernel.compiled import always_inline, compiled
from nntui.training.kernel.memory import pointers
from nntui.training.kernel.steps import Panels, shuffle, sweep, train_on_all, train_on_batch
from nntui.training.kernel.updates import copy, same

if TYPE_CHECKING:
    from nntui.training.kernel.memory import Course, Memory, Settings

EPOCH, BATCH, UPDATES, BEST_EPOCH = range(4)
"""Places in the counters of a course."""


def train(settings: Settings, memory: Memory, course: Course, batches: int) -> int:
    """Train whole epochs, one for each of the course's rates, and return how many were made.

    Where there are ``batches`` to make, only those are made, at the first rate, and no epoch. With neither rates nor
    batches, the present losses are put in ``course.losses[0]``.
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
def trained_on(settings: Settings, at: Memory) -> Panels:
    """The rows to train on."""
    return Panels(at.train, at.train_targets, settings.rows)


@compiled
def look_ahead(settings: Settings, at: Memory) -> None:
    """Where all rows make one update, have the gradient ahead be that at the present weights."""
    always_inline()
    if settings.batch >= settings.rows and not same(at.weights, at.ahead_at, settings.parameters):
        sweep(settings, at, trained_on(settings, at), True)


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

    Where all rows make one update and there are more to come, the next one's gradient is found along with its loss.
    """
    always_inline()
    ahead = settings.batch >= settings.rows and len(course.rates) > 0
    course.losses[entry, 0] = sweep(settings, at, trained_on(settings, at), ahead)
    held_out = Panels(at.validation, at.validation_targets, settings.validation_rows)
    course.losses[entry, 1] = sweep(settings, at, held_out, False)
    if ahead:
        copy(at.weights, at.ahead_at, settings.parameters)


@compiled
def keep_best(settings: Settings, at: Memory, course: Course, entry: int) -> None:
    """Make the present weights the best ones if they score better, on validation rows where there are any."""
    always_inline()
    score = course.losses[entry, 1]
    if math.isnan(score):
        score = course.losses[entry, 0]
    if score < course.best_loss[0]:
        course.best_loss[0] = score
        course.counters[BEST_EPOCH] = course.counters[EPOCH]
        copy(at.weights, at.best, settings.parameters)

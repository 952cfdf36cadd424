"""Whole epochs in one call: the only part of the kernel that is called from Python."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.training.kernel.compiled import compiled, never_inline
from nntui.training.kernel.lanes import LANES
from nntui.training.kernel.memory import pointers
from nntui.training.kernel.partial import load_first, store_first
from nntui.training.kernel.steps import Panels, shuffle, sweep, train_on_batch, use_gradient

if TYPE_CHECKING:
    from nntui.training.kernel.compiled import Pointer
    from nntui.training.kernel.memory import Course, Memory, Settings

EPOCH, BATCH, UPDATES, BEST_EPOCH = range(4)
"""Places in the counters of a course."""


def train(settings: Settings, memory: Memory, course: Course, batches: int) -> int:
    """Train whole epochs, one for each of the course's rates, and return how many were made.

    Where there are ``batches`` to make, only those are made, at the first rate, and no epoch. With neither rates nor
    batches, the present losses are put in ``course.losses[0]``.
    """
    at = pointers(memory)
    counters, losses, best_loss = course.counters, course.losses, course.best_loss
    trained_on = Panels(at.train, at.train_targets, settings.rows)
    held_out = Panels(at.validation, at.validation_targets, settings.validation_rows)
    whole = settings.batch >= settings.rows
    if batches > 0:
        for _ in range(batches):
            if whole:
                sweep(settings, at, trained_on, True)
                use_gradient(settings, at, course.rates[0], counters[UPDATES] + 1)
            else:
                shuffle(settings, at, counters[EPOCH])
                train_on_batch(settings, at, counters[BATCH], course.rates[0], counters[UPDATES] + 1)
            counters[BATCH] += 1
            counters[UPDATES] += 1
        return 0
    epochs = len(course.rates)
    if whole or epochs == 0:
        losses[0, 0] = sweep(settings, at, trained_on, epochs > 0)
    if epochs == 0:
        losses[0, 1] = sweep(settings, at, held_out, False)
    for done in range(epochs):
        if not whole:
            shuffle(settings, at, counters[EPOCH])
            for batch in range((settings.rows + settings.batch - 1) // settings.batch):
                train_on_batch(settings, at, batch, course.rates[done], counters[UPDATES] + 1)
                counters[UPDATES] += 1
        elif settings.rows > 0:
            use_gradient(settings, at, course.rates[done], counters[UPDATES] + 1)
            counters[UPDATES] += 1
        counters[EPOCH] += 1
        # The gradient of all rows comes with their loss: it is the next epoch's.
        train_loss = sweep(settings, at, trained_on, whole and done + 1 < epochs)
        validation_loss = sweep(settings, at, held_out, False)
        losses[done, 0] = train_loss
        losses[done, 1] = validation_loss
        telling = train_loss if math.isnan(validation_loss) else validation_loss
        if telling < best_loss[0]:
            best_loss[0] = telling
            counters[BEST_EPOCH] = counters[EPOCH]
            copy(at.weights, at.best, settings.parameters)
        if not math.isfinite(train_loss) or train_loss <= settings.stop_loss:
            return done + 1
    return epochs


@compiled
def copy(source: Pointer, target: Pointer, count: int) -> None:
    """target = source, ``count`` numbers."""
    never_inline()
    for i in range(0, count, LANES):
        store_first(target, i, load_first(source, i, count - i), count - i)

"""The learning rates of a schedule, calculated in compiled code: there may be a million updates a second.

The functions are those of the table of schedules, which Python calls for other engines: the bits are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.kernel.net.arguments import BATCH, EPOCH
from nntui.training.kernel.simd.operation import compiled, never_inline
from nntui.training.schedules import SCHEDULES, half_cosine

if TYPE_CHECKING:
    from nntui.training.kernel.net.arguments import Course, Settings
    from nntui.training.schedules import Factor
    from nntui.training.spec import TrainingSpec

CONSTANT = 0
"""The code where the rates are given."""
STEP, EXPONENTIAL, COSINE = (SCHEDULES[name].kernel for name in ("step", "exponential", "cosine"))
"""The codes of the others, one-cycle apart."""
MOST_COUNTED = 2**53
"""Epochs or updates that are planned at most: up to here every whole number is exact as a float."""


def _compiled_factor(name: str) -> Factor:
    factor = SCHEDULES[name].factor
    assert factor is not None
    return compiled(factor)


compiled(half_cosine)
step, exponential, cosine, one_cycle = map(_compiled_factor, ("step", "exponential", "cosine", "one-cycle"))


def code_of(training: TrainingSpec, updates_per_epoch: int) -> int:
    """The code of the schedule; ``CONSTANT`` where its rates have to be given."""
    if training.epochs * updates_per_epoch > MOST_COUNTED:
        return CONSTANT
    return SCHEDULES[training.schedule].kernel or CONSTANT


@compiled
def fill_rates(settings: Settings, course: Course, per_epoch: int) -> None:
    """Put the rates of the course's epochs, or of its updates, in ``course.rates``."""
    never_inline()
    start, whole = course.counters[EPOCH], settings.planned
    if settings.rate_by_update:
        start = start * per_epoch + course.counters[BATCH]
        whole = whole * per_epoch
    for number in range(len(course.rates)):
        course.rates[number] = course.base * factor(settings, start + number, whole)


@compiled
def factor(settings: Settings, count: int, whole: int) -> float:
    """The factor on the base rate; apart, as a vectorised cosine might have other bits."""
    never_inline()
    decay, interval = settings.decay, settings.interval
    if settings.schedule == STEP:
        return step(count, decay, interval, whole)
    if settings.schedule == EXPONENTIAL:
        return exponential(count, decay, interval, whole)
    if settings.schedule == COSINE:
        return cosine(count, decay, interval, whole)
    return one_cycle(count, decay, interval, whole)

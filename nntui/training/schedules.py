"""The table of learning-rate schedules. They count epochs or updates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Factor = Callable[[int, float, int, int], float]

SCHEDULE_UNITS = {
    "epoch": "the rate changes from epoch to epoch",
    "update": "the rate changes from update to update",
}
"""The units that a schedule may count, with a line of help for each."""

WARM_UP, LOWEST_START = 0.3, 0.04
"""The share of a one-cycle run until its highest rate, and the share of that rate it starts at: torch's defaults."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """``factor(count, decay, interval, whole)`` is what the base rate is multiplied by; None: always 1.

    ``count`` is the number of epochs or updates before this one, ``whole`` that of the planned training, ``decay`` and
    ``interval`` the settings ``decay`` and ``decay_epochs``. ``uses`` names those settings that only its kind reads.
    ``formula`` spells the factor at a share of the training, with {} around what it depends on: n (the count, at most
    whole), whole, decay and interval. ``kernel`` is the code of a factor that the compiled kernel has, too; it compiles
    the very function. Without one its rates are calculated by Python, which takes time from all that is done meanwhile.
    """

    help: str
    factor: Factor | None = None
    uses: tuple[str, ...] = ()
    formula: Callable[[float], str] = lambda _: "1"
    kernel: int | None = None


def half_cosine(share: float) -> float:
    """From 1 to 0 as ``share`` goes from 0 to 1, along half a cosine."""
    return 0.5 * (1 + math.cos(math.pi * share))


def _one_cycle(count: int, _decay: float, _interval: int, whole: int) -> float:
    """Up to 1 and down to 0, each along half a cosine (Smith and Topin 2017)."""
    share = min(count / max(whole, 1), 1.0)
    if share < WARM_UP:
        return 1 - (1 - LOWEST_START) * half_cosine(share / WARM_UP)
    return half_cosine((share - WARM_UP) / (1 - WARM_UP))


def _one_cycle_formula(share: float) -> str:
    if share < WARM_UP:
        return f"1 - {1 - LOWEST_START:g} · (1 + cos(pi · {{n}} / {{whole}} / {WARM_UP:g})) / 2"
    return f"(1 + cos(pi · ({{n}} / {{whole}} - {WARM_UP:g}) / {1 - WARM_UP:g})) / 2"


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule("the same rate throughout"),
    "step": Schedule(
        "the rate times decay every few epochs (or updates)",
        lambda count, decay, interval, _whole: decay ** float(count // interval),
        ("decay", "decay_epochs"),
        lambda _: "{decay}^floor({n} / {interval})",
        kernel=1,
    ),
    "exponential": Schedule(
        "the rate times decay in every epoch (or update)",
        lambda count, decay, _interval, _whole: decay ** float(count),
        ("decay",),
        lambda _: "{decay}^{n}",
        kernel=2,
    ),
    "cosine": Schedule(
        "the rate falls to 0 at the end of training, along half a cosine",
        lambda count, _decay, _interval, whole: half_cosine(min(count / max(whole, 1), 1.0)),
        formula=lambda _: "(1 + cos(pi · {n} / {whole})) / 2",
        kernel=3,
    ),
    "one-cycle": Schedule(
        f"the rate rises from {LOWEST_START:g} of itself for the first {WARM_UP:.0%} of training, then falls to 0",
        _one_cycle,
        formula=_one_cycle_formula,
        kernel=4,
    ),
}

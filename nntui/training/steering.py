"""Which settings can be changed while training goes on, with the same weights and the optimiser's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import SpecError
from nntui.training.ends import ENDING
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULES
from nntui.training.spec import endless

if TYPE_CHECKING:
    from nntui.training.spec import TrainingSpec

FIXED = ("loss", "engine", "device", "seed", "frozen")
"""Settings that another run is needed for: with another loss or seed, earlier losses are those of another training."""


def changed_names(before: TrainingSpec, after: TrainingSpec) -> tuple[str, ...]:
    """The names of the settings in which two differ."""
    return tuple(name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name))


def steerable(before: TrainingSpec, after: TrainingSpec) -> bool:
    """Whether training can go on with ``after`` as if nothing else had happened."""
    names = changed_names(before, after)
    return not any(name in FIXED for name in names) and remembers_alike(before.optimizer, after.optimizer)


def check_steering(before: TrainingSpec, after: TrainingSpec) -> None:
    """Raise SpecError for a change that is not ``steerable``."""
    if not steerable(before, after):
        names = ", ".join(name.replace("_", " ") for name in changed_names(before, after))
        raise SpecError(f"{names}: cannot be changed while training goes on")


def deciding(training: TrainingSpec, rate: float) -> TrainingSpec:
    """The settings with the base ``rate``, without those that do not decide how training goes on."""
    planned = training.epochs if SCHEDULES[training.schedule].factor is not None else 0
    return replace(endless(training), epochs=planned, rate=rate, engine="auto")


def goes_on_alike(before: TrainingSpec, after: TrainingSpec) -> bool:
    """Whether training goes the same way with both, as far as it goes."""
    return deciding(before, before.rate) == deciding(after, after.rate)


def remembers_alike(before: str, after: str) -> bool:
    """Whether what one optimiser remembers means the same to another."""
    memory = OPTIMISERS[before].memory
    return before == after or (bool(memory) and memory == OPTIMISERS[after].memory)


def needs_engine(before: TrainingSpec, after: TrainingSpec) -> bool:
    """Whether an engine made for ``before`` cannot train with ``after``."""
    apart = ("rate", *(name for name in ENDING if name != "stop_loss"))
    return any(name not in apart for name in changed_names(before, after))

"""The settings of steps: what the optimisers remember, and how the rate changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.session.settings.setting import NUMBER, WHOLE, Setting
from nntui.session.settings.use import uses
from nntui.training.optimisers import OPTIMISERS, names_using
from nntui.training.schedules import SCHEDULE_UNITS, SCHEDULES

if TYPE_CHECKING:
    from nntui.session.settings.setting import Texts


def _changing(texts: Texts) -> bool:
    return SCHEDULES[texts["schedule"]].factor is not None


ADAM = " and ".join(names_using(OPTIMISERS, "beta1"))
DECAY, STEPS = " and ".join(names_using(SCHEDULES, "decay")), " and ".join(names_using(SCHEDULES, "decay_epochs"))

STEPPING = (
    Setting(
        "beta1",
        "beta 1",
        "memory of gradients",
        f"Share of the mean gradient that {ADAM} keep",
        "0.9",
        NUMBER,
        used=partial(uses, "beta1"),
    ),
    Setting(
        "beta2",
        "beta 2",
        "memory of squares",
        f"Share of the mean squared gradient that {ADAM} keep",
        "0.999",
        NUMBER,
        used=partial(uses, "beta2"),
    ),
    Setting("schedule", "schedule", "how the rate changes", "Of the rate", "constant; good: cosine", choices=SCHEDULES),
    Setting(
        "schedule_by",
        "counted in",
        "epochs or updates",
        "What it counts",
        "epoch; good: update",
        choices=SCHEDULE_UNITS,
        used=_changing,
    ),
    Setting("decay", "decay", "factor on the rate", f"Factor of {DECAY}", "0.5", NUMBER, used=partial(uses, "decay")),
    Setting(
        "decay_epochs",
        "decay every",
        "epochs, or updates",
        f"Epochs, or updates, between the steps of {STEPS}",
        "100",
        WHOLE,
        used=partial(uses, "decay_epochs"),
    ),
)

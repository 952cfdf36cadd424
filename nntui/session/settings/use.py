"""Which settings of an optimiser or a schedule are used: asked by the settings form and told in help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULES

if TYPE_CHECKING:
    from nntui.session.settings.setting import Texts


def uses(setting: str, texts: Texts) -> bool:
    """True if the optimiser or the schedule in ``texts`` uses the setting."""
    return setting in OPTIMISERS[texts["optimizer"]].uses or setting in SCHEDULES[texts["schedule"]].uses

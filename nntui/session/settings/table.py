"""The table of settings: the options of the shell and the fields of the settings form are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.settings.ending import ENDS
from nntui.session.settings.everyday import EVERYDAY
from nntui.session.settings.network import NETWORK
from nntui.session.settings.objective import OBJECTIVE
from nntui.session.settings.steps import STEPPING

if TYPE_CHECKING:
    from nntui.session.settings.setting import Setting

SETTINGS: dict[str, Setting] = {
    setting.name: setting for setting in (*EVERYDAY, *NETWORK, *OBJECTIVE, *ENDS, *STEPPING)
}
ESSENTIAL = ("hidden", "activation", "rate", "optimizer", "momentum", "batch", "epochs", "seed", "recipe")
"""The settings that most people change."""

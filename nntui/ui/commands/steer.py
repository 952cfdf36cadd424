"""The commands that steer the training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import Command
from nntui.ui.steer.asking import ask_rate, ask_when_to_stop

if TYPE_CHECKING:
    from nntui.ui.workspace import Workspace

# fmt: off
STEER: tuple[Command[Workspace], ...] = (
    Command("stop", "quotation_mark", "when to stop", "Stop rules, breakpoints, or an epoch to train to",
            ask_when_to_stop, on_screen=True, asks=True),
    Command("rate", "backslash", "rate", "The learning rate: try rates on a copy of the weights, and take one",
            ask_rate, on_screen=True, asks=True),
)
# fmt: on

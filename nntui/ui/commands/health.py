"""The commands of the health pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import EVERY, Command

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from nntui.ui.health.pane import HealthPane
    from nntui.ui.workspace import Workspace

HERE = frozenset({"health"})
PAGE = 5


def _cure(screen: Workspace) -> Coroutine[object, object, None] | None:
    """Make the change that cures the chosen finding, if there is one that lasts."""
    pane = screen.health_pane
    finding, health = pane.chosen, pane.health
    if finding is None or health is None or not finding.lasts:
        screen.confirm("there is nothing to cure")
        return None
    return screen.show_work(screen.health_keeper.cure(finding, health))


# fmt: off
HEALTH: tuple[Command[HealthPane] | Command[Workspace], ...] = (
    Command("health.cure", "enter", "cure", "Make the change that cures the chosen finding; {key:undo} takes it back",
            _cure, HERE, on_screen=True),
    Command("health.up", "up", "above", "Choose the finding above", lambda pane: pane.choose(-1)),
    Command("health.down", "down", "below", "Choose the finding below", lambda pane: pane.choose(1)),
    Command("health.first", "home", "first", "Choose the first finding", lambda pane: pane.choose(-EVERY)),
    Command("health.last", "end", "last", "Choose the last finding", lambda pane: pane.choose(EVERY)),
    Command("health.page-up", "pageup", "layers above", "Show the layers above", lambda pane: pane.scroll(-PAGE)),
    Command("health.page-down", "pagedown", "layers below", "Show the layers below", lambda pane: pane.scroll(PAGE)),
)
# fmt: on

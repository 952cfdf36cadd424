"""All commands, in the sections of the help; bindings, footer, palette, help and the README's keys are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nntui.ui.commands import check, data, health, lesson, maps, network, panes, runs, score, screen, walk
from nntui.ui.panes import placed

if TYPE_CHECKING:
    from nntui.ui.commands.record import Command

OF_PANES: dict[str, tuple[Command[Any], ...]] = {
    "data": data.DATA,
    "network": network.NETWORK,
    "loss": panes.LOSS,
    "predict": panes.PREDICT,
    "search": panes.SEARCH,
    "sure": panes.SURE,
    "score": score.SCORE,
    "runs": runs.RUNS,
    "health": health.HEALTH,
    "walk": walk.WALK,
    "check": check.CHECK,
    "map": maps.MAP,
}
SECTIONS: dict[str, tuple[Command[Any], ...]] = {
    **screen.SECTIONS,
    "Lessons": lesson.LESSONS,
    "In a lesson": lesson.IN_LESSON,
    **{f"In the {pane.title} pane": OF_PANES.get(pane.id, ()) for pane in placed()},
}
"""By headings; those without a command that is explained are not shown."""

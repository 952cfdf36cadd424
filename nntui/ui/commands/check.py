"""The commands of the check pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import Command

if TYPE_CHECKING:
    from nntui.ui.check.pane import CheckPane
    from nntui.ui.workspace import Workspace

HERE = frozenset({"check"})


def check_from_here(screen: Workspace) -> None:
    """Go to the check of the weight that is chosen in the diagram or in the walk; in the check, calculate it again."""
    from nntui.ui.check.pane import CheckPane
    from nntui.ui.walk.pane import WalkPane

    pane, current = screen.area.of(CheckPane), screen.area.current
    pane.follow(screen.controller, screen.network_pane.select)
    if current is pane:
        pane.renew()
        return
    screen.area.go_to("check")
    place = current.place if isinstance(current, WalkPane) else None
    pane.open_at(place.address if place is not None else screen.network_pane.selection)


# fmt: off
CHECK: tuple[Command[CheckPane], ...] = (
    Command("check.view", "tab", "weight/surface/plane", "Show the weight, the loss over two weights, or the loss over "
            "the plane through first, best and present weights", lambda pane: pane.next_view(), HERE),
    Command("check.second", "enter", "second weight", "Take this weight as the second one of a surface; in a surface, "
            "exchange both", lambda pane: pane.take_second(), HERE),
    Command("check.narrower", "plus", "narrower", "Show half the range around the weights", lambda pane: pane.zoom(-1),
            HERE),
    Command("check.wider", "minus", "wider", "Show twice the range around the weights", lambda pane: pane.zoom(1),
            HERE),
    Command("check.up", "up", "up", "Go to the weight before; on a map, up", lambda pane: pane.move(0, -1)),
    Command("check.down", "down", "down", "Go to the next weight; on a map, down", lambda pane: pane.move(0, 1)),
    Command("check.left", "left", "left", "Read the loss further left", lambda pane: pane.move(-1, 0)),
    Command("check.right", "right", "right", "Read the loss further right", lambda pane: pane.move(1, 0)),
    Command("check.previous-layer", "pageup", "layer before", "Go to the layer before; on a map, up by 8",
            lambda pane: pane.page(-1)),
    Command("check.next-layer", "pagedown", "next layer", "Go to the next layer; on a map, down by 8",
            lambda pane: pane.page(1)),
    Command("check.first", "home", "first", "Go to the first weight; on a map, to the present weights",
            lambda pane: pane.go_to_end(first=True)),
    Command("check.last", "end", "last", "Go to the last weight; on a map, to the lowest loss",
            lambda pane: pane.go_to_end(first=False)),
    Command("check.leave", "escape", "weight", "Stop the calculation of a map, or go back to the weight",
            lambda pane: pane.leave()),
)
# fmt: on

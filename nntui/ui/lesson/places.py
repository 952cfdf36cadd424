"""Shows what a step of a lesson is about: a row, a part of the network, a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.host import host_of
from nntui.ui.network.pane import NetworkPane
from nntui.ui.table.pane import DataPane

if TYPE_CHECKING:
    from textual.screen import Screen

    from nntui.data.table import Table
    from nntui.session.lessons.lesson import StepPlaces
    from nntui.ui.frame.area import PaneArea


def show_places(look: StepPlaces, screen: Screen[None], area: PaneArea, table: Table | None) -> None:
    """Select the row and the part of the network in ``look``, then go to its pane, as the pane's own key does."""
    from nntui.render.diagram import Edge, Neuron

    data_pane, network_pane = area.of(DataPane), area.of(NetworkPane)
    if table is not None and (look.row is not None or look.column in table.names):
        column = table.index(look.column) if look.column in table.names else None
        row = look.row if look.row is not None else data_pane.selected_row or 0
        data_pane.go_to(row, column)
        network_pane.show_activations(of_question=False)
    if look.neuron is not None:
        network_pane.select(Neuron(*look.neuron))
    elif look.weight is not None:
        network_pane.select(Edge(*look.weight))
    if look.pane:
        host_of(screen).keymap.commands[look.pane].run(screen)

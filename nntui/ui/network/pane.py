"""The network pane: the diagram with every weight's value, and the chosen neuron or edge in full precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_keys import PaneKeys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Resize

    from nntui.render.diagram import DiagramNet, Selection, Vector
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

DETAIL_ROWS = 2
ROOMY = 16
"""Rows from which the heatmap of a layer too large to draw is shown under the diagram."""


class NetworkPane(PaneKeys, LinesView, can_focus=True):
    """Neurons and edges of the network; the arrows move from neuron to edge to neuron."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="network", classes="pane")
        self._glyphs = glyphs
        self._net: DiagramNet | None = None
        self._pre_activations: Sequence[Vector] | None = None
        self._selection: Selection | None = None
        self._heatmap = False

    def update(self, net: DiagramNet | None, pre_activations: Sequence[Vector] | None = None) -> None:
        """Draw this network (None: not known yet) and, by layer, the pre-activations of the row in it."""
        if net is not None and (self._net is None or self._net.sizes != net.sizes):
            self._selection = None
        self._net, self._pre_activations = net, pre_activations
        self.draw()

    def toggle_heatmap(self) -> None:
        """Between the diagram and the heatmap of the chosen layer."""
        self._heatmap = not self._heatmap
        self.draw()

    def move(self, key: str) -> None:
        """Choose the neighbour in the direction of ``key``."""
        from nntui.render.diagram import move_selection

        if self._net is not None:
            self._selection = move_selection(self._net.sizes, self._chosen, key)
            self.draw()

    def draw(self) -> None:
        """Draw what is known into the present size."""
        width, height = self.size
        if not width or not height or self._net is None:
            return
        from nntui.render.diagram import describe_selection  # a dozen modules, which the first paint does without

        rows = height - min(DETAIL_ROWS, height // 3)
        detail = describe_selection(self._net, self._chosen, self._pre_activations, width, self._glyphs)
        self.show([*self._picture(self._net, width, rows), *detail][:height])

    @property
    def _chosen(self) -> Selection:
        """The neuron or edge that is chosen: at first the first input."""
        from nntui.render.diagram import Neuron

        return self._selection or Neuron(0, 0)

    def _picture(self, net: DiagramNet, width: int, height: int) -> list[Line]:
        from nntui.render.diagram import draw_network

        chosen = self._chosen
        if net.weights is None:
            return draw_network(net, width, height, chosen, self._glyphs)
        if self._heatmap:
            return self._layer(net, width, height)
        if height >= ROOMY and max(net.sizes) > height:
            below = height * 2 // 5
            return [*draw_network(net, width, height - below, chosen, self._glyphs), *self._layer(net, width, below)]
        return draw_network(net, width, height, chosen, self._glyphs)

    def _layer(self, net: DiagramNet, width: int, height: int) -> list[Line]:
        from nntui.render.diagram import Edge
        from nntui.render.shades import heatmap  # needs numpy, which the first paint does without

        assert net.weights is not None
        chosen = self._chosen
        layer = min(chosen.layer, len(net.weights) - 1)
        if isinstance(chosen, Edge):
            marked: tuple[int | None, int | None] = (chosen.source, chosen.target)
        else:
            marked = (chosen.index, None) if chosen.layer == layer else (None, chosen.index)
        return heatmap(net.weights[layer], width, height, marked, self._glyphs)

    def on_resize(self, _: Resize) -> None:
        """Draw for the new size."""
        self.draw()

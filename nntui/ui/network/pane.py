"""The network pane: the network as a diagram or a layer's weights, and what is chosen in full precision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.map.small import SmallPictures
from nntui.ui.network.chosen_keys import keys_of_chosen
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase
from nntui.ui.work.view_models import RowEncoder, network

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nntui.render.diagram import Diagram, DiagramNet, DiagramView, Neuron, Pictures, Selection, Vector
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.widgets.pane_base import NamedKeys
    from nntui.ui.work.view_models import Moment

DETAIL_ROWS = 2
ROOM_FOR_HEATMAP = 24
"""Least height with a heatmap under the diagram, for a layer that is too large to draw."""

ROOM_FOR_PICTURES = (56, 14)
"""Least width and height with a picture in each neuron."""

VIEWS = ("diagram", "matrix", "heatmap")
"""In the order in which one key goes through them."""


class NetworkPane(PaneBase, LinesView, can_focus=True):
    """Neurons and weights of the network; the arrow keys move the selection."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._net: DiagramNet | None = None
        self._pre_activations: Sequence[Vector] | None = None
        self._selection: Selection | None = None
        self._wanted: Selection | None = None  # to be selected in the next network
        self._view: DiagramView | None = None
        self._shown = VIEWS[0]
        self._moment: Moment | None = None
        self._rows = RowEncoder()
        self._keys: NamedKeys = ()
        self.shows_question = False
        self.pictures = SmallPictures(self)

    def show_moment(self, moment: Moment) -> None:
        """Draw the network with its weights, and the activations of the selected row, or of the question.

        Out of sight only another network is looked at: its neurons can be chosen from other panes.
        """
        before, self._moment = self._moment, moment
        known = before is not None and before.snapshot is not None and before.session.network == moment.session.network
        if self.display or not known:
            self._show_network(moment)

    def on_show(self) -> None:
        """Draw what has come while the pane was out of sight."""
        if self._moment is not None:
            self._show_network(self._moment)

    def _show_network(self, moment: Moment) -> None:
        net, pre_activations = network(moment, self._rows, of_question=self.shows_question)
        if self._net is None or self._net.sizes != net.sizes:
            self._selection, self._view = self._selection_in(net.sizes), None
        self._net, self._pre_activations = net, pre_activations
        self.draw()
        self._look_at_pictures()

    def on_resize(self) -> None:
        """Make pictures if the new size has room for them."""
        self._look_at_pictures()

    def _look_at_pictures(self) -> None:
        """Make the pictures of the neurons where there is room for them."""
        if self._moment is not None and self._has_room:
            self.pictures.look(self._moment)

    @property
    def _has_room(self) -> bool:
        return self.size.width >= ROOM_FOR_PICTURES[0] and self.size.height >= ROOM_FOR_PICTURES[1]

    def _selection_in(self, sizes: Sequence[int]) -> Selection | None:
        """The selection in a network of other sizes: the same place in one between the same inputs and outputs."""
        from nntui.render.diagram import nearest_selection

        chosen, self._wanted = self._wanted or self._selection, None
        if self._net is None or chosen is None or (self._net.sizes[0], self._net.sizes[-1]) != (sizes[0], sizes[-1]):
            return None
        return nearest_selection(sizes, chosen)

    def select_when_there(self, neuron: Neuron, sizes: Sequence[int]) -> None:
        """Select ``neuron`` of a network of these ``sizes``, when it is shown."""
        if self._net is not None and self._net.sizes == sizes:
            self.select(neuron)
        else:
            self._wanted = neuron

    @property
    def _row_name(self) -> str:
        row = self._moment.row if self._moment is not None else None
        return "no row" if row is None else f"row {row + 1:,}"

    def show_activations(self, *, of_question: bool) -> None:
        """Show the activations of the question in the predict form, or those of the table's row."""
        if of_question != self.shows_question:
            self.shows_question = of_question
            if self._moment is not None:
                self.show_moment(self._moment)

    def next_view(self) -> None:
        """Switch from the diagram to the chosen layer's weights as numbers, then as a heatmap, then back."""
        self._shown = VIEWS[(VIEWS.index(self._shown) + 1) % len(VIEWS)]
        self.draw()

    def select(self, selection: Selection) -> None:
        """Select a neuron or a weight, or the nearest one that there is."""
        from nntui.render.diagram import nearest_selection

        if self._net is not None:
            self._selection = nearest_selection(self._net.sizes, selection)
            self.draw()

    def move(self, key: str) -> None:
        """Move the selection in the direction of ``key``; in the matrix, from number to number."""
        from nntui.render.diagram import move_selection

        if self._net is None:
            return
        if self._shown == "matrix":
            from nntui.render.weights import move_in_matrix

            self._selection = move_in_matrix(self._net, self.chosen, key)
        else:
            self._selection = move_selection(self._net.sizes, self._selected, key, self._net.biased_layers)
        self.draw()

    def move_layer(self, by: int) -> None:
        """Go to the layer after this one, or before it: to a neuron or, from a weight, to a weight."""
        from nntui.render.diagram import Bias, Edge, Neuron, nearest_selection

        if self._net is None:
            return
        chosen = self.chosen
        if isinstance(chosen, Edge):
            moved: Selection = Edge(chosen.layer + by, chosen.source, chosen.target)
        elif isinstance(chosen, Bias):
            moved = Bias(chosen.layer + by, chosen.index)
        else:
            moved = Neuron(chosen.layer + by, chosen.index)
        self._selection = nearest_selection(self._net.sizes, moved)
        self.draw()

    def draw(self) -> None:
        """Draw in the present size."""
        width, height = self.size
        if not width or not height or self._net is None:
            return
        from nntui.render.diagram import describe_selection  # a dozen modules, which the first paint does without

        keys, self._keys = self._keys, self.chosen_keys
        if self._keys is not keys:
            host_of(self).letters_changed()
        rows = height - min(DETAIL_ROWS, height // 3)
        detail = describe_selection(self._net, self.chosen, self._pre_activations, width, self._glyphs)
        self.show([*self._diagram(self._net, width, rows), *detail][:height])

    @property
    def selection(self) -> Selection | None:
        """The neuron or weight that was selected; None before any was."""
        return self._selection

    @property
    def chosen(self) -> Selection:
        """The neuron, weight or bias that keys change: in the matrix the number under its cursor."""
        if self._shown == "matrix" and self._net is not None:
            from nntui.render.weights import parameter_of

            return parameter_of(self._selected)
        return self._selected

    @property
    def chosen_keys(self) -> NamedKeys:
        """The keys for the neuron, weight or bias that is chosen."""
        return () if self._net is None else keys_of_chosen(self.chosen, self._net)

    @property
    def biased_layers(self) -> Collection[int]:
        """The layers of neurons that have biases."""
        return frozenset[int]() if self._net is None else self._net.biased_layers

    @property
    def _selected(self) -> Selection:
        """The selection, at first the first input."""
        from nntui.render.diagram import Neuron

        return self._selection or Neuron(0, 0)

    def _diagram(self, net: DiagramNet, width: int, height: int) -> list[Line]:
        from nntui.render.diagram import DiagramView, draw_network

        if self._shown == "matrix" and net.weights is not None:
            from nntui.render.weights import draw_weights, matrix_name

            self._entitle((matrix_name(net, self.chosen),))
            lines = draw_weights(net, self.chosen, width, height, self._glyphs)
            return [*lines, *[()] * (height - len(lines))]
        if self._shown == "heatmap" and net.weights is not None:
            self._entitle()
            return self._layer_heatmap(net, width, height)
        has_heatmap = net.weights is not None and height >= ROOM_FOR_HEATMAP and max(net.sizes) > height
        below = height * 2 // 5 if has_heatmap else 0
        before, shaded = self._view or DiagramView(), host_of(self).draws_shades
        with_pictures = replace(net, pictures=self._pictures_of(net))
        diagram = draw_network(
            with_pictures, width, height - below, self._selected, self._glyphs, before=before, shaded=shaded
        )
        self._view = diagram.view
        self._entitle(_partly(net, diagram))
        return [*diagram.lines, *self._layer_heatmap(net, width, below)] if below else diagram.lines

    def _pictures_of(self, net: DiagramNet) -> Mapping[int, Pictures]:
        """The pictures of the neurons, where there is room and they are those of this network."""
        pictures = self.pictures.pictures if self._has_room else {}
        same = all(layer < len(net.sizes) and len(each.values) == net.sizes[layer] for layer, each in pictures.items())
        return pictures if same and net.weights is not None else {}

    def _entitle(self, partly: Sequence[str] = ()) -> None:
        """Say in the title whose activations are shown, and then what is drawn, in one of the wordings ``partly``."""
        shown, other = ("question", self._row_name) if self.shows_question else (self._row_name, "question")
        with_key = f"{shown} ({host_of(self).key_shown('network.whose')}: {other})"
        between = f" {self._glyphs.between} "
        if partly:
            entitle(self, [between.join([with_key, partly[0]]), *(between.join([shown, each]) for each in partly)])
        else:
            entitle(self, (with_key, shown))

    def _layer_heatmap(self, net: DiagramNet, width: int, height: int) -> list[Line]:
        from nntui.render.diagram import Bias, Edge
        from nntui.render.shades import heatmap  # needs numpy, which the first paint does without

        assert net.weights is not None
        selection = self._selected.neuron if isinstance(self._selected, Bias) else self._selected
        layer = min(selection.layer, len(net.weights) - 1)
        if isinstance(selection, Edge):
            marked: tuple[int | None, int | None] = (selection.source, selection.target)
        else:
            marked = (selection.index, None) if selection.layer == layer else (None, selection.index)
        return heatmap(net.weights[layer], width, height, marked, self._glyphs)


def _partly(net: DiagramNet, diagram: Diagram) -> tuple[str, ...]:
    """How many of the edges are drawn, in ever shorter wordings; none if all are."""
    if diagram.drawn == diagram.edges:
        return ()
    part = f"{diagram.drawn:,} of {diagram.edges:,}"
    strongest = (f"strongest {part} edges", f"strongest {part}") if net.weights is not None else ()
    return *strongest, f"{part} edges", part

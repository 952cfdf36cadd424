"""The network that a diagram is drawn from, and what is selected in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, SupportsFloat

if TYPE_CHECKING:
    from collections.abc import Sequence


class Vector(Protocol):
    """Numbers by neuron: a list or a numpy array."""

    def __getitem__(self, neuron: int, /) -> SupportsFloat:
        """The number of one neuron."""
        ...


class WeightMatrix(Protocol):
    """Numbers by source and target: lists in a list or a numpy array [fan_in, fan_out]."""

    def __getitem__(self, source: int, /) -> Vector:
        """The numbers from one source."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class DiagramNet:
    """A dense network at one moment.

    ``sizes`` are the neurons of every layer, inputs first. ``weights`` are matrices [fan_in][fan_out] and ``biases``
    vectors [fan_out], one a layer of weights; ``activations`` are those of one row, [neurons] a layer, inputs first.
    What is None is not known (or, for biases, not there) and left out of the picture. ``activation_names`` names the
    function of each layer of weights.
    """

    sizes: tuple[int, ...]
    weights: Sequence[WeightMatrix] | None = None
    biases: Sequence[Vector] | None = None
    activations: Sequence[Vector] | None = None
    input_labels: Sequence[str] = ()
    output_labels: Sequence[str] = ()
    activation_names: Sequence[str] = ()

    def weight(self, layer: int, source: int, target: int) -> float | None:
        """One weight; None if not known."""
        return None if self.weights is None else float(self.weights[layer][source][target])

    def bias(self, layer: int, index: int) -> float | None:
        """The bias of a neuron; None for an input and where there are none."""
        return float(self.biases[layer - 1][index]) if self.biases and layer else None

    @property
    def has_biases(self) -> bool:
        """Whether any bias is known."""
        return bool(self.biases)

    def activation(self, layer: int, index: int) -> float | None:
        """What a neuron gives out for the row; None if not known."""
        return None if self.activations is None else float(self.activations[layer][index])

    def label(self, layer: int, index: int) -> str:
        """The column that an input or output stands for; "" for a hidden neuron and where there is no name."""
        labels = self.input_labels if layer == 0 else self.output_labels if layer == len(self.sizes) - 1 else ()
        return labels[index] if index < len(labels) else ""

    def layer_name(self, layer: int) -> str:
        """What a layer is called: inputs, hidden 1, ..., outputs (or output)."""
        if 0 < layer < len(self.sizes) - 1:
            return f"hidden {layer}"
        return ("output" if layer else "input") + ("s" if self.sizes[layer] > 1 else "")

    def activation_name(self, layer: int) -> str:
        """The function that a layer applies; "" for the inputs and where it is not known."""
        return self.activation_names[layer - 1] if 0 < layer <= len(self.activation_names) else ""


@dataclass(frozen=True, slots=True)
class Neuron:
    """Neuron ``index`` (from 0) of ``layer`` (0 is the inputs)."""

    layer: int
    index: int


@dataclass(frozen=True, slots=True)
class Edge:
    """The weight from neuron ``source`` of ``layer`` to ``target`` of the next: [source, target] in its matrix."""

    layer: int
    source: int
    target: int


Selection = Neuron | Edge


def within(sizes: Sequence[int], selection: Selection) -> Selection:
    """``selection``, or what is nearest to it in a network of these sizes: a network may change under its selection."""
    if isinstance(selection, Edge) and len(sizes) > 1:
        layer = _clamp(selection.layer, len(sizes) - 1)
        return Edge(layer, _clamp(selection.source, sizes[layer]), _clamp(selection.target, sizes[layer + 1]))
    layer = _clamp(selection.layer, len(sizes))
    return Neuron(layer, _clamp(selection.index if isinstance(selection, Neuron) else selection.source, sizes[layer]))


def move(sizes: Sequence[int], selection: Selection, key: str) -> Selection:
    """Where ``key`` (left, right, up, down, home, end; any other stays) leads in a network of these sizes.

    Left and right alternate between a column of neurons and the edges beside it; up and down stay in the column, and go
    round it among edges.
    """
    selection = within(sizes, selection)
    if isinstance(selection, Edge):
        return _from_edge(sizes, selection, key)
    return _from_neuron(sizes, selection, key)


def _from_neuron(sizes: Sequence[int], neuron: Neuron, key: str) -> Selection:
    layer, index = neuron.layer, neuron.index
    if key == "right" and layer + 1 < len(sizes):
        return Edge(layer, index, 0)
    if key == "left" and layer > 0:
        return Edge(layer - 1, 0, index)
    last = sizes[layer] - 1
    return Neuron(
        layer, {"up": max(0, index - 1), "down": min(last, index + 1), "home": 0, "end": last}.get(key, index)
    )


def _from_edge(sizes: Sequence[int], edge: Edge, key: str) -> Selection:
    if key == "right":
        return Neuron(edge.layer + 1, edge.target)
    if key == "left":
        return Neuron(edge.layer, edge.source)
    fan_in, fan_out = sizes[edge.layer], sizes[edge.layer + 1]
    place, count = edge.source * fan_out + edge.target, fan_in * fan_out
    place = {"up": place - 1, "down": place + 1, "home": 0, "end": -1}.get(key, place) % count
    return Edge(edge.layer, *divmod(place, fan_out))


def _clamp(index: int, count: int) -> int:
    return max(0, min(index, count - 1))

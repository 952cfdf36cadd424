"""The network that a diagram shows, and the selection in it: a neuron or a weight, moved by the arrow keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import TYPE_CHECKING, Protocol, SupportsFloat

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Span

FROZEN = "'"
"""The sign behind the number of a weight or bias that does not learn."""


class Vector(Protocol):
    """One number a neuron: a list or a numpy array [neurons]."""

    def __getitem__(self, neuron: int, /) -> SupportsFloat:
        """The number of ``neuron``."""
        ...


class WeightMatrix(Protocol):
    """One number a weight: nested lists or a numpy array [fan_in, fan_out]."""

    def __getitem__(self, source: int, /) -> Vector:
        """The weights that leave ``source``."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """A picture for each neuron of a layer: ``values`` [neurons, rows, columns] from -1 to 1.

    The first row is the lowest or, if ``top_first``, the top one. ``tiles`` keeps those that were drawn, by neuron,
    cells, rows, shades and glyphs: the numbers around them change far more often than the pictures.
    """

    values: NDArray[np.float64]
    top_first: bool = False
    tiles: dict[tuple[int, int, int, bool, Glyphs], list[list[Span]]] = field(default_factory=dict, init=False)


@dataclass(frozen=True, slots=True, eq=False)
class DiagramNet:
    """A dense network at one moment.

    ``sizes`` counts the neurons of each layer, inputs first. Each layer of weights has a matrix [fan_in, fan_out] in
    ``weights``, a vector [fan_out] in ``biases``, None where it has none, and its function in ``activation_names``.
    ``activations`` are those of one row, a vector [neurons] a layer, inputs first. None means unknown or, for biases,
    that there are none. ``slopes`` are those of the loss by layer: in these layers they are shown in place of the
    activations. A number that is nan is shown as unknown.
    ``frozen_weights`` and ``frozen_biases`` have 1 for each weight and bias that does not learn, None where all do;
    ``silenced`` neurons give 0 whatever goes into them.
    """

    sizes: tuple[int, ...]
    weights: Sequence[WeightMatrix] | None = None
    biases: Sequence[Vector | None] | None = None
    activations: Sequence[Vector] | None = None
    input_labels: Sequence[str] = ()
    output_labels: Sequence[str] = ()
    activation_names: Sequence[str] = ()
    slopes: Mapping[int, Vector] = field(default_factory=dict)
    pictures: Mapping[int, Pictures] = field(default_factory=dict)
    frozen_weights: Sequence[WeightMatrix] | None = None
    frozen_biases: Sequence[Vector | None] | None = None
    silenced: frozenset[Neuron] = frozenset()

    def weight(self, layer: int, source: int, target: int) -> float | None:
        """One weight; None if unknown."""
        return None if self.weights is None else float(self.weights[layer][source][target])

    def bias(self, layer: int, index: int) -> float | None:
        """The bias of a neuron; None for an input and in a layer without biases."""
        biases = self.biases[layer - 1] if self.biases and layer else None
        return None if biases is None else float(biases[index])

    def is_frozen(self, parameter: Edge | Bias) -> bool:
        """Whether a weight or bias does not learn."""
        if isinstance(parameter, Edge):
            weights = self.frozen_weights
            return weights is not None and bool(weights[parameter.layer][parameter.source][parameter.target])
        biases = self.frozen_biases[parameter.layer - 1] if self.frozen_biases else None
        return biases is not None and bool(biases[parameter.index])

    @property
    def biased_layers(self) -> frozenset[int]:
        """The layers of neurons that have biases, the first hidden one being 1."""
        return frozenset(layer for layer in range(1, len(self.sizes)) if self.bias(layer, 0) is not None)

    def activation(self, layer: int, index: int) -> float | None:
        """The activation of a neuron for the row; None if unknown."""
        return None if self.activations is None else float(self.activations[layer][index])

    def shown(self, layer: int, index: int) -> float | None:
        """The number shown at a neuron: its activation, or the slope of the loss; None if unknown."""
        slopes = self.slopes.get(layer)
        number = self.activation(layer, index) if slopes is None else float(slopes[index])
        return None if number is None or isnan(number) else number

    def label(self, layer: int, index: int) -> str:
        """The column name of an input or output; "" for a hidden neuron and where there is no name."""
        labels = self.labels(layer)
        return labels[index] if index < len(labels) else ""

    def labels(self, layer: int) -> Sequence[str]:
        """The column names of inputs or outputs, as far as they have any; none for a hidden layer."""
        return self.input_labels if layer == 0 else self.output_labels if layer == len(self.sizes) - 1 else ()

    def layer_name(self, layer: int) -> str:
        """The title of a layer: inputs, hidden 1, ..., outputs (singular for one neuron)."""
        if 0 < layer < len(self.sizes) - 1:
            return f"hidden {layer}"
        return ("output" if layer else "input") + ("s" if self.sizes[layer] > 1 else "")

    def caption(self, layer: int) -> str:
        """What is shown in a layer: its activation function, or which slope; "" for inputs, and where it is unknown."""
        if layer in self.slopes:
            return "dL/dz" if layer else "dL/dx"
        return self.activation_name(layer)

    def activation_name(self, layer: int) -> str:
        """The activation function of a layer; "" for the inputs and where it is unknown."""
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


@dataclass(frozen=True, slots=True)
class Bias:
    """The bias of neuron ``index`` of ``layer`` (1 is the first after the inputs)."""

    layer: int
    index: int

    @property
    def neuron(self) -> Neuron:
        """Its neuron."""
        return Neuron(self.layer, self.index)


Selection = Neuron | Edge | Bias


@dataclass(frozen=True, slots=True)
class Lit:
    """Neurons and weights that stand out in a diagram, in place of all those at the selection."""

    neurons: frozenset[Neuron]
    edges: frozenset[Edge]


def nearest_selection(sizes: Sequence[int], selection: Selection) -> Selection:
    """``selection``, or the nearest one that exists in a network of these sizes (it may have shrunk meanwhile)."""
    if isinstance(selection, Edge) and len(sizes) > 1:
        layer = _clamp(selection.layer, len(sizes) - 1)
        return Edge(layer, _clamp(selection.source, sizes[layer]), _clamp(selection.target, sizes[layer + 1]))
    if isinstance(selection, Bias) and len(sizes) > 1:
        layer = max(1, _clamp(selection.layer, len(sizes)))
        return Bias(layer, _clamp(selection.index, sizes[layer]))
    layer = _clamp(selection.layer, len(sizes))
    return Neuron(layer, _clamp(selection.source if isinstance(selection, Edge) else selection.index, sizes[layer]))


def move_selection(
    sizes: Sequence[int], selection: Selection, key: str, biased: Collection[int] = frozenset()
) -> Selection:
    """The selection after ``key`` (left, right, up, down, home, end; others change nothing).

    Left and right alternate between a layer of neurons and the edges beside it. Up and down stay in the layer; among
    edges, behind which come the biases of a layer that is ``biased``, they wrap around.
    """
    selection = nearest_selection(sizes, selection)
    if isinstance(selection, Neuron):
        return _from_neuron(sizes, selection, key)
    return _from_parameter(sizes, selection, key, biased)


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


def _from_parameter(sizes: Sequence[int], parameter: Edge | Bias, key: str, biased: Collection[int]) -> Selection:
    if isinstance(parameter, Bias):
        layer, source, target = parameter.layer - 1, sizes[parameter.layer - 1], parameter.index
    else:
        layer, source, target = parameter.layer, parameter.source, parameter.target
    if key == "right":
        return Neuron(layer + 1, target)
    if key == "left":
        return Neuron(layer, min(source, sizes[layer] - 1))
    width, count = sizes[layer + 1], (sizes[layer] + (layer + 1 in biased)) * sizes[layer + 1]
    place = {"up": -1, "down": 1}.get(key, 0) + source * width + target
    return parameter_at(sizes, layer, *divmod({"home": 0, "end": -1}.get(key, place) % count, width))


def parameter_at(sizes: Sequence[int], layer: int, source: int, target: int) -> Edge | Bias:
    """The weight from ``source`` to ``target`` of weight matrix ``layer``; behind the last source, the bias."""
    return Edge(layer, source, target) if source < sizes[layer] else Bias(layer + 1, target)


def _clamp(index: int, count: int) -> int:
    return max(0, min(index, count - 1))

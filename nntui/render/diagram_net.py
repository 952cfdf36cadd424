"""The numbers that a diagram of a network is drawn from."""

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


class Matrix(Protocol):
    """Numbers by source and target: lists in a list or a numpy array [fan_in, fan_out]."""

    def __getitem__(self, source: int, /) -> Vector:
        """The numbers from one source."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """A dense network at one moment.

    ``sizes`` are the neurons of every layer, inputs first. ``weights`` are matrices [fan_in][fan_out] and ``biases``
    vectors [fan_out], one a layer of weights; ``activations`` are those of one row, [neurons] a layer, inputs first.
    What is None is not known (or, for biases, not there) and left out of the picture. ``activation_names`` names the
    function of each layer of weights.
    """

    sizes: tuple[int, ...]
    weights: Sequence[Matrix] | None = None
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

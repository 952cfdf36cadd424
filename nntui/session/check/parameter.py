"""One number of a network: its place among the flat parameters, and its name. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nntui.model.layout import input_scale_slice, layer_slices

if TYPE_CHECKING:
    from nntui.data.encoding.shape import TaskShape
    from nntui.model.spec import NetworkSpec


@dataclass(frozen=True, slots=True)
class ParameterPlace:
    """A weight from neuron ``source`` to neuron ``target`` of the next layer, the bias of ``target``, or the input
    scale's factor of input ``target``.

    ``layer`` is that of the weight matrix, numbers are from 0.
    """

    kind: Literal["weight", "bias", "input scale"]
    layer: int
    target: int
    source: int = 0

    def place(self, spec: NetworkSpec) -> int:
        """Its place in the flat parameters of a network. Raises IndexError for one that the network does not have."""
        if self.kind == "input scale":
            places = input_scale_slice(spec)
            index, width = self.target, places.stop - places.start
        else:
            weights, biases = layer_slices(spec)[self.layer]
            fan_in, fan_out = spec.shapes[self.layer]
            if not (0 <= self.target < fan_out and 0 <= self.source < fan_in):
                raise IndexError(f"{self} is not in a network of {spec.sizes}")
            places = weights if self.kind == "weight" else biases
            index = self.source * fan_out + self.target if self.kind == "weight" else self.target
            width = places.stop - places.start
        if not 0 <= index < width:
            raise IndexError(f"{self} is not in a network of {spec.sizes}")
        return int(places.start) + index

    @classmethod
    def at(cls, spec: NetworkSpec, place: int) -> ParameterPlace:
        """The parameter at ``place`` of the flat ones. Raises IndexError beyond their end."""
        for layer, (weights, biases) in enumerate(layer_slices(spec)):
            if weights.start <= place < weights.stop:
                source, target = divmod(place - weights.start, spec.shapes[layer][1])
                return cls("weight", layer, target, source)
            if biases.start <= place < biases.stop:
                return cls("bias", layer, place - biases.start)
        scale = input_scale_slice(spec)
        if not scale.start <= place < scale.stop:
            raise IndexError(f"place {place} of {spec.parameters} parameters")
        return cls("input scale", 0, place - scale.start)

    def name(self, spec: NetworkSpec, shape: TaskShape | None) -> str:
        """Its name in words: "weight from age to hidden neuron 2", "bias of mpg"."""
        target = neuron_name(spec, shape, self.layer + 1, self.target)
        if self.kind == "weight":
            return f"weight from {neuron_name(spec, shape, self.layer, self.source)} to {target}"
        if self.kind == "bias":
            return f"bias of {target}"
        return f"input scale of {neuron_name(spec, shape, 0, self.target)}"

    def symbol(self) -> str:
        """Its short name, numbered from 1: ``W1[2,3]``, ``b1[3]``, ``scale[2]``."""
        if self.kind == "weight":
            return f"W{self.layer + 1}[{self.source + 1},{self.target + 1}]"
        return f"b{self.layer + 1}[{self.target + 1}]" if self.kind == "bias" else f"scale[{self.target + 1}]"


def neuron_name(spec: NetworkSpec, shape: TaskShape | None, layer: int, index: int) -> str:
    """The name of neuron ``index`` of ``layer`` (0: the inputs): its column, or "hidden 1 neuron 3"."""
    last = len(spec.shapes)
    if 0 < layer < last:
        return f"hidden {layer} neuron {index + 1}"
    labels = () if shape is None else shape.features if layer == 0 else shape.outputs
    return labels[index] if index < len(labels) else f"{'output' if layer else 'input'} {index + 1}"

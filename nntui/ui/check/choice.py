"""The weight that is chosen in the diagram or in the walk, as a place among the flat parameters, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.diagram import Bias, Edge, Neuron
from nntui.session.check.parameter import ParameterPlace

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec
    from nntui.render.diagram import Selection
    from nntui.session.walk import Address


def place_of(spec: NetworkSpec, chosen: Selection | Address | None) -> int | None:
    """The place of the parameter that is chosen: a weight, or of a neuron its bias or, without one, its first weight.

    For an input it is its factor of the input scale, or its first weight. None where nothing, or no neuron, is chosen.
    """
    if chosen is None:
        return None
    if isinstance(chosen, Edge):
        return ParameterPlace("weight", chosen.layer, chosen.target, chosen.source).place(spec)
    if isinstance(chosen, Neuron | Bias):
        return _of_neuron(spec, chosen.layer, chosen.index)
    if chosen.layer is None or chosen.neuron is None:
        return None
    if isinstance(chosen.source, int):
        return ParameterPlace("weight", chosen.layer - 1, chosen.neuron, chosen.source).place(spec)
    return _of_neuron(spec, chosen.layer, chosen.neuron)


def _of_neuron(spec: NetworkSpec, layer: int, index: int) -> int:
    if layer:
        kind = ParameterPlace("bias" if spec.has_bias(layer - 1) else "weight", layer - 1, index)
    else:
        kind = ParameterPlace("input scale", 0, index) if spec.input_scale else ParameterPlace("weight", 0, 0, index)
    return kind.place(spec)


def selection_of(spec: NetworkSpec, place: int) -> Selection:
    """The selection of the diagram for the parameter at ``place``."""
    parameter = ParameterPlace.at(spec, place)
    if parameter.kind == "weight":
        return Edge(parameter.layer, parameter.source, parameter.target)
    return Bias(parameter.layer + 1, parameter.target) if parameter.kind == "bias" else Neuron(0, parameter.target)

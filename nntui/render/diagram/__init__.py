"""A network as a diagram in text, and the neuron or weight that is selected in it."""

from nntui.render.diagram.detail import describe_selection
from nntui.render.diagram.draw import Diagram, draw_network
from nntui.render.diagram.net import (
    FROZEN,
    Bias,
    DiagramNet,
    Edge,
    Lit,
    Neuron,
    Pictures,
    Selection,
    Vector,
    WeightMatrix,
    move_selection,
    nearest_selection,
    parameter_at,
)
from nntui.render.diagram.view import DiagramView

__all__ = [
    "FROZEN",
    "Bias",
    "Diagram",
    "DiagramNet",
    "DiagramView",
    "Edge",
    "Lit",
    "Neuron",
    "Pictures",
    "Selection",
    "Vector",
    "WeightMatrix",
    "describe_selection",
    "draw_network",
    "move_selection",
    "nearest_selection",
    "parameter_at",
]

"""What is selected in a network, a neuron or the edge of one weight, and where the arrow keys lead from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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

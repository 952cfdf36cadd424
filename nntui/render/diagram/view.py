"""Which neurons of a layer are in view where not all of them fit: those around the chosen one, else the strongest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.render.diagram.net import Edge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.diagram.net import DiagramNet, Neuron, WeightMatrix

MOST_IN_VIEW = 20
"""Most rows of a layer of which only a part is in view."""
STAYS = 1.3
"""Advantage of what is in view already: the view does not change with every small change of the weights."""

Indices = tuple[int, ...]
"""Neurons of one layer, rising."""


@dataclass(frozen=True, slots=True)
class DiagramView:
    """The part of the network in view: the neurons of each layer, and the strongest of the other edges."""

    layers: tuple[Indices, ...] = ()
    edges: frozenset[Edge] = frozenset()


NOTHING = DiagramView()
"""Nothing was in view before."""


def rows_for(count: int, height: int) -> int:
    """The number of neurons in view of a layer of ``count`` in ``height`` rows, of which the last counts the others."""
    return count if count <= height else max(1, min(height - 1, MOST_IN_VIEW))


def choose_neurons(
    net: DiagramNet, selection: Neuron | Edge | None, height: int, before: DiagramView = NOTHING
) -> tuple[Indices, ...]:
    """The neurons in view of each layer, in ``height`` rows.

    In the layer of the selection these are the ones around it; in each other layer those with the largest weights to
    the neurons in view beside them. What was in view ``before`` stays unless others are clearly stronger.
    """
    rooms = [rows_for(count, height) for count in net.sizes]
    known: list[Indices] = list(before.layers) if len(before.layers) == len(net.sizes) else [()] * len(net.sizes)
    if selection is None:
        start = min(range(len(net.sizes)), key=lambda layer: net.sizes[layer])
        chosen, forced = 0, None
    elif isinstance(selection, Edge):
        start, chosen, forced = selection.layer, selection.source, selection.target
    else:
        start, chosen, forced = selection.layer, selection.index, None
    layers: dict[int, Indices] = {start: _around(chosen, net.sizes[start], rooms[start], known[start])}
    beside: Sequence[int] = layers[start] if selection is None else (chosen,)
    for layer in range(start + 1, len(net.sizes)):
        scores = _scores(net, layer, layer - 1, beside, known[layer])
        if forced is not None and layer == start + 1:
            scores[forced] = math.inf
        layers[layer] = _strongest(scores, rooms[layer])
        beside = layers[layer]
    beside = layers[start] if selection is None else (chosen,)
    for layer in range(start - 1, -1, -1):
        layers[layer] = _strongest(_scores(net, layer, layer + 1, beside, known[layer]), rooms[layer])
        beside = layers[layer]
    return tuple(layers[layer] for layer in range(len(net.sizes)))


def _around(chosen: int, count: int, room: int, before: Indices) -> Indices:
    """``room`` neighbours with the chosen neuron among them: those before, if these do, else with it in the middle."""
    first = max(0, min(chosen - room // 2, count - room))
    if before and chosen in before and len(before) == room == before[-1] - before[0] + 1 and before[-1] < count:
        first = before[0]
    return tuple(range(first, first + room))


def _strongest(scores: Sequence[float], room: int) -> Indices:
    """The ``room`` neurons with the highest scores."""
    return tuple(sorted(sorted(range(len(scores)), key=lambda index: -scores[index])[:room]))


def _scores(net: DiagramNet, layer: int, neighbour: int, beside: Sequence[int], before: Indices) -> list[float]:
    """How strongly each neuron of ``layer`` is connected with those in ``beside`` of the layer ``neighbour``."""
    count = net.sizes[layer]
    scores = [0.0] * count
    if net.weights is not None:
        scores = _strengths(net.weights[min(layer, neighbour)], count, beside, from_targets=neighbour > layer)
    for index in before:
        if index < count:
            scores[index] *= STAYS
    return scores


def _strengths(matrix: WeightMatrix, count: int, beside: Sequence[int], *, from_targets: bool) -> list[float]:
    """The sum of the magnitudes of each neuron's weights to those ``beside``, its targets or its sources."""
    import numpy as np

    if isinstance(matrix, np.ndarray):
        weights = matrix[:, list(beside)] if from_targets else matrix[list(beside), :].T
    elif from_targets:
        weights = np.array([[float(row[target]) for target in beside] for row in map(matrix.__getitem__, range(count))])
    else:
        rows = [matrix[source] for source in beside]
        weights = np.array([[float(row[index]) for row in rows] for index in range(count)])
    with np.errstate(all="ignore"):
        strengths: list[float] = np.nan_to_num(np.abs(weights).sum(axis=1), nan=np.inf).tolist()
    return strengths

"""A network as SVG: neurons in columns, and weights as lines whose width is their size, dashed below zero."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from nntui.render.diagram.layout import hidden_name
from nntui.render.diagram.net import FROZEN, Bias, Edge, Neuron
from nntui.render.diagram.view import choose_neurons
from nntui.render.svg.document import SvgDocument, text_width
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from nntui.render.diagram.net import DiagramNet
    from nntui.render.diagram.view import Indices
    from nntui.render.svg.document import Point

MOST_NEURONS = 17
"""Rows of a layer: one with more neurons shows the strongest, and counts the others in the last row."""
MOST_NUMBERED = 18
"""Weights between two layers whose numbers are written at their lines."""
MOST_DRAWN = 90
"""Weights between two layers that are drawn: of more, the largest."""
LONGEST_LABEL = 32
"""Characters of the name of an input or output."""
FAINTEST = 0.3
"""Share of its colour that the smallest weight has."""
RADIUS, APART, ACROSS = 12.0, 46.0, 170.0
"""Of a neuron; between neurons of a layer, and between layers."""
TOP, BESIDE, BELOW = 74.0, 24.0, 30.0
THINNEST, THICKEST = 0.7, 5.0
PLACES = (0.26, 0.42, 0.58, 0.74)
"""Where along its line the number of a weight stands, by its source: neighbours do not cover one another."""


def network_svg(net: DiagramNet, heading: str) -> str:
    """The network with ``heading`` above it. Numbers are omitted where there are many; the widths of lines remain."""
    view = choose_neurons(net, None, MOST_NEURONS)
    rows = max(len(each) + (len(each) < count) for each, count in zip(view, net.sizes, strict=True))
    left, right = (BESIDE + RADIUS + _label_width(net, layer) for layer in (0, len(net.sizes) - 1))
    width = max(left + right + ACROSS * (len(net.sizes) - 1), text_width(heading, 14) + 2 * BESIDE)
    document = SvgDocument(width, TOP + APART * rows + BELOW, heading)
    document.text((BESIDE, 26), heading, size=14)
    places = {
        Neuron(layer, index): (left + ACROSS * layer, TOP + APART * (row + 0.5 + (rows - len(shown)) / 2))
        for layer, shown in enumerate(view)
        for row, index in enumerate(shown)
    }
    for layer in range(len(net.sizes) - 1):
        _draw_weights(document, net, layer, view, places)
    for layer, shown in enumerate(view):
        _draw_layer(document, net, layer, shown, places)
    explained = "blue, whole: above 0; orange, dashed: below 0; the wider, the larger"
    if any(len(left) * len(right) > MOST_DRAWN for left, right in pairwise(view)):
        explained += f"; the {MOST_DRAWN} largest between two layers"
    if net.weights is not None:
        document.text((BESIDE, document.height - 10), explained, "faint", size=10)
    return document.written()


def _label_width(net: DiagramNet, layer: int) -> float:
    return max(text_width(label[:LONGEST_LABEL]) for label in [*net.labels(layer), "outputs"])


def _draw_weights(
    document: SvgDocument, net: DiagramNet, layer: int, view: tuple[Indices, ...], places: dict[Neuron, Point]
) -> None:
    sources, targets = view[layer], view[layer + 1]
    weights = {(source, target): net.weight(layer, source, target) or 0.0 for source in sources for target in targets}
    finite = [abs(weight) for weight in weights.values() if math.isfinite(weight)]
    largest = max([*finite, 1e-12])
    numbered = net.weights is not None and len(weights) <= MOST_NUMBERED
    labels: list[tuple[Point, str, str]] = []
    by_size = sorted(weights.items(), key=lambda item: abs(item[1]))
    for (source, target), weight in by_size[-MOST_DRAWN:]:
        start, end = places[Neuron(layer, source)], places[Neuron(layer + 1, target)]
        share = min(1.0, abs(weight) / largest) if math.isfinite(weight) else 1.0
        colour = "rule" if net.weights is None else "plus" if weight >= 0 else "minus"
        width, shown = THINNEST + (THICKEST - THINNEST) * share, FAINTEST + (1 - FAINTEST) * share
        document.line(start, end, colour, width=width, dashed=weight < 0, share=shown)
        if numbered:
            along = PLACES[sources.index(source) % len(PLACES)]
            middle = (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1]) + 3)
            frozen = FROZEN if net.is_frozen(Edge(layer, source, target)) else ""
            labels.append((middle, f"{weight:+.3g}{frozen}", colour))
    for place, number, colour in labels:
        document.text(place, number, colour, anchor="middle", size=10, over=True)


def _draw_layer(
    document: SvgDocument, net: DiagramNet, layer: int, shown: Indices, places: dict[Neuron, Point]
) -> None:
    across = places[Neuron(layer, shown[0])][0]
    document.text((across, TOP - 26), net.layer_name(layer), anchor="middle")
    document.text((across, TOP - 11), net.activation_name(layer), "faint", anchor="middle", size=10)
    last = len(net.sizes) - 1
    for index in shown:
        x, y = places[Neuron(layer, index)]
        silenced = Neuron(layer, index) in net.silenced
        document.circle((x, y), RADIUS, outline="faint" if silenced else "ink")
        if silenced:
            document.line((x - 7, y - 7), (x + 7, y + 7), "faint")
        label = one_line(net.label(layer, index), LONGEST_LABEL)
        if 0 < layer < last:
            document.text((x, y + 4), hidden_name(index), "faint" if silenced else "ink", anchor="middle", size=9)
        elif layer == 0:
            document.text((x - RADIUS - 6, y + 4), label, anchor="end")
        else:
            document.text((x + RADIUS + 6, y + 4), label)
        bias = net.bias(layer, index)
        if bias is not None:
            frozen = FROZEN if net.is_frozen(Bias(layer, index)) else ""
            document.text(
                (x, y + RADIUS + 11), f"bias {bias:+.3g}{frozen}", "faint", anchor="middle", size=9, over=True
            )
    more = net.sizes[layer] - len(shown)
    if more:
        bottom = places[Neuron(layer, shown[-1])][1] + APART * 0.8
        document.text((across, bottom), f"… and {more:,} more", "faint", anchor="middle")

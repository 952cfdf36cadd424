"""The diagram of a session's network."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.encoder import Encoder
from nntui.model.holding import frozen_mask
from nntui.model.layout import given_biases, layer_views
from nntui.render.diagram import DiagramNet, Neuron, draw_network
from nntui.render.svg.network import network_svg
from nntui.safe_text import visible_lines
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from nntui.render.text import Line
    from nntui.session.session import Session

WIDTH, TALLEST = 100, 44
"""Cells of the text, and its most lines."""


def heading_of(session: Session) -> str:
    """The name, the sizes of the network and how far it is trained."""
    checkpoint = session.checkpoint
    trained = "not trained yet" if checkpoint is None or checkpoint.untrained else f"epoch {checkpoint.epoch:,}"
    return f"{session.name}: {session.network.sizes_text}, {trained}"


def diagram_net(session: Session) -> DiagramNet:
    """The network with its present weights, without the activations of any row. Raises DataError."""
    spec, shape = session.network, session.shape
    weights, biases = layer_views(spec, Predictor(session).weights)
    mask = frozen_mask(spec, session.training.frozen)
    frozen = None if mask is None else layer_views(spec, mask.astype(np.float32))
    return DiagramNet(
        spec.sizes,
        weights,
        given_biases(biases),
        input_labels=() if shape is None else shape.features,
        output_labels=() if shape is None else shape.outputs,
        activation_names=[spec.activation_of(layer) for layer in range(len(spec.shapes))],
        frozen_weights=None if frozen is None else frozen[0],
        frozen_biases=None if frozen is None else given_biases(frozen[1]),
        silenced=frozenset(Neuron(*each) for each in spec.silenced),
    )


def network_drawing(session: Session) -> str:
    """The diagram as SVG. Raises DataError."""
    return network_svg(diagram_net(session), heading_of(session))


def network_text(session: Session) -> str:
    """The diagram as text. Raises DataError."""
    net = diagram_net(session)
    height = min(TALLEST, 2 * max(net.sizes) + 2)
    net, whose = _with_activations(net, session)
    return text_of(f"{heading_of(session)}{whose}", draw_network(net, WIDTH, height).lines)


def _with_activations(net: DiagramNet, session: Session) -> tuple[DiagramNet, str]:
    """The network with the activations of the first row that has all inputs, and words that say so."""
    from nntui.model.trace import trace

    predictor, encoder = Predictor(session), Encoder.fit(session.table)
    usable = np.flatnonzero(encoder.usable(session.table.frame))
    if not len(usable):
        return net, ""
    row = int(usable[0])
    traced = trace(session.network, predictor.weights, encoder.encode_inputs(session.table.frame[row : row + 1]))
    activations = [layer[0] for layer in traced.activations]
    return replace(net, activations=activations), f"; numbers at neurons are those of row {row + 1}"


def text_of(heading: str, lines: list[Line]) -> str:
    """A drawing as plain text below its heading, each character of it visible."""
    return visible_lines("\n".join([heading, *("".join(span.text for span in line).rstrip() for line in lines), ""]))

"""The keys that the footer names for what is chosen in the network pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.render.diagram import Selection
    from nntui.ui.widgets.pane_base import NamedKeys

NUMBER_KEYS: NamedKeys = (
    (("network.type",), "value"),
    (("network.more", "network.less"), "nudge"),
    (("network.zero",), "zero"),
    (("network.freeze",), "freeze"),
)
"""Those of a weight or a bias,"""
HIDDEN_KEYS: NamedKeys = (
    (("network.more", "network.less"), "neurons"),
    (("network.insert-layer", "network.delete-layer"), "layer"),
    (("network.layer",), "kind"),
    (("network.zero",), "silence"),
    (("network.freeze",), "freeze"),
)
"""of a hidden neuron,"""
OTHER_KEYS: NamedKeys = ((("network.whose",), "row/question"), (("network.insert-layer",), "insert layer"))
"""and of an input or an output."""


def keys_of_chosen(chosen: Selection, layers: int) -> NamedKeys:
    """The keys for ``chosen`` in a network of so many ``layers`` of neurons, inputs and outputs among them."""
    from nntui.render.diagram import Neuron

    if not isinstance(chosen, Neuron):
        return NUMBER_KEYS
    return HIDDEN_KEYS if 0 < chosen.layer < layers - 1 else OTHER_KEYS

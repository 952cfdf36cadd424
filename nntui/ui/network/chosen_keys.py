"""The keys that the footer names for what is chosen in the network pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.render.diagram import DiagramNet, Selection
    from nntui.ui.widgets.pane_base import NamedKeys

NUMBER_KEYS: NamedKeys = (
    (("network.type",), "value"),
    (("network.more", "network.less"), "nudge"),
    (("network.zero",), "zero"),
    (("network.freeze",), "freeze"),
)
"""Those of a weight or a bias,"""


def _neuron_keys(zero: str) -> NamedKeys:
    return (
        (("network.more", "network.less"), "neurons"),
        (("network.insert-layer", "network.delete-layer"), "layer"),
        (("network.layer",), "kind"),
        (("network.zero",), zero),
        (("network.freeze",), "freeze"),
    )


HIDDEN_KEYS, SILENCED_KEYS = _neuron_keys("silence"), _neuron_keys("restore")
"""of a hidden neuron, and of a silenced one,"""
OTHER_KEYS: NamedKeys = ((("network.whose",), "row/question"), (("network.insert-layer",), "insert layer"))
"""and of an input or an output."""


def keys_of_chosen(chosen: Selection, net: DiagramNet) -> NamedKeys:
    """The keys for ``chosen`` in ``net``."""
    from nntui.render.diagram import Neuron

    if not isinstance(chosen, Neuron):
        return NUMBER_KEYS
    if not 0 < chosen.layer < len(net.sizes) - 1:
        return OTHER_KEYS
    return SILENCED_KEYS if chosen in net.silenced else HIDDEN_KEYS

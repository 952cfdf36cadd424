"""The penalties on weights, group by group: what enters the gradient, and what shrinks the weights directly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.model.layout import parameter_groups
from nntui.training.optimisers import OPTIMISERS

if TYPE_CHECKING:
    from nntui.model.layout import GroupKind
    from nntui.model.spec import NetworkSpec
    from nntui.training.spec import TrainingSpec


class Penalty(NamedTuple):
    """Of the parameters at ``place``: ``l1`` and ``l2`` enter the gradient; ``decay``, times the rate, shrinks them.

    The rate is that of the layers: where a group has a rate of its own, ``decay`` has its factor.
    """

    place: slice
    l1: float
    l2: float
    decay: float


def penalties(network: NetworkSpec, training: TrainingSpec) -> list[Penalty]:
    """The penalties of the groups of parameters that have any, in the order in which they lie."""
    decoupled = OPTIMISERS[training.optimizer].decoupled_decay
    found = []
    for kind, place in parameter_groups(network):
        l1, l2, decay = _strengths(training, kind)
        if decoupled:
            l2, decay = 0.0, decay + l2
        penalty = Penalty(place, l1, l2, decay * (training.input_scale_rate if kind == "input scale" else 1.0))
        if any(penalty[1:]):
            found.append(penalty)
    return found


def _strengths(training: TrainingSpec, kind: GroupKind) -> tuple[float, float, float]:
    """L1, L2 and decoupled decay of a kind of parameters."""
    if kind == "biases":
        return 0.0, training.l2_bias, 0.0
    of_group = {"weights": None, "output weights": training.l2_output, "input scale": training.l2_input_scale}[kind]
    return training.l1, training.l2 if of_group is None else of_group, training.weight_decay

"""Sentences on training that a change ended, and that undo has brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.session.arrival import Arrival
    from nntui.session.milestones import Milestone


def brings_back(milestone: Milestone) -> str:
    """The ending of a message on a training that was thrown away."""
    return f"; {{key:undo}} brings back the weights of epoch {milestone.epoch:,}" if milestone.updates else ""


def weights_back(arrival: Arrival) -> str:
    """A line on the weights that undo or redo have brought back; "" where an edit has made others."""
    if arrival.lost is not None:
        return f"the weights of epoch {arrival.lost:,} are no longer kept, so training begins afresh"
    if arrival.back is None:
        return ""
    epoch = arrival.back.epoch
    return f"the weights of epoch {epoch:,} are back" if arrival.back.updates else "the first weights are back"

"""A check in words: what the loss is made of, what causes a kink, where the minimum along a weight is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.model.layout import parameter_groups
from nntui.session.check.parameter import ParameterPlace, neuron_name
from nntui.training.losses import LOSSES
from nntui.training.penalties import penalties

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.check.curve import LossCurve
    from nntui.session.check.gradient import GradientCheck
    from nntui.session.session import Session
    from nntui.training.objective import KinkedUnit


def objective_notes(session: Session, rows: int) -> list[str]:
    """Sentences on the terms that the checked loss has, and on those left out; ``rows`` are the training rows."""
    network, training = session.network, session.training
    of_groups = penalties(network, training)
    parts = [name for name, part in (("L1", 1), ("L2", 2)) if any(each[part] for each in of_groups)]
    notes = []
    if parts:
        notes.append(f"The loss includes the {' and '.join(parts)} penalty; the displayed loss is without it.")
    if training.loss == "half-sse":
        notes.append("The loss is half the sum of the squared errors; the displayed loss is their mean.")
    if training.label_smoothing and LOSSES[training.loss].probabilities:
        notes.append(f"The targets are smoothed by {training.label_smoothing:g}; the displayed loss is without.")
    if any(each.decay for each in of_groups):
        notes.append("Weight decay is no part of the loss: it shrinks the weights in the update.")
    if training.drops(len(network.hidden)):
        notes.append("Nothing is dropped out here; in training dropout changes the loss of every update.")
    if training.batch is not None and training.batch < rows:
        notes.append(f"An update follows the gradient of a batch of {training.batch:,} rows, not of all of them.")
    return notes


def is_held_fixed(session: Session, place: int) -> bool:
    """Whether training leaves the parameter at ``place`` as it is."""
    return any(
        group.place.start <= place < group.place.stop and group.kind in session.training.frozen
        for group in parameter_groups(session.network)
    )


def cause_words(session: Session, unit: KinkedUnit, row_number: Callable[[KinkedUnit], int]) -> str:
    """The place of a kink in words: "hidden 1 neuron 2 is at the kink of relu for row 7"."""
    network, shape = session.network, session.shape
    if unit.kind == "weight":
        return f"{ParameterPlace.at(network, unit.index).name(network, shape)} is 0 under L1"
    name = neuron_name(network, shape, unit.layer + (unit.kind == "neuron"), unit.index)
    if unit.kind == "error":
        output = neuron_name(network, shape, len(network.shapes), unit.index)
        return f"the error of {output} is at a kink of {session.training.loss} for row {row_number(unit):,}"
    return f"{name} is at the kink of {network.activation_of(unit.layer)} for row {row_number(unit):,}"


def kink_words(session: Session, check: GradientCheck, row_number: Callable[[KinkedUnit], int]) -> str:
    """The kink of a weight as a sentence; "" where it has none."""
    if check.kink is None:
        return ""
    causes = "; ".join(cause_words(session, unit, row_number) for unit in check.kink.causes)
    return (
        f"A kink: {causes}. The slope is {check.kink.left:+.6g} to the left and {check.kink.right:+.6g} to the right; "
        "the difference is their mean, and the gradient is that of one side or between them."
    )


def minimum_words(curve: LossCurve, weight: float) -> str:
    """Where the loss along a weight is lowest, as a sentence."""
    if curve.lowest is None:
        return "The loss is not finite anywhere along this weight."
    at, loss = curve.lowest
    if curve.flat:
        return f"The loss does not depend on this weight here: it is {loss:.6g} all along."
    if curve.at_end:
        end = "left" if at < weight else "right"
        return f"The loss is lowest at the {end} end, {loss:.4g} at {at:.4g}: look wider."
    now = float(curve.totals[curve.here])
    return f"The loss is lowest at {at:.6g}, where it is {loss:.6g}; now it is {now:.6g} at {weight:.6g}."

"""The table of checks, and the findings of all of them.

Free of numpy until a check is made: the glossary has the checks' names before the first paint.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.training.health import layer_rules as layers
from nntui.training.health import loss_rules as losses

if TYPE_CHECKING:
    from nntui.training.health.layer_rules import LookRule
    from nntui.training.health.loss_rules import LossRule
    from nntui.training.health.records import Finding, HealthLook


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its ``id`` and ``name``, and a sentence of ``help``. It is named once its rule has held ``patience``
    looks, or losses, in a row, unless one of those that it is ``explained_by`` lasts. ``cure`` is the id of its cure.
    ``warning`` is that of the warning about a score that says the same, if there is one.
    """

    id: str
    name: str
    help: str
    rule: LookRule | LossRule
    patience: int
    cure: str
    explained_by: tuple[str, ...] = ()
    warning: str = ""


CHECKS: tuple[Check, ...] = (
    Check(
        "unscaled",
        "unscaled numbers",
        "An input or a target is so large, or all inputs are so small, that one learning rate cannot suit all weights.",
        layers.UNSCALED_RULE,
        1,
        "scale",
    ),
    Check(
        "divergence",
        "divergence",
        "The loss rises far above its lowest and stays there, or is no longer a number: updates overshoot.",
        losses.DIVERGENCE_RULE,
        4,
        "back-slower",
        explained_by=("unscaled",),
        warning="diverged",
    ),
    Check(
        "exploding",
        "exploding weights or gradients",
        "Gradients, or the weights themselves, have grown far beyond what a network of this kind needs.",
        layers.EXPLODING_RULE,
        2,
        "restart-slower",
        ("unscaled",),
    ),
    Check(
        "rate-high",
        "learning rate too high",
        "Each update changes the weights by so much of their size that they jump about instead of settling.",
        layers.RATE_HIGH_RULE,
        3,
        "slower",
        ("unscaled", "exploding", "oscillation"),
    ),
    Check(
        "oscillation",
        "oscillating loss",
        "The loss goes up and down instead of falling: updates are too large, or the batches too small for them.",
        losses.OSCILLATION_RULE,
        1,
        "slower",
        ("unscaled", "divergence", "exploding", "rate-high"),
    ),
    Check(
        "spike",
        "spike",
        "The loss jumped to many times its lowest: a batch with an unusual row, or a rate on the edge of too high.",
        losses.SPIKE_RULE,
        1,
        "clip",
        ("unscaled", "divergence", "exploding", "rate-high", "oscillation"),
    ),
    Check(
        "dead",
        "dead neurons",
        "Neurons that are silent on every row have slope 0 there, so they never learn again.",
        layers.DEAD_RULE,
        3,
        "leaky",
        ("unscaled",),
    ),
    Check(
        "saturated",
        "saturated neurons",
        "Neurons at an end of their range on most rows have next to no slope there, so they hardly learn.",
        layers.SATURATED_RULE,
        3,
        "relu",
        ("unscaled", "exploding"),
    ),
    Check(
        "vanishing",
        "vanishing gradient",
        "The gradient shrinks from layer to layer on its way back, so that the first layers hardly learn.",
        layers.VANISHING_RULE,
        3,
        "relu",
        ("dead", "saturated", "exploding"),
    ),
    Check(
        "imbalance",
        "imbalanced classes",
        "One class is so common that always answering it has a low loss; the others are not learnt.",
        layers.IMBALANCE_RULE,
        4,
        "balance",
        ("unscaled", "dead", "saturated", "vanishing", "rate-low"),
        warning="imbalanced",
    ),
    Check(
        "constant",
        "constant answers",
        "The answers do not depend on the inputs: nothing of the rows reaches the output.",
        layers.CONSTANT_RULE,
        4,
        "relu",
        ("unscaled", "exploding", "dead", "saturated", "vanishing", "imbalance"),
    ),
    Check(
        "rate-low",
        "learning rate too low",
        "The updates are so small that the planned epochs cannot change the weights noticeably.",
        layers.RATE_LOW_RULE,
        3,
        "faster",
        ("unscaled", "dead", "saturated", "vanishing", "exploding"),
    ),
    Check(
        "plateau",
        "plateau of the loss",
        "The training loss has stopped falling while it is still near that of always the same answer.",
        layers.PLATEAU_RULE,
        1,
        "wider",
        (
            "unscaled",
            "divergence",
            "exploding",
            "rate-high",
            "dead",
            "saturated",
            "vanishing",
            "imbalance",
            "constant",
            "rate-low",
        ),
    ),
    Check(
        "overfitting",
        "overfitting",
        "The validation loss rises while the training loss falls: the network learns its rows by heart.",
        losses.OVERFITTING_RULE,
        4,
        "best",
        warning="overfitting",
    ),
)
"""The first is named before those after it, as it may be their cause."""
CHECK_BY_ID = {check.id: check for check in CHECKS}


@dataclass(frozen=True, slots=True, eq=False)
class Health:
    """The health of a training so far: the ``looks`` at its layers, and what was found, in the order of the epochs."""

    looks: tuple[HealthLook, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def lasting(self) -> tuple[Finding, ...]:
        """The findings that last, the likely cause of the others first."""
        order = list(CHECK_BY_ID)
        return tuple(sorted((each for each in self.findings if each.lasts), key=lambda each: order.index(each.check)))

    def until(self, epoch: int) -> Health:
        """The health as it was known at the end of ``epoch``."""
        findings = tuple(
            replace(each, ended=None) if each.ended is not None and each.ended > epoch else each
            for each in self.findings
            if each.named <= epoch
        )
        return Health(tuple(each for each in self.looks if each.epoch <= epoch), findings)

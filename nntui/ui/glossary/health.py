"""Terms of the health pane: what the checks look for, and the numbers of a layer."""

from __future__ import annotations

from nntui.training.health.checks import CHECKS
from nntui.training.health.layer_rules import HIGH, LOW
from nntui.ui.glossary.record import Term

PANE = ("health",)

HEALTH = (
    Term(
        "update/weights",
        "The size of an update divided by that of the weights that it changes. About 0.001 is usual; from "
        f"{HIGH:g} on weights jump about, and below {LOW:f} they hardly move.",
        ("update ratio", "step size"),
        panes=PANE,
    ),
    Term(
        "gradient of a layer",
        "The length (2-norm) of the slopes of the loss along all weights of a layer, on a sample of training rows. "
        "Layers learn evenly where it is of a similar size in all of them.",
        ("gradient norm",),
        panes=PANE,
    ),
    *(Term(check.name, check.help, panes=PANE) for check in CHECKS if check.id != "overfitting"),
)
"""Overfitting is among the terms of training."""

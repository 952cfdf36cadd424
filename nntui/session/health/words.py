"""Findings in words: one line for the log and the shell, and the fields of a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nntui.training.health.checks import CHECK_BY_ID

if TYPE_CHECKING:
    from nntui.training.health.records import Finding


def since(finding: Finding) -> str:
    """When it began, and whether it is over: "since epoch 12", "from the start", "in epochs 3 to 9"."""
    if finding.ended is None:
        return f"since epoch {finding.epoch:,}" if finding.epoch else "from the start"
    return f"in epochs {finding.epoch:,} to {finding.ended:,}" if finding.ended > finding.epoch else "for an epoch"


def name_of(finding: Finding) -> str:
    """The name of what was found: "dead neurons"."""
    return CHECK_BY_ID[finding.check].name


def headline(finding: Finding) -> str:
    """Its name and when it began: "dead neurons since epoch 3"."""
    return f"{name_of(finding)} {since(finding)}"


def in_words(finding: Finding) -> str:
    """The finding with its cause, in one line."""
    return f"{headline(finding)}: {finding.symptom.cause}"


def as_object(finding: Finding, cure: str) -> dict[str, Any]:
    """The fields of a finding; layers, neurons and rows count from 1, and what does not apply is None."""
    symptom = finding.symptom
    return {
        "check": finding.check,
        "epoch": finding.epoch,
        "named": finding.named,
        "ended": finding.ended,
        "layer": None if symptom.layer is None else symptom.layer + 1,
        "neuron": None if symptom.neuron is None else symptom.neuron + 1,
        "row": None if symptom.row is None else symptom.row + 1,
        "column": symptom.column or None,
        "cause": symptom.cause,
        "cure": cure,
    }

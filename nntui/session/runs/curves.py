"""Curves of other runs for the loss plot, and marks of the changes that were made to the present one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.session.session import Chain, KeptRun, RunName, Session
    from nntui.training.records import Losses


@dataclass(frozen=True, slots=True, eq=False)
class RunCurve:
    """The ``losses`` of a ``run`` beside the present one, at most ``history.MOST_POINTS`` of them."""

    run: RunName
    losses: Losses


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """At the end of ``epoch`` something was changed: ``name`` says what ("learning rate 0.01 -> 0.001")."""

    epoch: int
    name: str


def curves_beside(session: Session, runs: Iterable[KeptRun]) -> tuple[RunCurve, ...]:
    """The curves of ``runs`` whose losses mean the same as those of ``session``."""
    return tuple(
        RunCurve(each.run, each.session.checkpoint.curve)
        for each in runs
        if each.session.checkpoint is not None and _same_question(each.session, session)
    )


def _same_question(one: Session, other: Session) -> bool:
    """Whether both are trained with the same loss for the same targets."""
    if one.training.loss != other.training.loss or one.shape is None or other.shape is None:
        return False
    return (one.task, one.shape.outputs) == (other.task, other.shape.outputs)


def marks_of(chain: Chain) -> tuple[ChangeMark, ...]:
    """The changes that began the segments of ``chain``, but for those before the first epoch."""
    return tuple(ChangeMark(each.start[0], each.name) for each in chain if each.name and each.start > (0, 0))

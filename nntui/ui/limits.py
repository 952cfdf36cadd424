"""How fast training may go while it is watched, and how far: a ladder of epochs a second, and the next goal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.session.options import Options

if TYPE_CHECKING:
    from nntui.session.session import Session

LIMITS = (1000.0, 250.0, 50.0, 10.0, 2.0, 1.0)
"""Epochs a second, from fast to slow; None stands for as many as the machine can."""
WATCHABLE = 250.0
"""The lesson's 1,000 steps take four seconds at this; at full speed they would be over before they are seen."""


def slower(limit: float | None) -> float | None:
    """The next limit down the ladder; the slowest stays."""
    return next((each for each in LIMITS if limit is None or each < limit), LIMITS[-1])


def faster(limit: float | None) -> float | None:
    """The next limit up the ladder, None at its top."""
    return None if limit is None else next((each for each in reversed(LIMITS) if each > limit), None)


def at_first(session: Session, options: Options) -> float | None:
    """The limit that a session opened under ``options`` begins with: a lesson as it stands is there to be watched."""
    as_it_stands = replace(options, seed=None) == Options()
    return WATCHABLE if session.lesson and session.checkpoint is None and as_it_stands else None


def in_words(limit: float | None) -> str:
    """What the log says of it."""
    return "full speed" if limit is None else f"at most {limit:g} epochs a second"


def next_goal(epoch: int, epochs: int) -> int:
    """The first whole multiple of the planned epochs that lies ahead."""
    return (epoch // max(epochs, 1) + 1) * max(epochs, 1)

"""The speeds at which training can be watched, in epochs a second; None is full speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.options import Options

if TYPE_CHECKING:
    from nntui.session.session import Session

LIMITS = (1000.0, 250.0, 50.0, 10.0, 2.0, 1.0)
"""From fast to slow."""
WATCHABLE = 250.0
"""The lesson's 1,000 steps take four seconds at this; at full speed they would be over before they are seen."""


def slower(limit: float | None) -> float | None:
    """The next lower limit; the lowest stays."""
    return next((each for each in LIMITS if limit is None or each < limit), LIMITS[-1])


def faster(limit: float | None) -> float | None:
    """The next higher limit; None after the highest."""
    return None if limit is None else next((each for each in reversed(LIMITS) if each > limit), None)


def at_first(session: Session, options: Options) -> float | None:
    """The limit of a session opened under ``options``: a lesson with its own settings is there to be watched."""
    unchanged = options in (Options(), Options(seed=options.settings.get("seed")))
    return WATCHABLE if session.lesson and session.checkpoint is None and unchanged else None


def in_words(limit: float | None) -> str:
    """``limit`` for the log."""
    return "full speed" if limit is None else f"at most {limit:g} epochs a second"

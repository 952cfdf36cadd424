"""How fast training goes on the screen: slowly enough to be followed, at full speed, or as the user has it."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS = 3.0
"""Seconds that a training takes at least, so that it can be followed: a small network's is over in milliseconds."""
LIMITS = (1000.0, 250.0, 50.0, 10.0, 2.0, 1.0)
"""Epochs a second that the user can choose, from fast to slow."""


@dataclass(frozen=True, slots=True)
class Speed:
    """At most ``limit`` epochs a second, None for full speed.

    ``paced``: instead as many as make a training take ``SECONDS``.
    """

    limit: float | None = None
    paced: bool = False

    def for_epochs(self, epochs: int) -> float | None:
        """The most epochs a second for a training of so many epochs; None: no limit."""
        return max(epochs, 1) / SECONDS if self.paced else self.limit


FULL, PACED = Speed(), Speed(paced=True)


def slower(speed: Speed, limit: float | None) -> Speed:
    """The next lower speed, the lowest stays; ``limit`` is what ``speed`` comes to at present."""
    if speed == FULL:
        return PACED
    return Speed(next((each for each in LIMITS if limit is None or each < limit), LIMITS[-1]))


def faster(speed: Speed) -> Speed:
    """The next higher speed; from the paced one at once the full one."""
    limit = speed.limit
    return FULL if limit is None else Speed(next((each for each in reversed(LIMITS) if each > limit), None))


def in_words(speed: Speed, limit: float | None) -> str:
    """``speed`` for the log; ``limit`` is what it comes to at present."""
    if limit is None:
        return "full speed"
    return f"{'paced to be followed: ' if speed.paced else ''}at most {limit:,.3g} epochs a second"

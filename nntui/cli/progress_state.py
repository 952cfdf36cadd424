"""How far a piece of work is, in words."""

from __future__ import annotations

from dataclasses import dataclass

MINUTE, HOUR = 60, 3_600


def duration_text(seconds: float) -> str:
    """A duration in its two largest units: ``42 s``, ``3 min 05 s``, ``2 h 10 min``."""
    whole = max(0, round(seconds))
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE:02} s"
    return f"{whole // HOUR} h {whole % HOUR // MINUTE:02} min"


@dataclass(frozen=True, slots=True)
class ProgressState:
    """How far the work ``what`` is: the ``share`` done, 0 to 1, None where unknown; ``detail`` says it in numbers.

    ``ends`` is the time on the clock at which it is likely to end, None where that cannot be told yet.
    """

    what: str
    share: float | None
    detail: str
    ends: float | None

    def left(self, now: float) -> str:
        """The time left in words; "" where unknown."""
        return "" if self.ends is None else f"{duration_text(self.ends - now)} left"

    def line(self, now: float) -> str:
        """All of it in one line."""
        share = "" if self.share is None else f"{self.share:.0%}"
        return f"{self.what}: {', '.join(each for each in (share, self.detail, self.left(now)) if each)}"

"""The states of the runner, and the commands that wait in one of them for the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.training.loop import Step
    from nntui.training.records import Snapshot
    from nntui.training.run import Run

MOST_STEPS = 100
"""Steps kept for a run that cannot take them yet; further ones are dropped."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Commands kept for the next state: first these steps, then training up to the goal if ``going``."""

    steps: tuple[Step, ...] = ()
    going: bool = False

    def with_step(self, step: Step) -> Pending:
        """One more step, after which training pauses."""
        return Pending((*self.steps, step)[:MOST_STEPS])

    def toggled(self) -> Pending:
        """Train on where it would pause, and the reverse."""
        return replace(self, going=not self.going)


@dataclass(frozen=True, slots=True)
class Loading:
    """There is no network to show yet: ``run`` is making it, or has failed to; ``what`` says so."""

    what: str
    run: Run | None = None
    pending: Pending = Pending()
    learnable: bool = True


@dataclass(frozen=True, slots=True)
class AtWork:
    """``run`` takes commands."""

    run: Run


@dataclass(frozen=True, slots=True)
class TakingOver:
    """A run takes over from another: ``run`` is the one that ends, then the one that loads; ``shown`` is displayed."""

    run: Run
    shown: Snapshot | None
    pending: Pending


@dataclass(frozen=True, slots=True)
class AwaitingRepair:
    """The table of ``run`` cannot be trained on; ``pending`` is carried out once it can."""

    run: Run
    pending: Pending

"""The dialog of the learning rate: a sweep of rates with its curve, a suggestion, and the rate to train on with."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from threading import Event as Flag
from typing import TYPE_CHECKING

from nntui.data.numbers import format_number
from nntui.errors import NntuiError, SpecError
from nntui.render.plot.sweep import draw_sweep
from nntui.render.worked import paragraph
from nntui.session.settings.setting import read_number
from nntui.ui.dialogs.question import AskScreen, Proposal
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from nntui.render.glyphs import Glyphs
    from nntui.training.rate_finder import RateSweep
    from nntui.training.spec import TrainingSpec
    from nntui.ui.dialogs.dialog import KeyHint

    Sweep = Callable[[Callable[[], bool]], RateSweep | None]

LADDER = (1.0, 2.0, 5.0)
"""Rates that up and down go to, times a power of ten."""
AROUND = 12
"""Rows of the screen that the curve does not take."""
LOWEST_PLOT, HIGHEST_PLOT = 5, 12


def next_rate(rate: float, steps: int) -> float:
    """The next rate above (``steps`` 1) or below (-1) on the ladder of 1, 2, 5 times a power of ten."""
    power = math.floor(math.log10(rate) + 1e-9)
    rungs = [float(f"{rung:g}e{each}") for each in (power - 1, power, power + 1) for rung in LADDER]
    beyond = [each for each in rungs if (each > rate * (1 + 1e-9) if steps > 0 else each < rate * (1 - 1e-9))]
    return min(beyond) if steps > 0 else max(beyond)


@dataclass(frozen=True, slots=True)
class RateNow:
    """The learning rate that is set, and what its ``schedule`` ("cosine") leaves of it now, as a ``share``.

    ``spent``: it has come down to 0, and no rate has an effect under it.
    """

    rate: float
    schedule: str = "constant"
    share: float = 1.0
    spent: bool = False

    @classmethod
    def of(cls, training: TrainingSpec, epoch: int) -> RateNow:
        """The rate of ``training`` after so many epochs."""
        share = training.rate_at(1.0, epoch)
        return cls(training.rate, training.schedule, share, spent=training.rate_is_spent(epoch))

    def with_rate(self, rate: float) -> str:
        """The effect of setting another rate."""
        if self.spent:
            return f"constant rate {rate:g}; the {self.schedule} schedule has ended at rate 0"
        change = "this is the present rate" if rate == self.rate else f"learning rate {self.rate:g} -> {rate:g}"
        if self.schedule == "constant":
            return change if rate == self.rate else f"{change}; keeps the weights"
        return f"{change}; {rate * self.share:.3g} now, by the {self.schedule} schedule"


def propose_rate(present: RateNow, *, failed: bool) -> Callable[[str], Proposal[float]]:
    """Makes the rate of a text, and says what taking it does."""

    def propose(text: str) -> Proposal[float]:
        rate = read_number(text)
        if not rate > 0:
            raise SpecError("give a rate above 0, as 0.01 or 1e-3")
        if failed:
            return Proposal(f"goes on from the last good weights with rate {rate:g}", rate)
        return Proposal(present.with_rate(rate), rate)

    return propose


class SweepView(LinesView):
    """The curve of a sweep, and what it shows in words."""

    DEFAULT_CSS = """
    SweepView { height: 1; }
    """

    def __init__(self, glyphs: Glyphs, present: float) -> None:
        super().__init__()
        self._glyphs, self._present = glyphs, present
        self.sweep: RateSweep | None = None
        self.words = "trying rates on a copy of the weights ..."
        self.chosen: float | None = None

    def draw(self) -> None:
        """Draw in the present width."""
        width, rows = self.size.width, min(HIGHEST_PLOT, max(LOWEST_PLOT, self.app.size.height - AROUND))
        if not width:
            return
        lines = paragraph(self.words, width, self._glyphs, "")
        if self.sweep is not None and len(self.sweep.rates) > 1:
            rates, losses = self.sweep.rates, self.sweep.losses
            size = (width, rows)
            lines = [
                *draw_sweep(rates, losses, size, self._glyphs, present=self._present, chosen=self.chosen),
                *lines,
            ]
        else:
            lines = [*([()] * rows), *lines]
        self.styles.height = len(lines)
        self.show(lines)


class RateDialog(AskScreen[float]):
    """Asks for a learning rate, beginning with ``present``, or a tenth of it where training has ``failed``.

    ``sweep`` tries rates, in a thread; unless something was typed by then, its suggestion is put in.
    """

    def __init__(self, present: RateNow, sweep: Sweep, *, failed: bool) -> None:
        self._begun_with = format_number(float(f"{present.rate * (0.1 if failed else 1):.6g}"))
        super().__init__(
            "go on with a tenth of the rate" if failed else "learning rate",
            propose_rate(present, failed=failed),
            text=self._begun_with,
        )
        self._present, self._failed_before, self._sweep = present.rate, failed, sweep
        self._flag = Flag()

    def contents(self) -> ComposeResult:
        """The curve above the line."""
        self._view = SweepView(self.glyphs, self._present)
        yield self._view
        yield from super().contents()

    def keys_shown(self) -> Sequence[KeyHint]:
        """Enter, escape, and the next rates."""
        return (("enter", "take", "decide"), ("esc", "leave", "cancel"), ("up down", "higher, lower", ""))

    def on_mount(self) -> None:
        """Begin the sweep."""
        self.run_worker(host_of(self).guarded(self._try_rates))

    def on_unmount(self) -> None:
        """End the sweep."""
        self._flag.set()

    async def _try_rates(self) -> None:
        view = self._view
        try:
            found = await asyncio.to_thread(self._sweep, self._flag.is_set)
        except NntuiError as error:
            view.words = str(error)
        else:
            if found is None or not self.is_attached:
                return
            view.sweep, view.words = found, found.in_words()
            untouched = self._field.value == self._begun_with and not self._failed_before
            if untouched and found.suggested is not None:
                self._put(found.suggested)
        view.draw()

    def _put(self, rate: float) -> None:
        self._field.value = format_number(rate)
        self._field.select_all()
        self._view.chosen = rate

    def found(self, finding: Proposal[float] | NntuiError) -> None:
        """Show what taking the rate would do, and the rate in the curve."""
        super().found(finding)
        self._view.chosen = finding.answer if isinstance(finding, Proposal) else None
        self._view.draw()

    def action_recall(self, steps: int) -> None:
        """Go to the next higher or lower rate."""
        try:
            rate = read_number(self._field.value)
        except SpecError:
            return
        if rate > 0:
            self._put(next_rate(rate, -steps))

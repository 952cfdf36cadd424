"""The health pane: what goes wrong in training, one key that cures it, and the numbers of each layer over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.pane_base import DrawnPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.session import Session
    from nntui.training.health.checks import Health
    from nntui.training.health.records import Finding
    from nntui.ui.work.view_models import Moment

WAITING = "Nothing was trained yet; {key:train} begins. The numbers of each layer are then drawn here."
WELL = "None of the {} checks of training has found anything."
BESIDES = "The score warns of {}; {{key:score}} shows its figures."
PAST = "epoch {:,} is in the past: {{key:past-now}} returns to now, where this can be cured"


class HealthPane(DrawnPane, can_focus=True):
    """Lists what was found, the chosen one with its cause and cure, above numbers and histograms of each layer."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._whole: Health | None = None
        self._session: Session | None = None
        self._moment: Moment | None = None
        self._chosen: tuple[str, int] | None = None
        self._top = 0
        self._warning = ""

    def show_score(self, warnings: Sequence[str]) -> None:
        """Take the warnings about the score; the one that a check has, too, is shown while that finds nothing.

        A check looks at the losses over time, and the score at the rows at one moment.
        """
        from nntui.training.health.checks import CHECKS

        before = self._warning
        self._warning = next((each for each in warnings if each.startswith(tuple(check.name for check in CHECKS))), "")
        if self._warning != before:
            self.draw()

    def show_health(self, health: Health, session: Session) -> None:
        """Show the health of the training of ``session``."""
        self._whole, self._session = health, session
        self.draw()

    def show_moment(self, moment: Moment) -> None:
        """Show what was known at a moment of the past, or all again."""
        before, self._moment = self._moment, moment
        past = moment.now is not None
        other = before is None or before.session.network != moment.session.network
        if past or other or (before is not None and before.now is not None):
            self.draw()

    @property
    def health(self) -> Health | None:
        """The health at the moment shown; None before there is any, and while the network shown is another."""
        whole, session, moment = self._whole, self._session, self._moment
        if whole is None or session is None or moment is None or moment.snapshot is None:
            return None
        if session.network != moment.session.network or moment.snapshot.not_begun:
            return None
        return whole if moment.now is None else whole.until(moment.snapshot.epoch)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings as listed: those that last, the likely cause first, then those that ended, the latest first."""
        health = self.health
        if health is None:
            return ()
        return (*health.lasting, *reversed([each for each in health.findings if not each.lasts]))

    @property
    def chosen(self) -> Finding | None:
        """The chosen finding; at first the most important one."""
        findings = self.findings
        found = [each for each in findings if (each.check, each.epoch) == self._chosen]
        return found[0] if found else findings[0] if findings else None

    def choose(self, by: int) -> None:
        """Go ``by`` findings down."""
        findings, chosen = self.findings, self.chosen
        if chosen is not None:
            other = findings[max(0, min(findings.index(chosen) + by, len(findings) - 1))]
            self._chosen = other.check, other.epoch
        self.draw()

    def scroll(self, by: int) -> None:
        """Go ``by`` layers down, where not all fit."""
        self._top = max(0, self._top + by)
        self.draw()

    # What is seen

    def show_title(self) -> None:
        """Show the epoch of the last numbers, and how much is wrong."""
        health = self.health
        lasting = 0 if health is None else len(health.lasting)
        epoch = f"at epoch {health.looks[-1].epoch:,}" if health is not None and health.looks else ""
        entitle(self, epoch, f"{lasting} found" if lasting else "")

    def lines_in(self, width: int, height: int) -> list[Line]:
        """Findings above a line for each layer, in this room."""
        health = self.health
        return self.sentences(WAITING, self._glyphs) if health is None else self._drawn(health, width, height)

    def _drawn(self, health: Health, width: int, height: int) -> list[Line]:
        from nntui.ui.health.spreads import spread_lines
        from nntui.ui.health.view import finding_lines, layer_lines

        assert self._session is not None
        names = layer_names(self._session)
        chosen = self.chosen
        if chosen is None:
            from nntui.training.health.checks import CHECKS

            above = self.sentences(WELL.format(len(CHECKS)), self._glyphs, "good")
            if self._warning:
                above = [*above, *self.sentences(BESIDES.format(self._warning), self._glyphs, "warning")]
        else:
            room = max(height - 2 - len(names), height // 2)
            findings = self.findings
            place = findings.index(chosen)
            above = finding_lines(findings, place, self._cure(chosen, health), (width, room), self._glyphs)
        left = height - len(above) - 1
        self._top = max(0, min(self._top, len(names) - left + 1))
        numbers = layer_lines(health, names, self._top, (width, left), self._glyphs)
        histograms = spread_lines(health, names, self._top, (width, left - len(numbers) - 1), self._glyphs)
        return [*above, (), *numbers, (), *histograms]

    def _cure(self, finding: Finding, health: Health) -> str:
        from nntui.session.health.cures import cure_of

        moment = self._moment
        assert self._session is not None
        assert moment is not None
        if moment.now is not None and moment.snapshot is not None:
            return host_of(self).with_keys(PAST.format(moment.snapshot.epoch))
        return f"{host_of(self).key_shown('health.cure')}: {cure_of(finding, health, self._session).words}"


def layer_names(session: Session) -> list[str]:
    """The names of the layers that have weights: "hidden 1", "output"."""
    hidden = len(session.network.hidden)
    return [*(f"hidden {layer + 1}" if hidden > 1 else "hidden" for layer in range(hidden)), "output"]

"""The pane that lists the runs side by side, with a verdict on the chosen one and the present one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.runs.listing import ListedRun, RunListing
    from nntui.ui.work.controller import Controller

LOOK_INTERVAL = 0.25
"""Seconds between two looks at the runs while they are shown."""
LEAST_TABLE = 5
"""Rows that the list has at least."""
INTRODUCTION = (
    "This is the only run. A second one begins when training is left for an earlier epoch or for other first weights: "
    "{key:settings} with another network, {key:rewind} and other settings, {key:renew} for another seed, or "
    "{key:train} on a moment of the past, which {key:past-back} shows. The run that was left is kept here, and its "
    "curve lies behind the present one in the loss pane."
)


class RunsPane(PaneBase, LinesView, can_focus=True):
    """Lists the present run and those that were left for it."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._listing: RunListing | None = None
        self._drawn: tuple[object, ...] = ()
        self._number: int | None = None  # of the chosen run; None: the present one
        self._by_score = False

    def follow(self, controller: Controller) -> None:
        """List the runs of what ``controller`` holds."""
        from nntui.ui.runs.listing import RunListing

        if self._listing is None or self._listing.controller is not controller:
            self._listing = RunListing(controller)
            self.set_interval(LOOK_INTERVAL, partial(host_of(self).guarded, self.look))
        self.run_worker(host_of(self).guarded(self.look), group="runs")

    async def look(self) -> None:
        """Bring the list up to date while it is shown."""
        if self._listing is None:
            return
        if not self.display:
            self._listing.forget()
        elif self.size.width:
            await self._listing.look()
            if (self._listing.runs, self._listing.notes) != self._drawn:
                self.draw()

    def on_unmount(self) -> None:
        """Let no training outlive the screen."""
        if self._listing is not None:
            self._listing.stop()

    # What the keys do

    @property
    def runs(self) -> list[ListedRun]:
        """The runs as they are listed."""
        runs = list(self._listing.runs) if self._listing is not None else []
        if self._by_score:
            runs.sort(key=lambda each: (each.judged is None, 0.0 if each.judged is None else each.judged.mean_miss))
        return runs

    @property
    def chosen(self) -> ListedRun | None:
        """The chosen run; the present one at first."""
        runs = self.runs
        found = [each for each in runs if each.run.number == self._number] or [each for each in runs if each.present]
        return found[0] if found else None

    def choose(self, by: int) -> None:
        """Go ``by`` runs down."""
        runs, chosen = self.runs, self.chosen
        if chosen is not None:
            self._number = runs[max(0, min(runs.index(chosen) + by, len(runs) - 1))].run.number
        self.draw()

    def sort(self) -> None:
        """List the runs by their scores, the best first, or in the order in which they began."""
        self._by_score = not self._by_score
        self.draw()

    def train_again(self) -> None:
        """Train the chosen run again, or end that."""
        if self._listing is None or self.chosen is None:
            return
        if self._listing.training_again:
            self._listing.stop()
        else:
            self._listing.train_again(self.chosen)
        self.draw()

    # What is seen

    def draw(self) -> None:
        """Draw at the present size."""
        width, height = self.size
        if not width or not height or self._listing is None:
            return
        runs, chosen = self.runs, self.chosen
        self._drawn = self._listing.runs, self._listing.notes
        entitle(self, "" if len(runs) < 2 else f"{len(runs)} runs", "best score first" if self._by_score else "")
        if chosen is None:
            self.show(self.sentences("There is no run yet; {key:train} trains one.", self._glyphs))
            return
        below = self._below(runs, chosen)[: max(1, height - LEAST_TABLE)]
        table = self._table(runs, chosen, width, max(2, height - len(below) - 1))
        self.show([*table, (), *below][:height])

    def _table(self, runs: list[ListedRun], chosen: ListedRun, width: int, height: int) -> list[Line]:
        from nntui.render.runs import RunCells, runs_table

        cells = []
        for each in runs:
            reached = each.session.checkpoint
            epochs = "" if reached is None else f"{reached.best_epoch:,}/{reached.epoch:,}"
            differs = "" if each.present else _differs(each, runs)
            score = "" if each.judged is None else each.judged.headline
            seconds = "" if reached is None else _seconds(reached.seconds)
            name = each.run.number, each.run.sign, each.run.name
            cells.append(RunCells(*name, score, epochs, seconds, differs, each.present))
        return runs_table(cells, (width, height), runs.index(chosen), self._glyphs)

    def _below(self, runs: list[ListedRun], chosen: ListedRun) -> list[Line]:
        """The lines below the list: differences, verdict and notes of the chosen run."""
        from nntui.session.runs.differences import ALIKE
        from nntui.session.runs.judged import verdict

        assert self._listing is not None
        lines: list[Line] = []
        present = next(each for each in runs if each.present)
        if len(runs) == 1:
            lines += self.sentences(INTRODUCTION, self._glyphs)
        elif chosen is not present:
            names = f"run {chosen.run}", f"run {present.run}"
            apart = _differs(chosen, runs)
            text = f"{ALIKE} as {names[1]}" if apart == ALIKE else f"{names[0]}: {apart}"
            lines += self.sentences(text, self._glyphs)
            if chosen.judged is not None and present.judged is not None:
                lines += self.sentences(verdict(chosen.judged, present.judged, names), self._glyphs, "good")
        note = self._listing.notes.get(chosen.run.number, "")
        if note:
            lines += self.sentences(f"run {chosen.run}: {note}", self._glyphs)
        return lines


def _differs(run: ListedRun, runs: Sequence[ListedRun]) -> str:
    """The differences of ``run`` from the present one of ``runs``."""
    from nntui.session.runs.differences import differences

    present = next(each for each in runs if each.present)
    return differences(run.session, present.session, (run.marks, present.marks), present.run.sign)


def _seconds(seconds: float) -> str:
    """Training time: "0.31 s", "12 s", "2 min 05 s"."""
    if seconds < 10:
        return f"{seconds:.2g} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s"

"""The search pane: the trials of a search, the best one's figure as it improves, and a key that takes its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.search.searching import SECONDS, Searching
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.session import Session
    from nntui.ui.search.searching import TrialRow
    from nntui.ui.work.view_models import Moment

LOOK_INTERVAL = 0.25
"""Seconds between two looks at a search under way."""
LEAST_PLOT = 6
"""Rows from which on the curve of the best is drawn below the trials."""


class SearchPane(PaneBase, LinesView, can_focus=True):
    """Shows the trials of a search, best first. The rows that judge the network take no part in it."""

    class Broken(Message):
        """A search ended by an exception that nobody expected."""

        def __init__(self, fault: Exception) -> None:
            super().__init__()
            self.fault = fault

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._session: Session | None = None
        self._searching = Searching(lambda fault: self.post_message(self.Broken(fault)))
        self._number: int | None = None  # of the chosen trial; None: the first one listed
        self._by_number = self._was_running = False
        self._note = ""

    def on_mount(self) -> None:
        """Look at the search now and then."""
        self.set_interval(LOOK_INTERVAL, self._follow)

    def on_unmount(self) -> None:
        """Let no search outlive the screen."""
        self._searching.stop()

    def show_moment(self, moment: Moment) -> None:
        """Know the session to search for; another source ends a search."""
        before, self._session = self._session, moment.session
        if before is not None and before.source != moment.session.source:
            self._searching.forget()
            self._number = None
            self.draw()
        elif before is None:
            self.draw()

    def on_search_pane_broken(self, message: Broken) -> None:
        """Show the fault that ended a search."""
        host_of(self).show_fault(message.fault)

    def _follow(self) -> None:
        running = self._searching.running
        if running or self._was_running:
            self._was_running = running
            self.draw()

    # What the keys do

    def begin_or_stop(self) -> None:
        """Search, or end the search under way."""
        if self._searching.running:
            self._searching.stop()
        elif self._session is not None:
            self._number = None
            self._searching.begin(self._session)
            self._was_running = True
            self._note = ""
        self.draw()

    def choose(self, by: int) -> None:
        """Go ``by`` trials down."""
        trials = self.trials
        if trials:
            self._number = trials[max(0, min(self._place_in(trials) + by, len(trials) - 1))].number
        self.draw()

    def sort(self) -> None:
        """List the trials in the order in which they were tried, or best first again."""
        self._by_number = not self._by_number
        self.draw()

    @property
    def chosen(self) -> TrialRow | None:
        """The chosen trial, whose settings can be taken."""
        trials = self.trials
        return trials[self._place_in(trials)] if trials else None

    def _place_in(self, trials: Sequence[TrialRow]) -> int:
        """The place of the chosen trial, which others pass by while a search goes on."""
        return next((place for place, trial in enumerate(trials) if trial.number == self._number), 0)

    @property
    def trials(self) -> tuple[TrialRow, ...]:
        """The trials as they are listed."""
        trials = self._searching.state.trials
        return tuple(sorted(trials, key=lambda trial: trial.number)) if self._by_number else trials

    def say(self, text: str) -> None:
        """Show a line below the trials, until the next search."""
        self._note = text
        self.draw()

    # What is seen

    def draw(self) -> None:
        """Draw at the present size."""
        width, height = self.size
        if not width or not height:
            return
        state, running = self._searching.state, self._searching.running
        tried = f"{len(state.trials)} tried"
        judged = (f"{tried} on folds of {state.rows:,} training rows", f"{tried} on {state.rows:,} rows", tried)
        seconds = self._searching.seconds_left
        left = "" if not running else "getting ready" if seconds is None else f"{seconds} s left"
        entitle(self, judged if state.trials else "", left)
        self.show(self._table(width, height) if state.trials else self._words(width, running))

    def _table(self, width: int, height: int) -> list[Line]:
        from nntui.render.trials import TrialCells, trials_table

        trials = self.trials
        note = self._note_lines(width)
        height -= len(note)
        plot = min(height // 3, 10) if height // 3 >= LEAST_PLOT else 0
        metric = self._searching.state.metric.replace("_", " ")
        cells = [TrialCells(row.mean, row.error, row.trainings, row.words, row.fault) for row in trials]
        lines = trials_table(cells, metric, (width, height - plot), self._place_in(trials), self._glyphs)
        lines += [()] * (height - plot - len(lines))
        return lines + note + self._plot(metric, width, plot)

    def _note_lines(self, width: int) -> list[Line]:
        from nntui.render.glyphs import clean, fit
        from nntui.render.text import Span

        lines: list[Line] = []
        best = next((row for row in self._searching.state.trials if not row.fault), None)
        if best is not None and not best.mean < best.baseline:
            text = f"! no better than always the same answer ({best.baseline:.4g})"
            lines.append((Span(fit(text, width, glyphs=self._glyphs).rstrip(), "warning"),))
        if self._note:
            lines.append((Span(fit(clean(self._note, self._glyphs), width, glyphs=self._glyphs), "good"),))
        return lines

    def _plot(self, metric: str, width: int, height: int) -> list[Line]:
        from nntui.render.plot import Series, draw_plot

        means = self._searching.state.best_means
        if not height or not means:
            return []
        best = Series(list(range(1, len(means) + 1)), list(means), "train", f"best {metric}")
        return draw_plot([best], width, height, log=False, glyphs=self._glyphs, x_label="nets")

    def _words(self, width: int, running: bool) -> list[Line]:
        import textwrap

        from nntui.render.glyphs import clean
        from nntui.render.text import Span

        fault = self._searching.state.fault
        if fault:
            text = fault
        elif running:
            text = "Searching. The first networks are being trained; {key:search.begin} stops."
        else:
            text = (
                f"{{key:search.begin}} searches {SECONDS:.0f} seconds for settings that predict better: layers, rate, "
                "penalty, dropout, scaling and others, compared by cross-validation of the training rows with the "
                "present ones. The validation rows take no part, so that the score stays honest."
            )
        words = clean(host_of(self).with_keys(text), self._glyphs)
        return [(Span(line, "error" if fault else "dim"),) for line in textwrap.wrap(words, width)]

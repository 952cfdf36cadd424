"""The panes of the main screen with what fills them, and how they show what the controller holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from nntui.render.glyphs import clean
from nntui.ui.dialogs.conversations import Conversations
from nntui.ui.frame.area import PaneArea
from nntui.ui.frame.footer import Footer
from nntui.ui.frame.header import Header
from nntui.ui.frame.refresher import Refresher
from nntui.ui.health.keeper import HealthKeeper
from nntui.ui.health.pane import HealthPane
from nntui.ui.host import host_of
from nntui.ui.lesson.conductor import LessonConductor
from nntui.ui.loss.pane import LossPane
from nntui.ui.network.pane import NetworkPane
from nntui.ui.panes import placed
from nntui.ui.predict.pane import PredictPane
from nntui.ui.predict.presenter import PredictPresenter
from nntui.ui.score.keeper import ScoreKeeper
from nntui.ui.score.line import ScoreLine, score_of_log
from nntui.ui.score.pane import ScorePane
from nntui.ui.table.commands import TableCommands
from nntui.ui.table.pane import DataPane
from nntui.ui.table.predictions import RowAnswers
from nntui.ui.widgets.guard import Guarded
from nntui.ui.work.controller import Controller
from nntui.ui.work.disk import FileWatch
from nntui.ui.work.speed import FULL, PACED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.session.watching.log_folder import FollowedLog
    from nntui.training.messages import Event
    from nntui.training.scores.score import Score
    from nntui.ui.work.loader import Services
    from nntui.ui.work.view import NowLoading


LAST_PLOT = 9
"""Height of the plot that stays in the terminal once the screen is gone."""


class WorkView(Guarded, Screen[None]):
    """Header, score, panes and footer, each with what fills it: the ``View`` of the controller.

    With ``fast`` training goes at full speed, else slowly enough to be followed. A subclass reacts to events and keys.
    """

    class RunEvent(Message, namespace="workspace"):
        """An event of the training thread."""

        def __init__(self, event: Event | NowLoading) -> None:
            super().__init__()
            self.event = event

    def __init__(self, services: Services, *, glyphs: Glyphs, frames: float, fast: bool) -> None:
        super().__init__(id="workspace", classes=None if glyphs.braille else "-ascii")
        self._glyphs, self._services = glyphs, services
        self.controller = Controller(self, services.make_run, FULL if fast else PACED)
        self.file_watch = FileWatch(self.warn, self.controller.own_file)
        self.conversations = Conversations(self, self.controller, self.file_watch)
        self._preview: Table | None = None
        self._header, self._score_line, self._footer = Header(glyphs), ScoreLine(glyphs), Footer()
        self.area = PaneArea([record.widget(glyphs) for record in placed()])
        self.data_pane = self.area.of(DataPane)
        self.network_pane = self.area.of(NetworkPane)
        self.loss_pane = self.area.of(LossPane)
        self.predict_pane = self.area.of(PredictPane)
        self.score_pane = self.area.of(ScorePane)
        self.health_pane = self.area.of(HealthPane)
        self.predict_presenter = PredictPresenter(self.predict_pane, self.controller)
        self.row_answers = RowAnswers(self.controller, self.data_pane, frames)
        self.table_commands = TableCommands(self, self.controller, self.data_pane, self.row_answers)
        self.lessons = LessonConductor(self, self.controller, self.area, glyphs)
        self.score_keeper = ScoreKeeper(self.controller, self._score_line, self._take_score, self.loss_pane.plot.scores)
        self.health_keeper = HealthKeeper(self.controller, self, self.health_pane, self.alarm)
        self.refresher = Refresher(
            self.controller,
            self._header,
            self.area,
            frames,
            also_draw=self.predict_presenter.draw,
            after_tick=self._look_further,
        )
        self.moment_changed = self.refresher.redraw

    def compose(self) -> ComposeResult:
        """Header, score, the panes, footer."""
        yield self._header
        yield self._score_line
        yield self.area
        yield self.lessons.panel
        yield self._footer

    def _take_score(self, score: Score | None, warnings: Sequence[str], table: Table) -> None:
        """Show a score, and its warnings beside the health of the training."""
        self.score_pane.show_score(score, warnings, table)
        self.health_pane.show_score(warnings)

    def last_sight(self, width: int) -> list[str]:
        """The plot and, if it is that of the last weights, the score, in so many cells; nothing before any training."""
        plot = self.loss_pane.plot
        if plot.snapshot is None or plot.snapshot.not_begun:
            return []
        score = [self._score_line.line_in(width)] if self.score_keeper.current else []
        lines = [*plot.lines(width, LAST_PLOT), *score]
        return ["".join(span.text for span in line).rstrip() for line in lines]

    def show_log(self, followed: FollowedLog) -> None:
        """Show a training that is known by its log alone."""
        self.controller.followed = followed
        self.refresher.draw_header()
        self.loss_pane.show_training(followed.snapshot)
        self._score_line.show_score(None, note=score_of_log(followed))

    def preview(self, table: Table, note: str) -> None:
        """Show the first rows of a table that is being read, unless a session is open."""
        if self.controller.session is None:
            self._preview = table
            self.data_pane.show(table, note=note)

    def session_opened(self) -> None:
        """Draw everything anew: another session was opened."""
        session = self.controller.session
        assert session is not None
        self.data_pane.say("")
        self.file_watch.watch(session)
        self.lessons.session_opened()
        self.health_keeper.opened()
        self.network_replaced()

    def network_replaced(self) -> None:
        """Draw everything anew that depends on training: the session is the same, its training another."""
        session, table = self.controller.session, self.controller.table
        assert session is not None
        assert table is not None
        self.data_pane.show(table)
        self.table_commands.opened()
        self.predict_presenter.opened()
        self.loss_pane.begin_at(session.checkpoint.epoch if session.checkpoint else -1)
        self.refresher.redraw()

    def table_changed(self) -> None:
        """Draw the table anew, and what depends on its columns and their ranges."""
        assert self.controller.table is not None
        self.data_pane.show(self.controller.table)
        self.table_commands.table_changed()
        self.predict_presenter.table_changed()
        self.refresher.redraw()

    def tell(self, text: str, style: str = "dim") -> None:
        """Add a line to the log, at the current epoch: the one on the screen may be older."""
        snapshot = self.controller.now
        text = host_of(self).with_keys(text)
        self.loss_pane.remark(text, style, snapshot.epoch if snapshot is not None else 0)

    def confirm(self, text: str) -> None:
        """Add a line on what a key did to the log, and show it in the status line of the table, or of the screen."""
        self.tell(text)
        text = host_of(self).with_keys(text)
        if self.area.current is self.data_pane and len(text) <= self.data_pane.size.width:
            self.data_pane.say(text)
        else:
            self._footer.show_message(clean(text, self._glyphs), "good")

    def hint(self, text: str, seconds: float) -> None:
        """Show a line above the keys of the footer for some ``seconds``, and not in the log."""
        self._footer.show_message(clean(host_of(self).with_keys(text), self._glyphs), "good", seconds)

    def warn(self, text: str) -> None:
        """Add a line to the log, and show it above the keys of the footer for a while."""
        self.tell(text, "error")
        self._footer.show_message(clean(host_of(self).with_keys(text), self._glyphs), "error")

    def alarm(self, text: str) -> None:
        """Show a line above the keys of the footer for a while; the log has more about it."""
        self._footer.show_message(clean(host_of(self).with_keys(text), self._glyphs), "warning")

    def show_fault(self, fault: Exception) -> None:
        """Show an exception that nobody expected."""
        host_of(self).show_fault(fault)

    def post_run_event(self, event: Event | NowLoading) -> None:
        """Called from the training thread."""
        self.post_message(self.RunEvent(event))

    def _look_further(self) -> None:
        """Renew what is calculated from the network in threads."""
        self.row_answers.look()
        self.score_keeper.look()
        self.health_keeper.look()
        self.lessons.look()

"""The main screen: header, panes and footer, drawn by a clock of its own from the latest snapshot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from nntui.errors import NntuiError
from nntui.render.glyphs import clean
from nntui.training.loading import collect_again
from nntui.training.messages import Failed, Ready
from nntui.ui.dialogs.conversations import Conversations
from nntui.ui.frame.area import PaneArea
from nntui.ui.frame.command_keys import CommandKeys
from nntui.ui.frame.footer import Footer, footer_keys
from nntui.ui.frame.header import Header
from nntui.ui.frame.refresher import Refresher
from nntui.ui.host import host_of
from nntui.ui.lesson.conductor import LessonConductor
from nntui.ui.lesson.offer import offer_lesson
from nntui.ui.loss.pane import LossPane
from nntui.ui.network.pane import NetworkPane
from nntui.ui.panes import FIRST, placed
from nntui.ui.predict.pane import PredictPane
from nntui.ui.predict.presenter import PredictPresenter
from nntui.ui.score.keeper import ScoreKeeper
from nntui.ui.score.line import ScoreLine
from nntui.ui.score.pane import ScorePane
from nntui.ui.table.commands import TableCommands
from nntui.ui.table.pane import DataPane
from nntui.ui.table.predictions import RowAnswers
from nntui.ui.widgets.guard import Guarded
from nntui.ui.work.controller import Controller
from nntui.ui.work.disk import FileWatch
from nntui.ui.work.speed import FULL, PACED
from nntui.ui.work.view import shown

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from textual.app import ComposeResult
    from textual.events import DescendantFocus, Print, Resize

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.session.options import Options
    from nntui.training.messages import Event
    from nntui.ui.work.loader import Services
    from nntui.ui.work.view import NowLoading

FIRST_PAINT = 0.02
"""Seconds that the panes are given to reach the terminal before loading shares the interpreter with them."""


class Workspace(CommandKeys, Guarded, Screen[None]):
    """Shows what the controller holds: the ``first`` source, under its options, trained at once if it says so.

    With ``fast`` training goes at full speed, else slowly enough to be followed.
    """

    AUTO_FOCUS = f"#{FIRST.id}"

    class RunEvent(Message):
        """An event of the training thread."""

        def __init__(self, event: Event | NowLoading) -> None:
            super().__init__()
            self.event = event

    class Stray(Message):
        """Something was written to the process's own output."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        first: tuple[str | None, Options, bool],
        services: Services,
        *,
        glyphs: Glyphs,
        frames: float,
        fast: bool = False,
    ) -> None:
        super().__init__(id="workspace", classes=None if glyphs.braille else "-ascii")
        self._glyphs, self._services = glyphs, services
        self.controller = Controller(self, services.make_run, FULL if fast else PACED)
        self.file_watch = FileWatch(self.warn, self.controller.own_file)
        self.conversations = Conversations(self, self.controller, self.file_watch)
        self._first = first
        self._ticks = 1 / frames
        self._preview: Table | None = None
        self._header, self._score_line, self._footer = Header(glyphs), ScoreLine(glyphs), Footer()
        self.area = PaneArea([record.make(glyphs) for record in placed()])
        self.data_pane = self.area.of(DataPane)
        self.network_pane = self.area.of(NetworkPane)
        self.loss_pane = self.area.of(LossPane)
        self.predict_pane = self.area.of(PredictPane)
        self.score_pane = self.area.of(ScorePane)
        self.predict_presenter = PredictPresenter(self.predict_pane, self.controller)
        self.row_answers = RowAnswers(self.controller, self.data_pane, frames)
        self.table_commands = TableCommands(self, self.controller, self.data_pane, self.row_answers)
        self.lessons = LessonConductor(self, self.controller, self.area, glyphs)
        self.score_keeper = ScoreKeeper(self.controller, self._score_line, self.score_pane.show_score)
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

    def on_mount(self) -> None:
        """Paint first; open and load afterwards."""
        self.data_pane.show(None)
        self.refresher.draw_header()
        self.app.begin_capture_print(self)
        look = self.file_watch.look
        for seconds, callback in ((self._ticks, self.refresher.tick), (self._services.watch_interval, look)):
            self.set_interval(seconds, partial(host_of(self).guarded, callback))
        self.call_after_refresh(self.set_timer, FIRST_PAINT, partial(host_of(self).guarded, self._open_first))

    def _open_first(self) -> None:
        collect_again()
        self.run_worker(shown(self, partial(self._open_at_start, *self._first)))

    async def _open_at_start(self, source: str | None, options: Options, start: bool) -> None:
        """Open what the command line names; an error ends the app, as there is nothing to show."""
        try:
            if not await self.lessons.open_first():
                await self.controller.open(source, options)
                await offer_lesson(self, wanted=self.lessons.offers)
        except NntuiError as error:
            host_of(self).open_failed(str(error))
        else:
            if start:
                self.controller.train()

    # What the controller tells

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

    def warn(self, text: str) -> None:
        """Add a line to the log, and show it above the keys of the footer for a while."""
        self.tell(text, "error")
        self._footer.show_message(clean(host_of(self).with_keys(text), self._glyphs), "error")

    def show_fault(self, fault: Exception) -> None:
        """Show an exception that nobody expected."""
        host_of(self).show_fault(fault)

    def post_run_event(self, event: Event | NowLoading) -> None:
        """Called from the training thread."""
        self.post_message(self.RunEvent(event))

    def on_workspace_run_event(self, message: RunEvent) -> None:
        """Let the runner take the event, and draw."""
        self.controller.runner.handle(message.event)
        self.refresher.redraw()
        if isinstance(message.event, Failed) and message.event.fault is not None:
            self.show_fault(message.event.fault)
        if isinstance(message.event, Ready):
            self._services.compile_kernel()

    def _look_further(self) -> None:
        """Renew what is calculated from the network in threads."""
        self.row_answers.look()
        self.score_keeper.look()
        self.lessons.look()

    # What the panes tell

    def on_data_pane_edited(self, message: DataPane.Edited) -> None:
        """Apply an edit, unless the file is still being read."""
        if self.controller.session is not None:
            self.controller.edit(message.name, message.table, message.before)
        else:
            self.data_pane.show(self._preview)
            self.data_pane.say("The file is still being read. Edit it once it is there.", wrong=True)

    def on_data_pane_row_selected(self) -> None:
        """Show the activations of another row."""
        self.network_pane.show_activations(of_question=False)
        self.refresher.show_moment()

    def on_predict_pane_changed(self, message: PredictPane.Changed) -> None:
        """Predict for the new values, and show how the network comes to its answer."""
        self.predict_presenter.changed(message.values)
        self.network_pane.show_activations(of_question=True)
        self.refresher.show_moment()

    def on_predict_pane_answer_wanted(self, message: PredictPane.AnswerWanted) -> None:
        """Keep a prediction."""
        self.predict_presenter.keep(message.question)

    def on_predict_pane_row_wanted(self, _: PredictPane.RowWanted) -> None:
        """Put the table's row into the form."""
        self.predict_presenter.take(self.data_pane.selected_row)

    def on_print(self, event: Print) -> None:
        """Log what is printed while the screen is up."""
        for line in filter(str.strip, event.text.splitlines()):
            self.tell(line)

    def on_workspace_stray(self, message: Stray) -> None:
        """Log what is written past Python's own streams."""
        self.tell(message.text)

    # What the keys do

    def refuse_key(self, character: str) -> None:
        """Say that no command has the key behind the prefix."""
        self.data_pane.say(f"No command has the key {character}; {{key:help}} lists them all.", wrong=True)

    async def show_work(self, work: Coroutine[object, object, object]) -> None:
        """Await what a command does; an exception in it is shown."""
        await shown(self, lambda: work)

    def zoom(self) -> None:
        """Show the pane alone on the screen, or all panes again."""
        self.area.zoom(self.size.width, self.size.height)

    # Room

    def on_resize(self, event: Resize) -> None:
        """Lay out the panes for the new size."""
        self.area.share_out(event.size.width, event.size.height)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Make the focused pane the current one and show its keys in the footer."""
        if self.area.mark_current(event.widget) is not None or event.widget is self.lessons.panel:
            host_of(self).command_next = False
            self.draw_footer()

    def draw_footer(self) -> None:
        """Show the keys of the current pane, as they are pressed where its cursor is."""
        place = self.lessons.panel if self.lessons.panel.has_focus else self.area.current
        self._footer.update(*footer_keys(host_of(self), place.id or ""))
        self.lessons.draw()

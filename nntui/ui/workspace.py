"""The main screen: four panes, a header and a footer, drawn by a clock of its own from the latest snapshot."""

from __future__ import annotations

import gc
from collections.abc import Coroutine
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.screen import Screen

from nntui.errors import NntuiError
from nntui.render.glyphs import clean
from nntui.training.messages import Ready
from nntui.ui.commands import ALSO_QUIT, COMMANDS
from nntui.ui.dialogs.conversations import Conversations
from nntui.ui.frame.area import PaneArea
from nntui.ui.frame.footer import Footer, footer_keys
from nntui.ui.frame.header import Header
from nntui.ui.loss.pane import LossPane
from nntui.ui.network.pane import NetworkPane
from nntui.ui.predict.asking import PredictionForm
from nntui.ui.predict.pane import PredictPane
from nntui.ui.table.commands import TableCommands
from nntui.ui.table.pane import DataPane
from nntui.ui.table.predictions import RowAnswers
from nntui.ui.terminal.clock import Clock
from nntui.ui.work import view_models
from nntui.ui.work.controller import Controller
from nntui.ui.work.disk import FileWatch

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantFocus, Print, Resize

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.session.options import Options
    from nntui.training.messages import Event
    from nntui.training.records import Snapshot
    from nntui.ui.work.loader import NowLoading, Services

FIRST_PAINT = 0.02
"""Seconds that the panes are given to reach the terminal before loading shares the interpreter with them."""


class Workspace(Screen[None]):
    """Shows what the controller holds: the ``first`` source, under its options, trained at once if it says so."""

    BINDINGS: ClassVar = [*(command.binding() for command in COMMANDS), *ALSO_QUIT]
    AUTO_FOCUS = "#data"

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

    class OpenFailed(Message):
        """What the command line names cannot be opened; ``fault`` is the line that says why."""

        def __init__(self, fault: str) -> None:
            super().__init__()
            self.fault = fault

    def __init__(
        self, first: tuple[str | None, Options, bool], services: Services, *, glyphs: Glyphs, frames: float
    ) -> None:
        super().__init__(id="workspace", classes=None if glyphs.braille else "-ascii")
        self._glyphs = glyphs
        self._services = services
        self.controller = Controller(self, services.make_run)
        self.file_watch = FileWatch(self.warn)
        self.dialogues = Conversations(self, self.controller, self.file_watch)
        self._first = first
        self.clock = Clock(frames)
        self._ticks = 1 / frames
        self._drawn: Snapshot | None = None
        self._preview: Table | None = None
        self._stale = False
        self.data_pane = DataPane(glyphs)
        self.network_pane = NetworkPane(glyphs)
        self.loss_pane = LossPane(glyphs)
        self.predict_pane = PredictPane(glyphs)
        self.asking = PredictionForm(self.predict_pane, self.controller)
        self.row_answers = RowAnswers(self.controller, self.data_pane, frames)
        self.table_commands = TableCommands(self, self.controller, self.data_pane, self.row_answers)
        self.area = PaneArea(self.data_pane, self.network_pane, self.predict_pane, self.loss_pane)

    def compose(self) -> ComposeResult:
        """Header, the four panes, footer."""
        yield Header(self._glyphs)
        yield self.area
        yield Footer()

    def on_mount(self) -> None:
        """Paint first; open and load afterwards."""
        self.data_pane.show(None)
        self.draw_header()
        self.app.begin_capture_print(self)
        self.set_interval(self._ticks, self._tick)
        self.set_interval(self._services.watch_interval, self.file_watch.look)
        self.call_after_refresh(self.set_timer, FIRST_PAINT, self._open_first)

    def _open_first(self) -> None:
        if not gc.isenabled():  # held off while there was nothing to see, all of which stays
            gc.freeze()
            gc.enable()
        self.run_worker(self._open_at_start(*self._first))

    async def _open_at_start(self, source: str | None, options: Options, start: bool) -> None:
        """What the command line names; without it there is nothing to show, so a fault ends the app with its line."""
        try:
            await self.controller.open(source, options)
        except NntuiError as error:
            self.post_message(self.OpenFailed(str(error)))
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
        """Draw everything anew: another session, or the same with another network."""
        session, table = self.controller.session, self.controller.table
        assert session is not None
        assert table is not None
        self.data_pane.show(table)
        self.data_pane.say("")
        self.table_commands.opened()
        self.file_watch.watch(session)
        self.asking.opened()
        self.loss_pane.begin_at(session.checkpoint.epoch if session.checkpoint else -1)
        self._drawn = None
        self.redraw()

    def table_changed(self) -> None:
        """Draw the table anew, and what depends on its columns and their ranges."""
        assert self.controller.table is not None
        self.data_pane.show(self.controller.table)
        self.table_commands.table_changed()
        self.asking.table_changed()
        self.redraw()

    def tell(self, text: str, style: str = "dim") -> None:
        """Add a line to the log, at the current epoch: the one on the screen may be older."""
        snapshot = self.controller.snapshot
        self.loss_pane.remark(text, style, snapshot.epoch if snapshot is not None else 0)

    def warn(self, text: str) -> None:
        """Add a line to the log, and show it over the screen for a while."""
        self.tell(text, "error")
        self.notify(clean(text, self._glyphs), severity="error", markup=False, timeout=8)

    def post_run_event(self, event: Event | NowLoading) -> None:
        """Called from the training thread."""
        self.post_message(self.RunEvent(event))

    def on_workspace_run_event(self, message: RunEvent) -> None:
        """Let the runner take the event, and draw."""
        self.controller.runner.handle(message.event)
        self.redraw()
        if isinstance(message.event, Ready):
            self._services.compile_kernel()

    # Drawing

    def redraw(self) -> None:
        """Draw everything that depends on weights or losses now, even if they have not changed."""
        self._stale = True
        self.draw()

    def _tick(self) -> None:
        if self.clock.tick():
            before = self._drawn
            self.draw()
            self.row_answers.look()
            if self._drawn is not before:
                self.call_after_refresh(self.clock.drawn)

    def draw(self) -> None:
        """Draw the latest snapshot, unless it is on the screen already."""
        snapshot = self.controller.snapshot
        self.draw_header()
        if (snapshot is self._drawn and not self._stale) or self.controller.session is None:
            return
        self._drawn, self._stale = snapshot, False
        self.loss_pane.update(snapshot)
        self._draw_network(snapshot)
        self.asking.draw(snapshot)

    def draw_header(self) -> None:
        """Draw the header."""
        self.query_one(Header).update(view_models.standing(self.controller, self.clock.lowered))

    def _draw_network(self, snapshot: Snapshot | None) -> None:
        session, table = self.controller.session, self.controller.table
        if session is not None and table is not None:
            row = self.data_pane.selected_row
            self.network_pane.update(*view_models.network(session, table, self.controller.encoder, snapshot, row))

    # What the panes tell

    def on_data_pane_edited(self, message: DataPane.Edited) -> None:
        """The table is to be changed, unless it is still being read."""
        if self.controller.session is not None:
            self.controller.edit(message.name, message.table)
        else:
            self.data_pane.show(self._preview)
            self.data_pane.say("the file is still being read; it can be changed then", wrong=True)

    def on_data_pane_wanted(self, message: DataPane.Wanted) -> None:
        """Something about the table is to be asked, or seen otherwise."""
        self.run_worker(self.table_commands.do(message.what), group="commands")

    def on_data_pane_row_selected(self, _: DataPane.RowSelected) -> None:
        """Another row runs through the network."""
        self._draw_network(self.controller.snapshot)

    def on_predict_pane_changed(self, message: PredictPane.Changed) -> None:
        """Another question is asked."""
        self.asking.changed(message.values)

    def on_predict_pane_answer_wanted(self, message: PredictPane.AnswerWanted) -> None:
        """An answer is to be kept."""
        self.asking.keep(message.question)

    def on_predict_pane_row_wanted(self, _: PredictPane.RowWanted) -> None:
        """The table's row is to be asked about."""
        self.asking.take(self.data_pane.selected_row)

    def on_print(self, event: Print) -> None:
        """Log what is printed while the screen is up."""
        for line in filter(str.strip, event.text.splitlines()):
            self.tell(line)

    def on_workspace_stray(self, message: Stray) -> None:
        """Log what is written past Python's own streams."""
        self.tell(message.text)

    # What the keys do

    def action_controller(self, method: str) -> None:
        """A command that needs no question."""
        result = getattr(self.controller, method)()
        if isinstance(result, Coroutine):
            self.run_worker(self._said(result), group="commands")

    def action_dialogue(self, method: str) -> None:
        """A command that asks in a dialogue first."""
        self.run_worker(self._said(getattr(self.dialogues, method)()), group="commands")

    async def _said(self, work: Coroutine[object, object, object]) -> None:
        """What the user can mend is said, not raised."""
        try:
            await work
        except NntuiError as error:
            self.warn(str(error))

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self.area.go_to(name)

    def action_zoom(self) -> None:
        """The pane alone on the screen, and back."""
        self.area.zoom(self.size.width, self.size.height)

    def action_log_axis(self) -> None:
        """Loss on a logarithmic axis, and back."""
        self.loss_pane.toggle_log_axis()

    def action_heatmap(self) -> None:
        """Weights of the chosen layer as a heatmap, and back."""
        self.network_pane.toggle_heatmap()

    # Room

    def on_resize(self, event: Resize) -> None:
        """Four panes, one pane, or a line that asks for room."""
        self.area.share_out(event.size.width, event.size.height)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The pane that has the focus is the current one; its keys stand in the footer."""
        pane = self.area.mark_current(event.widget)
        if pane is not None:
            self.query_one(Footer).update(*footer_keys(self.app, pane))

"""The main screen: what it does when events, messages of its panes, keys and other sizes come."""

from __future__ import annotations

import asyncio
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.message import Message

from nntui.errors import NntuiError
from nntui.training.loading import collect_again
from nntui.training.messages import Failed, Finished, Ready
from nntui.ui.frame.command_keys import CommandKeys
from nntui.ui.frame.footer import footer_keys
from nntui.ui.host import host_of
from nntui.ui.lesson.offer import offer_lesson
from nntui.ui.panes import FIRST
from nntui.ui.widgets.pane_base import PaneBase
from nntui.ui.work.view import shown
from nntui.ui.work_view import WorkView

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from textual.events import DescendantFocus, Print, Resize

    from nntui.render.glyphs import Glyphs
    from nntui.session.options import Options
    from nntui.ui.predict.pane import PredictPane
    from nntui.ui.table.pane import DataPane
    from nntui.ui.watch.folder import FolderWatch
    from nntui.ui.watch.session import SessionWatch
    from nntui.ui.work.autosave import Autosave
    from nntui.ui.work.loader import Services

FIRST_PAINT = 0.02
"""Seconds that the panes are given to reach the terminal before loading shares the interpreter with them."""


class Workspace(CommandKeys, WorkView):
    """The screen that opens the ``first`` source, under its options, and trains it at once if that says so.

    It is drawn up to ``frames`` times a second. ``watched`` is the file of a session, or the folder of a log, of a
    training that another process does: it is shown instead. ``offers_opened``: work that was left behind is offered
    also where it is what was opened.
    """

    AUTO_FOCUS = f"#{FIRST.id}"

    class Stray(Message):
        """Something was written to the process's own output."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        first: tuple[str | None, Options, bool],
        services: Services,
        glyphs: Glyphs,
        *,
        frames: float,
        fast: bool = False,
        watched: Path | None = None,
    ) -> None:
        self._watch: SessionWatch | FolderWatch | None = None
        if watched is not None:
            from nntui.ui.watch.choice import watch_of

            self._watch, services = watch_of(watched, services)
        super().__init__(services, glyphs=glyphs, frames=frames, fast=fast)
        self._first = first
        self.offers_opened = True
        self.frames = frames
        self.network_pane.pictures.follow(frames)

    def on_mount(self) -> None:
        """Paint first; open and load afterwards."""
        self.data_pane.show(None)
        self.refresher.draw_header()
        self.app.begin_capture_print(self)
        regular = [(1 / self.frames, self.refresher.tick), (self._services.watch_interval, self.file_watch.look)]
        if self._services.autosave_interval is not None:
            regular.append((self._services.autosave_interval, self._look_for_unsaved_work))
        for seconds, callback in regular:
            self.set_interval(seconds, partial(host_of(self).guarded, callback))
        self.call_after_refresh(self.set_timer, FIRST_PAINT, partial(host_of(self).guarded, self._open_first))

    def _open_first(self) -> None:
        collect_again()
        self.run_worker(shown(self, partial(self._open_at_start, *self._first)))

    async def _open_at_start(self, source: str | None, options: Options, start: bool) -> None:
        """Open what the command line names; an error ends the app, as there is nothing to show."""
        try:
            if self._watch is not None:
                self._watch.begin(self)
            elif not await self.lessons.open_first():
                if not await self.conversations.open_source(source, options):
                    host_of(self).open_failed(f"{source}: another program has it open")
                    return
                await offer_lesson(self, wanted=self.lessons.offers)
        except NntuiError as error:
            host_of(self).open_failed(str(error))
        else:
            if start:
                self.controller.train()
            if self._watch is None:
                await self._offer_left_behind()

    async def _offer_left_behind(self) -> None:
        """Offer work that was left behind; in a lesson, or over a dialog, a line says that it is there."""
        from nntui.ui.work.recovery import newly_found

        found = await asyncio.to_thread(newly_found, None if self.offers_opened else self._first[0])
        if found is not None and (self.lessons.first is not None or self.app.screen is not self):
            self.tell(found.notice, "warning")
        elif found is not None:
            await self.conversations.offer_kept(found.work, found.others)

    @cached_property
    def autosave(self) -> Autosave:
        """Keeps a copy of unsaved work."""
        from nntui.ui.work.autosave import Autosave

        return Autosave(self.controller)

    def _look_for_unsaved_work(self) -> None:
        if self.autosave.wanted():
            self.run_worker(host_of(self).guarded(self.autosave.begin), group="autosave")

    # What training tells

    def on_workspace_run_event(self, message: WorkView.RunEvent) -> None:
        """Let the runner take the event, and draw."""
        self.controller.runner.handle(message.event)
        self.refresher.redraw()
        if isinstance(message.event, Failed) and message.event.fault is not None:
            self.show_fault(message.event.fault)
        if isinstance(message.event, Ready):
            self._services.compile_kernel()
        if isinstance(message.event, Finished) and self.controller.steering.keeps_best:
            self.run_worker(self.show_work(self.controller.take_best()))

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
        chosen = place.chosen_keys if isinstance(place, PaneBase) else ()
        self._footer.update(*footer_keys(host_of(self), place.id or "", chosen))
        self.lessons.draw()

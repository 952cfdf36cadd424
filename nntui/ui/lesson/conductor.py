"""Goes through a lesson on the real screen: prepares each step, watches what the user does, shows what is next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import DataError, NntuiError
from nntui.ui.host import host_of
from nntui.ui.lesson.panel import LessonPanel
from nntui.ui.lesson.places import show_places
from nntui.ui.lesson.saying import lesson_view
from nntui.ui.table.pane import DataPane
from nntui.ui.work.view import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.screen import Screen

    from nntui.render.glyphs import Glyphs
    from nntui.session.lessons.kept import LessonProgress
    from nntui.session.lessons.lesson import Lesson, LessonStep
    from nntui.session.lessons.run import LessonRun
    from nntui.session.lessons.situation import Situation
    from nntui.session.session import Session
    from nntui.ui.frame.area import PaneArea
    from nntui.ui.work.controller import Controller


def is_same(one: object, other: object) -> bool:
    """Whether two things seen are the same: sessions, tables and snapshots by identity, as arrays have no equality."""
    return one is other or (isinstance(one, str | int | float | tuple) and one == other)


class LessonConductor:
    """Leads through one lesson at a time over ``screen``; ``panel`` shows it.

    ``first`` is the name or file of the lesson that the app was started with; ``offers``: one may be offered.
    """

    def __init__(self, screen: Screen[None], controller: Controller, area: PaneArea, glyphs: Glyphs) -> None:
        self._screen, self._controller, self._area = screen, controller, area
        self.first: str | None = None
        self.offers = False
        self.panel = LessonPanel(glyphs)
        self.run: LessonRun | None = None
        self._progress: LessonProgress | None = None
        self._preparations: list[Callable[[], Coroutine[object, object, object]]] | None = None
        self._busy = self._opening = self._warned = False
        self._seen: tuple[object, ...] = ()

    # Beginning and ending

    async def open(self, lesson: Lesson, *, anew: bool = False) -> None:
        """Begin the lesson, or go on where it was left. Raises NntuiError."""
        from nntui.session.lessons import kept
        from nntui.session.lessons.run import LessonRun

        progress = await asyncio.to_thread(kept.progress_of, lesson)
        if anew or not progress.at < len(lesson.steps):
            progress = kept.LessonProgress(finished=progress.finished)
        resumed = bool(progress.at)

        def make(note: Callable[[str], None]) -> Session:
            from nntui.session.lessons.opening import open_lesson

            nonlocal resumed
            session = kept.kept_session(lesson) if resumed else None
            resumed = session is not None
            return session or open_lesson(lesson, note)

        self._opening = True
        try:
            await self._controller.open_made(make)
        finally:
            self._opening = False
        if not resumed:
            progress = kept.LessonProgress(finished=progress.finished)
        self._progress = progress
        self.run = LessonRun(lesson, progress.at, progress.furthest, progress.guesses)
        self._controller.in_lesson = lesson.word
        self._begin_step(prepared=resumed)

    async def open_first(self) -> bool:
        """Begin the lesson that the app was started with; False without one. Raises NntuiError."""
        if self.first is None:
            return False
        await self.open(await asyncio.to_thread(self.find, self.first))
        return True

    def find(self, word: str) -> Lesson:
        """The lesson of that name or in that file, its commands and panes being those of the screen. From any thread.

        Raises DataError.
        """
        from nntui.session.lessons.shelf import find_lesson
        from nntui.ui.panes import PANES

        return find_lesson(word, host_of(self._screen).keymap.commands, [pane.id for pane in PANES])

    def end(self) -> None:
        """End the lesson; what is open stays open."""
        if self.run is None:
            return
        had_focus = self.panel.has_focus
        self.run = None
        self._controller.in_lesson = ""
        self._preparations = None
        self.panel.show_view(None)
        if had_focus:
            self._area.go_to(self._area.current.id or "")

    def session_opened(self) -> None:
        """End the lesson where something else was opened."""
        if not self._opening:
            self.end()

    # The steps

    def _begin_step(self, *, prepared: bool = False) -> None:
        run = self.run
        assert run is not None
        step = run.step
        self._preparations = [] if step is None or run.reread or prepared else self._preparations_for(step)
        self._seen = ()
        self.draw()
        if step is None:
            self._keep(with_session=False)
            self.panel.focus()

    def _preparations_for(self, step: LessonStep) -> list[Callable[[], Coroutine[object, object, object]]]:
        before, controller = step.before, self._controller
        works: list[Callable[[], Coroutine[object, object, object]]] = []
        if before.rewind:
            works.append(controller.rewind)
        if (settings := before.settings) is not None:
            works.append(lambda: controller.apply(settings))
        if (epoch := before.epoch) is not None:
            works.append(lambda: controller.train_to(epoch))
        return works

    def look(self) -> None:
        """Take notice of what has happened, and go on with the lesson; called several times a second."""
        run = self.run
        self.panel.look()
        if run is None or run.finished or self._busy or self._screen.app.screen is not self._screen:
            return
        if any(worker.group == "commands" for worker in self._screen.workers):
            return  # a command is being carried out
        situation = self._situation()
        if situation is None or (run.start is None and not situation.resting):
            return
        seen = (
            situation.session, situation.table, situation.snapshot, situation.row, situation.pane, situation.edits,
            situation.resting, run.given,
        )  # fmt: skip
        if run.start is None:
            self._prepare(run)
        elif len(seen) != len(self._seen) or not all(map(is_same, seen, self._seen)):
            self._seen = seen
            at, before = run.at, run.outcome
            if run.look(situation) and run.at != at:
                self._begin_step()
            else:
                if run.outcome is not before:
                    self._focus()
                self.draw()

    def _prepare(self, run: LessonRun) -> None:
        """Do the next thing that comes before the step or, once all is done, begin it."""
        if self._preparations:
            work = self._preparations.pop(0)
            self._busy = True
            self._screen.run_worker(self._do(work))
            return
        step = run.step
        assert step is not None
        show_places(step.look, self._screen, self._area, self._controller.table)
        situation = self._situation()
        assert situation is not None
        run.begin(situation)
        self._keep(with_session=not run.reread)
        self._focus()
        self.draw()

    async def _do(self, work: Callable[[], Coroutine[object, object, object]]) -> None:
        try:
            await shown(self._controller.view, work)
        finally:
            self._busy = False

    def _focus(self) -> None:
        """Let the panel have the keys where there is something to read or guess, else the pane."""
        run = self.run
        if run is None:
            return
        if run.asks or not run.waits:
            self.panel.focus()
        elif self.panel.has_focus:
            self._area.go_to(self._area.current.id or "")

    def _situation(self) -> Situation | None:
        from nntui.session.lessons.situation import Situation

        controller = self._controller
        if controller.session is None or controller.table is None:
            return None
        return Situation(
            controller.session,
            controller.table,
            controller.encoder,
            controller.predictor,
            controller.snapshot,
            self._area.of(DataPane).selected_row,
            self._area.current.id or "",
            controller.editing.changes,
            controller.runner.updates_at_rest is not None,
        )

    # What the keys do

    def ran(self, command: str) -> None:
        """The user has given this command."""
        if self.run is not None:
            self.run.ran(command)

    def choose(self, number: int) -> None:
        """Guess this choice."""
        situation = self._situation()
        if self.run is not None and situation is not None:
            self.run.choose(number, situation)
            self._focus()
            self.draw()

    def go_on(self) -> None:
        """Turn the page, else go on to the next step; after the last, end the lesson."""
        if self.run is None:
            self._controller.view.confirm("No lesson is under way; {key:lessons} lists them.")
        elif self.run.finished:
            self.end()
        elif not self.panel.turn(1):
            self.run.next()
            self._begin_step()

    def go_back(self) -> None:
        """Turn the page back, else go back to the step before."""
        if self.run is not None and not self.panel.turn(-1):
            self.run.back()
            self._begin_step()

    def leave_panel(self) -> None:
        """Let the pane have the keys."""
        self._area.go_to(self._area.current.id or "")

    def draw(self) -> None:
        """Show the present step."""
        if self.run is not None:
            self.panel.show_view(lesson_view(self.run, host_of(self._screen), in_panel=self.panel.has_focus))

    # What is kept

    def _keep(self, *, with_session: bool) -> None:
        self._screen.run_worker(shown(self._controller.view, lambda: self._kept(with_session=with_session)))

    async def _kept(self, *, with_session: bool) -> None:
        """Keep the progress and, for a step that begins, the session."""
        from nntui.session.lessons import kept

        run, session, table, before = self.run, self._controller.session, self._controller.table, self._progress
        if run is None or session is None or table is None or before is None:
            return
        try:
            if with_session:
                checkpoint = await self._controller.runner.checkpoint()
                await asyncio.to_thread(
                    kept.keep_session, run.lesson, replace(session, table=table, checkpoint=checkpoint)
                )
            self._progress = await asyncio.to_thread(kept.keep_progress, run, before)
        except (NntuiError, OSError) as error:
            if not self._warned:
                self._warned = True
                raise DataError(f"The progress of lessons cannot be kept: {error}") from None

"""The application: theme, keymap, and the way in and out of the terminal."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from functools import cached_property, partial
from io import StringIO
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Console
from textual.binding import Binding, BindingType

from nntui.configuration import config_path, configuration
from nntui.errors import NntuiError
from nntui.render.glyphs import ASCII, UNICODE
from nntui.safe_text import visible_lines
from nntui.training.loading import take_turns
from nntui.ui.attach.handover import KEYS
from nntui.ui.attach.presence import Presence
from nntui.ui.commands.record import SCREEN
from nntui.ui.frame.config import configured, usual_frames, write_theme
from nntui.ui.frame.loading_screen import LoadingScreen
from nntui.ui.host import HostApp
from nntui.ui.terminal.capture import terminal_kept_clean, write_last
from nntui.ui.terminal.job_control import JobControl, forget_held_stops, hold_stops
from nntui.ui.work.loader import Services

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen
    from textual.widget import Widget

    from nntui.session.options import Options, ScreenOptions
    from nntui.ui.commands.record import Command
    from nntui.ui.terminal.writer import TerminalWriter
    from nntui.ui.workspace import Workspace

FAULT = 1
"""Exit status after a fault of ours."""
MOST_REPEATS = 20
"""Times that a fault of the same place is told."""
BAD_INPUT = 2
"""Exit status of bad input (DESIGN section 7)."""
LAST_WIDTH = 80
"""Most cells of what stays in the terminal once the screen is gone."""


class NntuiApp(HostApp):
    """The workspace in a terminal: ``source`` and ``options`` say what is opened, ``screen_options`` how it behaves.

    ``last_words`` are lines for the terminal once the screen is gone, ``way`` what is known of the way to it. Raises
    NntuiError for a theme that is not known. ``offers_lesson``: at a first start, the first lesson is offered.
    """

    CSS_PATH = "nntui.tcss"
    TITLE = "nntui"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "stop_job", "stop", show=False, priority=True)]
    ENABLE_COMMAND_PALETTE = False  # Textual's closes the screen behind it when enter is pressed twice

    def __init__(
        self,
        source: str | None,
        options: Options,
        screen_options: ScreenOptions,
        services: Services | None = None,
    ) -> None:
        self._config, asked = configuration(), screen_options.theme
        self.behaviour = configured(screen_options, self._config)
        theme = self.behaviour.theme
        # Only Textual's own themes with the terminal's colours are drawn in them, also under NO_COLOR.
        super().__init__(ansi_color=(theme or "").startswith("ansi-") or None)
        self.animation_level = "none"  # a scroll that glides is sent many times over
        self.glyphs = ASCII if self.behaviour.ascii else UNICODE
        self._frames = self.behaviour.fps or usual_frames()
        self._first = (source, options, screen_options.start)
        self.offers_lesson = False
        self._services = services or Services()
        self.way: TerminalWriter | None = None
        self.presence: Presence | None = None
        self.last_words: list[str] = []
        self._problems = [*self._config.problems]
        if theme is not None and theme not in self.available_themes:
            fault = f"theme {theme!r} is not known; choose one of {', '.join(sorted(self.available_themes))}"
            if asked:
                raise NntuiError(fault)
            self._problems.append(f"{self._config.place_of('theme')}: {fault}")
        elif theme is not None:
            self.theme = theme
        self._first_theme = self.theme
        self._faults: Counter[str] = Counter()
        self.fatal_report = StringIO()
        # Textual reports an exception that reached none of our guards in thousands of lines: they go into a file.
        self.error_console = Console(file=self.fatal_report, width=120, markup=False, highlight=False)
        self._job: JobControl | None = None
        self._loading = self.key_queue.hold("release")

    @cached_property
    def workspace(self) -> Workspace:
        """The screen that is worked on. The first paint does without the dozens of modules that fill it."""
        from nntui.ui.workspace import Workspace

        workspace = Workspace(
            self._first,
            self._services,
            self.glyphs,
            frames=self._frames,
            fast=self.behaviour.fast,
            watched=self.behaviour.watched,
        )
        workspace.lessons.first, workspace.lessons.offers = self.behaviour.lesson, self.offers_lesson
        workspace.offers_opened = not self.behaviour.attached
        if self.way is not None:
            workspace.refresher.clock.way = self.way
        return workspace

    def get_default_screen(self) -> Screen[None]:
        """The frame, which is painted first. With Textual's own empty screen beneath it, it would be laid out twice."""
        return LoadingScreen(self.glyphs, lambda: self.call_later(self._show_workspace))

    def on_mount(self) -> None:
        """End in good order when the connection or the machine ends."""
        take_turns()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGQUIT):
            loop.add_signal_handler(number, self.exit)
        loop.add_signal_handler(signal.SIGHUP, self.terminal_lost)
        if self.way is not None:  # there is a terminal to give back
            self.presence = presence = Presence(
                self,
                self.way,
                lambda: self.workspace.controller,
                lambda: self.workspace.autosave,
                dies=self.behaviour.die_on_hangup,
            )
            self._job = JobControl(presence.given_back, lambda: self.is_leaving or presence.released)

    def terminal_lost(self) -> None:
        """Go on without a terminal while the network trains, else end."""
        if self.presence is None:
            self.exit()
        else:
            self.presence.hung_up()

    def panic(self, *renderables: RenderableType) -> None:
        """End with a report, unless it is only the terminal that is gone, which Textual takes for a fault."""
        if self.presence is None or os.isatty(KEYS):
            super().panic(*renderables)
        else:
            self.presence.hung_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let ctrl+z stop us in a dialog as well, unless the user has moved it to another command."""
        if action == "stop_job" and hasattr(self, "keymap"):
            return self.keymap.find(SCREEN, "ctrl+z") is self.keymap.commands["suspend"]
        return super().check_action(action, parameters)

    def action_stop_job(self) -> None:
        """Stop until the shell continues us."""
        self.action_suspend_process()

    def action_suspend_process(self) -> None:
        """Stop until the shell continues us."""
        if self.presence is not None and self.presence.is_visitor:
            self.presence.stop()
        elif self._job is not None:
            self._job.stop_job()
        else:
            self.workspace.confirm("There is no shell to go back to.")

    async def _show_workspace(self) -> None:
        """Show the workspace, and let it have the keys that were pressed before it was there."""
        from nntui.ui.commands.keymap import Keymap
        from nntui.ui.commands.table import SECTIONS

        self.keymap, self.has_keys = Keymap(SECTIONS, self._config.keys), True
        await self.push_screen(self.workspace)
        own = (f"{self._config.place_of(name, 'keys')}: {each}" for name, each in self.keymap.problems.items())
        self._warn_of([*self._problems, *own])
        self._loading.release()  # keys do not wait for the disk
        if self.presence is not None:
            self.presence.open_door()

    def _warn_of(self, problems: list[str]) -> None:
        """Warn of what is wrong with the configuration: in one line, and where there is more, each in the log."""
        if len(problems) > 1:
            for problem in problems:
                self.workspace.tell(problem, "error")
            self.workspace.warn(f"{config_path()}: {len(problems)} entries are ignored; the log says why")
        elif problems:
            self.workspace.warn(problems[0])

    def remember_theme(self) -> None:
        """Keep a theme that was chosen for the next time."""
        if self.theme != self._first_theme:
            try:
                write_theme(config_path(), self.theme)
            except NntuiError as error:
                self.last_words.append(f"nntui: {error}")

    async def action_quit(self) -> None:
        """Ask as the quit command does: Textual's own ctrl+q, which goes before all other keys, would leave at once."""
        await self.run_command(self.keymap.commands["quit"])

    async def run_command(self, command: Command[Any], pane: Widget | None = None) -> None:
        """Do what the command is for, in ``pane`` or the pane that it belongs to."""
        self.workspace.lessons.ran(command.id)
        if command.on_screen:
            await self.guarded(partial(self.workspace.run_command, command))
        else:
            await self.guarded(partial(command.run, pane or self.workspace.area.pane(command.place)))

    @property
    def letters_are_typed(self) -> bool:
        """Whether the current pane types letters, also while a dialog has the keys."""
        in_lesson = self.workspace.lessons.panel.has_focus
        return not in_lesson and bool(getattr(self.workspace.area.current, "types_letters", False))

    def letters_changed(self) -> None:
        """Show the keys as they are pressed now."""
        self.workspace.draw_footer()

    def show_fault(self, fault: Exception) -> None:
        """Show what went wrong inside nntui in a dialog, once for each place; the work is saved beside it first."""
        from textual.css.query import NoMatches

        from nntui.ui.work.faults import in_brief, place_of_fault

        if self.is_leaving and isinstance(fault, NoMatches):
            return  # a screen handles its last messages when its widgets have been removed
        place = place_of_fault(fault)
        self._faults[place] += 1
        if self._faults[place] > 1:
            if self._faults[place] <= MOST_REPEATS:  # a bound, as showing a fault may itself lead to another
                self.tell(f"Internal error again ({in_brief(fault)}).")
            return
        self.tell(f"Internal error ({in_brief(fault)}).")
        if not self.is_leaving:
            self.run_worker(self._report(fault), exit_on_error=False)

    async def _report(self, fault: Exception) -> None:
        from nntui.ui.dialogs.fault import FaultScreen
        from nntui.ui.work.recovery import rescue

        try:
            path = await asyncio.to_thread(rescue, self.workspace.controller)
            safe = f"Your work is safe: a copy is in {path}." if path else "Your work is safe: nothing was unsaved."
        except Exception as error:
            safe = f"A copy of your work could not be saved: {error}"
        if await self.push_screen_wait(FaultScreen(fault, safe)):
            self.exit(return_code=FAULT)

    def tell(self, text: str) -> None:
        """Put a stray line into the log; once the screen is gone, leave it for the terminal. Called from any thread."""
        from nntui.ui.workspace import Workspace

        if self.is_leaving or not self.workspace.post_message(Workspace.Stray(text)):
            self.last_words.append(text)

    def open_failed(self, reason: str) -> None:
        """Leave, and let the reason be the last word: there is nothing to show."""
        self.last_words.append(f"nntui: {reason}")
        self.exit(return_code=BAD_INPUT)


def run(source: str | None, options: Options, screen_options: ScreenOptions) -> int:
    """Show the screen until the user leaves; returns the exit status. What was worked on is kept even where we fail."""
    app = NntuiApp(source, options, screen_options)
    hold_stops()  # before there is another thread, which would take the signal
    with terminal_kept_clean(
        app.tell, lambda: app.call_later(app.terminal_lost), lambda fault: app.call_later(app.show_fault, fault)
    ) as way:
        app.offers_lesson = True
        app.way = way
        app.run(mouse=app.behaviour.mouse is not False)
        forget_held_stops()  # until the terminal has what gives it back
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    from nntui.ui.work.recovery import leave

    app.remember_theme()
    farewell = leave(app.workspace.controller, autosave=app.workspace.autosave)
    app.workspace.autosave.end(keep=farewell.lost)
    seen = app.workspace.last_sight(min(LAST_WIDTH, get_terminal_size().columns)) if sys.stdout.isatty() else []
    write_last(visible_lines("".join(f"{line}\n" for line in (*seen, *farewell.lines))), sys.stdout)
    if report := app.fatal_report.getvalue().rstrip():
        from nntui.ui.work.faults import keep_details

        brief = next((line for line in reversed(report.splitlines()) if "Error" in line or "Exception" in line), "")
        app.last_words.append(f"nntui: internal error ({brief.strip()}); details: {keep_details(report)}")
    write_last(visible_lines("".join(f"{line}\n" for line in app.last_words)), sys.stderr)
    status = app.return_code or (FAULT if farewell.lost else 0)
    if app.presence is not None:
        app.presence.end(status)
    return status

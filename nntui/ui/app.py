"""The application: theme, keymap, and the way in and out of the terminal."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.binding import Binding

from nntui.errors import NntuiError
from nntui.render.glyphs import ASCII, UNICODE
from nntui.ui.frame.loading_screen import LoadingScreen
from nntui.ui.terminal.capture import terminal_kept_clean
from nntui.ui.work.loader import Services

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen

    from nntui.session.options import Options, ScreenOptions
    from nntui.ui.terminal.clock import Link
    from nntui.ui.workspace import Workspace

BAD_INPUT = 2
"""Exit status of what the user can mend (DESIGN section 7)."""
FRAMES, FRAMES_OVER_SSH = 10, 4
"""Frames a second, at home and where every byte travels."""


class NntuiApp(App[None]):
    """The workspace in a terminal: ``source`` and ``options`` say what is opened, ``screen_options`` how it behaves.

    ``last_words`` are lines for the terminal once the screen is gone, ``way`` what is known of the way to it. Raises
    NntuiError for a theme that is not known.
    """

    CSS_PATH = "nntui.tcss"
    TITLE = "nntui"

    def __init__(
        self,
        source: str | None,
        options: Options,
        screen_options: ScreenOptions,
        services: Services | None = None,
    ) -> None:
        # Only Textual's own themes with the terminal's colours are drawn in them, also under NO_COLOR.
        super().__init__(ansi_color=(screen_options.theme or "").startswith("ansi-") or None)
        self.animation_level = "none"  # a scroll that glides is sent many times over
        self.glyphs = ASCII if screen_options.ascii else UNICODE
        remote = not {"SSH_CONNECTION", "SSH_TTY"}.isdisjoint(os.environ)
        self._frames = screen_options.fps or (FRAMES_OVER_SSH if remote else FRAMES)
        self._first = (source, options, screen_options.start)
        self._services = services or Services()
        self.way: Link | None = None
        self.last_words: list[str] = []
        self._keys: dict[str, str] = {}
        if screen_options.theme is not None:
            if screen_options.theme not in self.available_themes:
                themes = ", ".join(sorted(self.available_themes))
                raise NntuiError(f"theme {screen_options.theme!r} is not known; choose one of {themes}")
            self.theme = screen_options.theme

    @cached_property
    def workspace(self) -> Workspace:
        """The screen that is worked on. The first paint does without the dozens of modules that fill it."""
        from nntui.ui.workspace import Workspace

        workspace = Workspace(self._first, self._services, glyphs=self.glyphs, frames=self._frames)
        if self.way is not None:
            workspace.clock.way = self.way
        return workspace

    def on_mount(self) -> None:
        """Paint the frame; end in good order when the connection or the machine ends."""
        curtain = LoadingScreen(self.glyphs, lambda: self.call_later(self._raise, curtain))
        self.push_screen(curtain)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)

    async def _raise(self, curtain: LoadingScreen) -> None:
        """Show the workspace with the user's keys, and let it have those that were pressed too early."""
        from nntui.ui.frame.keymap import config_path, read_keymap
        from nntui.ui.widgets.keys import replay_keys

        fault = ""
        try:
            self._keys = read_keymap(config_path())
        except NntuiError as error:
            fault = str(error)
        self.set_keymap(self._keys)
        await self.switch_screen(self.workspace)
        if fault:
            self.workspace.warn(fault)
        replay_keys(self, curtain.keys)

    async def action_quit(self) -> None:
        """Ask as q does: Textual's own ctrl+q, which goes before all other keys, would leave at once."""
        self.workspace.action_dialogue("quit")

    def get_key_display(self, binding: Binding) -> str:
        """The key that does it for this user, the first where there are several, in characters that may be drawn."""
        key = self._keys.get(binding.id or "", binding.key).partition(",")[0].strip()
        shown = super().get_key_display(replace(binding, key=key))
        return shown if self.glyphs.braille or shown.isascii() else key

    def tell(self, text: str) -> None:
        """Put a stray line into the log; once the screen is gone, leave it for the terminal. Called from any thread."""
        from nntui.ui.workspace import Workspace

        if not self.workspace.post_message(Workspace.Stray(text)):
            self.last_words.append(text)

    def on_workspace_open_failed(self, message: Workspace.OpenFailed) -> None:
        """Without what was to be opened there is nothing to show: leave, and let the line be the last word."""
        self.last_words.append(f"nntui: {message.fault}")
        self.exit(return_code=BAD_INPUT)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: every command of the workspace and of its panes, with its sentence."""
        from nntui.ui.commands import COMMANDS

        for command in COMMANDS if screen is self.workspace else ():
            key = self.get_key_display(command.binding())
            run = partial(self.workspace.run_action, command.action)
            yield SystemCommand(command.label.capitalize(), f"{command.help} ({key})", run)
        for pane in screen.query(".pane") if screen is self.workspace else ():
            for binding in pane.BINDINGS:
                if isinstance(binding, Binding) and binding.tooltip:
                    sentence = f"{binding.tooltip} ({self.get_key_display(binding)} in the {pane.id} pane)"
                    act = partial(self.run_action, binding.action, pane)
                    yield SystemCommand(f"{pane.id}: {binding.description}".capitalize(), sentence, act)


def run(source: str | None, options: Options, screen_options: ScreenOptions) -> int:
    """Show the screen until the user leaves; returns the exit status. What was worked on is kept even where we fail."""
    app = NntuiApp(source, options, screen_options)
    with terminal_kept_clean(app.tell) as way:
        app.way = way
        app.run(mouse=screen_options.mouse)
    from nntui.ui.work.disk import leave

    for line in leave(app.workspace.controller):
        sys.stdout.write(f"{line}\n")
    for line in app.last_words:
        sys.stderr.write(f"{line}\n")
    return app.return_code or 0

"""The interface of the app to its panes and dialogs."""

from __future__ import annotations

import re
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.binding import Binding
from textual.events import Key, Paste

from nntui.render.glyphs import UNICODE, Glyphs
from nntui.ui.commands.keymap import types_text
from nntui.ui.commands.other_words import OTHER_WORDS
from nntui.ui.widgets.keys import KeyHandled, KeyQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import RenderableType
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode
    from textual.events import Event
    from textual.widget import Widget

    from nntui.ui.commands.keymap import Keymap
    from nntui.ui.commands.record import Command

KEY = re.compile(r"\{key:([a-z.-]+)\}")
"""The placeholder for the key of a command in a text."""


class HostApp(App[None]):
    """An app with ``glyphs`` to draw with, whose commands have the keys of ``keymap``; ``key_queue`` holds those typed.

    A subclass says how a command is run.
    """

    glyphs: Glyphs = UNICODE
    keymap: Keymap
    has_keys = False

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.is_leaving = False
        self._command_next = False
        self.key_queue = KeyQueue(self, super().on_event)

    def on_mount(self) -> None:
        """Hear of every screen that comes up or goes."""
        self.screen_change_signal.subscribe(self, self._screen_changed)

    async def _screen_changed(self, _: object) -> None:
        await self.key_queue.screen_changed()

    async def on_event(self, event: Event) -> None:
        """Let keys and pasted text go through the queue."""
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            if not self.is_leaving:
                await self.key_queue.take(event)
        else:
            await super().on_event(event)

    async def on_key_handled(self, message: KeyHandled) -> None:
        """A key has gone its way."""
        await self.key_queue.handled(message)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End the app; dialogs answer no more."""
        self.is_leaving = True
        super().exit(result, return_code, message)

    @property
    def command_next(self) -> bool:
        """Whether the next key is a command even where letters are typed: the key of ``command`` was pressed."""
        return self._command_next

    @command_next.setter
    def command_next(self, value: bool) -> None:
        if value is not self._command_next:
            self._command_next = value
            self.letters_changed()

    @property
    def letters_are_typed(self) -> bool:
        """Whether letters are typed where the cursor is, and are no commands."""
        return False

    def letters_changed(self) -> None:
        """A pane types letters now, or no longer, or the next key is a command: a subclass shows other keys."""

    def key_here(self, command: str) -> str:
        """The keys that give the command with this id now, behind the prefix where its own key would be typed."""
        key, prefix = self.keymap.key_of(command), self.keymap.commands.get("command")
        is_typed = prefix is not None and self.letters_are_typed and not self.command_next and types_text(key)
        return f"{self.key_shown(prefix.id) if is_typed and prefix else ''}{self.shown(key)}"

    def key_shown(self, command: str) -> str:
        """The key of the command with this id, the first where it has several, in characters that may be drawn."""
        return self.shown(self.keymap.key_of(command))

    def shown(self, key: str) -> str:
        """A key as people write it."""
        shown = self.get_key_display(Binding(key, ""))
        return shown if self.glyphs.braille or shown.isascii() else key

    def with_keys(self, text: str) -> str:
        """``text`` with the user's own key in place of each ``{key:COMMAND}``."""
        commands = self.keymap.commands
        return KEY.sub(lambda found: self.key_here(found[1]) if found[1] in commands else found[0], text)

    def explained(self, text: str) -> str:
        """The same where it is read about, with the keys as they are elsewhere."""
        commands = self.keymap.commands
        return KEY.sub(lambda found: self.key_shown(found[1]) if found[1] in commands else found[0], text)

    def help_sections(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """The commands that are explained, by headings: the key of each, what it does, and other words for it."""
        sections = [
            (
                heading,
                [
                    (self.key_shown(each.id), self.explained(each.help), f"{each.label} {OTHER_WORDS.get(each.id, '')}")
                    for each in commands
                    if each.help
                ],
            )
            for heading, commands in self.keymap.sections.items()
        ]
        return [section for section in sections if section[1]]

    @property
    def draws_shades(self) -> bool:
        """Whether the terminal has enough colours to tell the shades of a map by them."""
        many = self.console.color_system in {"256", "truecolor"}
        return self.glyphs.braille and many and not (self.no_color or self.native_ansi_color)

    def open_failed(self, reason: str) -> None:
        """Handle a first source that cannot be opened."""
        raise NotImplementedError

    def show_fault(self, fault: Exception) -> None:
        """Tell the user of an exception that nobody expected."""
        raise fault

    async def guarded(self, work: Callable[[], object]) -> None:
        """Do the work and wait for its end; an exception in it is shown as a fault, and the app goes on."""
        try:
            result = work()
            if isawaitable(result):
                await result
        except Exception as fault:
            self.show_fault(fault)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key of a dialog is for; an exception in it is shown as a fault."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as fault:
            self.show_fault(fault)
            return True

    async def run_command(self, command: Command[Any], pane: Widget | None = None) -> None:
        """Do what a command of ``pane``, or of the screen, is for."""
        raise NotImplementedError


def host_of(widget: Widget) -> HostApp:
    """The app that shows ``widget``."""
    app = widget.app
    assert isinstance(app, HostApp)
    return app

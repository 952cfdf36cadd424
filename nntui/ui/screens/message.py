"""Text too long for a toast, as a lesson. Shown as it stands, scrolled, closed with escape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nntui.render.glyphs import clean
from nntui.ui.screens.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.ui.screens.dialogue import Key


class MessageScreen(Reading):
    """Shows ``text`` under ``title``; both may come from outside."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = text

    def contents(self) -> ComposeResult:
        """The text, each of its lines wrapped at words."""
        lines = (clean(line.expandtabs(4), self.glyphs) for line in self._text.splitlines())
        with VerticalScroll():
            yield Static(Content("\n".join(lines)), markup=False)

    def keys_shown(self) -> Sequence[Key]:
        """How to close and how to read on."""
        return (("esc", "close", "close"), *self.READING_KEYS)

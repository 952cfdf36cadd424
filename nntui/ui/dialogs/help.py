"""Help: every command with its key, in sections, searched as one types."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalScroll
from textual.widgets import Input, Static

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span
from nntui.ui.dialogs.dialog import ReadingDialog
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.typing_field import TypedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.render.glyphs import Glyphs
    from nntui.ui.dialogs.dialog import KeyHint

Section = tuple[str, "Sequence[tuple[str, str]]"]
"""A heading, and under it each key with what it does."""


class HelpText(LinesView):
    """The sections, or what is left of them when a ``word`` is looked for."""

    DEFAULT_CSS = """
    HelpText { height: 1; }
    """

    def __init__(self, sections: Sequence[Section], glyphs: Glyphs) -> None:
        super().__init__()
        self._sections = tuple(sections)
        self._glyphs = glyphs
        self._word = ""

    def look_for(self, word: str) -> int:
        """Leave only the commands that have ``word``; returns how many."""
        self._word = word.strip().lower()
        self.draw()
        return sum(len(self._found(commands)) for _, commands in self._sections)

    def draw(self) -> None:
        """Draw into the present width; long sentences go on below themselves."""
        keys = max((len(key) for _, commands in self._sections for key, _ in commands), default=0) + 3
        room = max(10, self.size.width - keys)
        lines: list[Line] = []
        for heading, commands in self._sections:
            found = self._found(commands)
            if found:
                lines += [(), (Span(clean(heading, self._glyphs), "bold"),)]
            for key, what in found:
                first, *rest = textwrap.wrap(clean(what, self._glyphs), room) or [""]
                lines.append((Span(fit(f"  {key}", keys, glyphs=self._glyphs), "title"), Span(first)))
                lines += [(Span(" " * keys + line),) for line in rest]
        self.styles.height = max(1, len(lines) - 1)
        self.show(lines[1:])

    def _found(self, commands: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(key, what) for key, what in commands if self._word in f"{key} {what}".lower()]

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()


class HelpScreen(ReadingDialog[None]):
    """Shows ``sections``; ``/`` looks for a word in them."""

    AUTO_FOCUS = "VerticalScroll"  # the search field waits for its key
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "close", "close", show=False),
        Binding("slash", "search", "search", show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        .search { display: none; }
        &.-searching .search { display: block; }
        .search Static { width: auto; padding-right: 1; }
        .search Input { width: 1fr; }
    }
    """

    def __init__(self, sections: Sequence[Section], title: str = "help") -> None:
        super().__init__(title)
        self._sections = tuple(sections)

    def contents(self) -> ComposeResult:
        """The word looked for, and the sections."""
        self._search = TypedLine(compact=True)
        self._text = HelpText(self._sections, self.glyphs)
        self._page = VerticalScroll(self._text)
        yield HorizontalGroup(Static("search", markup=False), self._search, classes="search")
        yield self._page

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to read on, look for something and close."""
        return (("esc", "close", "close"), ("/", "search", "search"), *self.READING_KEYS)

    def action_search(self) -> None:
        """Ask for a word."""
        self.add_class("-searching")
        self._search.focus()

    @on(Input.Changed)
    def look_for(self, event: Input.Changed) -> None:
        """Leave only what has the word."""
        self.say("" if self._text.look_for(event.value) else f"no command has {event.value!r}")

    @on(Input.Submitted)
    def read_what_was_found(self) -> None:
        """Back to reading, with the word still there."""
        self._page.focus()

    def action_cancel(self) -> None:
        """Leave the search first; without one, close."""
        if self.has_class("-searching"):
            self.remove_class("-searching")
            self._search.value = ""
            self._page.focus()
        else:
            self.action_close()

"""Help: every command with its key, in sections, searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.widgets import Input, Static

from nntui.render.glyphs import clean
from nntui.ui.screens.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.ui.screens.dialogue import Key

Section = tuple[str, "Sequence[tuple[str, str]]"]
"""A heading, and under it each key with what it does."""


class HelpScreen(Reading):
    """Shows ``sections``; ``/`` looks for a word in them."""

    AUTO_FOCUS = "VerticalScroll"  # the search field waits for its key
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "close", "close", show=False),
        Binding("slash", "search", "search", show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        .key { text-style: bold; color: $primary; }
        .what { width: 1fr; }
        .heading { text-style: bold; padding-top: 1; }
        .section:first-child .heading { padding-top: 0; }
        .search { display: none; height: 1; }
        &.-searching .search { display: block; }
        .search Static { width: auto; padding-right: 1; }
        .search Input { width: 1fr; }
    }
    """

    def __init__(self, sections: Sequence[Section], title: str = "help") -> None:
        super().__init__(title)
        self._sections = tuple(sections)
        self._search = Input(compact=True)
        self._search.cursor_blink = False  # a still screen sends nothing
        self._page = VerticalScroll()

    def contents(self) -> ComposeResult:
        """The word looked for, and the sections."""
        room = max((len(key) for _, commands in self._sections for key, _ in commands), default=0) + 3
        with HorizontalGroup(classes="search"):
            yield Static("search", markup=False)
            yield self._search
        with self._page:
            for heading, commands in self._sections:
                with VerticalGroup(classes="section"):
                    yield Static(clean(heading, self.glyphs), classes="heading", markup=False)
                    for key, what in commands:
                        label = Static(f"  {clean(key, self.glyphs)}", classes="key", markup=False)
                        label.styles.width = room
                        yield HorizontalGroup(
                            label,
                            Static(clean(what, self.glyphs), classes="what", markup=False),
                            name=f"{key} {what}".lower(),
                        )

    def keys_shown(self) -> Sequence[Key]:
        """How to read on, look for something and close."""
        return (("esc", "close", "close"), ("/", "search", "search"), *self.READING_KEYS)

    def action_search(self) -> None:
        """Ask for a word."""
        self.add_class("-searching")
        self._search.focus()

    @on(Input.Changed)
    def look_for(self, event: Input.Changed) -> None:
        """Leave only the commands that have the word, and the headings above them."""
        word, found = event.value.strip().lower(), 0
        for section in self.query(".section"):
            commands = list(section.query(HorizontalGroup))
            for command in commands:
                command.display = word in (command.name or "")
            found += sum(command.display for command in commands)
            section.display = any(command.display for command in commands)
        self.say("" if found else f"no command has {event.value!r}")

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

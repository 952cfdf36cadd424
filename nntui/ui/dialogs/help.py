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
from nntui.ui.glossary.find import TERMS, has_words, terms_of
from nntui.ui.widgets.lines import DrawnLines
from nntui.ui.widgets.typing_field import TypedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.render.glyphs import Glyphs
    from nntui.ui.dialogs.dialog import KeyHint

Section = tuple[str, "Sequence[tuple[str, ...]]"]
"""A heading, and under it each key with what it does and, for some, other words with which it is found."""


INDENT = 2
"""Blanks before the lines of a row without a key."""


def found_in(sections: Sequence[Section], word: str) -> list[Section]:
    """The commands that have every word of ``word``, in any case, by section; sections without one are left out."""
    found = [(heading, [each for each in commands if has_words(word, *each)]) for heading, commands in sections]
    return [section for section in found if section[1]]


def whole_help(commands: Sequence[Section], pane: str, title: str, letters: str) -> list[Section]:
    """The keys of the present ``pane`` with this ``title``, the rule for ``letters`` and the terms that the pane shows.

    After them all other keys, and all other terms.
    """
    own = [section for section in commands if section[0] == f"In the {title} pane"]
    here = terms_of(pane)
    words: list[Section] = [
        (heading, [("", f"{term.name}: {term.text}", " ".join(term.also)) for term in terms])
        for heading, terms in (
            (f"Words in the {title} pane", here),
            ("All other words", [term for term in TERMS if term not in here]),
        )
        if terms
    ]
    others = [section for section in commands if section not in own]
    rule: Section = ("Letters", [("", letters)])
    return [*own, rule, *words[:-1], *others, words[-1]]


def help_lines(sections: Sequence[Section], keys: int, width: int, glyphs: Glyphs) -> list[Line]:
    """The sections in ``width`` cells, ``keys`` of them for the keys; long sentences go on below themselves."""
    lines: list[Line] = []
    for heading, commands in sections:
        lines += [(), (Span(clean(heading, glyphs), "bold"),)]
        for key, what, *_ in commands:
            room = keys if key else INDENT
            first, *rest = textwrap.wrap(clean(what, glyphs), max(10, width - room)) or [""]
            lines.append((Span(fit(f"  {key}", room, glyphs=glyphs), "title"), Span(first)))
            lines += [(Span(" " * room + line),) for line in rest]
    return lines[1:]


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
        self._text = DrawnLines()
        self._page = VerticalScroll(self._text)
        yield HorizontalGroup(Static("search", markup=False), self._search, classes="search")
        yield self._page

    def on_mount(self) -> None:
        """Show all sections."""
        self._show_sections(self._sections)

    def _show_sections(self, sections: Sequence[Section]) -> None:
        keys = max((len(row[0]) for _, commands in self._sections for row in commands), default=0) + 3
        self._text.show_drawn(lambda width: help_lines(sections, keys, width, self.glyphs))

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
        found = found_in(self._sections, event.value)
        self._show_sections(found)
        self.say("" if found else f"no command and no term has {event.value!r}")

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

"""The palette: a list of commands, or of themes, searched as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.ui.commands.other_words import OTHER_WORDS
from nntui.ui.dialogs.dialog import Dialog
from nntui.ui.dialogs.entries import ALL, LIST_KEYS, EntryList
from nntui.ui.glossary.find import TERMS, has_words
from nntui.ui.host import host_of
from nntui.ui.widgets.guard import guard
from nntui.ui.widgets.typing_field import TypingField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from nntui.ui.dialogs.dialog import KeyHint


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: ``id`` is the answer, ``note`` is shown beside the name."""

    id: str
    name: str
    note: str
    kind: str = "choice"
    also: str = ""
    """Other words with which it is found."""

    def has(self, words: str) -> bool:
        """Whether each of these words occurs in the name, the note or the other words."""
        return has_words(words, self.name, self.note, self.also)


TERM_IDS = {f"term {term.name}": term for term in TERMS}
"""The answers that are no commands: terms, to be explained."""


class PaletteScreen(Dialog[str]):
    """Asks for one of ``choices`` and answers its id; ``first`` is the id of the one marked at the beginning."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "decide", "decide", show=False),
        *LIST_KEYS,
    ]

    def __init__(self, title: str, choices: Sequence[Choice], first: str = "") -> None:
        super().__init__(title)
        self._choices = tuple(choices)
        self._first = next((number for number, each in enumerate(self._choices) if each.id == first), 0)
        self._field = TypingField("", classes="line")
        self._entries: EntryList[Choice] | None = None

    def contents(self) -> ComposeResult:
        """The field, and what it finds."""
        self._entries = EntryList(self.glyphs)
        yield self._field
        yield self._entries

    def keys_shown(self) -> Sequence[KeyHint]:
        """Enter, the arrows and escape."""
        return (("enter", "choose", "decide"), ("up down", "move", ""), ("esc", "cancel", "cancel"))

    def on_mount(self) -> None:
        """List all choices."""
        self._list()
        self.call_after_refresh(self.action_move, self._first)  # a list without a height cannot scroll

    def _list(self) -> None:
        """List the choices that have the words typed, those first whose name begins with them."""
        typed = self._field.value.strip().lower()
        found = [each for each in self._choices if each.has(typed)]
        found.sort(key=lambda each: (not each.name.lower().startswith(typed), typed not in each.name.lower()))
        if self._entries is not None:
            self._entries.show_entries(found, choose=True)
        self._describe()

    def _describe(self) -> None:
        """Show all that is known of the marked choice."""
        chosen = self._chosen
        self.say(chosen.note if chosen is not None else f"Nothing has {self._field.value.strip()!r}.")

    @property
    def _chosen(self) -> Choice | None:
        return self._entries.chosen if self._entries is not None else None

    def action_move(self, steps: int) -> None:
        """Mark another choice."""
        if self._entries is not None:
            self._entries.move(steps)
            self._describe()

    def action_end(self) -> None:
        """Go to the end of the words typed, then to the last choice."""
        if self._field.cursor_position < len(self._field.value):
            self._field.action_end()
        else:
            self.action_move(ALL)

    @on(Input.Changed)
    @guard
    def look(self) -> None:
        """List what has the words typed."""
        self._list()

    @on(Input.Submitted)
    @on(EntryList.Picked)
    @guard
    def action_decide(self) -> None:
        """Answer with the marked choice; keys that were typed behind wait for what it does."""
        chosen = self._chosen
        if chosen is not None:
            self.hold_keys()
            self.answer(chosen.id)


def command_palette(node: Widget) -> PaletteScreen:
    """Asks for one of the commands that the help explains, or for a term."""
    host = host_of(node)
    choices = [
        Choice(
            each.id,
            f"{each.place}: {each.label}" if "." in each.id else each.label,
            f"{host.explained(each.help)} ({host.key_shown(each.id)})",
            also=OTHER_WORDS.get(each.id, ""),
        )
        for each in host.keymap.commands.values()
        if each.help
    ]
    terms = [
        Choice(answer, term.name, f"means: {term.text}", also=" ".join(term.also)) for answer, term in TERM_IDS.items()
    ]
    return PaletteScreen("find a command", [*choices, *terms])


def theme_palette(node: Widget) -> PaletteScreen:
    """Asks for one of the themes."""
    themes = sorted(node.app.available_themes.items())
    choices = [Choice(name, name, "dark" if theme.dark else "light") for name, theme in themes]
    return PaletteScreen("theme", choices, node.app.theme)

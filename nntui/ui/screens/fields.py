"""Rows of a form: a label, what is typed or chosen, and a note beside it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from nntui.render.glyphs import clean, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult, RenderResult
    from textual.events import Click, Key

    from nntui.render.glyphs import Glyphs

LABEL, VALUE = 16, 18
"""Cells for the label and for what is typed or chosen; the note has the rest."""
LONGEST_TEXT = 80
"""Characters that a field takes: more than any setting needs."""


class Field(Widget):
    """A row of a form, drawn as one widget; ``value`` is the text that stands in it.

    Beside it stands why the text will not do, if it will not, else the ``hint`` while the row has the focus.
    """

    ALLOW_SELECT = False
    # Here rather than on the screen: the scrolled container in between would take the keys first.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "field above", show=False),
        Binding("down", "app.focus_next", "field below", show=False),
    ]
    DEFAULT_CSS = """
    Field { height: 1; width: 1fr; }
    """

    value: reactive[str] = reactive("", init=False)
    reason: reactive[str] = reactive("", init=False)
    here: reactive[bool] = reactive(False, init=False)

    class Changed(Message):
        """The text is another one."""

    def __init__(self, name: str, value: str, *, label: str, hint: str, glyphs: Glyphs) -> None:
        super().__init__(name=name)
        self.set_reactive(Field.value, value)
        self.label, self.hint = label, hint
        self.glyphs = glyphs

    def render(self) -> RenderResult:
        """Label, value and note; a long reason goes on below itself."""
        mark = self.glyphs.after if self.here else " "
        note = self._note()
        style = "bold $text-error" if self.reason else "dim"
        lines = [
            Content.assemble(
                (fit(f"{mark} {self.label}", LABEL, glyphs=self.glyphs), "bold $primary" if self.here else ""),
                self.value_shown(),
                (f" {note[0]}", style),
            )
        ]
        lines += [Content.assemble(" " * (LABEL + VALUE + 1), (line, style)) for line in note[1:]]
        return Content("\n").join(lines)

    def value_shown(self) -> Content:
        """The value, ``VALUE`` cells wide."""
        return Content(" " * VALUE)

    def _note(self) -> list[str]:
        room = max(8, self.size.width - LABEL - VALUE - 1)
        if self.reason:
            return textwrap.wrap(f"! {clean(self.reason, self.glyphs)}", room)
        return [fit(self.hint, room, glyphs=self.glyphs) if self.here else ""]

    def enter(self) -> None:
        """Bring the focus here."""
        self.focus()

    def watch_value(self) -> None:
        """Tell whoever reads the form."""
        self.post_message(self.Changed())

    def watch_reason(self) -> None:
        """Make room for all of it."""
        self.styles.height = len(self._note())

    def on_resize(self) -> None:
        """Make room for it in the new width."""
        self.watch_reason()


class TextField(Field):
    """A field that is typed into."""

    DEFAULT_CSS = """
    TextField Input { margin-left: 16; width: 18; padding: 0 1 !important; }
    """

    def compose(self) -> ComposeResult:
        """The place to type, over the row."""
        typed = Input(self.value, compact=True, max_length=LONGEST_TEXT)
        typed.cursor_blink = False  # a still screen sends nothing
        yield typed

    def enter(self) -> None:
        """Bring the focus to the place to type."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take what was typed."""
        event.stop()
        self.value = event.value

    def on_descendant_focus(self) -> None:
        """Mark the row."""
        self.here = True

    def on_descendant_blur(self) -> None:
        """An ordinary row again."""
        self.here = False


class ChoiceField(Field, can_focus=True):
    """One word out of a few: left and right go through them, a letter to the next that begins with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "previous", show=False),
        Binding("right,space", "turn(1)", "next", show=False),
    ]

    def __init__(self, name: str, value: str, *, label: str, hint: str, glyphs: Glyphs, choices: Sequence[str]) -> None:
        super().__init__(name, value, label=label, hint=hint, glyphs=glyphs)
        self._choices = tuple(choices)

    def value_shown(self) -> Content:
        """The word between arrows; in reverse where the keys go."""
        before, after = self.glyphs.before, self.glyphs.after
        word = (f" {self.value} ", "bold reverse" if self.here else "")
        return Content.assemble((before, "dim"), word, (fit(after, VALUE - len(before + word[0])), "dim"))

    def action_turn(self, steps: int) -> None:
        """To a word further on, round and round."""
        self.value = self._choices[(self._choices.index(self.value) + steps) % len(self._choices)]

    def on_key(self, event: Key) -> None:
        """Go to the next word that begins with the letter pressed."""
        if event.character is None or not event.character.isalnum():
            return
        at = self._choices.index(self.value)
        for word in (*self._choices[at + 1 :], *self._choices[: at + 1]):
            if word.startswith(event.character.lower()):
                self.value = word
                event.stop()
                break

    def on_click(self, event: Click) -> None:
        """The left arrow goes back, the rest of the value on."""
        if LABEL <= event.x < LABEL + VALUE:
            self.action_turn(-1 if event.x == LABEL else 1)

    def on_focus(self) -> None:
        """Mark the row."""
        self.here = True

    def on_blur(self) -> None:
        """An ordinary row again."""
        self.here = False

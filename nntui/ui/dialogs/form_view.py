"""A form drawn as one widget."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, join_spans
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.typing_field import PRINTABLE, TypedLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key
    from textual.widgets import Input

    from nntui.render.glyphs import Glyphs
    from nntui.ui.dialogs.form import FormField

TWO_COLUMNS = 110
"""Cells from which on the fields under the divider are drawn beside the others."""
LONGEST_TEXT = 80
"""Characters that a field takes, unless it is wide: more than any setting needs."""
LABEL, VALUE = 16, 18
"""Cells for the label and for the value; the note has the rest."""


class FieldLine(TypedLine):
    """The line of the present field; a question mark goes to the dialog first, which explains the field."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is typed here whatever is bound to it."""
        return key != "question_mark" and super().check_consume_key(key, character)


class FormView(LinesView, can_focus=True):
    """Fields with their texts, and notes: why a text is wrong, the hint of the present field, or another word.

    Up, down and tab go from field to field; left and right go through the words of a choice, a letter goes to the next
    that begins with it. One ``Input`` is moved to the field that is typed into.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "move(-1)", "field above", show=False),
        Binding("down,tab", "move(1)", "field below", show=False),
        Binding("left", "turn(-1)", "previous", show=False),
        Binding("right,space", "turn(1)", "next", show=False),
    ]
    DEFAULT_CSS = """
    FormView {
        height: 1;
        Input { position: absolute; padding: 0 1 !important; }
    }
    """

    class Changed(Message):
        """A text changed."""

    class Moved(Message):
        """Another field is the present one; ``region`` is its place in the form."""

        def __init__(self, region: Region) -> None:
            super().__init__()
            self.region = region

    def __init__(
        self,
        fields: Sequence[FormField],
        texts: Mapping[str, str],
        glyphs: Glyphs,
        follow: Callable[[str, Mapping[str, str]], Mapping[str, str]],
    ) -> None:
        super().__init__()
        self._follow = follow
        self._notes: Mapping[str, str] = {}
        self.texts = dict(texts)
        self._fields = {field.name: field for field in fields}
        self._reasons: Mapping[str, str] = {}
        self._glyphs = glyphs
        self._here = fields[0]
        self._places: dict[str, Region] = {}
        self._typed = FieldLine(self._text, compact=True, max_length=LONGEST_TEXT, restrict=PRINTABLE)
        self._show_input()

    def compose(self) -> ComposeResult:
        """The one place to type."""
        yield self._typed

    @property
    def here(self) -> FormField:
        """The present field."""
        return self._here

    def type_text(self, text: str) -> None:
        """Type into the present field."""
        self._typed.insert_text_at_cursor(text)

    @property
    def _text(self) -> str:
        return self.texts[self._here.name]

    @property
    def _used(self) -> list[FormField]:
        return [field for field in self._fields.values() if field.used(self.texts)]

    def _show_input(self) -> None:
        self._typed.display = not self._here.choices
        self.set_class(bool(self._here.choices), "-choice")

    def show_reasons(self, reasons: Mapping[str, str], notes: Mapping[str, str]) -> None:
        """Show why texts are wrong, and notes on others, by field."""
        self._reasons, self._notes = reasons, notes
        before = self._places.get(self._here.name)
        self.draw()
        place = self._places.get(self._here.name)
        if place is not None and place != before:  # a long reason takes lines below the field
            self.post_message(self.Moved(place))

    def go_to(self, name: str) -> None:
        """Make this the present field, with the focus."""
        self._take_typed()
        self._here = self._fields[name]
        self._show_input()
        if self._here.choices:
            self.screen.set_focus(self, scroll_visible=False)  # at once: the next key may be there already
        else:
            self._typed.max_length = None if self._here.wide else LONGEST_TEXT
            self._typed.value = self._text
            self._typed.select_all()
            self.screen.set_focus(self._typed, scroll_visible=False)
        self.draw()
        if name in self._places:
            self.post_message(self.Moved(self._places[name]))

    def draw(self) -> None:
        """Draw the fields at the present width."""
        width = self.size.width
        if not width:
            return
        before = self._places.get(self._here.name)
        self._places.clear()
        first = [field for field in self._used if not field.more]
        more = [field for field in self._used if field.more]
        if not more:
            lines = self._column(first, 0, 0, width)
        elif width >= TWO_COLUMNS:
            room = width // 2
            columns = self._column(first, 0, 0, room), self._column(more, room, 0, room)
            pairs = zip_longest(*columns, fillvalue=(Span(" " * room),))
            lines = [join_spans((*left, *right)) for left, right in pairs]
        else:
            lines = self._column(first, 0, 0, width)
            rule = f"  {self._glyphs.flat * 3} more ".ljust(width - 2, self._glyphs.flat)
            lines += [(Span(rule, "dim"),), *self._column(more, 0, len(lines) + 1, width)]
        self.styles.height = len(lines)
        place = self._places[self._here.name]
        self._typed.styles.offset = (place.x + LABEL, place.y)
        self._typed.styles.width = place.width - LABEL if self._here.wide else VALUE
        self.show(lines)
        if before is not None and place != before:  # reasons and notes may take lines of their own
            self.post_message(self.Moved(place))

    def _column(self, fields: Sequence[FormField], x: int, y: int, width: int) -> list[Line]:
        lines: list[Line] = []
        for field in fields:
            rows = self._field(field, width)
            self._places[field.name] = Region(x, y + len(lines), width, len(rows))
            lines += rows
        return lines

    def _field(self, field: FormField, width: int) -> list[Line]:
        """The field in lines of ``width`` cells: one, or more where the reason beside it is long."""
        here, reason = field is self._here, self._reasons.get(field.name, "")
        value = width - LABEL if field.wide else VALUE
        room = max(8, width - LABEL - (1 if field.wide else value + 1))
        other = field.hint if here else clean(self._notes.get(field.name, ""), self._glyphs)
        note = textwrap.wrap(f"! {clean(reason, self._glyphs)}", room) if reason else [other]
        style = "error" if reason else "dim"
        notes = [Span(fit(f" {line}", room + 1, glyphs=self._glyphs), style) for line in note if line]
        mark = self._glyphs.after if here else " "
        label = Span(fit(f"{mark} {field.label}", LABEL, glyphs=self._glyphs), "title" if here else "")
        first = (label, *self._value(field, value, here=here))
        if field.wide:
            return [join_spans(first), *((Span(" " * LABEL), each) for each in notes)]
        beside, *below = notes or [Span(" " * (room + 1), style)]
        return [join_spans((*first, beside)), *((Span(" " * (LABEL + VALUE)), rest) for rest in below)]

    def _value(self, field: FormField, width: int, *, here: bool) -> tuple[Span, ...]:
        glyphs, text = self._glyphs, self.texts[field.name]
        if not field.choices:
            return (Span(fit(f" {clean(text, glyphs)}", width, glyphs=glyphs)),)
        word = f" {text} "
        after = fit(glyphs.after, VALUE - len(glyphs.before) - len(word), glyphs=glyphs)
        return Span(glyphs.before, "dim"), Span(word, "selected" if here else ""), Span(after, "dim")

    def action_move(self, steps: int) -> None:
        """Go to a field further on, round and round."""
        used = self._used
        self.go_to(used[(used.index(self._here) + steps) % len(used)].name)

    def action_turn(self, steps: int) -> None:
        """Choose a word further on, round and round."""
        words = tuple(self._here.choices)
        if words:
            self._change(words[(words.index(self._text) + steps) % len(words)])

    def _jump(self, letter: str) -> None:
        """Choose the next word that begins with ``letter``, if one does."""
        words = tuple(self._here.choices)
        following = [*words[words.index(self._text) + 1 :], *words]
        self._change(next((word for word in following if word.startswith(letter)), self._text))

    def on_key(self, event: Key) -> None:
        """A letter chooses a word."""
        letter = event.character if event.is_printable else None
        if not self._here.choices and letter is not None:
            event.stop()
            self._typed.insert_text_at_cursor(letter)
        elif letter is not None and letter.isalnum():
            event.stop()
            self._jump(letter.lower())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take what was typed from the Input itself: the event may be late, and about another field."""
        event.stop()
        self._take_typed()

    def _take_typed(self) -> None:
        if not self._here.choices and self._text != self._typed.value:
            self._change(self._typed.value)

    def _change(self, text: str) -> None:
        self.texts[self._here.name] = text
        self.texts |= self._follow(self._here.name, self.texts)
        self.draw()
        self.post_message(self.Changed())

    def on_click(self, event: Click) -> None:
        """Go to the field; on a choice the left arrow goes back, the rest of the value on."""
        for name, place in self._places.items():
            if place.contains(event.x, event.y):
                self.go_to(name)
                if LABEL <= event.x - place.x < LABEL + VALUE:
                    self.action_turn(-1 if event.x == place.x + LABEL else 1)
                return

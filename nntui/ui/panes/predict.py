"""The predict pane: a field per input and the network's answer beside it, as the weights move and as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message

from nntui.data.edits import parse_number
from nntui.errors import DataError
from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, merged
from nntui.ui.grid.entry import Entry
from nntui.ui.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import Key, Paste, Resize

    from nntui.render.glyphs import Glyphs

LEAST_NAME, LONGEST_RANGE = 6, 12
"""Cells down to which a name is cut so that the range beside it fits, and those that a range is given at most."""
TYPED = frozenset("0123456789.+-eE")
"""Characters that a number is typed with."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the form: ``trained`` is the range it was trained on, lowest and highest as text."""

    name: str
    unit: str = ""
    trained: tuple[str, str] | None = None

    def note(self, room: int) -> str:
        """What is said beside the field in at most ``room`` cells: unit and range, or as much of them as fits."""
        if self.trained is None:
            return clean(self.unit)
        whole = " to ".join(self.trained)
        notes = (f"{clean(self.unit)} {whole}".strip(), whole, "..".join(self.trained))
        return next((note for note in notes if cell_len(note) <= room), "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network says: ``outputs`` are (name, value with unit), ``scaled`` what went in and came out."""

    title: str
    outputs: tuple[tuple[str, str], ...]
    scaled: str


class PredictPane(LinesView, can_focus=True):
    """A form of numbers: a digit begins a new value, backspace mends the old one, up and down go to another field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "field(-1)", "field above", show=False, id="predict.up"),
        Binding("down,enter", "field(1)", "field below", show=False, id="predict.down"),
        Binding("pageup", "field(-10)", "10 up", show=False, id="predict.page-up"),
        Binding("pagedown", "field(10)", "10 down", show=False, id="predict.page-down"),
        Binding("escape", "restore", "as it was", show=False, id="predict.restore"),
        Binding("v", "take_row", "take row", id="predict.take-row", tooltip="Take the values of the table's row"),
    ]

    class Changed(Message):
        """The form holds other numbers now."""

        def __init__(self, values: dict[str, float]) -> None:
            super().__init__()
            self.values = values

    class RowWanted(Message):
        """The values of the table's selected row are wanted in the form."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="predict", classes="pane")
        self._glyphs = glyphs
        self._fields: tuple[Field, ...] = ()
        self._texts: list[str] = []
        self._cursor = 0
        self._before = ""
        self._entry: Entry | None = None
        self._answers: tuple[Answer, ...] = ()
        self._warnings: tuple[str, ...] = ()

    def set_form(self, fields: Sequence[Field], texts: Sequence[str]) -> None:
        """Show these fields holding these texts."""
        self._fields, self._texts = tuple(fields), list(texts)
        self._cursor = min(self._cursor, max(0, len(self._fields) - 1))
        self._entry = None
        self.draw()

    def set_ranges(self, fields: Sequence[Field]) -> None:
        """The same fields with other trained ranges or names: what is being typed stays."""
        self._fields = tuple(fields)
        self.draw()

    def update(self, answers: Sequence[Answer], warnings: Sequence[str] = ()) -> None:
        """Show what the network says, and what is to be said about the question."""
        self._answers, self._warnings = tuple(answers), tuple(warnings)
        self.draw()

    @property
    def values(self) -> Mapping[str, float]:
        """The numbers that stand in the form, by input name; fields without a number are left out."""
        pairs = ((field.name, _number(text)) for field, text in zip(self._fields, self._texts, strict=True))
        return {name: value for name, value in pairs if value is not None}

    def draw(self) -> None:
        """Draw what is known into the present size."""
        width, height = self.size
        if not width or not height:
            return
        below = self._below(width)
        room = max(1, min(len(self._fields), height - min(len(below), max(height // 2, height - len(self._fields)))))
        top = min(max(0, self._cursor - room + 1), max(0, len(self._fields) - room))
        room_for_text = max(6, min(12, 1 + max(map(len, self._texts), default=0)))
        longest = max((cell_len(clean(field.name)) for field in self._fields), default=0)
        ranges = max((cell_len("..".join(field.trained)) for field in self._fields if field.trained), default=0)
        names = max(LEAST_NAME, min(longest, 20, width - room_for_text - min(ranges, LONGEST_RANGE) - 3))
        form = [
            self._row(index, names, room_for_text, width) for index in range(top, min(len(self._fields), top + room))
        ]
        hidden = len(self._fields) - len(form)
        self.border_title = f"predict {self._glyphs.between} {hidden} more inputs" if hidden else "predict"
        self.show([*form, *below][:height])

    def _row(self, index: int, names: int, room: int, width: int) -> Line:
        field, text = self._fields[index], self._texts[index]
        here = index == self._cursor and self.has_focus
        wrong = _number(text) is None
        style = "error" if wrong else "bold"
        rest = max(0, width - names - room - 3)
        note = field.note(rest) if not wrong else "not a number" if text else "give a number"
        return merged(
            [
                Span(f" {fit(field.name, names, glyphs=self._glyphs)} ", "input"),
                *(self._typed(room, style) if here else [Span(fit(text, room), style)]),
                Span(" " + fit(note, rest, glyphs=self._glyphs), "error" if wrong else "dim"),
            ]
        )

    def _typed(self, room: int, style: str) -> list[Span]:
        """The field under the cursor: all of it marked, or the place where the next character goes."""
        text = self._texts[self._cursor]
        if self._entry is None:
            return [Span(fit(text, room), "cursor")]
        at = self._entry.at
        start = max(0, at - room + 1)
        padded = text[start:].ljust(room)[:room]
        at -= start
        return [Span(padded[:at], style), Span(padded[at], "cursor"), Span(padded[at + 1 :], style)]

    def _below(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for answer in self._answers:
            lines.append((Span(fit(f" {answer.title}", width, glyphs=self._glyphs), "dim"),) if answer.title else ())
            for name, value in answer.outputs:
                shown = fit(value, min(cell_len(clean(value, self._glyphs)), max(1, width - 4)), glyphs=self._glyphs)
                room = max(1, width - 3 - cell_len(shown))
                lines.append(
                    (Span(f" {fit(name, min(16, room), glyphs=self._glyphs)} ", "target"), Span(shown, "bold"))
                )
            if answer.scaled:
                lines.append((Span(fit(f"   {answer.scaled}", width, glyphs=self._glyphs), "dim"),))
        lines.extend((Span(fit(f" ! {warning}", width, glyphs=self._glyphs), "warning"),) for warning in self._warnings)
        return lines

    def on_key(self, event: Key) -> None:
        """Take what a number is typed and mended with; all else stays a command."""
        if not self._fields:
            return
        entry, character = self._entry, event.character
        if character is not None and character in TYPED and (entry is not None or character not in "eE"):
            entry = (entry or Entry()).typed(
                character
            )  # an exponent only follows digits: alone, the letter is a command
        elif entry is None and event.key == "backspace":
            entry = Entry.of(self._texts[self._cursor]).pressed("backspace")
        else:
            entry = entry.pressed(event.key) if entry is not None else None
        if entry is not None:
            event.stop()
            event.prevent_default()
            self._type(entry)

    def _type(self, entry: Entry) -> None:
        if self._entry is None:
            self._before = self._texts[self._cursor]
        self._entry = entry
        self._set(entry.text)

    def _set(self, text: str) -> None:
        moved = _number(text) not in {None, _number(self._texts[self._cursor])}
        self._texts[self._cursor] = text
        self.draw()
        if moved:
            self.post_message(self.Changed(dict(self.values)))

    def on_paste(self, event: Paste) -> None:
        """Pasted text takes the place of the field's, if it is a number."""
        event.stop()
        if self._fields and _number(event.text) is not None:
            self._type(Entry.of(event.text.strip()))

    def action_restore(self) -> None:
        """The field as it was before it was typed in."""
        if self._entry is not None:
            self._entry = None
            self._set(self._before)

    def action_field(self, steps: int) -> None:
        """To another field."""
        self._cursor = max(0, min(len(self._fields) - 1, self._cursor + steps))
        self._entry = None
        self.draw()

    def action_take_row(self) -> None:
        """Ask for the table's row."""
        self.post_message(self.RowWanted())

    def on_focus(self) -> None:
        """Show the cursor."""
        self.draw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self._entry = None
        self.draw()

    def on_resize(self, _: Resize) -> None:
        """Draw for the new size."""
        self.draw()


def _number(text: str) -> float | None:
    try:
        return parse_number(text, "")
    except DataError:
        return None

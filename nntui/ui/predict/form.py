"""The contents of the predict form: a text for each field, the cells that these mean, and the lines that show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Span, join_spans
from nntui.ui.predict.fields import EMPTY, OWN
from nntui.ui.widgets.text_entry import TextEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nntui.data.kinds import Cell
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.fields import InputField

TYPED = frozenset("0123456789.+-eE")
"""Characters that a number is typed with."""


@dataclass(slots=True, eq=False)
class Slot:
    """A field and what stands in it: the ``text``, its ``fault`` ("" for none), the cell of the last without one."""

    field: InputField
    text: str = ""
    fault: str = ""
    cell: Cell = None

    @classmethod
    def of(cls, field: InputField, text: str) -> Slot:
        """A field that holds ``text``; one with a fault means nothing yet."""
        slot = cls(field)
        slot.put(text)
        return slot

    def put(self, text: str) -> None:
        """Let the text stand. The cell stays as it was while the text has a fault, as it has halfway through typing."""
        self.text, self.fault = text, self.field.fault(text)
        if not self.fault:
            self.cell = self.field.read(text)

    def describe(self, field: InputField) -> None:
        """Another description of the same field: what may be empty, or is known, may have changed."""
        self.field = field
        self.put(self.text)


class Form:
    """The ``slots``, in the order of the inputs, and the ``cursor``, the place of one of them.

    ``entry`` is what is being typed there, None while nothing is.
    """

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.cursor = 0
        self.entry: TextEntry | None = None
        self._before = ""

    @property
    def here(self) -> Slot | None:
        """The slot that keys go to; None where there are no inputs."""
        return self.slots[self.cursor] if self.slots else None

    @property
    def values(self) -> dict[str, Cell]:
        """The cells by input name, None where one is empty."""
        return {slot.field.name: slot.cell for slot in self.slots}

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What stands in the fields, by input name."""
        return tuple((slot.field.name, slot.text) for slot in self.slots)

    @property
    def sound(self) -> bool:
        """Whether the cells are those that the texts mean."""
        return not any(slot.fault for slot in self.slots)

    def fill(self, fields: Iterable[InputField], texts: Iterable[str]) -> None:
        """Let these fields hold these texts."""
        self.slots = [Slot.of(field, text) for field, text in zip(fields, texts, strict=True)]
        self.cursor = min(self.cursor, max(0, len(self.slots) - 1))
        self.entry = None

    def follow(self, fields: Sequence[InputField], texts: Sequence[str]) -> None:
        """Let these fields hold what stood in them; those that are new, or of another kind now, hold these texts.

        A field that was renamed where it stands is not new. What is being typed stays, unless its field is gone.
        """
        here, known = self.here, self._by_new_name([field.name for field in fields])
        slots = []
        for field, text in zip(fields, texts, strict=True):
            slot = known.get(field.name)
            if slot is not None and slot.field.column.kind == field.column.kind:
                slot.describe(field)
                slots.append(slot)
            else:
                slots.append(Slot.of(field, text))
        self.slots = slots
        if here in slots:
            self.cursor = slots.index(here)
        else:
            self.cursor, self.entry = min(self.cursor, max(0, len(slots) - 1)), None

    def _by_new_name(self, names: Sequence[str]) -> dict[str, Slot]:
        known = {slot.field.name: slot for slot in self.slots}
        if len(names) == len(self.slots):
            for name, slot in zip(names, self.slots, strict=True):
                if name not in known and slot.field.name not in names:
                    known[name] = slot
        return known

    def go(self, steps: int) -> None:
        """To another field; what was typed stands."""
        self.cursor = max(0, min(len(self.slots) - 1, self.cursor + steps))
        self.entry = None

    # Changing the field at the cursor

    def put(self, text: str) -> None:
        """Let a text that was not typed stand."""
        self.entry = None
        if self.here is not None:
            self.here.put(text)

    def recall(self, texts: Mapping[str, str]) -> None:
        """Let these texts stand in the fields of these names."""
        self.entry = None
        for slot in self.slots:
            if slot.field.name in texts:
                slot.put(texts[slot.field.name])

    def turn(self, steps: int) -> None:
        """Another level, where one is chosen."""
        if self.here is not None:
            self.put(self.here.field.turned(self.here.text, steps))

    def restore(self) -> None:
        """Let what stood there before it was typed in stand again, where something is being typed."""
        if self.entry is not None:
            self.put(self._before)

    def paste(self, text: str) -> None:
        """Let pasted text stand, if it is one that can."""
        trimmed = text.strip()
        if self.here is not None and trimmed and not self.here.field.fault(trimmed):
            if self.here.field.is_typed:
                self._type(TextEntry.of(trimmed))
            else:
                self.put(trimmed)

    def typed(self, key: str, character: str | None) -> bool:
        """Take what a number is typed and mended with; False for what is none of that."""
        slot, entry = self.here, self.entry
        if slot is None or not slot.field.is_typed:
            return False
        if character is not None and character in TYPED and (entry is not None or character not in "eE"):
            # An exponent only follows digits: alone, the letter is a command.
            entry = (entry or TextEntry()).insert(character)
        elif entry is None and key == "backspace":
            entry = TextEntry.of(slot.text).press(key)
        elif entry is not None:
            entry = entry.press(key)
        if entry is None:
            return False
        self._type(entry)
        return True

    def _type(self, entry: TextEntry) -> None:
        if self.here is not None:
            if self.entry is None:
                self._before = self.here.text
            self.entry = entry
            self.here.put(entry.text)


LEAST_NAME, MOST_NAME, LONGEST_RANGE = 6, 20, 12
"""Cells down to which a name is cut so that the range beside it fits, those it has at most, and those of the range."""
LEAST_TEXT, MOST_TEXT = 6, 12
"""Cells of a text; the most only where names and ranges need the rest of the width."""


def form_lines(form: Form, room: int, width: int, glyphs: Glyphs, *, focused: bool) -> list[Line]:
    """At most ``room`` lines of ``width`` cells, the cursor's among them."""
    slots = form.slots
    top = min(max(0, form.cursor - room + 1), max(0, len(slots) - room))
    longest = min(MOST_NAME, max((cell_len(clean(slot.field.name)) for slot in slots), default=0))
    most = max(MOST_TEXT, width - longest - LONGEST_RANGE - 3)
    texts = max(LEAST_TEXT, min(most, 1 + max((cell_len(clean(_shown(slot))) for slot in slots), default=0)))
    ranges = max((cell_len(slot.field.range) for slot in slots), default=0)
    names = max(LEAST_NAME, min(longest, width - texts - min(ranges, LONGEST_RANGE) - 3))
    lines = []
    for place in range(top, min(len(slots), top + room)):
        slot, style = slots[place], "error" if slots[place].fault else "bold"
        here = place == form.cursor and focused
        text = _typed(form, texts, style, glyphs) if here else [Span(fit(_shown(slot), texts, glyphs=glyphs), style)]
        rest = max(0, width - names - texts - 3)
        note = Span(" " + fit(slot.fault or slot.field.note(slot.text, rest), rest, glyphs=glyphs))
        name = Span(f" {fit(slot.field.name, names, glyphs=glyphs)} ", "input")
        lines.append(join_spans([name, *text, note._replace(style="error" if slot.fault else "dim")]))
    return lines


def _shown(slot: Slot) -> str:
    """What stands in the field; an empty one that is a level of its own has a name."""
    return EMPTY if not slot.text and slot.field.fill == OWN else slot.text


def _typed(form: Form, room: int, style: str, glyphs: Glyphs) -> list[Span]:
    """The field under the cursor: all of it marked, or the place where the next character goes."""
    slot = form.slots[form.cursor]
    if form.entry is None:
        return [Span(fit(_shown(slot), room, glyphs=glyphs), "cursor")]
    at = form.entry.at
    start = max(0, at - room + 1)
    padded = slot.text[start:].ljust(room)[:room]
    at -= start
    return [Span(padded[:at], style), Span(padded[at], "cursor"), Span(padded[at + 1 :], style)]

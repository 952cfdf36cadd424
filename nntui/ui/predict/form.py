"""The predict form: a field for each input, the texts in them, the cells that these mean, and typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.data.dates import written_date
from nntui.data.numbers import format_digits
from nntui.data.policies import EMPTY
from nntui.errors import DataError
from nntui.render.glyphs import clean
from nntui.ui.widgets.text_entry import TextEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nntui.data.column import Column
    from nntui.data.kinds import Cell

OWN = ("", EMPTY)
"""The ``fill`` of a field in which being empty is a level of its own."""
TYPED = frozenset("0123456789.+-eE")
"""Characters of a number."""
DATE_TYPED = frozenset("0123456789.-/: TZ")
"""Characters of a date."""


@dataclass(frozen=True, slots=True)
class InputField:
    """One input of the form. Its text is read by ``parse_asked``; "" is an empty cell.

    ``trained`` is the range of a number in training. ``levels`` are the choices of a category, or of yes and no.
    ``fill`` is the rule and the value for an empty cell ("mean", "12.3"); None if it must not be empty.
    """

    column: Column
    trained: tuple[float, float] | None = None
    levels: tuple[str, ...] = ()
    fill: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    @property
    def is_listed(self) -> bool:
        """True if its levels are chosen from a list."""
        return bool(self.levels) and not self.column.boolean

    @property
    def range(self) -> str:
        """The shortest spelling of ``trained``; "" if there is none."""
        return "" if self.trained is None else "..".join(map(self.spelled, self.trained))

    def spelled(self, value: float) -> str:
        """A number of the column in a few characters, or a date as it is written."""
        return written_date(value, self.column.date_format) if self.column.temporal else format_digits(value)

    @property
    def choices(self) -> tuple[str, ...]:
        """All texts that can be chosen: the levels and, if the cell may be empty, ""."""
        return self.levels if self.fill is None else (*self.levels, "")

    def read(self, text: str) -> Cell:
        """The cell that ``text`` means. Raises DataError if it does not fit the column's kind."""
        from nntui.data.cells import parse_asked

        return parse_asked(text, self.column)

    def fault(self, text: str) -> str:
        """The reason why ``text`` cannot be asked; "" if it can."""
        if not text or (not text.strip() and not self.column.has_levels):
            what = "give a number" if self.column.numeric else "choose one"
            return what if self.fill is None else ""
        try:
            self.read(text)
        except DataError:
            if self.column.temporal:
                return f"not a date as {self.spelled(self.trained[1] if self.trained else 0)}"
            if self.column.numeric:
                return "not a number"
            return f"neither {self.column.words[0]} nor {self.column.words[1]}"
        return ""

    def next_level(self, text: str, steps: int) -> str:
        """The level that many steps after ``text``, cyclically; after a text that is no level the first or last."""
        if not self.levels:
            return text
        if text not in self.levels:
            return self.levels[0 if steps > 0 else -1]
        return self.levels[(self.levels.index(text) + steps) % len(self.levels)]

    def note(self, text: str, room: int) -> str:
        """A note on the text, in the longest wording that fits into ``room`` cells."""
        return next((note for note in self._notes(text) if cell_len(note) <= room), "")

    def _notes(self, text: str) -> tuple[str, ...]:
        if not text:
            rule, fill = self.fill or OWN
            wordings = (f"empty: {rule} {clean(fill)}", f"{rule} {clean(fill)}", f"as {clean(fill)}")
            return ("a level of its own", "own level") if self.fill == OWN else wordings
        if self.column.numeric:
            unit, (low, high) = clean(self.column.unit), self.trained or (0.0, 0.0)
            whole = f"{self.spelled(low)} to {self.spelled(high)}"
            return (unit,) if self.trained is None else (f"{unit} {whole}".strip(), whole, self.range)
        if text not in self.levels:
            return f"not one of {len(self.levels)} trained on", f"none of {len(self.levels)}", "new"
        number = self.levels.index(text) + 1
        if self.column.boolean:
            return (f"or {clean(self.next_level(text, 1))}",)
        return f"{number} of {len(self.levels)}", f"{number}/{len(self.levels)}"


@dataclass(slots=True, eq=False)
class Slot:
    """A field with its ``text``, the ``fault`` of that ("" for none), and the cell of the last text without one."""

    field: InputField
    text: str = ""
    fault: str = ""
    cell: Cell = None

    def __post_init__(self) -> None:
        """Read the text that it begins with."""
        self.put(self.text)

    @property
    def shown(self) -> str:
        """The text to show; an empty field has a name if being empty is a level of its own."""
        return EMPTY if not self.text and self.field.fill == OWN else self.text

    def put(self, text: str) -> None:
        """Set the text; the cell is kept while the text has a fault, for example half-way through typing."""
        self.text, self.fault = text, self.field.fault(text)
        if not self.fault:
            self.cell = self.field.read(text)


class Form:
    """The ``slots`` in the order of the inputs, the ``cursor`` in one of them, and the ``entry`` being typed there."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.cursor = 0
        self.entry: TextEntry | None = None
        self._before = ""

    @property
    def here(self) -> Slot | None:
        """The slot at the cursor; None if there are no inputs."""
        return self.slots[self.cursor] if self.slots else None

    @property
    def values(self) -> dict[str, Cell]:
        """The cells by input name; None is an empty cell."""
        return {slot.field.name: slot.cell for slot in self.slots}

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The (name, text) of each field."""
        return tuple((slot.field.name, slot.text) for slot in self.slots)

    @property
    def is_valid(self) -> bool:
        """True if no text has a fault, so that the cells are those of the texts."""
        return not any(slot.fault for slot in self.slots)

    def fill(self, fields: Iterable[InputField], texts: Iterable[str]) -> None:
        """Begin a form with these fields and texts."""
        self.slots = [Slot(field, text) for field, text in zip(fields, texts, strict=True)]
        self.cursor = min(self.cursor, max(0, len(self.slots) - 1))
        self.entry = None

    def follow(self, fields: Sequence[InputField], texts: Sequence[str]) -> None:
        """Replace the fields and keep their texts; those that are new or of another kind get these ``texts``.

        A field that was only renamed is not new. Typing goes on unless its field is gone.
        """
        here, known = self.here, self._by_new_name([field.name for field in fields])
        slots = []
        for field, text in zip(fields, texts, strict=True):
            slot = known.get(field.name)
            if slot is not None and slot.field.column.kind == field.column.kind:
                slot.field = field
                slot.put(slot.text)  # its range, levels or rule for empty cells may have changed
                slots.append(slot)
            else:
                slots.append(Slot(field, text))
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
        """Move the cursor, which ends typing."""
        self.cursor = max(0, min(len(self.slots) - 1, self.cursor + steps))
        self.entry = None

    def put(self, text: str) -> None:
        """Set the text at the cursor, which ends typing."""
        self.entry = None
        if self.here is not None:
            self.here.put(text)

    def recall(self, texts: Mapping[str, str]) -> None:
        """Set the texts of the fields with these names."""
        self.entry = None
        for slot in self.slots:
            if slot.field.name in texts:
                slot.put(texts[slot.field.name])

    def turn(self, steps: int) -> None:
        """Go to another level of the field at the cursor."""
        if self.here is not None:
            self.put(self.here.field.next_level(self.here.text, steps))

    def restore(self) -> None:
        """Restore the text from before typing, which ends it."""
        if self.entry is not None:
            self.put(self._before)

    def paste(self, text: str) -> None:
        """Replace the text at the cursor, unless the pasted one has a fault."""
        trimmed = text.strip()
        if self.here is not None and trimmed and not self.here.field.fault(trimmed):
            if self.here.field.column.numeric:
                self._type(TextEntry.of(trimmed))
            else:
                self.put(trimmed)

    def type_key(self, key: str, character: str | None) -> bool:
        """Take a key that types or edits a number; False for any other key."""
        slot, entry = self.here, self.entry
        if slot is None or not slot.field.column.numeric:
            return False
        typed, within = (DATE_TYPED, " TZ") if slot.field.column.temporal else (TYPED, "eE")
        if character is not None and character in typed and (entry is not None or character not in within):
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

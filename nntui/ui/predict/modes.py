"""The modes of the predict pane: what they have in common, fields, and a list of levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from nntui.data.policies import EMPTY
from nntui.render.glyphs import clean, fit, fit_names
from nntui.render.text import Span, join_spans
from nntui.safe_text import number_of
from nntui.ui.predict.answers import answer_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import ShownAnswer
    from nntui.ui.predict.form import Form

    Notes = list[str | Sequence[str]]
    """Notes in the title of the pane, each a text or several wordings of one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The room that a mode draws into, and the answers to show there.

    ``focused`` if the pane has the keys, ``shaded`` if there are colours for shades.
    """

    width: int
    height: int
    glyphs: Glyphs
    focused: bool
    answers: Sequence[ShownAnswer]
    warnings: Sequence[str]
    shaded: bool = False

    def with_answers(self, count: int, *, stale: bool) -> tuple[int, list[Line]]:
        """The rows for a list of ``count`` lines, and the answers below it; the list has at least half of the rows."""
        most = max(self.height // 2, self.height - count)
        below = answer_lines(self.answers, self.warnings, self.width, most, self.glyphs, stale=stale)
        return max(1, min(count, self.height - len(below))), below


class Mode:
    """A mode of the pane: its lines, and the effect of its keys, which is none by default."""

    hints: ClassVar[tuple[str, ...]] = ()
    """Commands whose keys are shown at the foot of the pane."""

    @property
    def types_letters(self) -> bool:
        """Whether letters are typed here, and are no commands."""
        return False

    def draw(self, sheet: Sheet) -> tuple[list[Line], Notes]:
        """The lines of the pane, and texts for its title."""
        raise NotImplementedError

    def type_key(self, key: str, character: str | None, /) -> bool:
        """Take a key that is typed; False for a key that is not."""
        raise NotImplementedError

    def begin(self, _: str, /) -> Mode | None:
        """The mode that a letter typed here leads to; None if it leads to none."""
        return None

    def enter(self) -> Mode | None:
        """Do what enter does; returns the mode after it, None for that of the form."""
        raise NotImplementedError

    def move(self, across: int, down: int, /) -> None:
        """Move the cursor."""
        raise NotImplementedError

    def stroke(self, across: int, down: int) -> None:
        """Move the cursor and paint."""
        self.move(across, down)

    def darken(self, strokes: int) -> None:
        """Make a pixel darker, or lighter."""

    def clear(self) -> None:
        """Clear what is at the cursor."""

    def clear_all(self) -> None:
        """Clear everything."""

    def restore(self) -> None:
        """Undo typing."""

    def paste(self, text: str) -> None:
        """Take a pasted text."""

    def memento(self) -> object:
        """The cleared text, which ``recall`` brings back."""
        return None

    def recall(self, memento: object) -> None:
        """Bring back what was cleared."""


class FormMode(Mode):
    """A mode that shows the form."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def memento(self) -> object:
        """The texts of the fields."""
        return self._form.texts

    def recall(self, memento: object) -> None:
        """Put the texts back."""
        assert isinstance(memento, tuple)
        self._form.recall(dict(memento))


LEAST_NAME, MOST_NAME, LONGEST_RANGE = 6, 20, 12
"""Least width to which names are cut so that ranges fit, and largest widths of names and of ranges."""
LEAST_TEXT, MOST_TEXT = 6, 12
"""Least width of a text, and its largest where names and ranges need the rest."""


class FieldsMode(FormMode):
    """The form as a list of fields: numbers are typed, levels chosen."""

    @property
    def types_letters(self) -> bool:
        """In a field of words a letter looks for one."""
        here = self._form.here
        return here is not None and bool(here.field.levels)

    def begin(self, character: str, /) -> Mode | None:
        """The list of levels, the search in it begun."""
        if not self.types_letters:
            return None
        mode = LevelsMode(self._form)
        mode.type_key(character, character)
        return mode

    def draw(self, sheet: Sheet) -> tuple[list[Line], Notes]:
        """The fields, and the answers below them."""
        count = len(self._form.slots)
        room, below = sheet.with_answers(count, stale=not self._form.is_valid)
        return [*self._lines(room, sheet), *below], [more_inputs(count - room)] if count > room else []

    def enter(self) -> Mode | None:
        """Open the list of levels, or go to the next field."""
        here = self._form.here
        if here is not None and here.field.is_listed:
            return LevelsMode(self._form)
        self._form.go(1)
        return self

    def move(self, across: int, down: int, /) -> None:
        """Go to another field or, across, to another level."""
        if down:
            self._form.go(down)
        else:
            self._form.turn(across)

    def type_key(self, key: str, character: str | None, /) -> bool:
        """Take a key that types a number."""
        return self._form.type_key(key, character)

    def paste(self, text: str) -> None:
        """Take a text that fits the field."""
        self._form.paste(text)

    def clear(self) -> None:
        """Empty the field."""
        self._form.put("")

    def restore(self) -> None:
        """Restore the text from before typing."""
        self._form.restore()

    def _lines(self, room: int, sheet: Sheet) -> list[Line]:
        """At most ``room`` fields, that of the cursor among them: name, text, and range or fault."""
        slots, width, glyphs = self._form.slots, sheet.width, sheet.glyphs
        top = min(max(0, self._form.cursor - room + 1), max(0, len(slots) - room))
        longest = min(MOST_NAME, max((cell_len(clean(slot.field.name)) for slot in slots), default=0))
        most = max(MOST_TEXT, width - longest - LONGEST_RANGE - 3)
        texts = max(LEAST_TEXT, min(most, 1 + max((cell_len(clean(slot.shown)) for slot in slots), default=0)))
        ranges = max((cell_len(slot.field.range) for slot in slots), default=0)
        names = max(LEAST_NAME, min(longest, width - texts - min(ranges, LONGEST_RANGE) - 3))
        rest = max(0, width - names - texts - 3)
        lines = []
        short = fit_names(tuple(slot.field.name for slot in slots), names, glyphs)
        for number, slot in enumerate(slots[top : top + room], top):
            style = "error" if slot.fault else "bold"
            here = number == self._form.cursor and sheet.focused
            text = self._here(texts, style, glyphs) if here else [Span(fit(slot.shown, texts, glyphs=glyphs), style)]
            note = fit(slot.fault or slot.field.note(slot.text, rest), rest, glyphs=glyphs)
            name = Span(f" {fit(short[number], names, glyphs=glyphs)} ", "input")
            lines.append(join_spans([name, *text, Span(f" {note}", "error" if slot.fault else "dim")]))
        return lines

    def _here(self, room: int, style: str, glyphs: Glyphs) -> list[Span]:
        """The text at the cursor: all of it marked or, while typing, the place of the next character."""
        slot, entry = self._form.slots[self._form.cursor], self._form.entry
        if entry is None:
            return [Span(fit(slot.shown, room, glyphs=glyphs), "cursor")]
        start = max(0, entry.at - room + 1)
        text, at = slot.text[start:].ljust(room)[:room], entry.at - start
        return [Span(text[:at], style), Span(text[at], "cursor"), Span(text[at + 1 :], style)]


def more_inputs(count: int) -> Sequence[str]:
    """The number of inputs that are not in sight, in several wordings."""
    return number_of(count, "more input"), f"{count:,} more", f"+{count:,}"


class LevelsMode(Mode):
    """The choices of the field at the cursor as a list, in which typing searches."""

    def __init__(self, form: Form) -> None:
        slot = form.slots[form.cursor]
        self._form, self._field, self._choices = form, slot.field, slot.field.choices
        self._at = self._choices.index(slot.text) if slot.text in self._choices else 0
        self._search = ""

    def draw(self, sheet: Sheet) -> tuple[list[Line], Notes]:
        """The choices, and the answers below them."""
        count = len(self._choices)
        room, below = sheet.with_answers(count, stale=not self._form.is_valid)
        top = min(max(0, self._at - room // 2), max(0, count - room))
        lines = [self._line(number, sheet) for number in range(top, min(count, top + room))]
        return [*lines, *below], [self._search or self._field.name]

    def _line(self, number: int, sheet: Sheet) -> Line:
        here = number == self._at
        text = f" {sheet.glyphs.after if here else ' '} {self._choices[number] or EMPTY}"
        return (Span(fit(text, sheet.width, glyphs=sheet.glyphs), "selected" if here else ""),)

    def type_key(self, key: str, character: str | None, /) -> bool:
        """Extend the search by a character, or take one back."""
        if key == "backspace":
            return self._find(self._search[:-1])
        if character is None or not character.isprintable():
            return False
        return self._find(self._search + character) or character.isalnum() or character == " "

    @property
    def types_letters(self) -> bool:
        """Letters search."""
        return True

    def _find(self, text: str) -> bool:
        """Go to the first choice that begins with ``text``, or contains it, ignoring case; False if there is none."""
        wanted, names = text.casefold(), [choice.casefold() for choice in self._choices]
        matches = [number for number, name in enumerate(names) if wanted in name]
        begins = [number for number in matches if names[number].startswith(wanted)]
        if matches:
            self._search = text
        if matches and text:
            self._at = (begins or matches)[0]
        return bool(matches)

    def enter(self) -> Mode | None:
        """Choose the level at the cursor."""
        self._form.put(self._choices[self._at])
        return None

    def move(self, _: int, down: int, /) -> None:
        """Move the cursor, which ends the search."""
        self._at = max(0, min(len(self._choices) - 1, self._at + down))
        self._search = ""

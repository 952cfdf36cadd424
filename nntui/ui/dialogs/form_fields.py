"""The fields of a form: how each is read, checked, written and drawn."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from nntui.errors import SpecError
from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.render.glyphs import Glyphs

LABEL, VALUE = 16, 18
"""Cells for the label and for what is typed or chosen; the note has the rest."""


@dataclass(slots=True)
class FormField:
    """One field and the ``text`` in it: one of ``choices``, or free where there are none.

    Beside it stands the ``reason`` why the text will not do, if it will not, else the ``hint`` where the keys go; below
    it where the field is ``wide``, as one for a long text is.
    """

    name: str
    label: str
    hint: str
    text: str
    choices: tuple[str, ...] = ()
    reason: str = ""
    wide: bool = False

    def turn(self, steps: int) -> None:
        """Choose a word further on, round and round."""
        if self.choices:
            self.text = self.choices[(self.choices.index(self.text) + steps) % len(self.choices)]

    def jump(self, letter: str) -> None:
        """Choose the next word that begins with ``letter``, if one does."""
        at = self.choices.index(self.text) + 1
        self.text = next((word for word in self.choices[at:] + self.choices[:at] if word.startswith(letter)), self.text)


def drawn(field: FormField, width: int, glyphs: Glyphs, *, here: bool) -> list[Line]:
    """The field in lines of ``width`` cells: one, or more where its reason is long. ``here`` is where the keys go."""
    value = width - LABEL if field.wide else VALUE
    room = max(8, width - LABEL - (1 if field.wide else value + 1))
    note = [field.hint] if here and field.hint else []
    if field.reason:
        note = textwrap.wrap(f"! {clean(field.reason, glyphs)}", room)
    style = "error" if field.reason else "dim"
    notes = [Span(fit(f" {line}", room + 1, glyphs=glyphs), style) for line in note]
    mark = glyphs.after if here else " "
    label = Span(fit(f"{mark} {field.label}", LABEL, glyphs=glyphs), "title" if here else "")
    first = (label, *_value(field, value, glyphs, here=here))
    if field.wide:
        return [join_spans(first), *((Span(" " * LABEL), note) for note in notes)]
    beside, *below = notes or [Span(" " * (room + 1), style)]
    return [join_spans((*first, beside)), *((Span(" " * (LABEL + VALUE)), rest) for rest in below)]


def _value(field: FormField, width: int, glyphs: Glyphs, *, here: bool) -> tuple[Span, ...]:
    if not field.choices:
        return (Span(fit(f" {clean(field.text, glyphs)}", width, glyphs=glyphs)),)
    word = f" {field.text} "
    after = fit(glyphs.after, VALUE - len(glyphs.before) - len(word), glyphs=glyphs)
    return Span(glyphs.before, "dim"), Span(word, "selected" if here else ""), Span(after, "dim")


LARGEST_WHOLE = 2**63 - 1
"""The largest whole number that a session file can hold."""


def read_whole(text: str) -> int:
    """The whole number that ``text`` says. Raises SpecError."""
    if not re.fullmatch(r"\s*[-+]?[0-9]+\s*", text):
        raise SpecError("give a whole number")
    # A number of many thousand digits is refused by its length: Python itself declines to read it.
    if len(text.strip()) > len(str(LARGEST_WHOLE)) or abs(int(text)) > LARGEST_WHOLE:
        raise SpecError("too large")
    return int(text)


def read_number(text: str) -> float:
    """The finite number that ``text`` says. Raises SpecError."""
    if not re.fullmatch(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*", text):
        raise SpecError("give a number, as 0.01 or 1e-2")
    if float(text) in (float("inf"), float("-inf")):
        raise SpecError("too large")
    return float(text)


def read_optional(text: str) -> float | None:
    """The number that ``text`` says, None where it says nothing. Raises SpecError."""
    return read_number(text) if text.strip() else None


def read_hidden(text: str) -> tuple[int, ...]:
    """Neurons of each hidden layer: ``8,8`` (or ``8 8``), empty for none. Raises SpecError."""
    try:
        return tuple(read_whole(part) for part in re.split(r"\s*,\s*|\s+", text.strip())) if text.strip() else ()
    except SpecError as error:
        raise SpecError("give whole numbers, as 8,8") from error


def read_batch(text: str) -> int | None:
    """Rows per update, None for ``full``. Raises SpecError."""
    if text.strip().lower() == "full":
        return None
    try:
        return read_whole(text)
    except SpecError as error:
        raise SpecError("give a whole number, or full") from error


def read_share(text: str) -> float:
    """A share below 1, as ``0.2`` or ``20%``; nothing is 0. Raises SpecError."""
    number = text.strip()
    percent = number.endswith("%")
    share = read_number(number.removesuffix("%") or "?") / (100 if percent else 1) if number else 0.0
    if not 0 <= share < 1:
        raise SpecError("give a share below 1, as 0.2 or 20%")
    return share


def write_number(value: float | None) -> str:
    """The shortest text that reads back as ``value``; nothing for None."""
    return "" if value is None else repr(value).removesuffix(".0")


class FieldFormat(NamedTuple):
    """How a field's text is read (raising SpecError) and how its value is written."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


WORD = FieldFormat(str, str)
SWITCH = FieldFormat("on".__eq__, lambda on: "on" if on else "off")
WHOLE = FieldFormat(read_whole, str)
NUMBER = FieldFormat(read_number, write_number)
OPTIONAL = FieldFormat(read_optional, write_number)
HIDDEN = FieldFormat(read_hidden, lambda widths: ",".join(map(str, widths)))
BATCH = FieldFormat(read_batch, lambda rows: "full" if rows is None else str(rows))
SHARE = FieldFormat(read_share, write_number)

"""The fields of a form, and how each is drawn: a label, what is typed or chosen, and a note beside it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, merged

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs

LABEL, VALUE = 16, 18
"""Cells for the label and for what is typed or chosen; the note has the rest."""


@dataclass(slots=True)
class Field:
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


def drawn(field: Field, width: int, glyphs: Glyphs, *, here: bool) -> list[Line]:
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
        return [merged(first), *((Span(" " * LABEL), note) for note in notes)]
    beside, *below = notes or [Span(" " * (room + 1), style)]
    return [merged((*first, beside)), *((Span(" " * (LABEL + VALUE)), rest) for rest in below)]


def _value(field: Field, width: int, glyphs: Glyphs, *, here: bool) -> tuple[Span, ...]:
    if not field.choices:
        return (Span(fit(f" {clean(field.text, glyphs)}", width, glyphs=glyphs)),)
    word = f" {field.text} "
    after = fit(glyphs.after, VALUE - len(glyphs.before) - len(word), glyphs=glyphs)
    return Span(glyphs.before, "dim"), Span(word, "selected" if here else ""), Span(after, "dim")

"""The form as lines: a field a line with its name, its text, and what is to be said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Span, merged
from nntui.ui.predict.field import EMPTY, OWN

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.form import Form, Slot

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
        lines.append(merged([name, *text, note._replace(style="error" if slot.fault else "dim")]))
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

"""The one-line field of a dialogue, and what it takes: nothing that a terminal would obey."""

from __future__ import annotations

from textual.widgets import Input

PRINTABLE = r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]*"
"""What may be typed or pasted into a field."""


def typing_field(text: str, *, classes: str) -> Input:
    """A field that begins with ``text``, which must be printable, and ends where the cursor stands."""
    field = Input(text, compact=True, select_on_focus=False, restrict=PRINTABLE, classes=classes)
    field.cursor_blink = False  # a still screen sends nothing
    return field

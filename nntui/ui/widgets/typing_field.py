"""The one-line field of a dialog, and what it takes: nothing that a terminal would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.reactive import reactive
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.events import Key

PRINTABLE = r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]*"
"""The texts that may be typed or pasted into a field."""


class TypedLine(Input, inherit_bindings=False):
    """A line to type into."""

    BINDINGS: ClassVar[list[BindingType]] = [*Input.BINDINGS]  # and none for scrolling
    cursor_blink = reactive(default=False, init=False)  # a still screen sends nothing

    def on_key(self, event: Key) -> None:
        """Leave a key that comes too late to what is around."""
        if not self.display:
            event.prevent_default()


class TypingField(TypedLine):
    """A line to type into, which begins with ``text``, that must be printable."""

    def __init__(self, text: str, *, classes: str) -> None:
        super().__init__(text, compact=True, select_on_focus=False, restrict=PRINTABLE, classes=classes)

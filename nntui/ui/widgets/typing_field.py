"""The one-line field of a dialogue, and what it takes: nothing that a terminal would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.reactive import reactive
from textual.widgets import Input

from nntui.ui.widgets.keys import run_screen_binding

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.events import Key

PRINTABLE = r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]*"
"""What may be typed or pasted into a field."""


class TypedLine(Input, inherit_bindings=False):
    """A line to type into, in which a burst of keys does what they would one by one."""

    BINDINGS: ClassVar[list[BindingType]] = [*Input.BINDINGS]  # and none for scrolling
    cursor_blink = reactive(default=False, init=False)  # a still screen sends nothing

    async def on_key(self, event: Key) -> None:
        """Do what the key is bound to before the next one is typed. One that comes too late is for what is around."""
        if not self.display:
            event.prevent_default()
        elif not event.is_printable:
            await run_screen_binding(self, event)


class TypingField(TypedLine):
    """A line to type into, which begins with ``text``, that must be printable.

    Where it ``holds`` keys, those behind an enter or an escape are kept until somebody ``release``s them: that key is
    only done once it has risen through the whole screen, and they would overtake it.
    """

    def __init__(self, text: str, *, classes: str, holds: bool = False) -> None:
        super().__init__(text, compact=True, select_on_focus=False, restrict=PRINTABLE, classes=classes)
        self._holds = holds
        self._held: list[Key] | None = None

    def release(self) -> list[Key]:
        """Take keys again; returns those that were kept."""
        held, self._held = self._held, None
        return held or []

    async def on_key(self, event: Key) -> None:
        """Keep the key, or keep those to come; any other goes on to the line's own handler, which Textual calls."""
        if self._held is not None and event.key != "escape":
            self._held.append(event)
            event.stop()
            event.prevent_default()
        elif self._holds and event.key in {"enter", "escape"}:
            self._held = self._held or []
            event.prevent_default()

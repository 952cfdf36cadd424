"""A dialogue that is read: it scrolls by the keys of pagers as well as by the arrows."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nntui.ui.screens.dialogue import Dialogue, Key


class Reading(Dialogue[None]):
    """Has one VerticalScroll among its contents."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter", "close", "close", show=False),
        Binding("j", "scroll_text('down')", "down", show=False),
        Binding("k", "scroll_text('up')", "up", show=False),
        Binding("space", "scroll_text('page_down')", "page down", show=False),
        Binding("b", "scroll_text('page_up')", "page up", show=False),
        Binding("g", "scroll_text('home')", "start", show=False),
        Binding("G", "scroll_text('end')", "end", show=False),
    ]
    READING_KEYS: ClassVar[tuple[Key, ...]] = (("up down", "scroll", ""), ("space", "page", "scroll_text('page_down')"))

    def action_close(self) -> None:
        """Close."""
        self.answer(None)

    def action_scroll_text(self, where: str) -> None:
        """Read on, or back: ``where`` is "up", "down", "page_up", "page_down", "home" or "end"."""
        text = self.query_one(VerticalScroll)
        moves = {
            "up": text.scroll_up,
            "down": text.scroll_down,
            "page_up": text.scroll_page_up,
            "page_down": text.scroll_page_down,
            "home": text.scroll_home,
            "end": text.scroll_end,
        }
        moves[where](animate=False)

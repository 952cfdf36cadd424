"""A list of entries in a dialog, and the keys that move the mark in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nntui.render.glyphs import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click

    from nntui.render.glyphs import Glyphs

LEAST_NAME, MOST_NAME = 12, 32
"""Cells for the names; the notes have the rest."""


class Entry(Protocol):
    """The text of an entry in a list; one of the kind "folder" is marked as such."""

    @property
    def name(self) -> str:
        """The word that names it."""

    @property
    def kind(self) -> str:
        """Its description."""

    @property
    def note(self) -> str:
        """More about it."""


EntryT = TypeVar("EntryT", bound=Entry)


ALL = 1_000_000
"""More than there are entries."""
LIST_KEYS: tuple[BindingType, ...] = (
    Binding("up", "move(-1)", "entry above", show=False),
    Binding("down", "move(1)", "entry below", show=False),
    Binding("pageup", "move(-10)", "10 up", show=False),
    Binding("pagedown", "move(10)", "10 down", show=False),
    Binding("ctrl+home", f"move(-{ALL})", "first", show=False),
    Binding("ctrl+end", f"move({ALL})", "last", show=False),
    Binding("end", "end", "last", show=False, priority=True),
)
"""The keys that move the mark in an ``EntryList``, in the dialog around it."""


class EntryList(ScrollView, Generic[EntryT], can_focus=False):
    """A scrolling list of entries, at most one of them ``chosen``."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"entries--folder", "entries--note", "entries--chosen"}
    DEFAULT_CSS = """
    EntryList {
        height: 14; max-height: 100%; overflow-x: hidden; scrollbar-size-vertical: 1;
        .entries--folder { color: $text-primary; }
        .entries--note { text-style: dim; }
        .entries--chosen { text-style: bold reverse; }
    }
    """

    class Picked(Message):
        """An entry was clicked."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._entries: tuple[EntryT, ...] = ()
        self._chosen: int | None = None

    @property
    def chosen(self) -> EntryT | None:
        """The entry that is marked, if one is."""
        return None if self._chosen is None else self._entries[self._chosen]

    def show_entries(self, entries: Sequence[EntryT], *, choose: bool) -> None:
        """Show these; ``choose`` marks the first."""
        self._entries = tuple(entries)
        self._chosen = 0 if choose and entries else None
        self.virtual_size = Size(0, len(self._entries))
        self.scroll_home(animate=False)
        self.refresh()

    def move(self, steps: int) -> None:
        """Mark an entry further down, or up."""
        if self._entries:
            before = -1 if self._chosen is None and steps > 0 else self._chosen or 0
            self._chosen = max(0, min(len(self._entries) - 1, before + steps))
            top, height = int(self.scroll_offset.y), max(1, self.scrollable_content_region.height)
            self.scroll_to(y=min(self._chosen, max(top, self._chosen - height + 1)), animate=False)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """An entry's name and note."""
        width, index = self.scrollable_content_region.width, y + int(self.scroll_offset.y)
        base = self.rich_style
        if index >= len(self._entries):
            return Strip.blank(width, base)
        entry = self._entries[index]
        folder, here = entry.kind == "folder", index == self._chosen
        names = max(LEAST_NAME, min(MOST_NAME, width // 2))
        name = fit(entry.name + ("/" if folder else ""), names, glyphs=self._glyphs)
        marked = f"{self._glyphs.after if here else ' '} {name}"
        note = fit(f"  {entry.note}", max(0, width - names - 2), glyphs=self._glyphs)
        look = self.get_component_rich_style("entries--folder") if folder else base
        if here:
            return Strip([Segment(marked + note, self.get_component_rich_style("entries--chosen"))])
        return Strip([Segment(marked, look), Segment(note, self.get_component_rich_style("entries--note"))])

    def on_click(self, event: Click) -> None:
        """Mark the entry and post ``Picked``."""
        index = event.y + int(self.scroll_offset.y)
        if index < len(self._entries):
            self._chosen = index
            self.refresh()
            self.post_message(self.Picked())

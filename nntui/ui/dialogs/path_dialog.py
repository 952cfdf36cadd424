"""A dialog about a path: one field, a list of names below it, and a worker thread that looks at the disk."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual import on
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Input

from nntui.render.glyphs import clean, fit
from nntui.ui.dialogs.dialog import Dialog, ResultT
from nntui.ui.dialogs.proposals import BackgroundLookup
from nntui.ui.widgets.typing_field import TypingField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.events import Click

    from nntui.render.glyphs import Glyphs
    from nntui.ui.dialogs.paths import SourceEntry

FindingT = TypeVar("FindingT")


class PathDialog(Dialog[ResultT], Generic[ResultT, FindingT]):
    """Looks at the path as it is typed: ``examine`` in a thread, then ``found``; enter leads to ``decide``.

    ``field`` holds the path, beginning with ``text``; paths begin in the folder ``base``. While a slow disk is looked
    at, enter waits.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "decide", "decide", show=False)]
    DEFAULT_CSS = """
    PathDialog .path { padding: 0 1 !important; }
    """

    def __init__(self, title: str, base: Path, text: str = "") -> None:
        super().__init__(title)
        self.base = base
        self._meant: dict[str, str] = {}
        self.field = TypingField(self._harmless(text), classes="path")
        self._looking: BackgroundLookup[str, FindingT] = BackgroundLookup(
            self, lambda shown: self.examine(self._path_meant(shown)), self.found
        )

    def on_mount(self) -> None:
        """Look at what the field holds at first."""
        self._looking.look_at(self.field.value)

    @abstractmethod
    def examine(self, text: str) -> FindingT:
        """What the disk says of the path; called in a worker thread."""

    @abstractmethod
    def found(self, finding: FindingT) -> None:
        """Show it."""

    @abstractmethod
    def decide(self, finding: FindingT) -> None:
        """Enter was pressed on it."""

    def fill(self, text: str) -> None:
        """Put a path into the field, the cursor behind it."""
        self.field.value = self._harmless(text)
        self.field.cursor_position = len(self.field.value)

    def _harmless(self, text: str) -> str:
        """The text as the field may show it; the path that was meant is remembered where that differs."""
        shown = clean(text)
        if shown != text:
            self._meant[shown] = text
        return shown

    def _path_meant(self, text: str) -> str:
        """The real path behind what stands in the field."""
        begins = max((shown for shown in self._meant if text.startswith(shown)), key=len, default="")
        return self._meant.get(begins, "") + text[len(begins) :]

    def once_seen(self, act: Callable[[FindingT], None]) -> None:
        """Act on what the disk says of the text in the field, once it has said it; typing on forgets the act."""
        self._looking.once_seen(self.field.value, act)

    @on(Input.Changed, ".path")
    def look_again(self) -> None:
        """Look at what is there now, for the path that the field holds by now."""
        self._looking.look_at(self.field.value)

    @on(Input.Submitted, ".path")
    def action_decide(self) -> None:
        """Decide on the path in the field."""
        self.once_seen(self.decide)


LEAST_NAME, MOST_NAME = 12, 32
"""Cells for the names; what they are stands behind."""


class EntryList(ScrollView, can_focus=False):
    """Entries and which of them is ``chosen``; None while none is."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"entries--folder", "entries--note", "entries--chosen"}
    DEFAULT_CSS = """
    EntryList {
        height: 14; max-height: 100%; overflow-x: hidden; scrollbar-size-vertical: 1;
        .entries--folder { color: $primary; }
        .entries--note { text-style: dim; }
        .entries--chosen { text-style: bold reverse; }
    }
    """

    class Picked(Message):
        """An entry was clicked."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._entries: tuple[SourceEntry, ...] = ()
        self._chosen: int | None = None

    @property
    def chosen(self) -> SourceEntry | None:
        """The entry that is marked."""
        return None if self._chosen is None else self._entries[self._chosen]

    def show_entries(self, entries: Sequence[SourceEntry], *, choose: bool) -> None:
        """Show these; the first is marked where ``choose`` says so."""
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
        """An entry's name, and what it is."""
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
        """Mark the entry and say so."""
        index = event.y + int(self.scroll_offset.y)
        if index < len(self._entries):
            self._chosen = index
            self.refresh()
            self.post_message(self.Picked())

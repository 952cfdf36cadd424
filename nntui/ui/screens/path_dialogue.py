"""A dialogue about a path: one field, and a worker thread that looks at the disk while the screen goes on."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.render.glyphs import clean
from nntui.ui.screens.dialogue import Dialogue, ResultT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FindingT = TypeVar("FindingT")

PRINTABLE = r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]*"
"""What may be typed or pasted into the field: nothing that a terminal would obey."""


class PathDialogue(Dialogue[ResultT], Generic[ResultT, FindingT]):
    """Looks at the path as it is typed: ``examine`` in a thread, then ``found``; enter leads to ``decide``.

    ``field`` holds the path, beginning with ``text``; paths begin in the folder ``base``.
    At most one look is under way, however slow the disk; what was typed meanwhile is looked at next, and enter waits.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "decide", "decide", show=False)]
    DEFAULT_CSS = """
    PathDialogue .path { padding: 0 1 !important; }
    """

    def __init__(self, title: str, base: Path, text: str = "") -> None:
        super().__init__(title)
        self.base = base
        self._meant: dict[str, str] = {}
        self.field = Input(
            self._harmless(text), compact=True, select_on_focus=False, restrict=PRINTABLE, classes="path"
        )
        self.field.cursor_blink = False  # a still screen sends nothing
        self._wanted = ""
        self._finding: tuple[str, FindingT] | None = None
        self._looking = False
        self._waiting: Callable[[FindingT], None] | None = None

    def on_mount(self) -> None:
        """Look at what the field holds at first."""
        self._look_at(self.field.value)

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
        if self._finding is not None and self._finding[0] == self.field.value:
            act(self._finding[1])
        else:
            self._waiting = act

    @on(Input.Changed, ".path")
    def look_again(self, event: Input.Changed) -> None:
        """Look at what is there now."""
        self._waiting = None
        self._look_at(event.value)

    def _look_at(self, text: str) -> None:
        self._wanted = text
        if not self._looking:
            self._looking = True
            self._look()

    @work
    async def _look(self) -> None:
        while self._finding is None or self._finding[0] != self._wanted:
            text = self._wanted
            self._finding = (text, await asyncio.to_thread(self.examine, self._path_meant(text)))
            self.found(self._finding[1])
        self._looking = False
        if self._waiting is not None:
            act, self._waiting = self._waiting, None
            self.once_seen(act)

    @on(Input.Submitted, ".path")
    def action_decide(self) -> None:
        """Decide on the path in the field."""
        self.once_seen(self.decide)

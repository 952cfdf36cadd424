"""A dialogue about a path: one field, and a worker thread that looks at the disk while the screen goes on."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.render.glyphs import clean
from nntui.ui.screens.dialogue import Dialogue, ResultT
from nntui.ui.screens.looking import Looking
from nntui.ui.screens.typed import TypingField

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FindingT = TypeVar("FindingT")


class PathDialogue(Dialogue[ResultT], Generic[ResultT, FindingT]):
    """Looks at the path as it is typed: ``examine`` in a thread, then ``found``; enter leads to ``decide``.

    ``field`` holds the path, beginning with ``text``; paths begin in the folder ``base``. While a slow disk is looked
    at, enter waits.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "decide", "decide", show=False)]
    DEFAULT_CSS = """
    PathDialogue .path { padding: 0 1 !important; }
    """

    def __init__(self, title: str, base: Path, text: str = "") -> None:
        super().__init__(title)
        self.base = base
        self._meant: dict[str, str] = {}
        self.field = TypingField(self._harmless(text), classes="path")
        self._looking: Looking[str, FindingT] = Looking(
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

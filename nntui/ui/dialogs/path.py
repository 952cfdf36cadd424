"""The dialog around a path: the field that it is typed into, and what the disk says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic

from nntui.render.glyphs import clean
from nntui.ui.dialogs.dialog import ResultT
from nntui.ui.dialogs.lookup import FindingT, LookupDialog
from nntui.ui.widgets.typing_field import TypingField

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult


class PathDialog(LookupDialog[ResultT, str, FindingT], Generic[ResultT, FindingT]):
    """Asks for a path, which begins as ``text`` and is relative to ``base``; the disk is examined as it is typed."""

    DEFAULT_CSS: ClassVar[str] = """
    PathDialog .path { padding: 0 1 !important; }
    """

    def __init__(self, title: str, base: Path, text: str = "") -> None:
        super().__init__(title)
        self.base = base
        self._meant: dict[str, str] = {}
        self.field = TypingField(self._harmless(text), classes="path")

    def contents(self) -> ComposeResult:
        """The path."""
        yield self.field

    @property
    def entered(self) -> str:
        """The path that is meant by the text in the field."""
        text = self.field.value
        begins = max((shown for shown in self._meant if text.startswith(shown)), key=len, default="")
        return self._meant.get(begins, "") + text[len(begins) :]

    def fill(self, text: str) -> None:
        """Put a path into the field, the cursor behind it."""
        self.field.value = self._harmless(text)
        self.field.cursor_position = len(self.field.value)

    def _harmless(self, text: str) -> str:
        """The text as the field may show it; where that differs, the path that is meant is remembered."""
        shown = clean(text)
        if shown != text:
            self._meant[shown] = text
        return shown

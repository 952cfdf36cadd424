"""The dialog for our own mistakes: what went wrong, that the work is safe, and the details for a report."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from nntui.render.glyphs import clean
from nntui.ui.dialogs.dialog import ReadingDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from nntui.ui.dialogs.dialog import KeyHint


class FaultScreen(ReadingDialog[bool]):
    """Tells of ``fault``, and in the sentence ``safe`` what became of the work; answers True to quit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit_app", "quit", show=False),
        Binding("c", "copy_details", "copy details", show=False),
    ]
    DEFAULT_CSS = """
    FaultScreen .summary { height: auto; padding-bottom: 1; }
    """

    def __init__(self, fault: BaseException, safe: str) -> None:
        super().__init__("something went wrong")
        self._fault, self._safe = fault, safe
        self._details = "".join(traceback.format_exception(fault))

    def contents(self) -> ComposeResult:
        """The fault and the state of the work, then the details."""
        first_line = next(iter(str(self._fault).splitlines()), "")
        summary = f"Internal error ({type(self._fault).__name__}: {first_line})."
        details = (clean(line, self.glyphs) for line in self._details.splitlines())
        yield Static(Content(f"{clean(summary, self.glyphs)}\n{clean(self._safe, self.glyphs)}"), classes="summary")
        with VerticalScroll():
            yield Static(Content("\n".join(details)), markup=False)

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to go on, report it or leave."""
        return (
            ("esc", "go on", "cancel"), ("c", "copy details", "copy_details"), ("q", "quit", "quit_app"),
            *self.READING_KEYS,
        )  # fmt: skip

    def action_copy_details(self) -> None:
        """Copy the details to the clipboard."""
        self.app.copy_to_clipboard(self._details)
        self.say("The details are copied.")

    def action_quit_app(self) -> None:
        """Leave in good order."""
        self.answer(result=True)

"""The save dialogue: where the session is written, and what stands there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.screens.path_dialogue import PathDialogue
from nntui.ui.screens.paths import Place, brief, place_to_save, tilde

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from nntui.ui.screens.dialogue import Key


class SaveScreen(PathDialogue["Path", Place]):
    """Asks for a session file, beginning with ``suggested``; ``own`` is the session's present file, replaced unasked.

    Answers a whole path that ends in .nntui.
    """

    SHORT = True

    def __init__(self, suggested: Path, own: Path | None = None) -> None:
        super().__init__("save session", suggested.absolute().parent, tilde(suggested.absolute()))
        self._own = own
        self._asked: Path | None = None

    def contents(self) -> ComposeResult:
        """The path."""
        yield self.field

    def keys_shown(self) -> Sequence[Key]:
        """How to decide."""
        return (("enter", "save", "decide"), ("esc", "cancel", "cancel"))

    def examine(self, text: str) -> Place:
        """Look at the place."""
        return place_to_save(text, self.base, self._own)

    def found(self, finding: Place) -> None:
        """Say what saving there does."""
        self._asked = None
        if finding.fault:
            self.say(finding.fault, "warning")
        elif finding.replaces:
            self.say(f"replaces the file {brief(finding.path)}", "warning")
        else:
            self.say(f"saves to {brief(finding.path)}")

    def decide(self, finding: Place) -> None:
        """Save there; in place of another file only when asked twice."""
        if finding.fault:
            self.say(finding.fault, "error")
        elif finding.replaces and self._asked != finding.path:
            self._asked = finding.path
            self.say(f"press enter again to replace {brief(finding.path)}", "error")
        else:
            self.answer(finding.path)

"""Where a file is written, and what stands there already: the dialogue, and that for a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from nntui.ui.dialogs.path_dialog import PathDialog
from nntui.ui.dialogs.paths import SESSION_SUFFIX, FilePlace, brief, place_to_save, tilde

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from nntui.ui.dialogs.dialog import KeyHint


class PlaceScreen(PathDialog["Path", FilePlace]):
    """Asks where to write a file, beginning with ``suggested``; answers a whole path.

    Another file is replaced only when asked twice. ``verb`` says what is done there: ``saves to``.
    """

    SHORT = True

    def __init__(self, title: str, suggested: Path, verb: str) -> None:
        super().__init__(title, suggested.absolute().parent, tilde(suggested.absolute()))
        self._verb = verb
        self._asked: Path | None = None

    def contents(self) -> ComposeResult:
        """The path."""
        yield self.field

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to decide."""
        return (("enter", self._verb.partition("s ")[0], "decide"), ("esc", "cancel", "cancel"))

    def found(self, finding: FilePlace) -> None:
        """Say what saving there does."""
        if finding.fault:
            self.say(finding.fault, "warning")
        elif finding.replaces:
            self.say(f"replaces the file {brief(finding.path)}", "warning")
        else:
            self.say(f"{self._verb} {brief(finding.path)}")

    @on(Input.Changed, ".path")
    def ask_again(self) -> None:
        """Another path, or the same typed once more, is asked about anew."""
        self._asked = None

    def decide(self, finding: FilePlace) -> None:
        """Answer with it; in place of another file only when asked twice."""
        if finding.fault:
            self.say(finding.fault, "error")
        elif finding.replaces and self._asked != finding.path:
            self._asked = finding.path
            self.say(f"press enter again to replace {brief(finding.path)}", "error")
        else:
            self.answer(finding.path)


class SaveScreen(PlaceScreen):
    """Asks for a session file, or for one that the table alone is written to, by its suffix.

    ``own`` is the session's present file, replaced unasked. The path ends in .nntui, or as a table's does.
    """

    def __init__(self, suggested: Path, own: Path | None = None) -> None:
        super().__init__("save session", suggested, "saves to")
        self._own = own

    def examine(self, text: str) -> FilePlace:
        """Look at the place."""
        return place_to_save(text, self.base, self._own)

    def found(self, finding: FilePlace) -> None:
        """Say what saving there does, and to which names."""
        super().found(finding)
        if finding.fault or finding.replaces:
            return
        if finding.path.suffix == SESSION_SUFFIX:
            self.say(f"saves to {brief(finding.path)}; as .csv, .tsv, .parquet or .jsonl the table alone")
        else:
            self.say(f"writes the table alone to {brief(finding.path)}; the session goes on being a .nntui file")

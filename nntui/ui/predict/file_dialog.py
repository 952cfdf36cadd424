"""The two questions about predicting the rows of a file: which file, and where the predictions are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.dialogs.open import OpenScreen
from nntui.ui.dialogs.path import place_for_table
from nntui.ui.dialogs.save import PlaceScreen

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.ui.dialogs.path import FilePlace, Listing


class QuestionsScreen(OpenScreen):
    """Asks for the table whose rows are predicted; answers an absolute path."""

    def __init__(self, start: Path) -> None:
        super().__init__(start, title="predict a file")

    def examine(self, entered: str) -> Listing:
        """List what matches the path except sessions, which hold no questions."""
        listing = super().examine(entered)
        return replace(listing, entries=tuple(entry for entry in listing.entries if entry.kind != "session"))


class AnswersScreen(PlaceScreen):
    """Asks where the rows of ``questions`` are written with their predictions; suggests a name beside that file."""

    def __init__(self, questions: Path) -> None:
        suggested = questions.with_name(f"{questions.stem}-predicted{questions.suffix}")
        super().__init__("write the predictions", suggested, "writes to")
        self._questions = questions

    def examine(self, entered: str) -> FilePlace:
        """Look at the place."""
        return place_for_table(entered, self.base, self._questions)

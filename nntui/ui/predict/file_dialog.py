"""The two questions about a file whose rows are to be answered: which it is, and where the answers go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.dialogs.open import OpenScreen
from nntui.ui.dialogs.paths import place_for_table
from nntui.ui.dialogs.save import PlaceScreen

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.ui.dialogs.paths import FilePlace, Listing


class QuestionsScreen(OpenScreen):
    """Asks for the table whose rows are to be answered; answers a whole path."""

    def __init__(self, start: Path) -> None:
        super().__init__(start, title="predict a file")

    def examine(self, text: str) -> Listing:
        """List what goes with the path, but for sessions: they hold no questions."""
        listing = super().examine(text)
        return replace(listing, entries=tuple(entry for entry in listing.entries if entry.kind != "session"))


class AnswersScreen(PlaceScreen):
    """Asks where the rows of ``questions`` are written with the answers beside them: beside it, to begin with."""

    def __init__(self, questions: Path) -> None:
        suggested = questions.with_name(f"{questions.stem}-predicted{questions.suffix}")
        super().__init__("write the answers", suggested, "writes to")
        self._questions = questions

    def examine(self, text: str) -> FilePlace:
        """Look at the place."""
        return place_for_table(text, self.base, self._questions)

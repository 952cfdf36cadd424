"""What to open: a file, a built-in table or a computed one, and how a text file is to be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from nntui.data.generate import Recipe, parse
from nntui.errors import DataError
from nntui.session.options import Options
from nntui.ui.computed import recipe_of
from nntui.ui.screens.dialect import DialectScreen, in_words
from nntui.ui.screens.generator import GeneratorScreen
from nntui.ui.screens.open import OpenScreen
from nntui.ui.screens.paths import Entry, Listing, matching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nntui.ui.screens.dialogue import Key


class SourceScreen(OpenScreen):
    """Asks what to open; ``datasets`` and ``computed`` are tables as (name, title), ``current`` is what is open.

    Answers a whole path, the name of a built-in table, or the word for a computed one. ``how`` says how a text file is
    to be read.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+t", "ask_how", "how it is read", show=False)]

    def __init__(
        self,
        start: Path,
        datasets: Sequence[tuple[str, str]] = (),
        computed: Sequence[tuple[str, str]] = (),
        current: str = "",
    ) -> None:
        super().__init__(start, datasets)
        self._computed, self._current = tuple(computed), current
        self.how = Options()

    def keys_shown(self) -> Sequence[Key]:
        """How to choose."""
        enter, tab, _, escape = super().keys_shown()  # that up and down choose goes without saying, where room is short
        return (enter, tab, ("^t", "format", "ask_how"), escape)

    def examine(self, text: str) -> Listing:
        """List what goes with the path; a computed table may be typed with its settings."""
        listing = matching(text, self.base, self._datasets, self._computed)
        try:
            recipe = parse(text) if ":" in text else None
        except DataError as error:
            return replace(listing, fault=str(error))
        if recipe is None:
            return listing
        typed = Entry(text, "computed", text, str(recipe), "computed, with these settings")
        return replace(listing, entries=(typed, *listing.entries))

    def found(self, finding: Listing) -> None:
        """Show the list, and how it would be read."""
        super().found(finding)
        if not finding.fault and self.how != Options():
            self.say(f"reads text as {in_words(self.how)}")

    def decide(self, finding: Listing) -> None:
        """Open what is marked; of a computed table the settings are asked for, unless they were typed."""
        chosen = self.chosen
        if chosen is not None and chosen.kind == "computed" and ":" not in chosen.text:
            self.app.push_screen(GeneratorScreen(self._recipe(chosen.name)), self._take_settings)
        else:
            super().decide(finding)

    def _recipe(self, name: str) -> Recipe:
        """The settings to begin with: those that are open, where it is the same."""
        current = recipe_of(self._current)
        return current if current is not None and current.name == name else Recipe(name)

    def _take_settings(self, answer: str | None) -> None:
        if answer is not None:
            self.answer(answer)

    def action_ask_how(self) -> None:
        """Ask how a text file is spelled."""
        self.app.push_screen(DialectScreen(self.how), self._take_how)

    def _take_how(self, answer: Options | None) -> None:
        if answer is not None:
            self.how = answer
            self.once_seen(self.found)

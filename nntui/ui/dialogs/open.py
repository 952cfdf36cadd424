"""The open dialog: a path with its completions, a built-in table, and how a text file is to be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from nntui.data.sources.computed import Recipe, parse
from nntui.errors import DataError
from nntui.session.options import Options
from nntui.ui.dialogs.dialect import DialectScreen, in_words
from nntui.ui.dialogs.generator import GeneratorScreen
from nntui.ui.dialogs.path_dialog import EntryList, PathDialog
from nntui.ui.dialogs.paths import Listing, SourceEntry, brief, matching
from nntui.ui.work.opening import recipe_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from nntui.ui.dialogs.dialog import KeyHint


class OpenScreen(PathDialog[str, Listing]):
    """Asks what to open; paths begin in the folder ``start``, ``datasets`` are the built-in tables as (name, title).

    Answers a whole path, or the name of a built-in table.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "complete", show=False),
        Binding("up", "move(-1)", "entry above", show=False),
        Binding("down", "move(1)", "entry below", show=False),
        Binding("pageup", "move(-10)", "10 up", show=False),
        Binding("pagedown", "move(10)", "10 down", show=False),
    ]

    DEFAULT_CSS = """
    OpenScreen.-tall EntryList { height: 20; }
    """

    def __init__(self, start: Path, datasets: Sequence[tuple[str, str]] = (), *, title: str = "open") -> None:
        super().__init__(title, start)
        self._datasets = tuple(datasets)

    def contents(self) -> ComposeResult:
        """The path, and what it may become."""
        self._entries = EntryList(self.glyphs)
        yield self.field
        yield self._entries

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to choose."""
        return (
            ("enter", "open", "decide"),
            ("tab", "complete", "complete"),
            ("up down", "choose", ""),
            ("esc", "cancel", "cancel"),
        )

    def examine(self, text: str) -> Listing:
        """List what goes with the path."""
        return matching(text, self.base, self._datasets)

    def found(self, finding: Listing) -> None:
        """Show the list; where a name was begun, its best match is marked."""
        self._entries.show_entries(finding.entries, choose=bool(finding.typed))
        more = f"; {finding.more:,} more than listed, type more of the name" if finding.more else ""
        self.say(finding.fault or f"in {brief(finding.folder)}{more}")

    @property
    def chosen(self) -> SourceEntry | None:
        """The entry that is marked."""
        return self._entries.chosen

    def decide(self, finding: Listing) -> None:
        """Open what is marked; go into a folder; else say why not."""
        chosen = self.chosen
        if chosen is None:
            missing = f"nothing of that name in {brief(finding.folder)}"
            self.say(
                finding.fault or (missing if finding.typed else "type a name, or choose one with the arrows"), "error"
            )
        elif chosen.kind == "folder":
            self.fill(chosen.text)
        else:
            self.answer(chosen.source)

    def action_move(self, steps: int) -> None:
        """Mark another entry."""
        self.once_seen(lambda _: self._entries.move(steps))

    def action_complete(self) -> None:
        """Put the marked entry, else the first, into the field."""
        self.once_seen(self._complete)

    def _complete(self, _: Listing) -> None:
        if self._entries.chosen is None:
            self._entries.move(1)
        if self._entries.chosen is not None:
            self.fill(self._entries.chosen.text)

    @on(EntryList.Picked)
    def picked(self) -> None:
        """A click opens, as enter does."""
        self.action_decide()


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

    def keys_shown(self) -> Sequence[KeyHint]:
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
        typed = SourceEntry(text, "computed", text, str(recipe), "computed, with these settings")
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

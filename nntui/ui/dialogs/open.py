"""The open dialog: a path with its completions, a built-in or computed table, and how a text file is to be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from nntui.data.sources.computed import Recipe, parse
from nntui.errors import DataError
from nntui.session.options import Options
from nntui.ui.dialogs.entries import ALL, LIST_KEYS, EntryList
from nntui.ui.dialogs.path import PathDialog
from nntui.ui.dialogs.places import Listing, SourceEntry, brief, matching
from nntui.ui.dialogs.source_forms import GeneratorScreen, dialect_dialog, in_words
from nntui.ui.work.loader import recipe_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from nntui.ui.dialogs.dialog import KeyHint

MOST_FIRST = 3
"""Most pieces of recovered work before the files of the folder: more would hide them."""


class OpenScreen(PathDialog[str, Listing]):
    """Asks what to open; paths are relative to the folder ``start``, ``datasets`` are built-in tables (name, title).

    Without ``sessions``, only tables are offered. Answers an absolute path, or the name of a built-in table.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "complete", show=False),
        *LIST_KEYS,
    ]

    DEFAULT_CSS = """
    OpenScreen.-tall EntryList { height: 20; }
    """

    def __init__(
        self, start: Path, datasets: Sequence[tuple[str, str]] = (), *, title: str = "open", sessions: bool = True
    ) -> None:
        super().__init__(title, start)
        self._datasets, self._sessions = tuple(datasets), sessions

    def contents(self) -> ComposeResult:
        """The path, and what it may become."""
        self._entries = EntryList[SourceEntry](self.glyphs)
        yield from super().contents()
        yield self._entries

    def keys_shown(self) -> Sequence[KeyHint]:
        """Enter, tab, the arrows and escape."""
        return (
            ("enter", "open", "decide"),
            ("tab", "complete", "complete"),
            ("up down", "choose", ""),
            ("esc", "cancel", "cancel"),
        )

    def examine(self, entered: str) -> Listing:
        """List what matches the path."""
        listing = matching(entered, self.base, self._datasets)
        unwanted = "picture" if self._sessions else "session"
        wanted = tuple(entry for entry in listing.entries if entry.kind != unwanted)
        return replace(listing, entries=wanted)

    def found(self, finding: Listing) -> None:
        """Show the list, its best match marked once a name is begun."""
        self._entries.show_entries(finding.entries, choose=bool(finding.typed))
        more = f"; {finding.more:,} more, type more of the name" if finding.more else ""
        self.say(finding.fault or f"in {brief(finding.folder)}{more}")

    @property
    def chosen(self) -> SourceEntry | None:
        """The entry that is marked, if one is."""
        return self._entries.chosen

    def decide(self, finding: Listing) -> None:
        """Open the marked entry, or go into a folder, or say why not."""
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
        self.when_found(lambda _: self._entries.move(steps))

    def action_end(self) -> None:
        """Go to the end of the path, then to the last entry."""
        if self.field.cursor_position < len(self.field.value):
            self.field.action_end()
        else:
            self.action_move(ALL)

    def action_complete(self) -> None:
        """Put the marked entry, otherwise the first, into the field."""
        self.when_found(self._complete)

    def _complete(self, _: Listing) -> None:
        if self._entries.chosen is None:
            self._entries.move(1)
        if self._entries.chosen is not None:
            self.fill(self._entries.chosen.text)

    @on(EntryList.Picked)
    def open_clicked(self) -> None:
        """A click opens, as enter does."""
        self.action_decide()


class SourceScreen(OpenScreen):
    """Asks what to open, computed tables and examples (name, title) included; ``current`` is the source that is open.

    Until something is typed, the newest work that was ``recovered`` comes first, and the rest of it last.
    Answers also the word for a computed table. ``how`` says how a text file is to be read.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+t", "ask_how", "how it is read", show=False)]

    def __init__(
        self,
        start: Path,
        datasets: Sequence[tuple[str, str]] = (),
        computed: Sequence[tuple[str, str]] = (),
        current: str = "",
        recovered: Sequence[Path] = (),
        *,
        examples: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(start, datasets)
        self._computed, self._current, self._examples = tuple(computed), current, tuple(examples)
        self._recovered = [
            SourceEntry(each.name, "session", str(each), str(each), "recovered work") for each in recovered
        ]
        self.how = Options()

    def keys_shown(self) -> Sequence[KeyHint]:
        """The same without the arrows, for which there is no room, and the key for the format."""
        enter, tab, _, escape = super().keys_shown()
        return (enter, tab, ("^t", "format", "ask_how"), escape)

    def examine(self, entered: str) -> Listing:
        """List what matches; a computed table may be typed with its parameters."""
        listing = matching(entered, self.base, self._datasets, self._computed, self._examples)
        if not entered:
            return replace(
                listing, entries=(*self._recovered[:MOST_FIRST], *listing.entries, *self._recovered[MOST_FIRST:])
            )
        try:
            recipe = parse(entered) if ":" in entered else None
        except DataError as error:
            return replace(listing, fault=str(error))
        if recipe is None:
            return listing
        typed = SourceEntry(entered, "computed", entered, str(recipe), "computed, with these parameters")
        return replace(listing, entries=(typed, *listing.entries))

    def found(self, finding: Listing) -> None:
        """Show the list, and how a text file would be read."""
        super().found(finding)
        if not finding.fault and self.how != Options():
            self.say(f"text files: {in_words(self.how)}")

    def decide(self, finding: Listing) -> None:
        """Open the marked entry; of a computed table ask for the parameters first, unless they were typed."""
        chosen = self.chosen
        if chosen is not None and chosen.kind == "computed" and ":" not in chosen.text:
            self.app.push_screen(GeneratorScreen(self._recipe(chosen.name)), self._open_computed)
        else:
            super().decide(finding)

    def _recipe(self, name: str) -> Recipe:
        """The parameters to begin with: those of the table that is open, if it is of this generator."""
        current = recipe_of(self._current)
        return current if current is not None and current.name == name else Recipe(name)

    def _open_computed(self, answer: str | None) -> None:
        if answer is not None:
            self.answer(answer)

    def action_ask_how(self) -> None:
        """Ask how text files are spelled."""
        self.app.push_screen(dialect_dialog(self.how), self._set_how)

    def _set_how(self, answer: Options | None) -> None:
        if answer is not None:
            self.how = answer
            self.when_found(self.found)

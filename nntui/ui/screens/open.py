"""The open dialogue: a path with the names that it may go on with below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from nntui.ui.screens.entries import EntryList
from nntui.ui.screens.path_dialogue import PathDialogue
from nntui.ui.screens.paths import Listing, brief, matching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from nntui.ui.screens.dialogue import Key
    from nntui.ui.screens.paths import Entry


class OpenScreen(PathDialogue[str, Listing]):
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

    def keys_shown(self) -> Sequence[Key]:
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
    def chosen(self) -> Entry | None:
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

"""A host that opens one dialog and keeps what it answers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.widgets import Static

from nntui.render.glyphs import UNICODE
from nntui.ui.commands.keymap import Keymap
from nntui.ui.commands.table import SECTIONS
from nntui.ui.host import HostApp
from tests.ui.screen_text import screen_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.screen import Screen

    from nntui.render.glyphs import Glyphs

NAMES = {" ": "space", ",": "comma", ".": "full_stop", "/": "slash", "~": "tilde", "-": "minus", "%": "percent_sign"}
SMALL, NORMAL, WIDE = (60, 16), (80, 24), (140, 40)
ROUNDS = 2
"""Rounds of messages without a worker after which nothing more is to come."""


class Host(HostApp):
    """Opens a dialog over a screen of its own; ``answers`` collects what the dialog answered."""

    def __init__(self, make: Callable[[], Screen[Any]], glyphs: Glyphs, keys: dict[str, str]) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.keymap = Keymap(SECTIONS, keys)
        self.animation_level = "none"
        self.answers: list[Any] = []
        self._make = make

    def compose(self) -> ComposeResult:
        yield Static("the screen behind")

    def on_mount(self) -> None:
        self.ask()

    def ask(self) -> None:
        """Open the dialog, or open it again."""
        self.push_screen(self._make(), self.answers.append)

    @property
    def is_open(self) -> bool:
        """True while the dialog is open."""
        return len(self.screen_stack) > 1

    def text(self) -> str:
        """The text on the screen."""
        return screen_text(self)

    def prose(self) -> str:
        """The text on the screen in one line, without frames: for sentences that are wrapped."""
        return " ".join(self.text().replace("│", " ").split())


@asynccontextmanager
async def opened(
    make: Callable[[], Screen[Any]],
    size: tuple[int, int] = NORMAL,
    glyphs: Glyphs = UNICODE,
    *,
    settle: bool = True,
    keys: dict[str, str] | None = None,
) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    """The dialog that ``make`` makes, open in a terminal of that size; ``settle`` waits for its worker threads.

    ``keys`` are those that the user gave to commands, by their ids.
    """
    host = Host(make, glyphs, keys or {})
    async with host.run_test(size=size) as pilot:
        await (settled(pilot) if settle else pilot.pause())
        yield host, pilot


async def settled(pilot: Pilot[None]) -> None:
    """Once the worker threads have answered and the screen shows it."""
    quiet = 0
    while quiet < ROUNDS:
        await pilot.pause()
        quiet = 0 if pilot.app.workers else quiet + 1
        await pilot.app.workers.wait_for_complete()


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Press keys that come all at once, as over a slow line, and let the screen settle."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await settled(pilot)


async def typed(pilot: Pilot[None], text: str, *keys: str) -> None:
    """Type a text, as fast as a paste would come, then press keys one by one, and let the screen settle."""
    for character in text:
        pilot.app.post_message(Key(NAMES.get(character, character), character))
    for key in keys:
        await pilot.pause()
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await settled(pilot)

"""A host that opens one dialog and keeps what it answers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from nntui.render.glyphs import UNICODE
from nntui.ui.commands.keymap import Keymap
from nntui.ui.commands.table import SECTIONS
from nntui.ui.host import HostApp
from tests.ui.idle import IdlePilot, counted_threads, idle, key_event
from tests.ui.screen_text import screen_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.app import ComposeResult
    from textual.screen import Screen

    from nntui.render.glyphs import Glyphs

SMALL, NORMAL, WIDE = (60, 16), (80, 24), (140, 40)


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
) -> AsyncIterator[tuple[Host, IdlePilot]]:
    """The dialog that ``make`` makes, open in a terminal of that size; ``settle`` waits for its worker threads.

    ``keys`` are those that the user gave to commands, by their ids.
    """
    host = Host(make, glyphs, keys or {})
    with counted_threads():
        async with host.run_test(size=size):
            pilot = IdlePilot(host)
            await (settled(pilot) if settle else pilot.pause())
            yield host, pilot


async def settled(pilot: IdlePilot) -> None:
    """Wait until the app is idle, and no worker is left."""
    await idle(pilot.host, lambda: set(pilot.host.workers))


async def burst(pilot: IdlePilot, *keys: str) -> None:
    """Press keys that come all at once, as over a slow line, and let the screen settle."""
    for key in keys:
        pilot.app.post_message(key_event(key))
    await settled(pilot)


async def typed(pilot: IdlePilot, text: str, *keys: str) -> None:
    """Type a text, as fast as a paste would come, then press keys one by one, and let the screen settle."""
    for character in text:
        pilot.app.post_message(key_event(character))
    for key in keys:
        await pilot.pause()
        pilot.app.post_message(key_event(key))
    await settled(pilot)

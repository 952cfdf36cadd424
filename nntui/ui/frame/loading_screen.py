"""The first paint: the frame of the workspace, while all that fills it is still being loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from nntui.ui.frame.area import PaneArea
from nntui.ui.frame.header import Header, SessionStatus
from nntui.ui.panes import placed
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.events import Resize

    from nntui.render.glyphs import Glyphs

FIRST_PAINT = 0.03
"""Seconds that the first paint is given to reach the terminal before loading shares the interpreter with it."""


class LoadingScreen(Screen[None]):
    """Header, room for the score, empty panes and footer, laid out as the workspace will be.

    ``drawn`` is called once it is on the terminal.
    """

    DEFAULT_CSS = """
    LoadingScreen #score-line { height: 1; }
    LoadingScreen #footer { height: 1; dock: bottom; background: $panel; }
    """

    def __init__(self, glyphs: Glyphs, drawn: Callable[[], object]) -> None:
        super().__init__(classes=None if glyphs.braille else "-ascii")
        self._header = Header(glyphs)
        self._area = PaneArea([LinesView(id=pane.id) for pane in placed()])
        self._drawn: Callable[[], object] | None = drawn

    def compose(self) -> ComposeResult:
        """Header, score, the panes, footer."""
        yield self._header
        yield LinesView(id="score-line")
        yield self._area
        yield LinesView(id="footer")

    def on_mount(self) -> None:
        """Say what is being waited for."""
        self._header.update(SessionStatus(name="nntui", waiting="opening ..."))

    def on_resize(self, event: Resize) -> None:
        """Share out the room; after the first paint there is time to load what fills the panes."""
        self._area.share_out(event.size.width, event.size.height)
        drawn, self._drawn = self._drawn, None
        if drawn is not None:
            self.call_after_refresh(self.set_timer, FIRST_PAINT, drawn)

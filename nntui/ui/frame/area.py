"""The four panes and the room they share: all of them, one of them, or a line that asks for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

ROOM_FOR_FOUR = (80, 22)
ROOM_FOR_ONE = (60, 16)
"""Columns and rows of the terminal (DESIGN section 6)."""


class PaneArea(Container):
    """Shows ``panes`` two by two, or the current one alone where it is zoomed or the terminal is small."""

    def __init__(self, *panes: Widget) -> None:
        super().__init__(id="area")
        self._panes = panes
        self._current = panes[0]
        self._zoomed = False

    def compose(self) -> ComposeResult:
        """The panes, and the line for a terminal too small for any."""
        for pane in self._panes:
            pane.add_class("pane")
            pane.border_title = pane.id
            yield pane
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        """Begin with the first pane as the current one."""
        self._current.add_class("current")

    def mark_current(self, focused: Widget) -> Widget | None:
        """Make the pane that ``focused`` stands in the current one and return it; None where it stands in no pane."""
        pane = next((pane for pane in self._panes if pane in focused.ancestors_with_self), None)
        if pane is not None:
            self._current = pane
            for each in self._panes:
                each.set_class(each is pane, "current")
        return pane

    def go_to(self, name: str) -> None:
        """Put the focus into the pane called ``name``."""
        pane = next(pane for pane in self._panes if pane.id == name)
        self.mark_current(pane)  # first, because a pane that is not displayed cannot be focused
        (pane if pane.can_focus else next(child for child in pane.query("*") if child.can_focus)).focus()

    def zoom(self, width: int, height: int) -> None:
        """Give the current pane the whole area, or take it back."""
        self._zoomed = not self._zoomed
        self.share_out(width, height)

    def share_out(self, width: int, height: int) -> None:
        """Share out the room of a terminal of this size."""
        small = width < ROOM_FOR_ONE[0] or height < ROOM_FOR_ONE[1]
        self.set_class(small, "small")
        alone = self._zoomed or width < ROOM_FOR_FOUR[0] or height < ROOM_FOR_FOUR[1]
        self.set_class(alone and not small, "alone")
        self.query_one("#too-small", Static).update(f"nntui needs 60x16; this is {width}x{height}" if small else "")

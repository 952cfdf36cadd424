"""The panes and the room they share: side by side, one alone, or a line that asks for more room."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from nntui.render.text import Span, join_spans, width_of
from nntui.ui import panes as table
from nntui.ui.frame.titles import key_of_pane, name_with_key
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

PaneT = TypeVar("PaneT", bound=Widget)
ROOM_FOR_ALL = (80, 22)
ROOM_FOR_ONE = (60, 16)
"""Columns and rows of the terminal (DESIGN section 6)."""


class PaneName(NamedTuple):
    """The name of a pane with its key in it, that key in brackets, and whether it is the current pane."""

    name: str
    key: str
    current: bool

    @property
    def style(self) -> str:
        """The style of its text."""
        return "selected" if self.current else "dim"


class PaneBar(LinesView):
    """The names of all panes, the current one marked; where they do not fit, the last ones are their keys alone."""

    def __init__(self) -> None:
        super().__init__(id="pane-bar")
        self._names: Sequence[PaneName] = ()

    def update(self, names: Sequence[PaneName]) -> None:
        """Show these names."""
        self._names = names
        self.draw()

    def draw(self) -> None:
        """Draw what fits in the present width."""
        if not self.size.width:  # it is hidden
            return
        others = [place for place, name in enumerate(self._names) if not name.current]
        for named in range(len(others), -1, -1):
            short = set(others[named:])
            spans = [
                span
                for place, name in enumerate(self._names)
                for span in (Span(" "), Span(name.key if place in short else name.name, name.style))
            ]
            if width_of(spans) <= self.size.width:
                break
        self.show([join_spans(spans)] if self._names else [])


class PaneArea(Container):
    """Shows ``panes`` two by two, or the current one alone if it is zoomed, has no place, or the terminal is small."""

    def __init__(self, panes: Sequence[Widget]) -> None:
        super().__init__(id="area")
        self.panes = tuple(panes)
        self._current = panes[0]
        self._zoomed = False
        self._too_small = Static(id="too-small", markup=False)
        self._bar = PaneBar()

    def compose(self) -> ComposeResult:
        """The panes, and the line for a terminal too small for any."""
        titles = {record.id: record for record in table.PANES}
        for pane in self.panes:
            record = titles[pane.id or ""]
            pane.add_class(
                "pane", *() if record.place is not None else ("-alone",), update=False
            )  # it has no styles yet
            pane.border_title = Content(
                name_with_key(record.title, key_of_pane(host_of(self), record.id) or record.key)
            )
            yield pane
        yield self._too_small
        yield self._bar

    def on_mount(self) -> None:
        """Mark the first pane as the current one."""
        self._current.add_class("current")

    @property
    def current(self) -> Widget:
        """The pane that has, or had last, the focus."""
        return self._current

    def pane(self, name: str) -> Widget:
        """The pane with this id."""
        return next(pane for pane in self.panes if pane.id == name)

    def of(self, kind: type[PaneT]) -> PaneT:
        """The pane of this type."""
        return next(pane for pane in self.panes if isinstance(pane, kind))

    def mark_current(self, focused: Widget) -> Widget | None:
        """Make the pane around ``focused`` the current one and return it; None if there is none."""
        pane = next((pane for pane in self.panes if pane in focused.ancestors_with_self), None)
        if pane is not None:
            self._current = pane
            for each in self.panes:
                each.set_class(each is pane, "current")
            self.set_class(pane.has_class("-alone"), "with-other")
            self._draw_bar()
        return pane

    def _draw_bar(self) -> None:
        """Name all panes, with the keys that lead to them, where one has all the room."""
        keys = {record: key_of_pane(host_of(self), record.id) or record.key for record in table.PANES}
        self._bar.update(
            [
                PaneName(name_with_key(record.title, key), f"[{key}]", record.id == self._current.id)
                for record, key in keys.items()
            ]
        )

    def go_to(self, name: str) -> None:
        """Focus the pane with this id."""
        pane = self.pane(name)
        self.mark_current(pane)  # first, because a pane that is not displayed cannot be focused
        (pane if pane.can_focus else next(child for child in pane.query("*") if child.can_focus)).focus()

    def zoom(self, width: int, height: int) -> None:
        """Show the current pane alone, or all panes again."""
        self._zoomed = not self._zoomed
        self.share_out(width, height)

    def share_out(self, width: int, height: int) -> None:
        """Show as many panes as a terminal of this size has room for."""
        small = width < ROOM_FOR_ONE[0] or height < ROOM_FOR_ONE[1]
        self.set_class(small, "small")
        alone = self._zoomed or width < ROOM_FOR_ALL[0] or height < ROOM_FOR_ALL[1]
        self.set_class(alone and not small, "alone")
        self.set_class(alone and not small and not self._zoomed, "with-bar")
        self._draw_bar()
        self._too_small.update(f"nntui needs 60x16; this is {width}x{height}" if small else "")

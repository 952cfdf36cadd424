"""A widget that shows lines of spans and sends to the terminal only the lines that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from nntui.ui.looks import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from nntui.render.text import Line


class LinesView(Widget):
    """Shows lines of spans. ``show`` compares them with what stands there and repaints only the rows that differ."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LinesView { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._looks: dict[str, Style] = {}

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines from the top of the widget; rows that stay as they were are not sent again."""
        new, old = tuple(lines), self._lines
        self._lines = new
        width = self.size.width
        for y in range(max(len(new), len(old))):
            if y >= len(new) or y >= len(old) or new[y] != old[y]:
                self.refresh(Region(0, y, width, 1))

    def notify_style_update(self) -> None:
        """Forget looks worked out for another theme."""
        super().notify_style_update()
        self._looks.clear()

    def render_line(self, y: int) -> Strip:
        """One row, padded to the widget's width."""
        base = self._look("")
        line = self._lines[y] if y < len(self._lines) else ()
        strip = Strip([Segment(span.text, self._look(span.style)) for span in line])
        return strip.adjust_cell_length(self.size.width, base)

    def _look(self, name: str) -> Style:
        known = self._looks.get(name)
        if known is None:
            base = self.rich_style
            known = base + look(name, self.app.theme_variables) if name else base
            self._looks[name] = known
        return known

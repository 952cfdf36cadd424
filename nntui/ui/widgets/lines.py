"""A widget that shows lines of spans, and the theme's look of each style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


# Strength is told by dim, plain and bold, not by mixed colours: ansi themes and NO_COLOR have those too.
LOOKS = {
    "dim": "dim",
    "bold": "bold",
    "title": "bold $primary",
    "axis": "dim $foreground",
    "train": "$text-primary",
    "validation": "$text-warning",
    "plus1": "dim $text-primary",
    "plus2": "$text-primary",
    "plus3": "bold $text-primary",
    "minus1": "dim $text-warning",
    "minus2": "$text-warning",
    "minus3": "bold $text-warning",
    "node": "bold",
    "input": "$foreground",
    "target": "bold $text-success",
    "selected": "bold reverse",
    "cursor": "reverse",
    "warning": "$text-warning",
    "error": "bold $text-error",
    "held": "$text-warning",
    "good": "$text-success",
    # in the table
    "heading-here": "bold underline",
    "answer": "$text-success",
    "cursor-idle": "bold underline",
    "entry": "underline on $panel",
    "refused": "underline $text-error on $panel",
    "row": "on $panel",
    "row-dim": "dim on $panel",
    "row-held": "$text-warning on $panel",
    "row-answer": "$text-success on $panel",
}
"""Style name to attributes, colour and background, the last after ``on``; a ``$`` names a colour of the theme."""


def look(name: str, colours: Mapping[str, str]) -> Style:
    """The look of style ``name`` with a theme's ``colours``, to be laid over that of the widget."""
    style, ground = Style(), False
    for word in LOOKS[name].split():
        if word == "on":
            ground = True
        elif word.startswith("$"):
            colour = Color.parse(colours[word[1:]])
            if not colour.is_transparent:  # as grounds are in the terminal's own colours
                style += Style(bgcolor=colour.rich_color) if ground else Style(color=colour.rich_color)
        else:
            style += Style.parse(word)
    return style

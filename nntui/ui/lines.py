"""A widget that shows lines of spans and sends to the terminal only the lines that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from nntui.render.text import Line

SPAN_STYLES = (
    "dim", "bold", "title", "axis", "train", "validation", "plus1", "plus2", "plus3", "minus1", "minus2", "minus3",
    "node", "input", "target", "selected", "cursor", "warning", "error", "held", "good",
)  # fmt: skip
"""The style names that the render room uses; each is a component class ``span--NAME``."""


class LinesView(Widget):
    """Shows lines of spans. ``show`` compares them with what stands there and repaints only the rows that differ."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"span--{name}" for name in SPAN_STYLES}
    # Strength is told by dim, plain and bold, not by mixed colours: ansi themes and NO_COLOR have those too.
    DEFAULT_CSS = """
    LinesView {
        height: 1fr;
        .span--dim { text-style: dim; }
        .span--bold { text-style: bold; }
        .span--title { text-style: bold; color: $primary; }
        .span--axis { color: $foreground; text-style: dim; }
        .span--train { color: $text-primary; }
        .span--validation { color: $text-warning; }
        .span--plus1 { color: $text-primary; text-style: dim; }
        .span--plus2 { color: $text-primary; }
        .span--plus3 { color: $text-primary; text-style: bold; }
        .span--minus1 { color: $text-warning; text-style: dim; }
        .span--minus2 { color: $text-warning; }
        .span--minus3 { color: $text-warning; text-style: bold; }
        .span--node { text-style: bold; }
        .span--input { color: $foreground; }
        .span--target { color: $text-success; text-style: bold; }
        .span--selected { text-style: bold reverse; }
        .span--cursor { text-style: reverse; }
        .span--warning { color: $text-warning; }
        .span--error { color: $text-error; text-style: bold; }
        .span--held { color: $text-warning; }
        .span--good { color: $text-success; }
    }
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
        look = self._looks.get(name)
        if look is None:
            look = self.get_component_rich_style(f"span--{name}") if name else self.rich_style
            self._looks[name] = look
        return look

"""A widget that shows lines of spans in the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from nntui.render.text import attributes_of
from nntui.ui.widgets.guard import Guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nntui.render.text import Line

MOST_LOOKS = 4_096
"""Looks of styles that a view remembers."""


class LinesView(Guarded, Widget):
    """Shows lines of spans. ``show`` repaints only the rows that differ from those on the screen."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LinesView { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._looks: dict[str, Style] = {}

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines from the top of the widget; unchanged rows are not sent again."""
        new, old = tuple(lines), self._lines
        self._lines = new
        width = self.size.width
        for y in range(max(len(new), len(old))):
            if y >= len(new) or y >= len(old) or new[y] != old[y]:
                self.refresh(Region(0, y, width, 1))

    @property
    def shown_lines(self) -> tuple[Line, ...]:
        """The lines shown last."""
        return self._lines

    def draw(self) -> None:
        """Draw at the present size, where what is shown depends on it; a subclass says how."""

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.draw()

    def notify_style_update(self) -> None:
        """Forget the looks of another theme."""
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
            if len(self._looks) >= MOST_LOOKS:  # of the pixels of one picture after the other
                self._looks.clear()
            self._looks[name] = known
        return known


class DrawnLines(LinesView):
    """Shows what a function draws for the view's width, in as many rows as that takes."""

    DEFAULT_CSS = """
    DrawnLines { height: 1; }
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._lines_for: Callable[[int], Sequence[Line]] = lambda _: ()

    def show_drawn(self, lines_for: Callable[[int], Sequence[Line]]) -> None:
        """Show what ``lines_for`` draws for a width, now and for each width to come."""
        self._lines_for = lines_for
        self.draw()

    def draw(self) -> None:
        """Draw at the present width."""
        if self.size.width:
            lines = self._lines_for(self.size.width)
            self.styles.height = max(1, len(lines))
            self.show(lines)


def look(name: str, colours: Mapping[str, str]) -> Style:
    """The look of style ``name`` with the ``colours`` of a theme, to be added to that of the widget."""
    style, ground = Style(), False
    for word in attributes_of(name).split():
        if word == "on":
            ground = True
        elif word.startswith("#"):
            colour = Color.parse(word).rich_color
            style += Style(bgcolor=colour) if ground else Style(color=colour)
        elif word.startswith("$"):
            themed = _colour(word[1:], colours)
            if not themed.is_transparent:  # as grounds are in the terminal's own colours
                style += Style(bgcolor=themed.rich_color) if ground else Style(color=themed.rich_color)
        else:
            style += Style.parse(word)
    return style


def _colour(words: str, colours: Mapping[str, str]) -> Color:
    """The colour of that name, or the mixture ``a~b~percent``."""
    name, *mixed = words.split("~")
    colour = Color.parse(colours[name])
    return colour.blend(Color.parse(colours[mixed[0]]), int(mixed[1]) / 100) if mixed else colour

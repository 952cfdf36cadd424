"""The text on the screen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from rich.console import Console
from textual._compositor import Compositor
from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.geometry import Region
    from textual.screen import Screen
    from textual.strip import Strip

DRAWINGS: WeakKeyDictionary[Compositor, int] = WeakKeyDictionary()
"""The number of times that each screen was drawn."""
PICTURES: WeakKeyDictionary[App[Any], tuple[object, str]] = WeakKeyDictionary()
"""The last picture of each app as text, behind what it is a picture of."""


def screen_text(app: App[Any]) -> str:
    """The text on the screen, a line for each row."""
    compositor, stack = app.screen._compositor, app.screen_stack
    drawing = (compositor, DRAWINGS.get(compositor, 0), app.size)
    is_drawn = compositor in DRAWINGS and not any(_is_dirty(screen) for screen in stack)
    if is_drawn and app in PICTURES and PICTURES[app][0] == drawing:
        return PICTURES[app][1]
    # The picture that Textual exports, written as text: as SVG it takes fifteen times as long.
    with patch.object(Console, "export_svg", _as_text):
        lines = app.export_screenshot().split("\n")
    text = "\n".join(line.rstrip() for line in lines[: app.size.height])
    if is_drawn:
        PICTURES[app] = (drawing, text)
    return text


def _as_text(console: Console, **_: object) -> str:
    return console.export_text()


def _is_dirty(screen: Screen[Any]) -> bool:
    """Whether something of the screen has changed since it was drawn."""
    is_laid_out = not (screen._layout_required or screen._scroll_required or screen._recompose_required)
    return not is_laid_out or bool(
        screen._repaint_required or screen._dirty_widgets or screen._compositor._dirty_regions
    )


@contextmanager
def drawn_for_nobody() -> Iterator[None]:
    """Count the drawings of apps without a terminal, and let them end when every widget has drawn its lines.

    What Textual does next, cutting the lines to what goes to the terminal, is half of the work, and thrown away.
    Pictures are made whole.
    """
    compose, export = Compositor._render_chops, App.export_screenshot
    whole = False

    @contextmanager
    def drawing_whole() -> Iterator[None]:
        nonlocal whole
        before, whole = whole, True
        try:
            yield
        finally:
            whole = before

    def draw(self: Compositor, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        if whole:
            return compose(self, crop, is_rendered_line)
        DRAWINGS[self] = DRAWINGS.get(self, 0) + 1
        with drawing_whole():  # a dialog draws the screen under it as its own background
            for _ in self._get_renders(crop):
                pass
        return []

    def picture(self: App[Any], **given: Any) -> str:
        with drawing_whole():
            return export(self, **given)

    with patch.object(Compositor, "_render_chops", draw), patch.object(App, "export_screenshot", picture):
        yield

"""The text on the screen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App
    from textual.css.model import RuleSet
    from textual.screen import Screen

DRAWINGS: WeakKeyDictionary[Compositor, int] = WeakKeyDictionary()
"""The number of times that each screen was to be drawn."""
PICTURES: WeakKeyDictionary[App[Any], tuple[object, str]] = WeakKeyDictionary()
"""The last picture of each app as text, behind what it is a picture of."""


def screen_text(app: App[Any]) -> str:
    """The text on the screen, a line for each row: that of the picture that Textual exports, in less time."""
    compositor, stack = app.screen._compositor, app.screen_stack
    drawing = (compositor, DRAWINGS.get(compositor, 0), app.size)
    is_drawn = compositor in DRAWINGS and not any(_is_dirty(screen) for screen in stack)
    if is_drawn and app in PICTURES and PICTURES[app][0] == drawing:
        return PICTURES[app][1]
    visible_screen_stack.set(app._background_screens)
    text = "\n".join(strip.text.rstrip() for strip in compositor.render_strips(app.size))
    if is_drawn:
        PICTURES[app] = (drawing, text)
    return text


def _is_dirty(screen: Screen[Any]) -> bool:
    """Whether something of the screen has changed since it was drawn."""
    is_laid_out = not (screen._layout_required or screen._scroll_required or screen._recompose_required)
    return not is_laid_out or bool(
        screen._repaint_required or screen._dirty_widgets or screen._compositor._dirty_regions
    )


@contextmanager
def drawn_for_nobody() -> Iterator[None]:
    """Draw apps without a terminal only when a picture of them is wanted, and count the times they were to be drawn.

    What was last drawn is kept by the widgets themselves, so that a picture draws what changed since the one before.
    """
    update = Compositor.render_update

    def drawn(self: Compositor, full: bool = False, **given: Any) -> Any:
        if full:  # for a picture
            return update(self, full, **given)
        DRAWINGS[self] = DRAWINGS.get(self, 0) + 1
        self._dirty_regions.clear()
        return None

    with patch.object(Compositor, "render_update", drawn):
        yield


@contextmanager
def stylesheets_parsed_once() -> Iterator[None]:
    """Let all apps share the rules of the same text under the same theme: to parse them is a tenth of a start."""
    parse = Stylesheet._parse_rules
    parsed: dict[object, list[RuleSet]] = {}

    def rules(self: Stylesheet, css: str, *place: Any, **given: Any) -> list[RuleSet]:
        key = (css, place, tuple(given.items()), tuple(self._variables.items()))
        if key not in parsed:
            parsed[key] = parse(self, css, *place, **given)
        return parsed[key]

    with patch.object(Stylesheet, "_parse_rules", rules):
        yield

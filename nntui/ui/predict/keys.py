"""The keys of the predict pane: what each does, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from nntui.render.glyphs import fit
from nntui.render.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

PAGE = 10
"""Fields, or lines of a list, that page up and page down go on by."""
ALL = 1_000_000
"""More than there are of anything that is gone through."""


def _key(key: str, action: str, name: str, label: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(key, action, label, id=f"predict.{name}", tooltip=tooltip, show=show)


BINDINGS = (
    _key("v", "take_row", "take-row", "take row", "Take the values of the table's row", show=True),
    _key("k", "keep", "keep", "keep", "Keep this question and its answer in a list", show=True),
    _key("K", "show_kept", "kept", "kept", "The list of what was kept, and back", show=True),
    _key("f", "screen.dialogue('predict_file')", "file", "file", "Answer all rows of a file into another", show=True),
    _key("up", "move(0, -1)", "up", "above", "The field above, or the pixel"),
    _key("down", "move(0, 1)", "down", "below", "The field below, or the pixel"),
    _key("left", "move(-1, 0)", "left", "previous", "The word before, or the pixel to the left"),
    _key("right", "move(1, 0)", "right", "next", "The next word, or the pixel to the right"),
    _key("enter", "enter", "enter", "choose", "Choose a word from a list; take a number; a darker pixel"),
    _key("delete,backspace", "clear", "clear", "clear", "Empty the field; a white pixel; forget what was kept"),
    _key("escape", "restore", "restore", "as it was", "The field as it was; out of a list"),
    _key("plus", "darken(1)", "darker", "darker", "A darker pixel; a digit says how dark"),
    _key("minus", "darken(-1)", "lighter", "lighter", "A lighter pixel"),
    _key("shift+up", "stroke(0, -1)", "stroke-up", "stroke up", "Paint the pixel above"),
    _key("shift+down", "stroke(0, 1)", "stroke-down", "stroke down", "Paint the pixel below"),
    _key("shift+left", "stroke(-1, 0)", "stroke-left", "stroke left", "Paint the pixel to the left"),
    _key("shift+right", "stroke(1, 0)", "stroke-right", "stroke", "Paint the pixel to the right"),
    _key("C", "clear_all", "clear-all", "clear all", "A white picture; nothing kept any more"),
    _key("g", "as_numbers", "as-numbers", "numbers", "A picture's pixels as numbers, and back"),
    _key("pageup", f"move(0, {-PAGE})", "page-up", "10 up", "Ten fields up"),
    _key("pagedown", f"move(0, {PAGE})", "page-down", "10 down", "Ten fields down"),
    _key("home", f"move(0, {-ALL})", "first", "first", "The first field"),
    _key("end", f"move(0, {ALL})", "last", "last", "The last field"),
)

HINTS = {
    "picture": ("darker", "lighter", "stroke-right", "clear-all", "as-numbers"),
    "kept": ("enter", "clear", "clear-all", "kept"),
}
"""What is told at the foot of the pane where there is a line to spare, as the footer has no room for it."""


def hint(mode: str, shown: Callable[[Binding], str], width: int, glyphs: Glyphs) -> Line:
    """The keys of a picture or a list in ``width`` cells, each as ``shown`` has it; nothing for a form."""
    names = {f"predict.{name}" for name in HINTS.get(mode, ())}
    keys = "  ".join(f"{shown(each)} {each.description}" for each in BINDINGS if each.id in names)
    return (Span(fit(f" {keys}", width, glyphs=glyphs), "dim"),) if keys else ()

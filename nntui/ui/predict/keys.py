"""The line of keys at the foot of the predict pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.glyphs import fit
from nntui.render.text import Span

if TYPE_CHECKING:
    from nntui.render.text import Line
    from nntui.ui.host import HostApp

HINTS = {
    "picture": ("darker", "lighter", "stroke-right", "clear-all", "as-numbers"),
    "kept": ("kept", "enter", "clear", "clear-all"),
}
"""The commands that are shown at the foot of the pane where a line is free, as the footer has no room for them."""


def hint(mode: str, host: HostApp, width: int) -> Line:
    """The keys of a picture or a list in ``width`` cells; nothing for a form."""
    commands = [host.keymap.commands[f"predict.{name}"] for name in HINTS.get(mode, ())]
    keys = "  ".join(f"{host.key_shown(each.id)} {each.label}" for each in commands)
    return (Span(fit(f" {keys}", width, glyphs=host.glyphs), "dim"),) if keys else ()

"""How the render room's style names look: attributes and colours of the theme in force.

They are no component classes: Textual would match the style sheet against each of them in every pane whenever the focus
moves, 60 ms for a key that only goes to another pane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Mapping

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

"""The styles of all text on the screen by name."""

from __future__ import annotations

# Strength is shown by dim, plain and bold, not by mixed colours: ansi themes and NO_COLOR have those too.
LOOKS = {
    "dim": "dim",
    "bold": "bold",
    "title": "bold $primary",
    "warning": "$text-warning",
    "error": "bold $text-error",
    "good": "$text-success",
    "selected": "bold reverse",
    "cursor": "reverse",
    "cursor-idle": "bold underline",
    # curves
    "axis": "dim $foreground",
    "train": "$text-primary",
    "validation": "$text-warning",
    # numbers by sign and size
    "plus1": "dim $text-primary",
    "plus2": "$text-primary",
    "plus3": "bold $text-primary",
    "minus1": "dim $text-warning",
    "minus2": "$text-warning",
    "minus3": "bold $text-warning",
    # neurons
    "node": "bold",
    "input": "$foreground",
    "target": "bold $text-success",
    # the table
    "answer": "$text-success",
    "heading-here": "bold underline",
    "entry": "underline on $panel",
    "refused": "underline $text-error on $panel",
    "row": "on $panel",
}
"""Style name to attributes, colour and background, the last after ``on``; a ``$`` names a colour of the theme."""

ON_ROW = ("dim", "validation", "answer")
"""Styles that have a variant ``row-...`` for the cursor's row of the table."""
LOOKS |= {f"row-{name}": f"{LOOKS[name]} {LOOKS['row']}" for name in ON_ROW}

SHOWS_ON_BLANKS = frozenset(name for name, look in LOOKS.items() if {"reverse", "underline", "on"} & set(look.split()))
"""Styles that are visible on a blank, which must therefore not be drawn in the style of its neighbour."""

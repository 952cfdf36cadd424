"""Laying a piece of text over a line, cell for cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import clean
from nntui.render.text import Line, Span, merged, width_of

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.ui.grid.entry import Entry


def cut(line: Line, start: int, stop: int) -> Line:
    """The cells ``start`` up to ``stop`` of the line, spaces where it is shorter; half a wide character is a space."""
    spans: list[Span] = []
    x = 0
    for span in line:
        text = ""
        for character in span.text:
            end = x + cell_len(character)
            if start <= x and end <= stop and (end > x or x > start):
                text += character
            elif x < stop and end > start:
                text += " " * (min(end, stop) - max(x, start))
            x = end
        spans.append(Span(text, span.style))
    return merged([*spans, Span(" " * (stop - max(x, start)))])


def over(line: Line, x: int, field: Line, width: int) -> Line:
    """The line with the cells from ``x`` on taken by ``field``, which is ``width`` cells wide."""
    end = width_of(line)
    return merged([*cut(line, 0, x), *field, *cut(line, x + width, max(end, x + width))])


def entry_field(entry: Entry, width: int, style: str, glyphs: Glyphs) -> Line:
    """The entry in exactly ``width`` cells, moved along so that the place where one types is in sight.

    What is offered stands dim behind it.
    """
    text = clean(entry.text + entry.rest[:width], glyphs) + " "
    start = max(entry.at + 1 - width, 0)
    while cell_len(text[start : entry.at + 1]) > width:
        start += 1
    before, here, after = text[start : entry.at], text[entry.at], text[entry.at + 1 :][:width] + " " * width
    return cut((Span(before, style), Span(here, "cursor"), Span(after, "row-dim" if entry.rest else style)), 0, width)

"""Lines of styled spans, the styles by name, and lines of ranked parts that drop the least important for room."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(NamedTuple):
    """A piece of plain text and its style: a name in ``LOOKS``, "" for the default."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def join_spans(spans: Iterable[Span]) -> Line:
    """Join neighbours of one style and drop empty spans: fewer style changes, fewer bytes."""
    line: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if line and line[-1].style == span.style:
            line[-1] = Span(line[-1].text + span.text, span.style)
        else:
            line.append(span)
    return tuple(line)


def width_of(line: Iterable[Span]) -> int:
    """Width of a line in cells."""
    return sum(cell_len(span.text) for span in line)


class LinePart(NamedTuple):
    """A part of a line: a dim heading, a text, and a rank (the highest rank is dropped first)."""

    heading: str
    text: str
    rank: int
    style: str = ""

    @property
    def cells(self) -> int:
        """Width in cells."""
        return cell_len(self.heading) + cell_len(self.text)


def fit_parts(
    wordings: Sequence[Sequence[LinePart]], width: int, glyphs: Glyphs = UNICODE, separator: str = "  "
) -> Line:
    """The first wording that fits ``width``, or the last one without its least important parts."""
    for parts in wordings:
        if _cells(parts, separator) <= width:
            return _joined(parts, separator)
    parts = list(wordings[-1]) if wordings else []
    while len(parts) > 1 and _cells(parts, separator) > width:
        parts.remove(max(parts, key=lambda part: part.rank))
    if not parts or _cells(parts, separator) <= width:
        return _joined(parts, separator)
    return join_spans([Span(fit(parts[0].heading + parts[0].text, width, glyphs=glyphs), parts[0].style)])


def _cells(parts: Sequence[LinePart], separator: str) -> int:
    return sum(part.cells for part in parts) + cell_len(separator) * max(0, len(parts) - 1)


def _joined(parts: Sequence[LinePart], separator: str) -> Line:
    spans: list[Span] = []
    for number, part in enumerate(parts):
        heading = (separator if number else "") + part.heading
        spans += [Span(heading, "dim"), Span(part.text, part.style)]
    return join_spans(spans)


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
    # runs beside the present one
    "run-0": "$text-success",
    "run-1": "$text-accent",
    "run-2": "$text-secondary",
    "run-3": "$text-error",
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
"""Style name to attributes, colour and background, the last after ``on``; a ``$`` names a colour of the theme, and
``$a~b~30`` one that is 30 % of the way from ``a`` to ``b``."""

RUN_STYLES = 4


def run_style(number: int) -> str:
    """The style of the run with this number; its sign is needed to tell it from others."""
    return f"run-{number % RUN_STYLES}"


ON_ROW = ("dim", "validation", "answer")
"""Styles that have a variant ``row-...`` for the cursor's row of the table."""
LOOKS |= {f"row-{name}": f"{LOOKS[name]} {LOOKS['row']}" for name in ON_ROW}

MAP_LEVELS = 6
"""Shades of a map, from low to high."""


def _map_shade(level: int) -> str:
    """The colour of a level: the higher, the more of the theme's text colour is mixed into the background."""
    return f"$background~text-primary~{100 * level // (MAP_LEVELS - 1)}"


# Half a cell in one shade over half a cell in another; text on a shade.
LOOKS |= {
    f"map-{upper}-{lower}": f"{_map_shade(upper)} on {_map_shade(lower)}"
    for upper in range(MAP_LEVELS)
    for lower in range(MAP_LEVELS)
}
LOOKS |= {
    f"map-{level}": f"bold {'$background' if level > MAP_LEVELS // 2 else '$foreground'} on {_map_shade(level)}"
    for level in range(MAP_LEVELS)
}

SHOWS_ON_BLANKS = frozenset(name for name, look in LOOKS.items() if {"reverse", "underline", "on"} & set(look.split()))
"""Styles that are visible on a blank, which must therefore not be drawn in the style of its neighbour."""

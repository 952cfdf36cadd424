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
    "title": "bold $text-primary",
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
``$a~b~30`` one that is 30 % of the way from ``a`` to ``b``. ``pixel_style`` makes further names."""

RUN_STYLES = 4


def run_style(number: int) -> str:
    """The style of the run with this number; its sign is needed to tell it from others."""
    return f"run-{number % RUN_STYLES}"


ON_ROW = ("dim", "validation", "answer")
"""Styles that have a variant ``row-...`` for the cursor's row of the table."""
LOOKS |= {f"row-{name}": f"{LOOKS[name]} {LOOKS['row']}" for name in ON_ROW}

MAP_LEVELS = 6
"""Shades of a map, from low to high."""
HUES = ("text-primary", "text-warning", "text-success", "text-error", "text-secondary", "text-accent")
"""Colours of classes on a map; further ones begin again."""


def _mixed(colour: str, share: float) -> str:
    """So much of a colour of the theme in its background."""
    return f"$background~{colour}~{round(100 * share)}"


SIDES = (1.0, 0.6, 0.25)
"""The amount of colour that the levels on one side of a border have, the farthest first."""
MAP_SHADES: dict[str, tuple[str, ...]] = {
    "map": tuple(_mixed("text-primary", level / (MAP_LEVELS - 1)) for level in range(MAP_LEVELS)),
    "side": (
        *(_mixed("text-warning", share) for share in SIDES),
        *(_mixed("text-primary", share) for share in reversed(SIDES)),
    ),
    "class": tuple(_mixed(hue, share) for hue in HUES for share in (0.3, 0.7)),
}
"""The colours of the levels of each kind of map: low to high, either side of a border, two for each class.

The higher a level of "map", the lighter on a dark ground and the darker on a light one; the two sides of a border are
blue and orange, which the colour-blind can tell apart.
"""
DEEP = {"map": (4, 5), "side": (0, 5), "class": tuple(range(1, 2 * len(HUES), 2))}
"""The levels on which text has the colour of the background."""
# Half a cell in one shade over half a cell in another; text on a shade.
LOOKS |= {
    f"{kind}-{upper}-{lower}": f"{above} on {below}"
    for kind, shades in MAP_SHADES.items()
    for upper, above in enumerate(shades)
    for lower, below in enumerate(shades)
}
LOOKS |= {
    f"{kind}-{level}": f"bold {'$background' if level in DEEP[kind] else '$foreground'} on {shade}"
    for kind, shades in MAP_SHADES.items()
    for level, shade in enumerate(shades)
}

MOST_OF_COLOUR = 15
"""The highest level of red, green and blue: 16 are told apart on a small picture, and fewer colours are fewer bytes."""


def pixel_style(upper: Sequence[int], lower: Sequence[int] | None = None) -> str:
    """The style of a half block whose upper half has one colour and the lower half another, or that of what is around.

    Each is red, green and blue from 0 to ``MOST_OF_COLOUR``.
    """
    return "-".join("#" + "".join(f"{level:x}" for level in colour) for colour in (upper, lower) if colour is not None)


def attributes_of(style: str) -> str:
    """The attributes and colours of a style, as ``LOOKS`` has them."""
    return style.replace("-", " on ") if style.startswith("#") else LOOKS[style]


SHOWS_ON_BLANKS = frozenset(name for name, look in LOOKS.items() if {"reverse", "underline", "on"} & set(look.split()))
"""Styles that are visible on a blank, which must therefore not be drawn in the style of its neighbour."""

"""Lines of styled spans, and lines made of parts of which the least important are left out where room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(NamedTuple):
    """A piece of plain text and the name of its style, "" for the default; the screen gives the name a look."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def merged(spans: Iterable[Span]) -> Line:
    """The same line with neighbours of one style joined and empty spans left out: fewer style changes, fewer bytes."""
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
    """The cells that a line takes."""
    return sum(cell_len(span.text) for span in line)


def plain(lines: Sequence[Line]) -> str:
    """The text alone, one row a line: what tests and logs read."""
    return "\n".join("".join(span.text for span in line) for line in lines)


class LinePart(NamedTuple):
    """A piece of a line: its dim heading, its text, and its rank (the highest rank is dropped first)."""

    heading: str
    text: str
    rank: int
    style: str = ""

    @property
    def cells(self) -> int:
        """How wide it is."""
        return cell_len(self.heading) + cell_len(self.text)


def fitted(wordings: Sequence[Sequence[LinePart]], width: int, glyphs: Glyphs = UNICODE, separator: str = "  ") -> Line:
    """The first wording that fits ``width``; of the last, what is left when its least important parts are dropped."""
    for parts in wordings:
        if _cells(parts, separator) <= width:
            return _joined(parts, separator)
    parts = list(wordings[-1]) if wordings else []
    while len(parts) > 1 and _cells(parts, separator) > width:
        parts.remove(max(parts, key=lambda part: part.rank))
    if not parts or _cells(parts, separator) <= width:
        return _joined(parts, separator)
    return merged([Span(fit(parts[0].heading + parts[0].text, width, glyphs=glyphs), parts[0].style)])


def _cells(parts: Sequence[LinePart], separator: str) -> int:
    return sum(part.cells for part in parts) + cell_len(separator) * max(0, len(parts) - 1)


def _joined(parts: Sequence[LinePart], separator: str) -> Line:
    spans: list[Span] = []
    for number, part in enumerate(parts):
        heading = (separator if number else "") + part.heading
        spans += [Span(heading, "dim"), Span(part.text, part.style)]
    return merged(spans)

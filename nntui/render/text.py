"""Lines of styled spans, and lines of ranked parts that drop the least important ones when room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(NamedTuple):
    """A piece of plain text and its style: a name in ``styles.LOOKS``, "" for the default."""

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


def plain_text(lines: Sequence[Line]) -> str:
    """The text without styles, for tests and logs."""
    return "\n".join("".join(span.text for span in line) for line in lines)


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

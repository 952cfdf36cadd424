"""What the render room makes: lines of spans, each a piece of text with the name of a style."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

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

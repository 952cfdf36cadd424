"""A line made of pieces, of which the least important are left out where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs, fit
from nntui.render.text import Span, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.text import Line


class Part(NamedTuple):
    """A piece of a line: its dim heading, its text, and its rank (the highest rank is dropped first)."""

    heading: str
    text: str
    rank: int
    style: str = ""

    @property
    def cells(self) -> int:
        """How wide it is."""
        return cell_len(self.heading) + cell_len(self.text)


def fitted(wordings: Sequence[Sequence[Part]], width: int, glyphs: Glyphs = UNICODE, separator: str = "  ") -> Line:
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


def _cells(parts: Sequence[Part], separator: str) -> int:
    return sum(part.cells for part in parts) + cell_len(separator) * max(0, len(parts) - 1)


def _joined(parts: Sequence[Part], separator: str) -> Line:
    spans: list[Span] = []
    for number, part in enumerate(parts):
        heading = (separator if number else "") + part.heading
        spans += [Span(heading, "dim"), Span(part.text, part.style)]
    return merged(spans)

"""An SVG document: shapes and texts, whose colours follow the viewer's preference for light or dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    Point = tuple[float, float]
    Anchor = Literal["start", "middle", "end"]

LONGEST_TEXT = 120
"""Characters of a text; of a longer one the rest is "…"."""
TEXT_SIZE = 12
CHARACTER = 0.58
"""Width of a character, as a share of its size, on average."""
COLOURS = {
    "paper": ("#ffffff", "#0d1117"),
    "ink": ("#1f2328", "#e6edf3"),
    "faint": ("#6e7781", "#8b949e"),
    "rule": ("#d0d7de", "#30363d"),
    "plus": ("#0550ae", "#6cb6ff"),
    "minus": ("#bc4c00", "#f69d50"),
    "good": ("#1a7f37", "#57ab5a"),
    "other": ("#8250df", "#dcbdfb"),
    "pink": ("#bf3989", "#fc8dc7"),
    "gold": ("#7d4e00", "#daaa3f"),
}
"""Each colour on a light and on a dark ground."""
HUES = ("plus", "minus", "good", "other", "pink", "gold")
"""Colours that tell classes apart; further ones begin again."""


class SvgDocument:
    """Collects the elements of a picture of ``width`` times ``height`` units; ``title`` says what it shows.

    Text from outside is made visible and escaped here, and nowhere else.
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height = width, height
        self._title = title
        self._parts: list[str] = []

    def line(
        self,
        start: Point,
        end: Point,
        colour: str,
        *,
        width: float = 1.0,
        dashed: bool = False,
        share: float = 1.0,
    ) -> None:
        """A straight line, ``share`` of whose colour is over the ground."""
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        dash += f' stroke-opacity="{_n(share)}"' if share < 1 else ""
        ends = f'x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
        self._parts.append(f'<line class="s-{colour}" {ends} stroke-width="{_n(width)}"{dash}/>')

    def polyline(self, points: Iterable[Point], colour: str, *, width: float = 1.8, dash: str = "") -> None:
        """A curve through the points; one alone is a dot."""
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        if " " not in path:
            path = f"{path} {path}"
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<polyline class="s-{colour}" points="{path}" fill="none" stroke-width="{_n(width)}" '
            f'stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
        )

    def circle(self, centre: Point, radius: float, *, outline: str = "ink", fill: str = "paper") -> None:
        """A circle with an outline."""
        place = f'cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(radius)}"'
        self._parts.append(f'<circle class="s-{outline} f-{fill}" {place} stroke-width="1.4"/>')

    def rectangle(self, corner: Point, size: Point, fill: str, *, share: float = 1.0) -> None:
        """A rectangle without an outline, ``share`` of whose colour is over the ground."""
        place = f'x="{_n(corner[0])}" y="{_n(corner[1])}" width="{_n(size[0])}" height="{_n(size[1])}"'
        faded = f' fill-opacity="{_n(share)}"' if share < 1 else ""
        self._parts.append(f'<rect class="f-{fill}" {place}{faded} shape-rendering="crispEdges"/>')

    def text(
        self,
        place: Point,
        text: str,
        colour: str = "ink",
        *,
        anchor: Anchor = "start",
        size: float = TEXT_SIZE,
        over: bool = False,
    ) -> None:
        """A text whose base line begins, has its middle or ends at ``place``; legible ``over`` lines if that is said.

        There it has a rim in the colour of the ground, drawn by itself: few viewers know ``paint-order``.
        """
        if not text:
            return
        shown = escape(one_line(text, LONGEST_TEXT))
        where = f'x="{_n(place[0])}" y="{_n(place[1])}" text-anchor="{anchor}" font-size="{_n(size)}"'
        if over:
            self._parts.append(f'<text class="t s-paper" {where} stroke-width="3.5" aria-hidden="true">{shown}</text>')
        self._parts.append(f'<text class="t f-{colour}" {where}>{shown}</text>')

    def written(self) -> str:
        """The whole document."""
        size = f'width="{_n(self.width)}" height="{_n(self.height)}" viewBox="0 0 {_n(self.width)} {_n(self.height)}"'
        title = one_line(self._title, 2 * LONGEST_TEXT)
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(title)}>',
                f"<title>{escape(title)}</title>",
                f"<style>{_styles()}</style>",
                f'<rect class="f-paper" width="{_n(self.width)}" height="{_n(self.height)}"/>',
                *self._parts,
                "</svg>",
                "",
            ]
        )


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """The width of a text, an estimate: fonts differ."""
    return min(len(text), LONGEST_TEXT) * size * CHARACTER


def _styles() -> str:
    """The colours on a light ground, and in place of them those on a dark one where the viewer prefers it."""
    fonts = "font-family:ui-sans-serif,system-ui,'DejaVu Sans',sans-serif"

    def rules(ground: int) -> str:
        return "".join(
            f".s-{name}{{stroke:{pair[ground]}}}.f-{name}{{fill:{pair[ground]}}}" for name, pair in COLOURS.items()
        )

    return f".t{{{fonts}}}{rules(0)}@media(prefers-color-scheme:dark){{{rules(1)}}}"


def _n(number: float) -> str:
    """A number of units to hundredths, short."""
    return f"{number:.2f}".rstrip("0").rstrip(".")

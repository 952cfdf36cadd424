"""A sheet of cells to draw on: braille dots below, text on top, one style a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import UNICODE, Glyphs
from nntui.render.text import SHOWS_ON_BLANKS, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.render.text import Line

DOTS_ACROSS, DOTS_DOWN = 2, 4
"""Dots in a braille cell."""
BRAILLE_BLANK = 0x2800
"""The empty braille pattern; the eight dots are the low bits above it (Unicode 15, chapter 21.1)."""
BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bit of the dot at [column][row] of a cell."""
MASKS = tuple(
    tuple(tuple(sum(bits[first : last + 1]) for last in range(DOTS_DOWN)) for first in range(DOTS_DOWN))
    for bits in BITS
)
"""The bits at [column][first][last] of the dots from the first row to the last one."""
UPPER, LOWER = 0x01 | 0x02 | 0x08 | 0x10, 0x04 | 0x40 | 0x20 | 0x80
"""The dots in the upper and in the lower half of a cell."""


class Canvas:
    """``width`` by ``height`` cells, initially empty. Drawing outside of them does nothing: a caller need not clip.

    Dots add up within a cell, which takes the style of the last one; text covers dots.
    """

    def __init__(self, width: int, height: int, glyphs: Glyphs = UNICODE) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        self.glyphs = glyphs
        cells = self.width * self.height
        self._dots = [0] * cells
        self._styles = [""] * cells
        self._texts: dict[int, tuple[str, str]] = {}
        self._has_wide_text = False

    def dot(self, x: int, y: int, style: str) -> None:
        """Set the dot ``x`` from the left and ``y`` from the top (two a cell across, four down)."""
        self.stroke([(x // DOTS_ACROSS, y // DOTS_DOWN, BITS[x % DOTS_ACROSS][y % DOTS_DOWN])], style)

    def stroke(self, cells: Iterable[tuple[int, int, int]], style: str) -> None:
        """Set dots of many cells, each given as (column, row, bits)."""
        dots, styles, width, height = self._dots, self._styles, self.width, self.height
        for column, row, bits in cells:
            if 0 <= column < width and 0 <= row < height:
                index = row * width + column
                dots[index] |= bits
                styles[index] = style

    def line(self, x0: int, y0: int, x1: int, y1: int, style: str) -> None:
        """Set the dots of a straight line, including both ends."""
        for x, y in line_dots(x0, y0, x1, y1):
            self.dot(x, y, style)

    def vertical(self, x: int, y0: int, y1: int, style: str) -> None:
        """Set the dots of a vertical line, a whole cell at a time."""
        column, width = x // DOTS_ACROSS, self.width
        if not 0 <= column < width:
            return
        if y0 > y1:
            y0, y1 = y1, y0
        top, bottom = max(y0, 0), min(y1, self.height * DOTS_DOWN - 1)
        masks, dots, styles = MASKS[x % DOTS_ACROSS], self._dots, self._styles
        for row in range(top // DOTS_DOWN, bottom // DOTS_DOWN + 1):
            above = row * DOTS_DOWN
            index = row * width + column
            dots[index] |= masks[max(top - above, 0)][min(bottom - above, DOTS_DOWN - 1)]
            styles[index] = style

    def write(self, column: int, row: int, text: str, style: str = "") -> None:
        """Write text over the dots, its first character in ``column``; what lies outside is cut off."""
        if not 0 <= row < self.height:
            return
        if text.isascii() and not self._has_wide_text:
            start, first = row * self.width + column, max(0, -column)
            for offset in range(first, min(len(text), self.width - column)):
                self._texts[start + offset] = (text[offset], style)
            return
        for character in text:
            cells = cell_len(character)
            if cells == 0:
                self._add_mark(column - 1, row, character)
            elif column >= 0 and column + cells <= self.width:
                self._put(row * self.width + column, character, cells, style)
            column += cells

    def is_blank(self, column: int, row: int, cells: int) -> bool:
        """Whether nothing is drawn or written in so many cells from ``column`` on; those outside are blank."""
        start = row * self.width
        inside = range(start + max(0, column), start + min(column + cells, self.width))
        return not any(self._dots[index] or index in self._texts for index in inside)

    def rows(self) -> list[Line]:
        """The canvas as ``height`` lines without trailing blanks."""
        return [self._row(row * self.width) for row in range(self.height)]

    def _put(self, index: int, character: str, cells: int, style: str) -> None:
        """Write a character over earlier text; a wide character that loses one of its cells loses both."""
        for touched in range(index, index + cells):
            if self._texts.get(touched, (" ",))[0] == "":
                self._texts[touched - 1] = (" ", "")
        following = index + cells
        if following % self.width and self._texts.get(following, (" ",))[0] == "":
            self._texts[following] = (" ", "")
        self._texts[index] = (character, style)
        if cells == 2:
            self._has_wide_text = True
            self._texts[index + 1] = ("", style)

    def _add_mark(self, column: int, row: int, mark: str) -> None:
        index = row * self.width + column
        if not 0 <= column < self.width or index not in self._texts:
            return
        index -= self._texts[index][0] == ""
        character, style = self._texts[index]
        self._texts[index] = (character + mark, style)

    def _row(self, start: int) -> Line:
        """One line; a blank takes the style before it, which saves a change of style."""
        spans: list[Span] = []
        run, run_style, blanks = "", "", 0
        for index in range(start, start + self.width):
            if index in self._texts:
                text, style = self._texts[index]
            elif self._dots[index]:
                text, style = self._mark(self._dots[index]), self._styles[index]
            else:
                blanks += 1
                continue
            if text == " " and style not in SHOWS_ON_BLANKS:
                blanks += 1
                continue
            if blanks and run_style in SHOWS_ON_BLANKS:
                spans.append(Span(run, run_style))
                run, run_style = "", ""
            run += " " * blanks
            blanks = 0
            if style != run_style:
                spans.append(Span(run, run_style))
                run, run_style = "", style
            run += text
        spans.append(Span(run, run_style))
        return tuple(span for span in spans if span.text)

    def _mark(self, dots: int) -> str:
        if self.glyphs.braille:
            return chr(BRAILLE_BLANK + dots)
        upper, lower, both = self.glyphs.points
        return both if dots & UPPER and dots & LOWER else upper if dots & UPPER else lower


def line_dots(x0: int, y0: int, x1: int, y1: int) -> Iterable[tuple[int, int]]:
    """The dots of a straight line in order, by Bresenham's algorithm (1965) for all directions."""
    across, down = abs(x1 - x0), -abs(y1 - y0)
    step_x, step_y = (1 if x0 < x1 else -1), (1 if y0 < y1 else -1)
    error = across + down
    while True:
        yield x0, y0
        if (x0, y0) == (x1, y1):
            return
        doubled = 2 * error
        if doubled >= down:
            error += down
            x0 += step_x
        if doubled <= across:
            error += across
            y0 += step_y

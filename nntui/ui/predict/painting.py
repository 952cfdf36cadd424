"""A picture to paint beside what the network says of it; the bars of its classes stand to the right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.render.glyphs import fit
from nntui.render.picture import WIDE, picture
from nntui.render.text import Span, merged, width_of
from nntui.ui.predict import pixels
from nntui.ui.predict.answers import answer_lines, value_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import Answer
    from nntui.ui.predict.form import Form

LEAST_BARS, GOOD_BARS = 13, 20
"""Cells beside the picture that are kept for the answer, and those that it has before the picture is magnified."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A form whose fields are the pixels of a picture, ``side`` of them each way; ``at_cursor`` marks one of them."""

    form: Form
    side: int
    glyphs: Glyphs
    at_cursor: bool

    def beside(self, answers: Sequence[Answer], warnings: Sequence[str], width: int, height: int) -> list[Line]:
        """At most ``height`` lines of ``width`` cells: the picture, and beside it what the network says."""
        left = self._lines(width, height)
        room = max(map(width_of, left))
        briefly = [replace(answer, scaled="") for answer in answers]
        if len(answers) == 1 and answers[0].classes and height > len(left):
            left += value_lines(answers[0], room, self.glyphs, stale=False, certain=False)
            briefly = [replace(answers[0], scaled="", outputs=())]
        right = answer_lines(briefly, warnings, width - room, height, self.glyphs)  # lines that begin with a blank
        pairs = zip_longest(left[:height], right[1:] if right[:1] == [()] else right, fillvalue=())
        return [merged([*one, Span(" " * (room - width_of(one))), *other]) for one, other in pairs]

    def _lines(self, width: int, height: int) -> list[Line]:
        """The picture, and in the last line the pixel at the cursor with its number; the answer has room beside it."""
        times = max(1, min((width - GOOD_BARS) // (WIDE * self.side), (height - 1) // self.side))
        inks = pixels.inks(self.form.slots)
        rows = [inks[start : start + self.side] for start in range(0, len(inks), self.side)]
        magnified = [[ink for ink in row for _ in range(times)] for row in rows for _ in range(times)]
        row, column = (place * times + times // 2 for place in divmod(self.form.cursor, self.side))
        cursor = (row, column) if self.at_cursor else None
        lines = picture(magnified, max(1, width - LEAST_BARS), max(1, height - 1), cursor, self.glyphs)
        room = max(map(width_of, lines))
        here = self.form.slots[self.form.cursor]
        number = f" {here.text or 'empty'}"
        name = fit(f" {here.field.name}", max(1, room - len(number)), glyphs=self.glyphs).rstrip()
        number = fit(number, max(0, room - cell_len(name)), glyphs=self.glyphs)
        return [*lines, (Span(name, "input"), Span(number, "bold"))]

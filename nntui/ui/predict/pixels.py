"""Inputs that are the pixels of a picture, and painting it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.data.numbers import format_number
from nntui.render.glyphs import fit
from nntui.render.shades import PIXEL_WIDTH, picture
from nntui.render.text import Span, join_spans, width_of
from nntui.ui.predict.answers import answer_lines, value_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.column import Column
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import ShownAnswer
    from nntui.ui.predict.form import Form, Slot

LEAST_SIDE = 4
"""Pixels across below which numbers are easier to read than a picture."""
STEPS = 4
"""Strokes from white to black."""
DIGITS = "0123456789"
WORDS = frozenset({"pixel", "pix", "px"})
"""What names are made of that number the pixels from the first to the last."""

_NUMBERED = re.compile(r"(\D*)(\d+)", re.ASCII)
_IN_ROWS = re.compile(r"(\D*)(\d+)(\D+)(\d+)(\D*)", re.ASCII)


def side_of(columns: Sequence[Column]) -> int:
    """How many pixels the picture has across and down that ``columns`` are, row by row; 0 where they are none.

    They are as many as a square has, numbers of one scaling, and called by row and column (``r0c0``, ``1x1``) or
    numbered (``pixel 0``).
    """
    side = math.isqrt(len(columns))
    if side < LEAST_SIDE or side * side != len(columns):
        return 0
    if not all(column.numeric and column.scaling == columns[0].scaling for column in columns):
        return 0
    names = [column.name for column in columns]
    return side if _by_row_and_column(names, side) or _numbered(names) else 0


def _by_row_and_column(names: Sequence[str], side: int) -> bool:
    first = _IN_ROWS.fullmatch(names[0])
    if first is None:
        return False
    before, top, between, left, after = first.groups()
    places = ((int(top) + place // side, int(left) + place % side) for place in range(len(names)))
    return all(
        (found := _IN_ROWS.fullmatch(name)) is not None
        and (found[1], found[3], found[5]) == (before, between, after)
        and (int(found[2]), int(found[4])) == place
        for name, place in zip(names, places, strict=True)
    )


def _numbered(names: Sequence[str]) -> bool:
    first = _NUMBERED.fullmatch(names[0])
    if first is None or first[1].strip(" _-.").casefold() not in WORDS:
        return False
    start = int(first[2])
    return all(
        (found := _NUMBERED.fullmatch(name)) is not None and (found[1], int(found[2])) == (first[1], start + place)
        for place, name in enumerate(names)
    )


def reach(slots: Sequence[Slot]) -> tuple[float, float]:
    """White and black: the least and the largest number that any pixel was trained on; 0 and 1 where none is known."""
    ranges = [slot.field.trained for slot in slots if slot.field.trained is not None]
    low, high = min((each[0] for each in ranges), default=0.0), max((each[1] for each in ranges), default=1.0)
    return low, high if high > low else low + 1


def inks_of(slots: Sequence[Slot]) -> list[float]:
    """How dark each pixel is, from 0 to 1; an empty one is white."""
    low, high = reach(slots)
    return [
        min(1.0, max(0.0, (slot.cell - low) / (high - low))) if isinstance(slot.cell, int | float) else 0.0
        for slot in slots
    ]


def move(form: Form, side: int, across: int, down: int) -> None:
    """Put the cursor so many pixels further, as far as the picture goes."""
    row, column = divmod(form.cursor, side)
    row, column = max(0, min(side - 1, row + down)), max(0, min(side - 1, column + across))
    form.go(row * side + column - form.cursor)


def ink(form: Form, share: float) -> None:
    """Make the pixel at the cursor so dark, from 0 to 1."""
    if form.here is not None:
        _put(form.here, reach(form.slots), share)


def typed(form: Form, character: str | None) -> bool:
    """Take a digit, 0 for white to 9 for black; False for what is none."""
    if character is None or character not in DIGITS:
        return False
    ink(form, DIGITS.index(character) / (len(DIGITS) - 1))
    return True


def inked(slots: Sequence[Slot]) -> int:
    """How many pixels are not white."""
    return sum(map(bool, inks_of(slots)))


def darken(form: Form, strokes: int) -> None:
    """Make the pixel at the cursor darker by so many strokes, or lighter."""
    ink(form, min(1.0, max(0.0, inks_of(form.slots)[form.cursor] + strokes / STEPS)))


def wipe(form: Form) -> None:
    """Make every pixel white."""
    white_and_black = reach(form.slots)
    for slot in form.slots:
        _put(slot, white_and_black, 0.0)


def _put(slot: Slot, white_and_black: tuple[float, float], share: float) -> None:
    white, black = white_and_black
    number = white + share * (black - white)
    slot.put(str(round(number)) if slot.field.column.whole else format_number(float(f"{number:.6g}")))


LEAST_BARS, GOOD_BARS = 13, 20
"""Cells beside the picture that are kept for the answer, and those that it has before the picture is magnified."""


@dataclass(frozen=True, slots=True)
class PaintedPicture:
    """A form whose fields are the pixels of a picture, ``side`` of them each way; ``at_cursor`` marks one of them."""

    form: Form
    side: int
    glyphs: Glyphs
    at_cursor: bool

    def beside(self, answers: Sequence[ShownAnswer], warnings: Sequence[str], width: int, height: int) -> list[Line]:
        """At most ``height`` lines of ``width`` cells: the picture, and beside it what the network says."""
        left = self._lines(width, height)
        room = max(map(width_of, left))
        briefly = [replace(answer, scaled="") for answer in answers]
        if len(answers) == 1 and answers[0].classes and height > len(left):
            left += value_lines(answers[0], room, self.glyphs, stale=False, certain=False)
            briefly = [replace(answers[0], scaled="", outputs=())]
        right = answer_lines(briefly, warnings, width - room, height, self.glyphs)  # lines that begin with a blank
        pairs = zip_longest(left[:height], right[1:] if right[:1] == [()] else right, fillvalue=())
        return [join_spans([*one, Span(" " * (room - width_of(one))), *other]) for one, other in pairs]

    def _lines(self, width: int, height: int) -> list[Line]:
        """The picture, and in the last line the pixel at the cursor with its number; the answer has room beside it."""
        times = max(1, min((width - GOOD_BARS) // (PIXEL_WIDTH * self.side), (height - 1) // self.side))
        inks = inks_of(self.form.slots)
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

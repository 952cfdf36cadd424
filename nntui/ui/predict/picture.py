"""Inputs that are the pixels of a picture, and the mode of the predict pane in which it is painted."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.data.numbers import format_number
from nntui.data.scalings import BRIGHTEST
from nntui.render.glyphs import clean, fit
from nntui.render.pixels import pixel_lines
from nntui.render.shades import PIXEL_WIDTH, picture
from nntui.render.text import Span, join_spans, width_of
from nntui.ui.predict.answers import answer_lines
from nntui.ui.predict.modes import FormMode, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.pixels import PixelGrid
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import ShownAnswer
    from nntui.ui.predict.form import Form, Slot
    from nntui.ui.predict.modes import Notes, Sheet

STEPS = 4
"""Strokes of a pen from white to black."""
DIGITS = "0123456789"
LEAST_READING = 16
"""Cells for the name and the numbers of a pixel, which may be more than a small picture has."""
LEAST_BARS, GOOD_BARS = 13, 20
"""Cells beside the picture that are reserved for the answer, and that it needs before the picture is magnified."""


def count_inked(slots: Sequence[Slot], grid: PixelGrid) -> int:
    """Number of pixels that are not white."""
    return sum(map(bool, _inks_of(slots, grid)))


def _range_of(slots: Sequence[Slot], grid: PixelGrid) -> tuple[float, float]:
    """The numbers of white and black: a file's, else the least and largest in training, 0 and 1 if unknown."""
    if grid.of_file:
        return BRIGHTEST, 0.0
    ranges = [slot.field.trained for slot in slots if slot.field.trained is not None]
    low, high = min((each[0] for each in ranges), default=0.0), max((each[1] for each in ranges), default=1.0)
    return low, high if high > low else low + 1


def _inks_of(slots: Sequence[Slot], grid: PixelGrid) -> list[float]:
    """How dark each number of a pixel is, from 0 to 1; an empty one is white."""
    white, black = _range_of(slots, grid)
    return [
        min(1.0, max(0.0, (slot.cell - white) / (black - white))) if isinstance(slot.cell, int | float) else 0.0
        for slot in slots
    ]


class PictureMode(FormMode):
    """The form as a picture, the pixels of a ``grid``, which is painted in greys."""

    hints = ("predict.darker", "predict.lighter", "predict.stroke-right", "predict.clear-all", "predict.as-numbers")

    def __init__(self, form: Form, grid: PixelGrid) -> None:
        super().__init__(form)
        self._grid, self._side, self._channels = grid, grid.side, len(grid.channels)

    @property
    def _pixel(self) -> int:
        """The number of the pixel at the cursor, and of the first of its slots."""
        return self._form.cursor // self._channels

    @property
    def _here(self) -> list[Slot]:
        """The slots of the pixel at the cursor."""
        first = self._pixel * self._channels
        return self._form.slots[first : first + self._channels]

    def type_key(self, _: str, character: str | None, /) -> bool:
        """Take a digit, from 0 for white to 9 for black."""
        if character is None or character not in DIGITS:
            return False
        self._ink(DIGITS.index(character) / (len(DIGITS) - 1))
        return True

    def enter(self) -> Mode | None:
        """Make the pixel darker."""
        self.darken(1)
        return self

    def move(self, across: int, down: int, /) -> None:
        """Move the cursor within the picture."""
        row, column = divmod(self._pixel, self._side)
        row, column = max(0, min(self._side - 1, row + down)), max(0, min(self._side - 1, column + across))
        self._form.go((row * self._side + column) * self._channels - self._form.cursor)

    def stroke(self, across: int, down: int) -> None:
        """Move the cursor, and paint there."""
        self.move(across, down)
        self._ink(1.0)

    def darken(self, strokes: int) -> None:
        """Make the pixel at the cursor darker, or lighter."""
        white_and_black = _range_of(self._form.slots, self._grid)
        inks = _inks_of(self._form.slots, self._grid)[self._pixel * self._channels :]
        for slot, ink in zip(self._here, inks, strict=False):
            _put(slot, white_and_black, min(1.0, max(0.0, ink + strokes / STEPS)))

    def clear(self) -> None:
        """Make the pixel at the cursor white."""
        self._ink(0.0)

    def clear_all(self) -> None:
        """Make every pixel white."""
        white_and_black = _range_of(self._form.slots, self._grid)
        for slot in self._form.slots:
            _put(slot, white_and_black, 0.0)

    def _ink(self, share: float) -> None:
        white_and_black = _range_of(self._form.slots, self._grid)
        for slot in self._here:
            _put(slot, white_and_black, share)

    def draw(self, sheet: Sheet) -> tuple[list[Line], Notes]:
        """The picture, and the answers beside it."""
        answers, glyphs, height = sheet.answers, sheet.glyphs, sheet.height
        left = self._picture(sheet)
        room = max(map(width_of, left))
        briefly = [replace(answer, scaled="") for answer in answers]
        if len(answers) == 1 and answers[0].classes and height > len(left):
            left.append(_named_answer(answers[0], room, glyphs))
            briefly = [replace(answers[0], scaled="", outputs=())]
        right = answer_lines(briefly, sheet.warnings, sheet.width - room, height, glyphs)
        right = right[1:] if right[:1] == [()] else right
        pairs = zip_longest(left[:height], right, fillvalue=())
        return [join_spans([*one, Span(" " * (room - width_of(one))), *other]) for one, other in pairs], []

    def _picture(self, sheet: Sheet) -> list[Line]:
        """The picture, magnified if there is room, and a line for the pixel at the cursor."""
        width, height = max(1, sheet.width - LEAST_BARS), max(1, sheet.height - 1)
        cursor = divmod(self._pixel, self._side) if sheet.focused else None
        if self._grid.of_file:
            wide = max(self._side, sheet.width // 2, sheet.width - GOOD_BARS)
            lines, least = self._in_colours(sheet, (min(width, wide), height), cursor), min(width, LEAST_READING)
        else:
            lines, least = self._in_inks(sheet, (width, height), cursor), 0
        return [*lines, self._reading(max(least, *map(width_of, lines), 0), sheet.glyphs)]

    def _in_colours(self, sheet: Sheet, size: tuple[int, int], cursor: tuple[int, int] | None) -> list[Line]:
        """The picture of a file."""
        import numpy as np

        shares = np.array([1.0 - ink for ink in _inks_of(self._form.slots, self._grid)])
        pixels = shares.reshape(self._side, self._side, self._channels)
        return pixel_lines(pixels, *size, cursor, sheet.glyphs, shaded=sheet.shaded)

    def _in_inks(self, sheet: Sheet, size: tuple[int, int], cursor: tuple[int, int] | None) -> list[Line]:
        """The picture of a table that has any numbers for white and black."""
        times = max(1, min((sheet.width - GOOD_BARS) // (PIXEL_WIDTH * self._side), size[1] // self._side))
        inks = _inks_of(self._form.slots, self._grid)
        rows = [inks[start : start + self._side] for start in range(0, len(inks), self._side)]
        magnified = [[ink for ink in row for _ in range(times)] for row in rows for _ in range(times)]
        place = None if cursor is None else (cursor[0] * times + times // 2, cursor[1] * times + times // 2)
        return picture(magnified, *size, place, sheet.glyphs)

    def _reading(self, room: int, glyphs: Glyphs) -> Line:
        """The name of the pixel at the cursor and its numbers, in ``room`` cells."""
        number = " ".join(["", *(slot.text or "empty" for slot in self._here)])
        name = self._here[0].field.name
        if self._grid.coloured:
            name = ",".join(str(each) for each in divmod(self._pixel, self._side))
        name = fit(f" {name}", max(1, room - len(number)), glyphs=glyphs).rstrip()
        number = fit(number, max(0, room - cell_len(name)), glyphs=glyphs)
        return (Span(name, "input"), Span(number, "bold"))


def _named_answer(answer: ShownAnswer, room: int, glyphs: Glyphs) -> Line:
    """The class and, where there is room, the true one: ``digit: 3 true 8``."""
    (name, value), truth = answer.outputs[0], answer.truths[0] if answer.truths else ""
    shown = f" {name}: {value}"
    more = f" true {truth}" if truth and cell_len(clean(f"{shown} true {truth}", glyphs)) <= room else ""
    return (Span(fit(shown + more, room, glyphs=glyphs), "target"),)


def _put(slot: Slot, white_and_black: tuple[float, float], share: float) -> None:
    white, black = white_and_black
    number = white + share * (black - white)
    slot.put(str(round(number)) if slot.field.column.whole else format_number(float(f"{number:.6g}")))

"""Inputs that are the pixels of a picture, and the mode of the predict pane in which it is painted."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.data.numbers import format_number
from nntui.render.glyphs import clean, fit
from nntui.render.shades import PIXEL_WIDTH, picture
from nntui.render.text import Span, join_spans, width_of
from nntui.ui.predict.answers import answer_lines
from nntui.ui.predict.modes import FormMode, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.predict.answers import ShownAnswer
    from nntui.ui.predict.form import Form, Slot
    from nntui.ui.predict.modes import Notes, Sheet

STEPS = 4
"""Strokes of a pen from white to black."""
DIGITS = "0123456789"
LEAST_BARS, GOOD_BARS = 13, 20
"""Cells beside the picture that are reserved for the answer, and that it needs before the picture is magnified."""


def count_inked(slots: Sequence[Slot]) -> int:
    """Number of pixels that are not white."""
    return sum(map(bool, _inks_of(slots)))


def _range_of(slots: Sequence[Slot]) -> tuple[float, float]:
    """The numbers of white and black: the least and largest of any pixel in training, 0 and 1 if unknown."""
    ranges = [slot.field.trained for slot in slots if slot.field.trained is not None]
    low, high = min((each[0] for each in ranges), default=0.0), max((each[1] for each in ranges), default=1.0)
    return low, high if high > low else low + 1


def _inks_of(slots: Sequence[Slot]) -> list[float]:
    """How dark each pixel is, from 0 to 1; an empty one is white."""
    low, high = _range_of(slots)
    return [
        min(1.0, max(0.0, (slot.cell - low) / (high - low))) if isinstance(slot.cell, int | float) else 0.0
        for slot in slots
    ]


class PictureMode(FormMode):
    """The form as a picture of ``side`` by ``side`` pixels, which is painted."""

    hints = ("predict.darker", "predict.lighter", "predict.stroke-right", "predict.clear-all", "predict.as-numbers")

    def __init__(self, form: Form, side: int) -> None:
        super().__init__(form)
        self._side = side

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
        row, column = divmod(self._form.cursor, self._side)
        row, column = max(0, min(self._side - 1, row + down)), max(0, min(self._side - 1, column + across))
        self._form.go(row * self._side + column - self._form.cursor)

    def stroke(self, across: int, down: int) -> None:
        """Move the cursor, and paint there."""
        self.move(across, down)
        self._ink(1.0)

    def darken(self, strokes: int) -> None:
        """Make the pixel at the cursor darker, or lighter."""
        self._ink(min(1.0, max(0.0, _inks_of(self._form.slots)[self._form.cursor] + strokes / STEPS)))

    def clear(self) -> None:
        """Make the pixel at the cursor white."""
        self._ink(0.0)

    def clear_all(self) -> None:
        """Make every pixel white."""
        white_and_black = _range_of(self._form.slots)
        for slot in self._form.slots:
            _put(slot, white_and_black, 0.0)

    def _ink(self, share: float) -> None:
        if self._form.here is not None:
            _put(self._form.here, _range_of(self._form.slots), share)

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
        width, height, glyphs = sheet.width, sheet.height, sheet.glyphs
        times = max(1, min((width - GOOD_BARS) // (PIXEL_WIDTH * self._side), (height - 1) // self._side))
        inks = _inks_of(self._form.slots)
        rows = [inks[start : start + self._side] for start in range(0, len(inks), self._side)]
        magnified = [[ink for ink in row for _ in range(times)] for row in rows for _ in range(times)]
        row, column = (index * times + times // 2 for index in divmod(self._form.cursor, self._side))
        cursor = (row, column) if sheet.focused else None
        lines = picture(magnified, max(1, width - LEAST_BARS), max(1, height - 1), cursor, glyphs)
        room = max(map(width_of, lines))
        here = self._form.slots[self._form.cursor]
        number = f" {here.text or 'empty'}"
        name = fit(f" {here.field.name}", max(1, room - len(number)), glyphs=glyphs).rstrip()
        number = fit(number, max(0, room - cell_len(name)), glyphs=glyphs)
        return [*lines, (Span(name, "input"), Span(number, "bold"))]


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

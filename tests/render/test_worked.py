"""Worked lines: what is written in which room, and a result that is to be guessed."""

from __future__ import annotations

from nntui.render.glyphs import ASCII
from nntui.render.text import width_of
from nntui.render.worked import WorkedLine, worked_lines

LINE = WorkedLine("z", "x1 w1 + x2 w2", "0.6667 · 1.541 + 1 · 0.5684", "≈", "1.596", "the sum")


def texts(*lines: WorkedLine, width: int = 80, hides_last: bool = False) -> list[str]:
    return ["".join(span.text for span in line) for line in worked_lines(lines, width, hides_last=hides_last)]


def test_the_formula_stands_above_its_numbers_and_the_result() -> None:
    assert texts(LINE) == [" z (the sum) = x1 w1 + x2 w2", "             = 0.6667 · 1.541 + 1 · 0.5684 ≈ 1.596"]


def test_many_lines_are_one_row_each() -> None:
    assert texts(*[LINE] * 4)[0] == " z (the sum) = x1 w1 + x2 w2 = 0.6667 · 1.541 + 1 · 0.5684 ≈ 1.596"


def test_a_result_to_be_guessed_is_hidden() -> None:
    (*_, last) = texts(LINE, LINE, hides_last=True)
    assert last.endswith("0.5684 = ?")


def test_nothing_is_wider_than_its_room_or_beyond_ascii() -> None:
    for width in range(24, 70):
        for line in worked_lines([LINE] * 5, width, ASCII):
            assert width_of(line) <= width
            assert all(span.text.isascii() for span in line)

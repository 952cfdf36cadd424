"""A canvas adds dots up in cells and keeps lines short."""

from __future__ import annotations

from rich.cells import cell_len

from nntui.render.canvas import Canvas
from nntui.render.glyphs import ASCII
from nntui.render.text import Span
from tests.plain_text import plain_text


def test_a_line_is_drawn_in_braille() -> None:
    canvas = Canvas(4, 2)
    canvas.line(0, 0, 7, 7, "plus1")
    assert plain_text(canvas.rows()) == "⠑⢄\n  ⠑⢄"
    assert canvas.rows()[0] == (Span("⠑⢄", "plus1"),)


def test_lines_are_the_same_drawn_from_either_end_of_an_axis() -> None:
    for ends in ((0, 3, 9, 3), (4, 0, 4, 11)):
        there, back = Canvas(5, 3), Canvas(5, 3)
        there.line(*ends, "plus1")
        back.line(ends[2], ends[3], ends[0], ends[1], "plus1")
        assert there.rows() == back.rows()


def test_a_vertical_line_is_the_dots_one_by_one() -> None:
    whole, single = Canvas(3, 4), Canvas(3, 4)
    whole.vertical(3, 13, 2, "train")
    for y in range(2, 14):
        single.dot(3, y, "train")
    assert whole.rows() == single.rows()


def test_the_last_style_in_a_cell_wins_and_its_dots_add_up() -> None:
    canvas = Canvas(1, 1)
    canvas.dot(0, 0, "train")
    canvas.dot(1, 3, "validation")
    assert canvas.rows() == [(Span("⢁", "validation"),)]


def test_text_covers_dots() -> None:
    canvas = Canvas(6, 1)
    canvas.line(0, 0, 11, 0, "plus1")
    canvas.write(1, 0, " +1 ", "plus2")
    assert plain_text(canvas.rows()) == "⠉ +1 ⠉"


def test_drawing_outside_the_canvas_does_nothing() -> None:
    canvas = Canvas(3, 1)
    canvas.line(-9, -9, 20, 20, "plus1")
    canvas.write(-1, 0, "abcdef", "dim")
    canvas.write(0, 5, "below")
    canvas.vertical(99, -5, 50, "train")
    assert plain_text(canvas.rows()) == "bcd"


def test_a_wide_character_is_never_split() -> None:
    canvas = Canvas(4, 1)
    canvas.write(0, 0, "日本", "input")
    canvas.write(1, 0, "x", "node")
    assert plain_text(canvas.rows()) == " x本"
    canvas.write(3, 0, "日", "node")
    canvas.write(2, 0, "é\u0301", "node")
    assert plain_text(canvas.rows()) == " xé\u0301"
    assert all(cell_len(plain_text([row])) <= 4 for row in canvas.rows())


def test_a_blank_costs_no_change_of_style() -> None:
    canvas = Canvas(9, 1)
    canvas.write(0, 0, "a", "plus1")
    canvas.write(4, 0, "b", "plus1")
    assert canvas.rows() == [(Span("a   b", "plus1"),)]


def test_a_blank_never_takes_a_style_that_may_have_a_background() -> None:
    canvas = Canvas(9, 1)
    canvas.write(0, 0, "a", "selected")
    canvas.write(4, 0, "b", "plus1")
    assert canvas.rows() == [(Span("a", "selected"), Span("   "), Span("b", "plus1"))]


def test_dots_have_an_ascii_form() -> None:
    canvas = Canvas(3, 1, ASCII)
    canvas.dot(0, 0, "train")
    canvas.dot(2, 3, "train")
    canvas.vertical(4, 0, 3, "train")
    assert plain_text(canvas.rows()) == "'.:"


def test_an_empty_canvas_has_its_lines() -> None:
    assert Canvas(5, 3).rows() == [(), (), ()]
    assert Canvas(-1, -1).rows() == []

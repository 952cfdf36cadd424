"""The lines of the lesson strip."""

from __future__ import annotations

import pytest

from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.text import Span
from nntui.ui.lesson.conductor import is_same
from nntui.ui.lesson.view import LessonView, foot_line, pages, text_lines
from tests.plain_text import plain_text
from tests.session.saved import NETWORK, checkpoint, flat, trained

VIEW = LessonView(
    " lesson ",
    (("One two three four.\nFive \x1b[31mñ.", ""),),
    ("up", "down"),
    "press s (step)",
    (("1-2", "guess"), (")", "skip"), ("*", "lessons")),
    ((")", "read on"),),
)


def test_texts_are_wrapped_and_choices_stand_side_by_side_where_they_fit() -> None:
    wide, narrow = (plain_text(text_lines(VIEW, *given)).split("\n") for given in ((20, UNICODE), (12, ASCII)))
    assert wide == ["One two three four.", "Five ␛[31mñ.", "1 up   2 down"]
    assert narrow == ["One two", "three four.", "Five", "?[31m?.", "1 up", "2 down"]


@pytest.mark.parametrize(
    ("lines", "rows", "last_full", "wanted"),
    [
        (0, 3, False, [""]),
        (3, 3, False, ["012"]),
        (4, 3, False, ["01", "23"]),
        (5, 4, False, ["012", "34"]),
        (2, 0, False, ["0", "1"]),
        (0, 3, True, [""]),
        (4, 3, True, ["012", "123"]),
    ],
)
def test_pages_are_even_and_a_question_stays_by_its_choices(
    lines: int, rows: int, last_full: bool, wanted: list[str]
) -> None:
    found = pages([(Span(str(at)),) for at in range(lines)], rows, last_full=last_full)
    assert [plain_text(page).replace("\n", "") for page in found] == wanted


def test_keys_for_guessing_are_shown_where_the_choices_are() -> None:
    first, last = (plain_text([foot_line(VIEW, 80, page, 2, UNICODE)]) for page in range(2))
    assert first == ") read on  page 1 of 2  "
    assert last == "› press s (step)  1-2 guess  ) skip  * lessons  page 2 of 2  "
    for width in range(1, 60):
        assert len(plain_text([foot_line(VIEW, width, 1, 2, UNICODE)])) <= width


def test_what_a_lesson_has_seen_is_told_apart_although_arrays_have_no_equality() -> None:
    one, other = (trained(checkpoint=checkpoint(weights=flat(seed, NETWORK.parameters))) for seed in (1, 2))
    assert is_same(one, one)
    assert not is_same(one, other)
    assert is_same(3, 3)
    assert is_same("da", "d" + "a")
    assert not is_same(None, 0)

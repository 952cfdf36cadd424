"""Outside text is made safe by one set of rules: on the screen, in messages and on the command line."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.cli import output
from nntui.render.glyphs import ASCII, clean
from nntui.safe_text import as_list, one_line, quoted, visible, visible_lines

HOSTILE = [
    ("evil\u202egnp.exe", "evil�gnp.exe"),
    ("a\u2066b\u2069c\u200bd\ufeff", "a�b�c�d�"),
    ("line\u2028end\u2029", "line�end�"),
    ("\x1b[31mred\x07", "␛[31mred␇"),
    ("c1\x9bm rub\x7fout", "c1�m rub␡out"),
    ("half \ud800 pair", "half � pair"),
    ("heart\u2764\ufe0f", "heart❤�"),
    ("no\u00a0break\u3000wide", "no break wide"),
    ("\u0301lone z" + "\u0301" * 5, "�lone z" + "\u0301" * 3 + "�\u0301"),
]


class Stream(io.StringIO):
    """Standard output that says whether it is a terminal."""

    encoding = "utf-8"

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(("raw", "shown"), HOSTILE)
def test_the_screen_a_message_and_the_command_line_show_the_same(
    raw: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", stdout := Stream(terminal=True))
    output.say(raw)
    output.say_data(raw)
    assert stdout.getvalue() == f"{shown}\n{shown}\n"
    assert visible(raw) == one_line(raw) == as_list([raw]) == clean(raw) == shown
    assert quoted(raw) == f"'{shown}'"


def test_data_goes_to_a_pipe_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", stdout := Stream(terminal=False))
    output.say_data("name\nevil\u202egnp\x1b.exe")
    output.say("evil\u202egnp")
    assert stdout.getvalue() == "name\nevil\u202egnp\x1b.exe\nevil�gnp\n"


def test_lines_stay_lines_where_several_are_printed() -> None:
    assert visible_lines("a\nb\rc\n") == "a\nb␍c\n"
    assert visible("a\nb\n") == "a␊b␊"


def test_a_long_text_and_a_long_list_are_cut() -> None:
    assert one_line("x" * 41) == "x" * 40 + "…"
    assert one_line("abc", 2) == "ab…"
    assert as_list(str(number) for number in range(14)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more"


@given(st.text())
def test_visible_text_is_printable_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert visible(shown) == shown
    assert clean(text, ASCII).isascii()
    shown.encode("utf-8")

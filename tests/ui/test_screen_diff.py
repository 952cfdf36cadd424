"""The bytes that reach the terminal show the same as those that Textual wrote, and are fewer."""

from __future__ import annotations

import pyte
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from nntui.ui.terminal.screen_diff import ScreenDiff

COLUMNS, ROWS = 12, 4
LOOKS = ["", "bold", "red", "bold #0a141e on color(7)", "reverse", "default on default", "italic blue on red"]
TEXTS = ["a", "weight", "●⣤⣶", "日本", "e\u0301", "0.123456", " "]


class Shown:
    """Two terminals: one is sent everything unchanged, the other only the changes of the picture."""

    def __init__(self) -> None:
        self.plain, self.spared = (pyte.Screen(COLUMNS, ROWS) for _ in range(2))
        self.picture = ScreenDiff(COLUMNS, ROWS)

    def write(self, text: str) -> str:
        """Draw; what the second terminal is sent."""
        sent = "".join(self.picture.draw(text)) + self.picture.changes()
        for screen, data in ((self.plain, text), (self.spared, sent)):
            screen.reset_mode(pyte.modes.DECAWM)
            pyte.Stream(screen).feed(data)
        return sent

    def same(self) -> bool:
        """Whether both terminals show the same characters in the same looks."""
        return all(self.plain.buffer[y][x] == self.spared.buffer[y][x] for y in range(ROWS) for x in range(COLUMNS))


def at(x: int, y: int) -> str:
    """The sequence that puts the cursor there."""
    return f"\x1b[{y + 1};{x + 1}H"


def row(pieces: list[tuple[str, str]]) -> str:
    """Pieces of text, each in its look, cut and padded to the width of the screen, as Textual makes a row."""
    strip = Strip([Segment(text, Style.parse(look)) for look, text in pieces]).adjust_cell_length(COLUMNS)
    return strip.render(Console(color_system="truecolor", force_terminal=True))


ROW_TEXTS = some.lists(some.tuples(some.sampled_from(LOOKS), some.sampled_from(TEXTS)), max_size=6).map(row)


@given(some.lists(some.dictionaries(some.integers(0, ROWS - 1), ROW_TEXTS), max_size=8))
@settings(deadline=None)
def test_both_terminals_show_the_same(frames: list[dict[int, str]]) -> None:
    shown = Shown()
    for frame in frames:
        shown.write("".join(f"{at(0, y)}{text}" for y, text in frame.items()))
        assert shown.same()


def test_only_the_cells_that_differ_are_sent() -> None:
    shown = Shown()
    shown.write(f"{at(0, 1)}loss 0.12345")
    assert shown.write(f"{at(0, 1)}loss 0.12399") == f"{at(10, 1)}99{at(11, 1)}"


def test_nothing_is_sent_for_cells_that_are_shown_already() -> None:
    shown = Shown()
    line = f"{at(2, 2)}\x1b[1;31mbold\x1b[0m{at(0, 0)}"
    assert shown.write(line)
    assert shown.write(line) == ""


def test_cells_close_together_are_sent_in_one_go() -> None:
    shown = Shown()
    shown.write(f"{at(0, 0)}1.25 1.25")
    assert "3.27 3.27" in shown.write(f"{at(0, 0)}3.27 3.27")


def test_what_is_no_drawing_goes_out_as_it_is() -> None:
    picture = ScreenDiff(COLUMNS, ROWS)
    assert picture.draw("\x1b[?25l\x1b]0;title\x07ab\x1b[>1u") == ["\x1b[?25l", "\x1b]0;title\x07", "\x1b[>1u"]


def test_sequences_may_come_in_pieces() -> None:
    shown, whole = Shown(), f"{at(3, 2)}\x1b[1;38;2;1;2;3mtext\x1b[0m"
    picture = ScreenDiff(COLUMNS, ROWS)
    for character in whole:
        assert picture.draw(character) == []
    assert picture.changes() == shown.write(whole)


def test_after_the_screen_was_cleared_everything_is_sent_again() -> None:
    shown = Shown()
    shown.write(f"{at(0, 0)}text")
    assert "text" in shown.write(f"\x1b[2J{at(0, 0)}text")
    assert shown.same()


def test_after_a_resize_everything_is_sent_again() -> None:
    picture = ScreenDiff(COLUMNS, ROWS)
    picture.draw(f"{at(0, 0)}text{at(11, 3)}x")
    picture.changes()
    assert "te" in picture.resized(2, 2).changes()


def test_what_belongs_together_stays_marked() -> None:
    picture = ScreenDiff(COLUMNS, ROWS)
    assert picture.draw(f"\x1b[?2026h{at(0, 0)}text\x1b[?2026l") == []
    sent = picture.changes()
    assert sent.startswith("\x1b[?2026h")
    assert sent.endswith("\x1b[?2026l")

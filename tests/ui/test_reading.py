"""Help and lessons: dialogs that are read."""

from __future__ import annotations

import pytest

from nntui.render.glyphs import ASCII
from nntui.ui.dialogs.dialog import MessageScreen
from nntui.ui.dialogs.help import HelpScreen
from tests.ui.dialog_host import NORMAL, SMALL, opened, settled, typed

SECTIONS = [
    ("Training", [("space", "Train, or pause"), ("s", "One update of the weights")]),
    ("Table", [(f"k{number}", f"Does the thing of number {number}") for number in range(30)]),
]
TEXT = "\n".join(f"line {number} of it" for number in range(60))


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_help_shows_keys_and_what_they_do_and_scrolls(size):
    async with opened(lambda: HelpScreen(SECTIONS), size) as (host, pilot):
        assert "space Train, or pause" in host.text()
        assert "number 29" not in host.text()
        await typed(pilot, "", "G")
        assert "k29" in host.text()
        assert "Does the thing of number 29" in host.text()


async def test_help_closes_with_the_keys_that_people_try():
    async with opened(lambda: HelpScreen(SECTIONS)) as (host, pilot):
        for key in ("question_mark", "escape", "q"):
            await typed(pilot, "", key)
            assert not host.is_open
            host.ask()
            await settled(pilot)


async def test_help_is_searched():
    async with opened(lambda: HelpScreen(SECTIONS)) as (host, pilot):
        await typed(pilot, "", "slash")
        await typed(pilot, "WEIGHTS q")
        assert "no command and no term has 'WEIGHTS q'" in host.text()
        await typed(pilot, "", "backspace", "backspace")
        assert "One update of the weights" in host.text()
        assert "pause" not in host.text()
        assert "Table" not in host.text()
        await typed(pilot, "", "escape")
        assert host.is_open
        assert "Train, or pause" in host.text()
        await typed(pilot, "", "escape")
        assert not host.is_open


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_a_long_text_is_read_page_by_page(size):
    async with opened(lambda: MessageScreen("about", TEXT), size) as (host, pilot):
        assert "line 0 of it" in host.text()
        await typed(pilot, "", "space")
        assert "line 0 of it" not in host.text()
        await typed(pilot, "", "G")
        assert "line 59 of it" in host.text()
        await typed(pilot, "", "g", "j")
        assert "line 1 of it" in host.text()
        await typed(pilot, "", "escape")
        assert host.answers == [None]


async def test_what_is_read_is_plain_text_whatever_is_in_it():
    text = "[red]not markup[/red]\n\x1b[31mnor this\x07\n\tindented"
    async with opened(lambda: MessageScreen("[b]failed", text)) as (host, _):
        assert "[b]failed" in host.text()
        assert "[red]not markup[/red]" in host.text()
        assert "␛[31mnor this␇" in host.text()
        assert "    indented" in host.text()


async def test_a_plain_terminal_gets_plain_characters():
    async with opened(lambda: HelpScreen([("S", [("k", "Move a → b")])]), SMALL, ASCII) as (host, _):
        assert host.text().isascii()

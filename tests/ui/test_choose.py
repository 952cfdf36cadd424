"""The question with a few words to choose from, worked with real keys."""

from __future__ import annotations

import pytest

from nntui.errors import DataError
from nntui.render.glyphs import ASCII
from nntui.ui.dialogs.choose import ChooseScreen
from nntui.ui.dialogs.question import Proposal
from tests.ui.dialog_host import NORMAL, SMALL, opened, settled, typed

CHOICES = {"number": "any number", "whole": "a whole number", "text": "any words"}


def propose(word: str) -> Proposal[str]:
    """Takes all but whole numbers."""
    if word == "whole":
        raise DataError("row 2, column weight: '3.5' is not a whole number")
    return Proposal(f"it becomes {word}", word)


def question() -> ChooseScreen[str]:
    return ChooseScreen("kind of weight", CHOICES, "number", propose)


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_every_choice_is_explained_and_the_present_one_marked(size):
    async with opened(question, size) as (host, _):
        text = host.text()
        assert "kind of weight" in text
        assert "› number" in text
        assert all(word in text and meaning in text for word, meaning in CHOICES.items())
        assert "it becomes number" in text


async def test_the_arrows_choose_and_enter_answers():
    async with opened(question) as (host, pilot):
        await typed(pilot, "", "up")
        assert "› text" in host.text()
        assert "it becomes text" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == ["text"]


async def test_a_letter_chooses():
    async with opened(question) as (host, pilot):
        await typed(pilot, "", "t", "enter")
        assert host.answers == ["text"]


async def test_why_a_word_cannot_be_taken_is_reported_and_the_question_stays():
    async with opened(question) as (host, pilot):
        await typed(pilot, "", "down")
        assert "row 2, column weight: '3.5' is not a whole number" in host.text()
        await typed(pilot, "", "enter")
        assert host.is_open
        await typed(pilot, "", "escape")
        assert host.answers == [None]


async def test_a_click_takes_the_word():
    async with opened(question) as (host, pilot):
        row = next(y for y, line in enumerate(host.text().splitlines()) if "any words" in line)
        await pilot.click(offset=(10, row))
        await settled(pilot)
        assert host.answers == ["text"]


async def test_plain_characters_are_enough():
    async with opened(question, glyphs=ASCII) as (host, _):
        assert "> number" in host.text()
        assert host.text().isascii()

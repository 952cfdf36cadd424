"""The first lesson is offered at the first start, and never again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.folders import state_folder
from nntui.session.lessons.kept import FOLDER
from nntui.ui.lesson.offer import is_due
from tests.ui.app_host import opened

if TYPE_CHECKING:
    import pytest

    from tests.ui.scripted_run import Script

OFFER = "New here? * then enter starts a ten-minute first lesson"


async def test_the_offer_is_a_line_that_blocks_nothing(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nntui.ui.app.NntuiApp.offers_lesson", property(lambda _: True, lambda *_: None), raising=False)
    async with opened() as user:
        assert (await user.sees(OFFER)).count(OFFER) == 1
        await user.press("asterisk")
        await user.sees("What a neuron computes")
        await user.press("enter")
        await user.sees("lesson: The tutorial network", "step 1 of")
    async with opened() as user:
        await user.settled()
        assert OFFER not in user.text


def test_the_offer_is_due_once() -> None:
    assert is_due()
    assert not is_due()


def test_the_offer_is_not_due_after_a_lesson_was_begun() -> None:
    folder = state_folder() / FOLDER
    folder.mkdir(parents=True)
    (folder / "neuron-0.json").touch()
    assert not is_due()


def test_the_offer_is_not_due_where_it_cannot_be_remembered() -> None:
    state_folder().parent.mkdir(parents=True, exist_ok=True)
    state_folder().write_text("a file in its place")
    assert not is_due()

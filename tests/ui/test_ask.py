"""The one-line question, worked with real keys."""

from __future__ import annotations

import pytest

from nntui.errors import DataError
from nntui.ui.dialogs.question import AskScreen, Proposal, TypedHistory
from tests.ui.dialog_host import NORMAL, SMALL, burst, opened, typed
from tests.ui.idle import Gate


def propose(text: str) -> Proposal[int]:
    """Takes whole numbers."""
    if not text.isdecimal():
        raise DataError(f"{text!r} is not a number")
    return Proposal(f"twice that is {2 * int(text)}", 2 * int(text))


def remembering(*texts: str) -> TypedHistory:
    history = TypedHistory()
    for text in texts:
        history.add(text)
    return history


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_the_result_of_the_line_is_shown_during_typing_and_enter_takes_it(size):
    async with opened(lambda: AskScreen("double", propose), size) as (host, pilot):
        await typed(pilot, "4")
        assert "twice that is 8" in host.text()
        await typed(pilot, "2", "enter")
        assert host.answers == [84]


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_why_a_line_cannot_be_taken_is_reported_at_once_and_enter_stays(size):
    async with opened(lambda: AskScreen("double", propose), size) as (host, pilot):
        await typed(pilot, "4x")
        assert "'4x' is not a number" in host.text()
        await typed(pilot, "", "enter")
        assert host.is_open
        await typed(pilot, "", "backspace", "enter")
        assert host.answers == [8]


async def test_work_that_an_answer_would_end_is_named_in_place_of_its_effect():
    def warning() -> AskScreen[int]:
        dialog = AskScreen("double", propose)
        dialog.warns = lambda answer: "begins training afresh" if answer > 10 else ""
        return dialog

    async with opened(warning) as (host, pilot):
        await typed(pilot, "4")
        assert "twice that is 8" in host.text()
        await typed(pilot, "2")
        assert "begins training afresh" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == [84]


async def test_the_text_it_begins_with_is_typed_over(tmp_path):
    async with opened(lambda: AskScreen("double", propose, text="21")) as (host, pilot):
        assert "twice that is 42" in host.text()
        await typed(pilot, "3", "enter")
        assert host.answers == [6]


async def test_up_and_down_go_through_what_was_typed_before_and_back():
    history = remembering("1", "2", "3")
    async with opened(lambda: AskScreen("double", propose, history=history)) as (host, pilot):
        await typed(pilot, "9", "up")
        assert "twice that is 6" in host.text()
        await typed(pilot, "", "up", "up", "up")
        assert "twice that is 2" in host.text()
        await typed(pilot, "", "down", "down", "down")
        assert "twice that is 18" in host.text()
        await typed(pilot, "", "up", "enter")
        assert host.answers == [6]


async def test_what_is_answered_is_remembered_and_what_is_cancelled_is_not():
    history = TypedHistory()
    async with opened(lambda: AskScreen("double", propose, history=history)) as (host, pilot):
        await typed(pilot, "7", "enter")
        host.ask()
        await typed(pilot, "8", "escape")
    assert history.texts == ("7",)


async def test_tab_completes_the_name_that_was_begun():
    def count(text: str) -> Proposal[str]:
        return Proposal(f"says {text}", text)

    words = ["weight", "`body height`", "age"]
    async with opened(lambda: AskScreen("formula", count, words=words)) as (host, pilot):
        await typed(pilot, "2*we", "tab")
        await typed(pilot, "/`bo", "tab", "enter")
        assert host.answers == ["2*weight/`body height`"]


async def test_a_slow_answer_is_waited_for_while_typing_goes_on():
    gate = Gate()

    def slowly(text: str) -> Proposal[int]:
        if text != "12":
            gate.wait()
        return propose(text)

    async with opened(lambda: AskScreen("double", slowly), settle=False) as (host, pilot):
        await pilot.press("1", "2", "enter")
        await pilot.pause()
        assert host.is_open
        gate.set()
        await typed(pilot, "")
        assert host.answers == [24]


async def test_what_is_typed_behind_enter_is_for_what_comes_after_the_answer():
    gate = Gate()

    def slowly(text: str) -> Proposal[int]:
        gate.wait()
        return propose(text)

    async with opened(lambda: AskScreen("double", slowly), settle=False) as (host, pilot):
        await pilot.press("4", "enter", "5")
        gate.set()
        await typed(pilot, "")
        assert host.answers == [8]


async def test_what_is_typed_behind_enter_goes_on_where_the_line_is_refused():
    async with opened(lambda: AskScreen("double", propose)) as (host, pilot):
        await typed(pilot, "x", "enter", "backspace", "5", "enter")
        assert host.answers == [10]


async def test_a_burst_of_keys_does_what_they_would_one_by_one():
    async with opened(lambda: AskScreen("double", propose)) as (host, pilot):
        await burst(pilot, "4", "x", "backspace", "3", "left", "2", "home", "1", "enter")
        assert host.answers == [2 * 1423]

"""The question before leaving."""

from __future__ import annotations

import pytest

from nntui.render.glyphs import ASCII
from nntui.ui.dialogs.save import LeaveScreen
from tests.ui.dialog_host import NORMAL, SMALL, opened, settled, typed


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_it_says_what_will_happen(size):
    async with opened(lambda: LeaveScreen("cars", training=True, unsaved=True, epoch=1234), size) as (host, _):
        assert "Training is at epoch 1,234 and will be stopped." in host.text()
        assert "cars has unsaved changes." in host.text()
        assert "s stop and save" in host.text()


async def test_without_training_it_speaks_of_the_changes_only():
    async with opened(lambda: LeaveScreen("cars", training=False, unsaved=True)) as (host, _):
        assert "Training" not in host.text()
        assert "s save" in host.text()


async def test_one_key_each():
    async with opened(lambda: LeaveScreen("cars", training=True, unsaved=True)) as (host, pilot):
        for key, answer in {"s": "save", "enter": "save", "d": "discard", "escape": "cancel", "c": "cancel"}.items():
            await typed(pilot, "", key)
            assert host.answers.pop() == answer
            host.ask()
            await settled(pilot)


async def test_a_held_q_does_not_throw_work_away():
    async with opened(lambda: LeaveScreen("cars", training=True, unsaved=True)) as (host, pilot):
        await typed(pilot, "", "q", "q")
        assert host.is_open


async def test_a_second_q_leaves_where_nothing_is_lost():
    async with opened(lambda: LeaveScreen("cars", training=True, unsaved=False)) as (host, pilot):
        await typed(pilot, "", "q")
        assert host.answers == ["discard"]


async def test_the_key_pressed_again_is_the_one_that_the_user_gave_to_quit():
    async with opened(lambda: LeaveScreen("cars", training=True, unsaved=False), keys={"quit": "f4"}) as (host, pilot):
        await typed(pilot, "", "q")
        assert host.is_open
        await typed(pilot, "", "f4")
        assert host.answers == ["discard"]


async def test_a_key_of_the_dialog_does_what_it_says_whatever_the_user_gave_it_to():
    async with opened(lambda: LeaveScreen("cars", training=True, unsaved=False), keys={"quit": "s", "step": "f4"}) as (
        host,
        pilot,
    ):
        await typed(pilot, "", "s")
        assert host.answers == ["save"]


async def test_before_another_session_is_opened_its_words_and_keys_are_those_of_opening():
    def make() -> LeaveScreen:
        return LeaveScreen("cars", training=True, unsaved=False, purpose="open")

    async with opened(make) as (host, pilot):
        assert "open another session" in host.text()
        assert "d open" in host.text()
        assert "quit" not in host.text()
        await typed(pilot, "", "q")
        assert host.is_open
        await typed(pilot, "", "o")
        assert host.answers == ["discard"]


async def test_a_click_on_a_key_is_that_key():
    async with opened(lambda: LeaveScreen("cars", training=False, unsaved=True)) as (host, pilot):
        row, line = next((y, line) for y, line in enumerate(host.text().splitlines()) if "lose the changes" in line)
        await pilot.click(offset=(line.index("lose"), row))
        await typed(pilot, "")
        assert host.answers == ["discard"]


HOSTILE = "[red]a\x1b[0m[/]"


async def test_a_hostile_name_is_plain_text():
    async with opened(lambda: LeaveScreen(HOSTILE, training=False, unsaved=True), NORMAL, ASCII) as (
        host,
        _,
    ):
        assert "[red]a?[0m[/] has unsaved changes" in host.text()
        assert host.text().isascii()

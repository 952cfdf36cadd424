"""The one queue of typed keys: in order, none lost, none handled twice, whatever screen they are meant for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from nntui.training.loading import TURN
from nntui.training.messages import Train
from tests.ui.app_host import LARGE, held_back, opened
from tests.ui.idle import key_event

if TYPE_CHECKING:
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def burst(user: User, *keys: str) -> None:
    """Post keys all at once, as a slow line brings them."""
    for key in keys:
        user.app.post_message(key_event(key))


async def test_keys_behind_one_that_leads_to_another_pane_go_to_that_pane(script: Script) -> None:
    async with opened(size=LARGE) as user:
        burst(user, "p", *"2.5", "d", *"7", "enter", "p", "down", *"6")
        await user.until(lambda: "age    2.5" in user.pane("predict") and "weight 6" in user.pane("predict"))
        assert "     7 " in user.pane("data")


async def test_pasted_text_keeps_its_place_among_the_keys(script: Script) -> None:
    async with opened(size=LARGE) as user:
        assert sys.getswitchinterval() == pytest.approx(TURN)  # or each key waits for threads that work
        burst(user, "slash")
        user.app.post_message(Paste("9"))
        burst(user, "2", "enter")
        await user.sees("row 1 of 3 · speed 92")


async def test_keys_typed_before_the_screen_is_there_are_handled_once(script: Script) -> None:
    async with opened(size=LARGE, ready=False) as user:
        burst(user, "escape", "l", "y", "n")
        await user.sees("─[l]oss · log axis─")
        await user.until(lambda: "━[n]etwork" in user.text)


async def test_a_dialog_that_takes_the_focus_late_loses_no_key(script: Script) -> None:
    async with opened(size=LARGE) as user:
        burst(user, "n", "c", "escape", "question_mark", "escape", "i", "escape", "space")
        await user.until(lambda: script.run.commands == [Train(1_000)])


async def test_escape_passes_what_waits_for_a_slow_answer(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    from nntui.ui.table import questions

    async with opened("cars", LARGE) as user:
        gate = held_back(monkeypatch, questions, "find")
        burst(user, "slash", *"ford", "enter", "escape", "l")
        await user.until(lambda: "━[l]oss" in user.text)
        gate.set()

"""Leaving: q, and what people press out of habit, ask before anything is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.store.file import load
from nntui.training import trainer
from nntui.training.messages import ReplaceData
from tests.ui.app_host import ENDLESS, held_back, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


async def left(user: User) -> None:
    """Wait until the app has ended in good order."""
    await user.until(lambda: user.app.return_code is not None)
    assert user.app.return_code == 0


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_what_is_as_it_was_opened_is_left_without_a_question(script: Script, key: str) -> None:
    async with opened() as user:
        await user.press(key)
        await left(user)
        assert script.run.closed


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_a_change_is_asked_about_and_escape_stays(script: Script, key: str) -> None:
    async with opened() as user:
        await user.type("8\r")
        await user.press(key)
        await user.sees("tutorial has unsaved changes.", "s save", "d lose the changes", "esc stay")
        await user.press("escape")
        await user.sees_no_more("unsaved changes")
        await user.press("e")
        await user.sees(" epoch     1/1,000")
        assert not script.run.closed


async def test_training_is_asked_about_with_its_epoch_and_goes_on_meanwhile() -> None:
    async with opened(options=ENDLESS) as user:
        await user.press("space")
        await user.trains_on()
        await user.press("q")
        await user.sees("Training is at epoch", "and will be stopped", "s stop and save")
        await user.trains_on()
        await user.press("c")
        await user.sees_no_more("will be stopped")
        await user.trains_on()


async def test_discard_leaves_and_ends_the_training() -> None:
    async with opened(options=ENDLESS) as user:
        await user.press("space")
        await user.trains_on()
        await user.press("q")
        await user.sees("will be stopped")
        await user.press("d")
        await left(user)


async def test_save_asks_where_and_leaves_with_all_of_it_in_the_file(here: Path) -> None:
    async with opened(options=ENDLESS) as user:
        await user.press("space")
        await user.trains_on()
        await user.press("q")
        await user.sees("will be stopped")
        await user.press("s")
        await user.sees("save session", "saves to")
        epoch = user.snapshot.epoch
        await user.press("enter")
        await left(user)
    saved = load(here / "tutorial.nntui")
    assert saved.checkpoint is not None
    assert saved.checkpoint.epoch >= epoch


async def test_a_save_that_is_left_with_escape_stays(here: Path, script: Script) -> None:
    async with opened() as user:
        await user.type("8\r")
        await user.press("q")
        await user.sees("unsaved changes")
        await user.press("s")
        await user.sees("save session", "saves to")
        await user.press("escape")
        await user.settled()
        assert user.name == "tutorial*"
        assert user.app.return_code is None
        assert not list(here.iterdir())


async def test_a_q_held_down_throws_no_work_away(script: Script) -> None:
    async with opened() as user:
        await user.type("8\r")
        await user.press(*"qqqqqq")
        assert user.app.return_code is None
        await user.sees("unsaved changes")


async def test_one_leaves_at_once_while_torch_is_still_being_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = held_back(monkeypatch, trainer, "Trainer")
    async with opened(ready=False) as user:
        await user.sees("loading torch")
        await user.press("q")
        await left(user)
        gate.set()


async def test_keys_beneath_a_question_do_nothing(script: Script) -> None:
    async with opened() as user:
        await user.type("8\r")
        await user.press("q")
        await user.sees("unsaved changes")
        await user.press("space", "e", "r", "w", "o")
        await user.press("escape")
        await user.settled()
        await user.until(lambda: bool(script.run.commands), "the edited rows")
        assert script.run.commands == [ReplaceData(script.run.data)]
        assert len(script.runs) == 1


async def test_opening_another_session_asks_in_its_own_words(here: Path) -> None:
    async with opened(options=ENDLESS) as user:
        await user.press("space")
        await user.trains_on()
        await user.press("w")
        await user.sees("saves to")
        await user.press("enter")
        await user.sees("saved ")
        await user.press("o")
        await user.sees("esc cancel")
        await user.type("xor\r")
        await user.sees("will be stopped")
        assert "d quit" not in user.text

"""Saving what is open, and knowing what is not saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.session.store import file
from nntui.session.store.file import load
from tests.ui.app_host import ENDLESS, HUGE, held_back, opened
from tests.ui.by_name import save_as

if TYPE_CHECKING:
    import pytest

    from tests.ui.scripted_run import Script


class TestAFileThatAnotherProgramHasChanged:
    async def test_it_is_not_replaced_and_a_name_beside_it_is_offered(self, here: Path, script: Script) -> None:
        async with opened(size=HUGE) as user:
            await save_as(user, "first")
            await user.until(lambda: user.name == "first")
            theirs = replace(load(here / "first.nntui"), lesson="theirs")
            file.save(theirs, here / "first.nntui")
            await user.type("8\r")
            await user.press("w")
            await user.sees("first.nntui changed on disk: save beside it", "first-2.nntui")
            assert load(here / "first.nntui").lesson == "theirs"
            await user.press("enter")
            await user.until(lambda: user.name == "first-2")
            assert load(here / "first.nntui").lesson == "theirs"
            assert load(here / "first-2.nntui").table.value(0, 0) == 8
            await user.type("9\r")
            await user.press("w")
            await user.until(lambda: user.name == "first-2")

    async def test_one_that_was_opened_counts_as_well(self, here: Path, script: Script) -> None:
        async with opened() as user:
            await save_as(user, "first")
            await user.until(lambda: user.name == "first")
        async with opened("first.nntui", size=HUGE) as user:
            file.save(replace(load(here / "first.nntui"), lesson="theirs"), here / "first.nntui")
            await user.type("8\r")
            await user.press("W")
            await user.sees("save session", "saves to")
            await user.press("enter")
            await user.sees("first.nntui changed on disk: save beside it")
            await user.press("escape")
            await user.settled()
            assert user.name == "first*"
            assert load(here / "first.nntui").lesson == "theirs"

    async def test_its_own_name_replaces_it_when_asked_twice(self, here: Path, script: Script) -> None:
        async with opened(size=HUGE) as user:
            await save_as(user, "first")
            await user.until(lambda: user.name == "first")
            file.save(replace(load(here / "first.nntui"), lesson="theirs"), here / "first.nntui")
            await user.type("8\r")
            await user.press("w")
            await user.sees("changed on disk: save beside it")
            await user.press("ctrl+u")
            await user.type("first")
            await user.press("enter")
            await user.sees("press enter again to replace")
            assert load(here / "first.nntui").lesson == "theirs"
            await user.press("enter")
            await user.until(lambda: user.name == "first")
            assert load(here / "first.nntui").table.value(0, 0) == 8

    async def test_one_that_was_deleted_is_written_anew(self, here: Path, script: Script) -> None:
        async with opened() as user:
            await save_as(user, "first")
            await user.until(lambda: user.name == "first")
            (here / "first.nntui").unlink()
            await user.type("8\r")
            await user.press("w")
            await user.until(lambda: user.name == "first")
            assert load(here / "first.nntui").table.value(0, 0) == 8


class TestSave:
    async def test_the_file_appears_and_the_header_loses_its_star(self, here: Path, script: Script) -> None:
        async with opened() as user:
            await user.press("e")
            await user.sees("tutorial* ")
            await user.press("w")
            await user.sees("save session", "saves to")
            await user.press("enter")
            await user.until(lambda: user.name == "tutorial")
            assert (here / "tutorial.nntui").exists()

    async def test_the_second_time_it_asks_nothing(self, here: Path, script: Script) -> None:
        async with opened() as user:
            await save_as(user, "first")
            await user.until(lambda: user.name == "first")
            await user.press("e")
            await user.sees("first* ")
            await user.press("w")
            await user.until(lambda: user.name == "first")
            saved = load(here / "first.nntui").checkpoint
            assert saved is not None
            assert saved.epoch == 1

    async def test_capital_w_saves_under_another_name_and_leaves_the_first_file(
        self, here: Path, script: Script
    ) -> None:
        async with opened() as user:
            await save_as(user, "first")
            await user.press("e")
            await save_as(user, "second")
            await user.until(lambda: user.name == "second")
            first, second = (load(here / f"{name}.nntui").checkpoint for name in ("first", "second"))
            assert first is not None
            assert second is not None
            assert (first.epoch, second.epoch) == (0, 1)

    async def test_where_nothing_can_be_written_it_says_so_and_stays_unsaved(
        self, here: Path, script: Script, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened(size=HUGE) as user:
            await save_as(user, "first")
            await user.press("e")
            (here / "first.nntui").unlink()
            here.rename(here.parent / "gone")
            await user.press("w")
            await user.sees("first.nntui cannot be written: save elsewhere", "! not saved: first.nntui")
            await user.press("escape")
            await user.until(
                lambda: "cannot be written" in " ".join(user.pane("loss").split()), "the reason in the log"
            )
            await user.sees("first*  ! not saved: first.nntui cannot be written")
            await user.press("w")
            await user.sees("save elsewhere")
            await user.press("enter")
            await user.sees_no_more("! not saved")
            saved = [
                load(path).checkpoint for path in (*here.parent.rglob("first.nntui"), *Path.home().glob("first.*"))
            ]
            assert any(each is not None and each.epoch == 1 for each in saved)

    async def test_training_goes_on_while_it_is_saved_and_what_it_learns_since_is_not(self, here: Path) -> None:
        async with opened(options=ENDLESS) as user:
            await user.press("space")
            await user.trains_on()
            await save_as(user, "running")
            await user.until((here / "running.nntui").exists)
            await user.trains_on()
            assert " training " in user.header
            await user.press("space")
            await user.until(lambda: " paused " in user.header and user.name == "running*")
            await user.press("q")
            await user.sees("save")

    async def test_an_edit_made_while_it_is_written_is_not_in_the_file_and_stays_unsaved(
        self, here: Path, script: Script, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened() as user:
            await save_as(user, "first")
            await user.until(lambda: user.name == "first")
            gate = held_back(monkeypatch, file, "save")
            await user.press("w")
            await user.type("8\r")
            gate.set()
            await user.settled()
            await user.sees("saved ")
            assert user.name == "first*"
            assert load(here / "first.nntui").table.value(0, 0) == 2.0

    async def test_first_weights_are_nothing_to_lose(self, here: Path, script: Script) -> None:
        async with opened() as user:
            await user.press("e")
            await save_as(user, "first")
            await user.until(lambda: user.name == "first")
            await user.press("r")
            await user.reads_epoch(0)
            assert user.name == "first"

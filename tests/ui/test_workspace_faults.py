"""Faults are reported in one line, and the app goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.errors import NntuiError
from nntui.session.journal.places import recovery_folder
from nntui.session.options import Options, ScreenOptions
from nntui.session.store.file import load
from nntui.training import trainer
from nntui.ui.app import BAD_INPUT, NntuiApp
from tests.ui.app_host import FULL_SPEED, LARGE, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.scripted_run import Script

DIVERGING = Options(optimizer="sgd", rate=1e6)


class TestALossThatIsNoNumberAnyMore:
    async def test_it_says_why_and_keeps_the_last_good_weights(self) -> None:
        async with opened("cars", LARGE, options=DIVERGING) as user:
            await user.press("space")
            await user.sees(" failed ", "training diverged in epoch 1")
            await user.until(lambda: "Try a learning rate below" in user.pane("loss"))
            assert "nan" not in user.pane("network")
            assert "nan" not in user.pane("predict")
            assert user.epoch == 0

    async def test_r_brings_the_first_weights_back_and_another_rate_trains(self) -> None:
        async with opened("cars", LARGE, options=DIVERGING) as user:
            first = user.snapshot.weights.tobytes()
            await user.press("space")
            await user.sees(" failed ")
            await user.press("r")
            await user.sees(" ready     epoch   0/200")
            assert user.snapshot.weights.tobytes() == first
            await user.press("c")
            await user.sees("learning rate")
            await user.press("down", "down", "end", *["backspace"] * 12)
            await user.type("0.01\r")
            await user.settled()
            await user.press("space")
            await user.sees(" finished ")


class TestTorchThatCannotBeLoaded:
    @pytest.fixture(autouse=True)
    def broken_torch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_torch(*_: object) -> None:
            raise ImportError("libtorch_cpu.so: cannot open shared object file\nand more")

        monkeypatch.setattr(trainer, "Trainer", no_torch)

    async def test_a_fault_is_one_line_and_the_table_can_still_be_edited_and_saved(self, here: Path) -> None:
        async with opened(size=LARGE, ready=False) as user:
            await user.until(lambda: "libtorch_cpu.so: cannot open shared object file" in user.prose)
            assert "and more" not in user.text
            assert user.header == " tutorial  2-3-1  failed"
            await user.type("8\r")
            await user.press("space", "s", "e")
            await user.press("w")
            await user.sees("saves to")
            await user.press("enter")
            await user.until((here / "tutorial.nntui").exists)
            assert load(here / "tutorial.nntui").table.value(0, 0) == 8

    async def test_one_leaves_as_ever(self) -> None:
        async with opened(ready=False) as user:
            await user.sees("libtorch_cpu.so")
            await user.press("q")
            await user.until(lambda: user.app.return_code == 0)


async def test_a_network_that_a_mistake_of_ours_keeps_from_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainer, "Trainer", mistake)
    async with opened(size=LARGE, ready=False) as user:
        await user.sees("something went wrong", "Internal error (ZeroDivisionError: one by none).", "Your work is safe")
        await user.press("escape")
        assert user.header == " tutorial  2-3-1  failed"


async def test_a_fault_in_the_training_thread_is_reported_and_r_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(size=LARGE, options=FULL_SPEED) as user:
        with monkeypatch.context() as patch:

            def fault(*_: object) -> None:
                raise RuntimeError("a fault\nof ours")

            patch.setattr(trainer.Trainer, "epochs", fault)
            patch.setattr(trainer.Trainer, "batches", fault)
            await user.press("space")
            await user.sees(" failed ")
            await user.sees("something went wrong", "Internal error (RuntimeError: a fault).")
            await user.press("escape")
            await user.until(lambda: "Internal error (RuntimeError: a fault)" in user.pane("loss"))
        await user.press("r")
        await user.sees(" ready ")
        await user.press("space")
        await user.sees(" finished ")


async def test_markup_in_a_reason_is_shown_as_plain_text(script: Script) -> None:
    async with opened(size=LARGE) as user:
        script.run.fail("[red]no[/red] such [thing")
        await user.sees("[red]no[/red] such [thing", " failed ")


async def test_what_cannot_be_opened_at_the_start_ends_the_app_with_its_line(here: Path) -> None:
    async with opened("nothing.csv", ready=False) as user:
        await user.until(lambda: user.app.return_code is not None)
        assert user.app.return_code == BAD_INPUT
        (said,) = user.app.last_words
        assert said.startswith("nntui: nothing.csv: ")


async def test_an_option_that_the_table_cannot_take_ends_it_too(here: Path) -> None:
    async with opened(options=Options(targets=("spead",)), ready=False) as user:
        await user.until(lambda: user.app.return_code is not None)
        assert user.app.return_code == BAD_INPUT
        (said,) = user.app.last_words
        assert "spead" in said


def test_an_unknown_theme_is_reported_in_one_line_before_the_screen_is_touched() -> None:
    with pytest.raises(NntuiError, match="theme 'pink' is not known; choose one of ansi-dark, ") as caught:
        NntuiApp(None, Options(), ScreenOptions(theme="pink"))
    assert "\n" not in str(caught.value)


def mistake(*_: object) -> None:
    raise ZeroDivisionError("one by none")


async def mistake_later(*_: object) -> None:
    mistake()


class TestAMistakeOfOurs:
    @pytest.mark.parametrize(
        ("key", "method", "does"),
        [("s", "step", mistake), ("r", "rewind", mistake_later), ("R", "renew", mistake_later)],
    )
    async def test_in_a_command_it_is_shown_in_a_dialog_and_the_app_goes_on(
        self, script: Script, monkeypatch: pytest.MonkeyPatch, key: str, method: str, does: object
    ) -> None:
        async with opened(size=LARGE) as user:
            monkeypatch.setattr(user.app.workspace.controller, method, does)
            await user.press(key)
            await user.sees(
                "something went wrong", "Internal error (ZeroDivisionError: one by none).", "nothing was unsaved"
            )
            await user.press("escape")
            await user.sees_no_more("something went wrong")
            await user.press("e")
            await user.sees(" epoch     1/1,000")

    async def test_in_a_command_of_a_pane(self, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
        async with opened(size=LARGE) as user:
            monkeypatch.setattr(user.app.workspace.loss_pane, "scroll_log", mistake)
            await user.press("l", "up")
            await user.sees("something went wrong", "Internal error (ZeroDivisionError: one by none).")

    async def test_in_a_handler_of_a_message(self, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
        async with opened(size=LARGE) as user:
            monkeypatch.setattr(user.app.workspace.controller, "edit", mistake)
            await user.press("a")
            await user.sees("something went wrong", "Internal error (ZeroDivisionError: one by none).")

    async def test_in_a_timer_it_is_shown_once_only(self, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
        async with opened(size=LARGE) as user:
            monkeypatch.setattr(user.app.workspace.refresher.clock, "tick", mistake)
            await user.sees("something went wrong", "Internal error (ZeroDivisionError: one by none).")
            await user.press("escape")
            await user.sees_no_more("something went wrong")
            await user.press("e")
            await user.sees(" epoch     1/1,000")
            assert "something went wrong" not in user.text

    async def test_unsaved_work_is_copied_first_and_q_leaves(
        self, script: Script, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened(size=LARGE) as user:
            await user.type("8\r")
            monkeypatch.setattr(user.app.workspace.controller, "step", mistake)
            await user.press("s")
            await user.sees("Your work is safe: a copy is in")
            (copy,) = recovery_folder().iterdir()
            assert load(copy).table.value(0, 0) == 8
            await user.press("q")
            await user.until(lambda: user.app.return_code is not None)

    async def test_the_details_are_copied(self, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
        async with opened(size=LARGE) as user:
            monkeypatch.setattr(user.app.workspace.controller, "step", mistake)
            await user.press("s")
            await user.sees("Traceback")
            await user.press("c")
            await user.sees("The details are copied.")
            assert "ZeroDivisionError: one by none" in user.app.clipboard

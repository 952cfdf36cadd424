"""Changing the table on the main screen, above all while it is being learnt."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.session.options import Options
from nntui.training import trainer
from nntui.training.messages import ReplaceData
from nntui.ui.work import loader
from tests.ui.app_host import ENDLESS, FULL_SPEED, LARGE, held_back, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.ui.scripted_run import Script


def has_more(commands: Sequence[object], count: int) -> bool:
    """Whether there are more commands than ``count``."""
    return len(commands) > count


async def test_an_edit_reaches_the_running_training_with_the_new_rows(script: Script) -> None:
    async with opened() as user:
        await user.press("space")
        script.run.reach(5)
        assert script.run.data.targets[:, 0].tolist() == pytest.approx([0.92, 1.0, 0.89])
        await user.press("right", "right")
        await user.type("50\r")
        await user.until(lambda: any(isinstance(each, ReplaceData) for each in script.run.commands))
        assert script.run.data.targets[:, 0].tolist() == pytest.approx([0.5, 1.0, 0.89])
        await user.sees(" training ", "      50")
        assert len(script.runs) == 1


async def test_the_largest_value_is_the_new_scale_and_the_form_tells_the_new_range(script: Script) -> None:
    async with opened(size=LARGE) as user:
        assert "5 to 9" in user.pane("predict")
        await user.press("right")
        await user.type("18\r")
        await user.until(lambda: "5 to 18" in user.pane("predict"))
        assert np.abs(script.run.data.inputs).max() == 1


async def test_of_quick_edits_the_last_is_trained_on(script: Script) -> None:
    async with opened() as user:
        await user.press("right", "right")
        for number in (10, 20, 30):
            await user.type(f"{number}\r")
        await user.settled()
        await user.until(lambda: script.run.data.targets[0, 0] == np.float32(0.3))


async def test_u_and_capital_u_go_through_the_edits_and_the_log_says_which(script: Script) -> None:
    async with opened(size=LARGE) as user:
        before = user.pane("data")
        await user.type("8\r")
        await user.press("a")
        await user.press("ctrl+d")
        after = user.pane("data")
        for undone in ("row 2 deleted", "row 2 added", "row 1 age 2 -> 8"):
            await user.press("u")
            await user.sees(f"undid: {undone}")
        assert user.pane("data").split("\n")[:6] == before.split("\n")[:6]
        await user.press("u")
        await user.sees("nothing to undo")
        for redone in ("row 1 age 2 -> 8", "row 2 added", "row 2 deleted"):
            await user.press("U")
            await user.sees(f"redid: {redone}")
        assert user.pane("data").split("\n")[:6] == after.split("\n")[:6]
        await user.press("U")
        await user.sees("nothing to redo")


async def test_the_network_trained_on_follows_an_undo(script: Script) -> None:
    async with opened() as user:
        await user.type("8\r")
        await user.until(lambda: script.run.data.inputs[0, 0] == 1)
        await user.press("u")
        await user.until(lambda: script.run.data.inputs[0, 0] == np.float32(2 / 3))


async def test_the_loss_of_a_running_training_answers_to_an_edit() -> None:
    # At full speed, to see the loss fall at once, and in a header that has room for it.
    async with opened(options=Options(epochs=100_000_000), size=LARGE) as user:
        await user.press("space")
        await user.until(lambda: user.epoch > 1_000)
        fitted = user.loss
        await user.press("right", "right")
        await user.type("10\r")
        await user.until(lambda: user.loss > 2 * fitted)
        await user.trains_on()
        await user.press("u")
        await user.until(lambda: user.loss < 2 * fitted)
        assert " training " in user.header


class TestATableWithoutRows:
    async def test_training_pauses_with_one_line_and_goes_on_after_an_undo(self) -> None:
        async with opened(options=ENDLESS) as user:
            await user.press("space")
            await user.trains_on()
            await user.press("ctrl+d", "ctrl+d", "ctrl+d")
            await user.sees("no rows", " paused ", "the table has no rows; add one to")
            assert "finite" not in user.text
            await user.press("u")
            await user.sees("undid: row 1 deleted", " training ")
            await user.trains_on()

    async def test_space_on_it_says_what_to_do(self) -> None:
        async with opened(options=FULL_SPEED) as user:
            await user.press("ctrl+d", "ctrl+d", "ctrl+d")
            await user.sees("the table has no rows; add one to")
            await user.press("space")
            await user.until(lambda: user.text.count("the table has no rows; add one to") > 1)
            await user.sees(" failed ")
            assert "nan" not in user.text

    async def test_a_file_with_a_header_alone_opens_and_is_filled_in_by_hand(self, here: Path) -> None:
        (here / "empty.csv").write_text("x,y\n")
        async with opened("empty.csv", LARGE, ready=False) as user:
            await user.sees("no rows", "the table has no rows; add one to train on")
            await user.press("a")
            await user.until(lambda: "y: is empty in every row to train on" in user.pane("loss"))
            await user.type("1\t2\r")
            await user.press("a")
            await user.type("3\t4\r")
            await user.settled()
            await user.press("space")
            await user.sees(" finished ")

    async def test_it_trains_on_the_rows_that_were_typed_though_space_comes_before_they_have_arrived(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (here / "empty.csv").write_text("x,y\n")
        async with opened("empty.csv", options=FULL_SPEED, ready=False) as user:
            await user.sees(" ready ")
            await user.settled()
            gate = held_back(monkeypatch, loader, "encoded")
            await user.press("a")
            await user.type("1\t2\r")
            await user.press("space")
            gate.set()
            await user.sees(" finished ")

    async def test_the_next_fault_is_in_the_log_and_not_over_the_screen_again(self, here: Path, script: Script) -> None:
        (here / "empty.csv").write_text("x,y,z\n")
        async with opened("empty.csv", LARGE, ready=False) as user:
            await user.sees("the table has no rows; add one to train on")
            await user.press("a")
            await user.until(lambda: "z: is empty in every row to train on" in user.pane("loss"))
            for key, cells in (("end", "3\r"), ("home", "1\t")):
                sent = len(script.run.commands)
                await user.press(key)
                await user.type(cells)
                await user.until(partial(has_more, script.run.commands, sent))
            said = " ".join(user.pane("loss").split())
            assert said.count("is empty in every row to train on") == 3
            assert not user.app.screen.query("Toast")

    async def test_renaming_and_moving_about_in_it_does_no_harm(self, here: Path, script: Script) -> None:
        (here / "empty.csv").write_text("x,y\n")
        async with opened("empty.csv", ready=False) as user:
            await user.sees("no rows")
            await user.press("up", "down", "right", "pagedown", "ctrl+end", "ctrl+d", "delete", "enter", "5", "N")
            await user.type("z\r")
            await user.sees("yz")


async def test_an_edit_made_while_the_weights_are_brought_back_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = held_back(monkeypatch, trainer, "Trainer")
    async with opened(ready=False) as user:
        await user.sees("loading torch")
        await user.press("r")
        await user.type("8\r")
        gate.set()
        await user.sees(" ready ")
        await user.settled()
        assert user.pane("data").split("\n")[3].split() == ["1", "8", "9", "92"]
        await user.until(lambda: "value 1" in user.pane("network"))


async def test_typing_goes_on_when_the_weights_are_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as user:
        gate = held_back(monkeypatch, loader, "encoded")
        run = user.app.workspace.controller.runner.state.run
        await user.press("r", "8")
        gate.set()
        await user.until(lambda: user.app.workspace.controller.runner.state.run is not run)
        await user.settled()
        await user.press("1", "enter")
        assert user.pane("data").split("\n")[3].split() == ["1", "81", "9", "92"]


async def test_one_row_is_enough_to_train_on(here: Path) -> None:
    (here / "one.csv").write_text("x,y\n1,2\n")
    async with opened("one.csv") as user:
        await user.press("space")
        await user.sees(" finished ")
        await user.press("ctrl+d")
        await user.sees("no rows")
        await user.press("u")
        await user.sees("undid: row 1 deleted", " finished ")


async def test_rows_are_deleted_and_added_while_training_runs() -> None:
    async with opened("cars", LARGE, options=ENDLESS) as user:
        await user.press("space")
        await user.trains_on()
        await user.press("ctrl+d", "ctrl+d", "ctrl+d")
        await user.sees("row 1 deleted")
        await user.press("up")
        await user.sees("row 1 of 389")
        await user.trains_on()
        await user.press("a")
        await user.sees("row 2 added, u undoes")
        await user.trains_on()


async def test_an_input_is_renamed_while_training_runs() -> None:
    async with opened(options=ENDLESS) as user:
        await user.press("space")
        await user.trains_on()
        await user.press("N")
        await user.press("backspace", "backspace", "backspace")
        await user.type("years\r")
        await user.until(lambda: all("years" in user.pane(pane) for pane in ("data", "network", "predict")))
        await user.until(lambda: "speed" in user.pane("predict"))
        await user.trains_on()
        await user.press("right")
        await user.until(lambda: "age" not in user.pane("data") + user.pane("network"))


async def test_the_form_keeps_its_numbers_when_an_input_is_renamed(script: Script) -> None:
    async with opened() as user:
        await user.press("N")
        await user.type("s\r")
        await user.until(lambda: "ages" in user.pane("predict"))
        await user.until(lambda: "0.5000 1.0000 -> " in user.pane("predict"))


async def test_typing_in_the_form_goes_on_when_the_table_changes(script: Script) -> None:
    async with opened() as user:
        await user.press("p")
        await user.type("7.")
        script.run.fail("a reason")
        await user.sees("a reason")
        await user.type("5")
        assert "age    7.5" in user.pane("predict")

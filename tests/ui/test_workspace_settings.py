"""Settings changed on a network that is trained, or in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.app_host import ENDLESS, FULL_SPEED, opened

if TYPE_CHECKING:
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script

FIELDS = ("hidden", "activation", "rate")


async def change(user: User, field: str, text: str) -> None:
    """Open the settings, put ``text`` into a field, and apply."""
    await user.press("c")
    await user.sees("settings", "learning rate")
    await user.press(*["down"] * FIELDS.index(field))
    await user.press("end", *["backspace"] * 8)
    await user.type(f"{text}\r")
    await user.settled()
    await user.until(lambda: not user.app.workspace.controller.waiting)


async def test_another_rate_keeps_the_weights_and_the_epoch() -> None:
    async with opened(options=FULL_SPEED) as user:
        await user.press("space")
        await user.sees(" finished at epoch 1,000")
        weights, network = user.snapshot.weights.tobytes(), user.pane("network")
        await change(user, "rate", "0.25")
        await user.sees(" finished at epoch 1,000")
        assert user.snapshot.weights.tobytes() == weights
        await user.until(lambda: user.pane("network") == network)
        assert user.snapshot.rate == 0.25


async def test_other_hidden_layers_start_again_and_the_header_tells_the_new_shape() -> None:
    async with opened(options=FULL_SPEED) as user:
        await user.press("space")
        await user.sees(" finished ")
        await change(user, "hidden", "4,2")
        await user.sees("tutorial*  2-4-2-1  ready     epoch     0/1,000", "changed hidden: training starts afresh")
        await user.press("space")
        await user.sees(" finished at epoch 1,000")


async def test_training_goes_on_after_a_change_as_it_did_before() -> None:
    async with opened(options=ENDLESS) as user:
        await user.press("space")
        await user.until(lambda: user.epoch > 20)
        await change(user, "rate", "0.5")
        await user.sees(" training  epoch")
        assert user.epoch > 20
        await user.trains_on()
        await change(user, "hidden", "5")
        await user.sees(" 2-5-1  training ")
        await user.trains_on()


async def test_a_change_does_not_begin_a_training_that_stood_still(script: Script) -> None:
    async with opened() as user:
        await change(user, "hidden", "5")
        await user.sees(" 2-5-1  ready ")
        assert script.run.commands == []


async def test_settings_left_with_escape_change_nothing(script: Script) -> None:
    async with opened() as user:
        await user.press("c")
        await user.sees("learning rate")
        await user.type("8")
        await user.press("escape")
        await user.settled()
        assert user.name == "tutorial"
        assert len(script.runs) == 1


async def test_what_was_edited_is_there_after_the_settings(script: Script) -> None:
    async with opened() as user:
        await user.type("8\r")
        await change(user, "hidden", "5")
        await user.sees(" 2-5-1  ready ")
        assert user.pane("data").split("\n")[3].split() == ["1", "8", "9", "92"]
        await user.press("u", "u")
        await user.sees("undid: hidden layers 3 -> 5", " 2-3-1  ready ")
        await user.until(lambda: user.pane("data").split("\n")[3].split() == ["1", "2", "9", "92"])

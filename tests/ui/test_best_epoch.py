"""The key that takes the weights of the best epoch."""

from __future__ import annotations

from nntui.session.options import Options
from tests.ui.app_host import opened


async def test_the_best_epoch_is_shown_and_a_key_takes_it_and_undo_brings_the_last_back() -> None:
    options = Options(recipe="learn", epochs=60, rate=0.3, validation=0.4, engine="autograd")
    async with opened("diabetes", options=options) as user:
        await user.press("b")
        await user.sees("the weights are those of the best epoch")
        await user.press("space", "greater_than_sign")
        await user.until(lambda: user.snapshot.state == "finished")
        now = user.snapshot
        assert now.best_epoch < 60
        await user.press("l")
        await user.sees(f"best epoch {now.best_epoch}, now 60")
        await user.press("b")
        await user.until(lambda: user.snapshot.epoch == now.best_epoch)
        await user.press("u")
        await user.until(lambda: user.snapshot.epoch == 60)

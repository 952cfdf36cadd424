"""The key that takes the weights of the best epoch."""

from __future__ import annotations

from nntui.session.options import Options
from tests.ui.app_host import opened


async def test_the_best_epoch_is_shown_and_a_key_takes_it_and_undo_brings_the_last_back() -> None:
    options = Options(recipe="learn", epochs=60, rate=0.3, validation=0.4, engine="autograd")
    async with opened("diabetes", options=options) as user:

        def rests_at(epoch: int) -> bool:
            now = user.app.workspace.controller.snapshot
            return now is not None and now.epoch == epoch and now.state != "training"

        await user.press("b")
        await user.sees("the weights are those of the best epoch")
        await user.press("space", "greater_than_sign")
        await user.until(lambda: rests_at(60))
        best = user.snapshot.best_epoch
        assert best < 60
        await user.press("l")
        await user.sees(f"best epoch {best}, now 60")
        await user.press("b")
        await user.until(lambda: rests_at(best))
        await user.press("u")
        await user.until(lambda: rests_at(60))

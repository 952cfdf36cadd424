"""A moment of the past on every pane: stepping through kept ones, making others again, and going on from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.errors import TrainingError
from nntui.session.options import Options
from nntui.session.store.file import load
from tests.ui.app_host import opened
from tests.ui.controller_host import working_on
from tests.ui.test_undo import at_rest, reached, role, same, trained

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.controller_host import Desk

SHORT = Options(epochs=40, engine="autograd")


async def seen(desk: Desk, moves: int) -> list[int]:
    """The epochs shown on so many moves back, or forward where negative."""
    epochs = []
    for _ in range(abs(moves)):
        await (desk.controller.past.back() if moves > 0 else desk.controller.past.forward())
        epochs.append(desk.snapshot.epoch)
    return epochs


def finished(desk: Desk, epoch: int) -> bool:
    now = desk.controller.now
    return now is not None and (now.state, now.epoch) == ("finished", epoch)


async def trained_to(desk: Desk, epoch: int) -> None:
    """Train up to the goal, which is this epoch."""
    await at_rest(desk)
    desk.controller.train()
    await desk.until(lambda: finished(desk, epoch), f"epoch {epoch}")


async def test_kept_moments_are_stepped_through_and_training_is_what_it_was() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        controller = desk.controller
        assert await seen(desk, 1) == [0]
        assert desk.told[-1] == "nothing was trained yet"
        end = await trained(desk)
        assert await seen(desk, 3) == [38, 36, 34]
        assert controller.now is not None
        assert controller.now.epoch == 40
        assert desk.snapshot.state == "paused"
        checkpoint = await controller.checkpoint()
        assert checkpoint is not None
        assert checkpoint.epoch == checkpoint.curve.epochs[-1] == 34
        assert checkpoint.curve.train[-1] == desk.snapshot.train_loss == end.curve.train[34]
        assert await seen(desk, -3) == [36, 38, 40]
        assert controller.past.shown is None
        assert await seen(desk, -1) == [40]
        assert "this is the present moment" in desk.told[-1]
        await seen(desk, 20)
        assert desk.snapshot.epoch == 0
        await seen(desk, 1)
        assert desk.told[-1] == "nothing earlier is kept"
        controller.past.now()
        assert same(await reached(desk), end)


async def test_an_epoch_between_kept_ones_is_made_again_exactly() -> None:
    async with working_on("iris", Options(epochs=37, engine="autograd"), train=False) as desk:
        there = await trained(desk)
    async with working_on("iris", SHORT, train=False) as desk:
        await trained(desk)
        past = desk.controller.past
        assert past.check(36) == "epoch 36 is kept"
        assert past.check(37) == "epoch 37 is trained again from epoch 36, with the same result"
        assert past.check(40) == "epoch 40 is the present one"
        with pytest.raises(TrainingError, match="epoch 41 is not trained yet; give one up to 40"):
            past.check(41)
        await past.show_epoch(37)
        assert desk.told[-1] == "epoch 37 was trained again from epoch 36, with the same result"
        checkpoint = await desk.controller.checkpoint()
        assert checkpoint is not None
        assert np.array_equal(desk.snapshot.weights, there.weights)
        assert checkpoint.optimizer.keys() == there.optimizer.keys()
        assert all(np.array_equal(memory, there.optimizer[name]) for name, memory in checkpoint.optimizer.items())
        assert desk.snapshot.train_loss == there.curve.train[-1]
        await past.show_epoch(40)
        assert past.shown is None


async def test_going_on_from_the_past_is_a_branch_whose_old_end_undo_brings_back() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        end = await trained(desk)
        controller = desk.controller
        await seen(desk, 5)
        begin = controller.train()
        assert begin is not None
        await begin
        assert controller.past.shown is None
        await desk.until(lambda: finished(desk, 40), "the end")
        again = await reached(desk)
        assert (again.epoch, again.updates) == (40, end.updates)
        assert np.array_equal(again.weights, end.weights)  # the same settings and rows
        assert await seen(desk, 8) == [38, 36, 34, 32, 30, 28, 26, 24]  # the same segment goes on
        controller.undo()  # back to the present
        assert controller.past.shown is None
        controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), end)
        assert await seen(desk, 2) == [38, 36]


async def test_the_past_goes_on_before_other_settings_rows_and_networks() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        controller = desk.controller
        await trained_to(desk, 40)
        four = desk.session.network.inputs
        await controller.apply(Options(rate=0.001))
        assert "learning rate 0.01 -> 0.001" in desk.told
        await trained_to(desk, 80)
        await desk.edited(lambda table: table.with_value(0, 0, 5.5))
        await trained_to(desk, 120)
        await desk.edited(role("sepal_width", "ignored"))
        await trained_to(desk, 160)
        assert desk.snapshot.epoch == 160
        await controller.past.show_epoch(100)
        assert (desk.session.network.inputs, desk.table.frame[0, 0], desk.session.training.rate) == (four, 5.5, 0.001)
        await controller.past.show_epoch(61)
        assert (desk.table.frame[0, 0], desk.session.training.rate) == (5.1, 0.001)
        await controller.past.show_epoch(30)
        assert desk.session.training.rate == 0.01
        weights = desk.snapshot.weights
        step = controller.step()
        assert step is not None
        await step
        await desk.until(lambda: controller.now is not None and controller.now.batch == 1, "the step")
        start = (await reached(desk)).past[-1].start
        assert (start.epoch, desk.session.training.rate, desk.table.frame[0, 0]) == (0, 0.01, 5.1)
        kept = (await reached(desk)).past[-1].before(30)
        assert (kept.epoch, np.array_equal(kept.weights, weights)) == (30, True)
        assert await seen(desk, 2) == [30, 28]
        controller.undo()
        controller.undo()
        await at_rest(desk)
        assert (desk.snapshot.epoch, desk.session.network.inputs) == (160, four - 1)


async def test_the_past_is_not_edited_and_a_file_saved_meanwhile_holds_the_present(tmp_path: Path) -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        await trained(desk)
        await seen(desk, 3)
        table = desk.table
        desk.edit(lambda before: before.with_value(0, 0, 9.9))
        assert desk.table is table
        assert "epoch 34 is in the past: {key:train} goes on from it" in desk.warned[-1]
        for change in desk.controller.rewind(), desk.controller.renew(), desk.controller.apply(Options(rate=1.0)):
            with pytest.raises(TrainingError, match="epoch 34 is in the past"):
                await change
        await desk.controller.save(tmp_path / "saved.nntui")
        saved = load(tmp_path / "saved.nntui").checkpoint
        assert saved is not None
        assert saved.epoch == 40
        assert desk.snapshot.epoch == 34


async def test_training_goes_on_while_the_past_is_shown() -> None:
    async with working_on("iris", Options(engine="autograd", epochs=1_000_000)) as desk:
        await desk.until(lambda: desk.snapshot.epoch > 10, "some epochs")
        await seen(desk, 1)
        shown = desk.snapshot
        now = desk.controller.now
        assert now is not None
        await desk.until(lambda: desk.controller.now is not None and desk.controller.now.epoch > now.epoch, "training")
        assert desk.snapshot is shown
        desk.controller.past.now()
        assert desk.snapshot.epoch > now.epoch


async def test_keys_show_the_past_in_header_plot_and_log_and_an_epoch_can_be_typed() -> None:
    options = Options(recipe="learn", epochs=40, engine="autograd")
    async with opened("iris", options=options) as user:
        await user.press("greater_than_sign", "greater_than_sign", "greater_than_sign", "space")
        await user.sees("finished at epoch 40")
        await user.press("left_square_bracket")
        await user.sees("epoch 38 of 40, in the past  ]: forward  space: go on from here  }: now")
        await user.sees("past, epoch 38")
        await user.sees("#38 Loss")
        await user.sees_no_more("finished at epoch 40")
        await user.press("c")
        await user.sees("epoch 38 is in the past: space goes on from it, } returns to now")
        await user.press("left_curly_bracket", *"17")
        await user.sees("epoch 17 is trained again from epoch 16")
        await user.press("enter")
        await user.sees("epoch 17 of 40, in the past")
        await user.press("right_curly_bracket")
        await user.sees("finished at epoch 40")

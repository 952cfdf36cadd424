"""The keys of training: what each asks of the run, and what the user sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options, ScreenOptions
from nntui.training import trainer
from nntui.training.loop import Step
from nntui.training.messages import Pause, Train
from nntui.ui.work import loader
from tests.ui.app_host import FRAMES, FULL_SPEED, LARGE, held_back, opened

if TYPE_CHECKING:
    from tests.ui.scripted_run import Script


class TestSpace:
    async def test_it_trains_up_to_the_planned_epochs_and_the_header_tells_how_far_it_is(self, script: Script) -> None:
        async with opened() as user:
            assert "tutorial  2-3-1  ready     epoch     0/1,000  loss 0.25" in user.header
            await user.press("space")
            assert script.run.commands == [Train(1_000)]
            script.run.reach(400)
            await user.sees("tutorial*  2-3-1  training  epoch   400/1,000  loss 0.05")
            assert "#400 Loss: 0.05" in user.pane("loss")

    async def test_where_the_rate_has_fallen_to_0_the_header_offers_no_more_epochs(self, script: Script) -> None:
        async with opened("iris", options=Options(recipe="good", epochs=50)) as user:
            await user.press("space")
            script.run.finish(50)
            await user.sees("finished at epoch 50")
            assert "(rate 0)" in user.header
            assert "50 more" not in user.header
        async with opened("iris", options=Options(recipe="learn", epochs=50)) as user:
            await user.press("space")
            script.run.finish(50)
            await user.sees("finished at epoch 50  space: 50 more")

    async def test_it_pauses_what_trains_and_goes_on_from_there(self, script: Script) -> None:
        async with opened() as user:
            await user.press("space")
            script.run.reach(10)
            await user.press("space")
            await user.sees(" paused ")
            assert user.epoch == 10
            await user.press("space")
            await user.sees(" training  epoch")
            assert script.run.commands == [Train(1_000), Pause(), Train(1_000)]

    async def test_an_edit_that_comes_before_the_thread_has_begun_does_not_stop_it(
        self, script: Script, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tests.ui.scripted_run.ScriptedRun.reach", lambda run, epoch: None)
        async with opened() as user:
            await user.press("space", "m", "t")
            await user.until(lambda: len(script.runs) == 2)
            await user.until(lambda: Train(1_000) in script.run.commands)

    async def test_an_edit_while_torch_is_loaded_does_not_take_it_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        gate = held_back(monkeypatch, trainer, "Trainer")
        async with opened(options=FULL_SPEED, ready=False) as user:
            await user.sees("loading torch")
            await user.press("space")
            run = user.app.workspace.controller.runner.state.run
            await user.press("m", "t")
            await user.until(lambda: user.app.workspace.controller.runner.state.run is not run)
            gate.set()
            await user.sees(" 1-3-2 ", " finished ")

    async def test_at_the_end_it_says_so_and_trains_as_many_epochs_again(self, script: Script) -> None:
        async with opened() as user:
            await user.press("space")
            script.run.finish(1_000)
            await user.sees(" finished at epoch 1,000  space: 1,000 more")
            await user.press("space")
            assert script.run.commands[-1] == Train(2_000)
            await user.sees(" training  epoch 1,000/2,000")

    async def test_before_the_network_is_there_it_is_kept_for_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        gate = held_back(monkeypatch, trainer, "Trainer")
        async with opened(options=FULL_SPEED, ready=False) as user:
            await user.sees("loading torch")
            await user.press("space")
            gate.set()
            await user.sees(" finished at epoch 1,000")


async def test_s_makes_one_update_and_e_one_epoch(script: Script) -> None:
    async with opened() as user:
        await user.press("s")
        await user.sees(" paused    epoch     0/1,000 +1")
        await user.press("s", "s")
        await user.sees(" paused    epoch     1/1,000  loss")
        await user.press("e")
        await user.sees(" paused    epoch     2/1,000  loss")
        assert script.run.commands == [*[Train(Step.UPDATE)] * 3, Train(Step.EPOCH)]


async def test_one_update_of_the_lesson_is_one_epoch_as_all_rows_are_in_it() -> None:
    async with opened() as user:
        first = user.pane("network")
        await user.press("s")
        await user.sees(" paused    epoch     1/1,000", "#1 Loss: ")
        assert user.pane("network") != first


async def test_steps_of_a_table_in_batches_count_within_the_epoch() -> None:
    async with opened("cars", options=Options(batch=128)) as user:
        for batches in ("+1", "+2", "+3"):
            await user.press("s")
            await user.sees(f"epoch   0/200 {batches} ")
        await user.press("s")
        await user.sees("epoch   1/200  loss")
        await user.press("e")
        await user.sees("epoch   2/200  loss")


async def test_r_brings_back_the_very_same_first_weights_and_an_empty_curve() -> None:
    async with opened(options=FULL_SPEED) as user:
        pictures = {name: user.pane(name) for name in ("network", "predict", "loss")}
        weights = user.snapshot.weights.tobytes()
        await user.press("space")
        await user.sees(" finished ")
        assert user.pane("network") != pictures["network"]
        await user.press("r")
        await user.sees(" ready     epoch     0/1,000")
        await user.settled()
        assert {name: user.pane(name) for name in ("network", "predict")} == {
            name: pictures[name] for name in ("network", "predict")
        }
        assert "#1 Loss" not in user.pane("loss")
        assert user.snapshot.weights.tobytes() == weights


async def test_r_while_training_stops_it_and_the_old_run_has_ended(script: Script) -> None:
    async with opened() as user:
        await user.press("space")
        script.run.reach(300)
        await user.press("r")
        await user.sees(" ready     epoch     0/1,000")
        assert [run.closed for run in script.runs] == [True, False]


async def test_capital_r_draws_other_first_weights_and_says_from_which_seed() -> None:
    async with opened(options=Options(seed=7)) as user:
        pictures = {user.pane("network")}
        for seed in (8, 9):
            await user.press("R")
            await user.sees(f"new first weights, from seed {seed}", " ready ")
            pictures.add(user.pane("network"))
        assert len(pictures) == 3
        assert user.name == "tutorial*"


async def test_the_weights_of_a_seed_are_the_same_by_whichever_way_one_came_to_it() -> None:
    async with opened(options=Options(seed=8)) as user:
        weights = user.snapshot.weights.tobytes()
    async with opened(options=Options(seed=7)) as user:
        await user.press("R")
        await user.sees("from seed 8", " ready ")
        assert user.snapshot.weights.tobytes() == weights


async def test_a_training_is_paced_to_be_followed_unless_it_is_to_be_fast(script: Script) -> None:
    async with opened(screen_options=ScreenOptions(fps=FRAMES)) as user:
        await user.press("space")
        script.run.reach(1)
        await user.sees("paced at 333/s")
        assert script.run.limit == pytest.approx(1_000 / 3)
        await user.press("less_than_sign")
        await user.sees("at most 250 epochs a second", "slowed to 250/s")
        assert script.run.limit == 250
        await user.press("greater_than_sign", "greater_than_sign")
        await user.sees("full speed", "1000 epochs/s")
        assert script.run.limit is None


async def test_start_trains_at_once(script: Script) -> None:
    async with opened(screen_options=ScreenOptions(start=True, fps=FRAMES), ready=False) as user:
        await user.until(lambda: bool(script.runs and script.run.commands))
        await user.sees(" training  epoch")
        assert script.run.commands == [Train(1_000)]


async def test_held_out_rows_have_a_loss_of_their_own_in_the_header(script: Script) -> None:
    async with opened("cars", (120, 40), options=Options(validation=0.25)) as user:
        assert "loss 0.25" in user.header
        assert "validation 0.27" in user.header


async def test_no_key_does_harm_while_the_table_is_still_being_opened(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = held_back(monkeypatch, loader, "open_session")
    async with opened(ready=False) as user:
        await user.sees("opening ...")
        await user.press("space", "a", "ctrl+d", "7", "enter", "escape", *"secwWuUiyhnlpv5d", "z", "z")
        gate.set()
        await user.sees(" ready ")
        await user.settled()
        assert user.name == "tutorial"
        assert script.run.commands == []


async def test_a_training_whose_rate_is_spent_offers_what_can_be_done_next(script: Script) -> None:
    async with opened("iris", options=Options(recipe="good", epochs=30)) as user:
        await user.press("space")
        script.run.finish(30)
        await user.sees("finished at epoch 30 (rate 0)  c: more epochs, r: again")


@pytest.mark.usefixtures("shipped_recipes")
async def test_a_table_of_ones_own_trains_as_recommended_at_a_pace_to_follow_then_at_full_speed() -> None:
    async with opened("iris", LARGE, screen_options=ScreenOptions(fps=FRAMES)) as user:
        await user.sees("4-64-64-3", "not trained yet; always saying 'setosa' is right in 33 %")
        await user.press("space")
        await user.sees(" training ", "paced at 333/s")
        assert user.snapshot.epoch < 1_000
        await user.press("greater_than_sign")
        await user.sees("finished at epoch 1,000 (rate 0)", "c: more epochs")
        await user.sees("validation 97 % right", "a straight line does as well (97 % right)")
        await user.sees("finished at epoch 1,000; best epoch", "true setosa")
        await user.sees_no_more("paced")

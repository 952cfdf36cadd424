"""Settings changed while training goes on, without a pause; training to an epoch; going on after a failure."""

from __future__ import annotations

import numpy as np

from nntui.session.options import Options
from nntui.session.past import recomputed
from nntui.ui.steer.rate import RateNow
from nntui.ui.work import loader
from tests.ui.app_host import opened
from tests.ui.controller_host import working_on
from tests.ui.test_undo import at_rest, reached, trained

DIVERGING = Options(epochs=300, optimizer="sgd", rate=1e4, engine="autograd", recipe="learn")
LONG = Options(epochs=100_000_000, engine="fused", recipe="learn")


async def test_settings_are_changed_while_training_goes_on_and_marked_and_made_again() -> None:
    async with working_on("iris", LONG) as desk:
        controller, runner = desk.controller, desk.controller.runner
        run = runner.state.run
        await desk.until(lambda: desk.snapshot.epoch > 0, "an epoch")
        await controller.apply(Options(rate=0.001, dropout=0.1))
        before = desk.snapshot.epoch
        await desk.until(lambda: desk.snapshot.rate == 0.001 and desk.snapshot.epoch > before, "the rate")
        await controller.apply(Options(patience=1_000_000))
        assert runner.state.run is run
        assert runner.going
        controller.undo()
        controller.undo()
        await desk.until(lambda: desk.snapshot.rate == 0.01, "the rate before")
        assert runner.state.run is run
        controller.train()
        await at_rest(desk)
        names = [mark.name for mark in controller.marks]
        assert names[0] == "learning rate 0.01 -> 0.001, dropout 0 -> 0.1"
        assert names[1].startswith("undo of ")
        assert len(names) == 2
        checkpoint = await reached(desk)
        chain = controller.editing.follower.trail.chain_of(checkpoint)
        for trained_segment in chain[1:]:
            epoch = trained_segment.segment.moments[-1].epoch
            arrays = loader.encoded(trained_segment.session).arrays
            again = recomputed(
                trained_segment.until(trained_segment.start), epoch, arrays, (checkpoint.curve, checkpoint.recent), bool
            )
            assert again is not None
            assert np.array_equal(again.weights, trained_segment.segment.moments[-1].weights)


async def test_paused_settings_are_undone_with_all_else_and_more_epochs_move_the_goal() -> None:
    async with working_on("iris", Options(epochs=20, engine="autograd", recipe="learn"), train=False) as desk:
        controller = desk.controller
        await trained(desk)
        await controller.apply(Options(epochs=50, beta1=0.5))
        assert controller.runner.aim.goal == 50
        controller.undo()
        await at_rest(desk)
        assert (desk.session.training.epochs, desk.session.training.beta1) == (20, 0.9)
        controller.steering.run_to(33)
        await desk.until(lambda: desk.snapshot.state == "finished" and desk.snapshot.epoch == 33, "epoch 33")
        await controller.apply(Options(breakpoints=("epoch 36",)))
        controller.train()
        await desk.until(lambda: desk.snapshot.state == "paused" and desk.snapshot.epoch == 36, "the breakpoint")
        assert desk.snapshot.reason == "breakpoint epoch 36: this is epoch 36"
        assert any("breakpoint epoch 36" in line for line in desk.told)


async def test_after_a_failure_training_goes_on_with_a_tenth_of_the_rate() -> None:
    async with working_on("cars", DIVERGING, train=False) as desk:
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.state == "failed", "the failure")
        assert desk.controller.steering.failed
        assert any("{key:rate}" in line for line in desk.warned)
        await desk.controller.steering.continue_with_rate(1e-6)
        await desk.until(lambda: desk.snapshot.state == "finished", "the end")
        assert desk.snapshot.rate == 1e-6


async def test_rates_are_tried_and_taken_and_after_a_failure_a_tenth_is_offered() -> None:
    async with opened("cars", options=DIVERGING, size=(80, 24)) as user:
        await user.press("backslash")
        await user.sees("learning rate 10000 -> ", "Suggested: ")
        assert user.snapshot.epoch == 0
        await user.press("up")
        await user.sees("learning rate 10000 -> 0.01;")
        await user.press("escape")
        await user.sees_no_more("Suggested: ")
        await user.press("space")
        await user.sees("\\ goes on with a tenth")
        await user.press("backslash")
        await user.sees("go on with a tenth of the rate", "goes on from the last good weights with rate 1000")
        await user.type("x")
        await user.sees("give a number")
        await user.press("backspace")
        await user.type("0.001")
        await user.press("enter")
        await user.sees("learning rate 10000 -> 0.001")
        await user.until(lambda: user.snapshot.rate == 0.001 and user.snapshot.state == "finished")


async def test_a_rate_that_is_taken_once_the_schedule_has_ended_is_constant_and_training_goes_on_with_it() -> None:
    falling = Options(epochs=20, schedule="cosine", engine="autograd", recipe="learn")
    async with working_on("iris", falling, train=False) as desk:
        steering, training = desk.controller.steering, desk.session.training
        halfway = RateNow.of(training, 10).with_rate(0.02)
        assert halfway == "learning rate 0.01 -> 0.02; 0.01 now, by the cosine schedule"
        await trained(desk)
        present = RateNow.of(training, desk.snapshot.epoch)
        assert present.with_rate(0.002) == "constant rate 0.002; the cosine schedule has ended at rate 0"
        await steering.set_rate(0.002, constant=present.spent)
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.state == "finished" and desk.snapshot.epoch == 40, "more epochs")
        assert desk.snapshot.rate == 0.002
        assert "schedule cosine -> constant" in desk.controller.marks[0].name
    assert RateNow.of(training.changed(schedule="constant"), 20).with_rate(0.01) == "this is the present rate"


async def test_the_noise_of_a_computed_table_changes_while_training_goes_on() -> None:
    async with working_on("spiral:noise=0.1", LONG) as desk:
        controller, run = desk.controller, desk.controller.runner.state.run
        assert await controller.compute("spiral:noise=0.3")
        await desk.followed()
        await desk.trains_on()
        await desk.until(lambda: bool(controller.marks), "the mark")
        assert controller.runner.state.run is run
        assert [mark.name for mark in controller.marks] == ["compute spiral:noise=0.3"]

"""The speeds of training on the screen, from one that can be followed to the full one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.configuration import read_config
from nntui.session.options import Options
from nntui.ui.work.speed import FULL, LIMITS, PACED, Speed, faster, in_words, slower
from tests.ui.controller_host import working_on

if TYPE_CHECKING:
    from pathlib import Path


def test_slower_goes_from_full_speed_to_the_paced_one_and_down_the_limits_to_the_last() -> None:
    speed, passed = FULL, []
    for _ in range(len(LIMITS) + 2):
        speed = slower(speed, speed.for_epochs(9_000))
        passed.append(speed)
    assert passed == [PACED, *(Speed(each) for each in LIMITS), Speed(LIMITS[-1])]


def test_slower_than_paced_is_really_slower() -> None:
    assert slower(PACED, PACED.for_epochs(200)) == Speed(50.0)


def test_faster_goes_up_the_limits_to_full_speed_and_from_the_paced_one_at_once() -> None:
    speed, passed = Speed(LIMITS[-1]), []
    for _ in range(len(LIMITS) + 1):
        speed = faster(speed)
        passed.append(speed)
    assert passed == [*(Speed(each) for each in reversed(LIMITS[:-1])), FULL, FULL]
    assert faster(PACED) == FULL


@pytest.mark.parametrize(("epochs", "limit"), [(200, 200 / 3), (1_000, 1_000 / 3), (0, 1 / 3)])
def test_a_paced_training_takes_three_seconds(epochs: int, limit: float) -> None:
    assert PACED.for_epochs(epochs) == pytest.approx(limit)
    assert FULL.for_epochs(epochs) is None


def test_the_log_says_how_fast_it_goes() -> None:
    assert in_words(FULL, None) == "full speed"
    assert in_words(Speed(50.0), 50.0) == "at most 50 epochs a second"
    assert in_words(PACED, 200 / 3) == "paced to be followed: at most 66.7 epochs a second"


async def test_the_pace_follows_from_the_epochs_still_to_be_trained_and_stays_through_a_pause() -> None:
    async with working_on("iris", Options(epochs=30, engine="autograd"), train=False) as desk:
        runner = desk.controller.runner
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.state == "finished", "the end")
        runner.set_speed(PACED)
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.epoch > 31, "some more epochs")
        desk.controller.train()
        await desk.until(lambda: not desk.controller.training, "the pause")
        assert (runner.limit, runner.slowed, runner.aim.goal) == (10.0, 10.0, 60)
        desk.controller.faster()
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.epoch == 60, "the end at full speed")
        assert (runner.limit, runner.slowed) == (None, None)


@pytest.mark.parametrize(("line", "fast", "problem"), [("", False, ""), ("true", True, ""), ('"yes"', False, "fast =")])
def test_the_configuration_can_ask_for_full_speed(here: Path, line: str, fast: bool, problem: str) -> None:
    path = here / "config.toml"
    path.write_text(f"fast = {line}\n" if line else "")
    config = read_config(path)
    assert config.is_on("fast") is fast
    assert all(problem in each for each in config.problems)
    assert bool(config.problems) == bool(problem)

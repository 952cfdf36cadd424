"""Divergence and interrupts: the last good epoch is restored."""

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from nntui.training.engines.protocol import Engine
from nntui.training.loop import Step, train
from nntui.training.trainer import Trainer
from tests.training.samples import assert_same, finish, random_arrays, snapshots, trainer_of

ROWS = random_arrays(22, 3, 1, validation=6)


def diverging() -> Trainer:
    """A trainer that diverges after a few epochs."""
    return trainer_of(ROWS, optimizer="sgd", rate=5.0, l2=1.0)


@pytest.mark.parametrize("chunk_seconds", [0.0, 1e-4, 10.0])
def test_a_loss_that_is_no_number_ends_training_at_the_last_good_epoch(chunk_seconds: float) -> None:
    trainer = diverging()
    *_, last = snapshots(trainer, 1_000, chunk_seconds)
    good = last.epoch
    assert last.state == "failed"
    assert f"in epoch {good + 1}" in last.reason
    assert "learning rate below 5" in last.reason
    assert 3 < good < 1_000
    expected = diverging()
    *_, finished = snapshots(expected, good, chunk_seconds)
    assert finished.state == "finished"
    assert_same(trainer.checkpoint(), expected.checkpoint())
    assert last.train_loss == finished.train_loss


def test_a_single_update_that_ruins_the_loss_is_taken_back_with_its_epoch() -> None:
    trainer, expected = diverging(), diverging()
    while (last := finish(trainer, Step.UPDATE)).state == "paused":
        pass
    assert last.state == "failed"
    assert last.batch == 0
    finish(expected, last.epoch)
    assert_same(trainer.checkpoint(), expected.checkpoint())


def test_after_a_failure_a_lower_rate_trains_on() -> None:
    trainer = diverging()
    failed = finish(trainer, 1_000)
    trainer.steer(replace(trainer.spec, rate=1e-6))
    assert finish(trainer, failed.epoch + 5).state == "finished"


def test_rows_too_large_to_have_a_loss_are_reported_before_training() -> None:
    rows = random_arrays(5, 3, 1)
    rows.targets[:] = 1e30
    last = finish(trainer_of(rows), 10)
    assert (last.state, last.epoch) == ("failed", 0)
    assert "scale the columns" in last.reason


class Interrupted:
    """An engine that is interrupted within an epoch."""

    name = "interrupted"
    notice = ""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def epochs(self, count: int) -> NDArray[np.float64]:
        self.engine.batches(2)
        raise KeyboardInterrupt

    def batches(self, count: int) -> None:
        self.epochs(1)

    def evaluate(self) -> tuple[float, float]:
        return self.engine.evaluate()


@pytest.mark.parametrize("chunk_seconds", [0.0, 1.0])
def test_an_interrupt_within_a_chunk_leaves_the_last_good_epoch(chunk_seconds: float) -> None:
    trainer = trainer_of(ROWS)
    finish(trainer, 5)
    before, engine = trainer.checkpoint(), trainer.engine
    trainer.engine = Interrupted(engine)
    with pytest.raises(KeyboardInterrupt):
        list(train(trainer, 10, chunk_seconds))
    assert_same(trainer.checkpoint(), before)
    assert trainer.checkpoint().state == "paused"

"""Training that is held to a speed at which it can be watched."""

from __future__ import annotations

import numpy as np

from nntui.training.loop import train
from nntui.training.run import Finished, Paused, Ready, Started
from tests.training.samples import trainer_of
from tests.training.watched import FOREVER, ROWS, trained

ONE_IN_AN_HOUR = 1 / 3600


def test_a_chunk_has_no_more_epochs_than_it_may_have() -> None:
    trainer = trainer_of(ROWS)
    trainer.most_epochs = 3
    assert [progress.epoch for progress in train(trainer, 10, chunk_seconds=60.0)] == [0, 3, 6, 9, 10]


def test_a_limit_changes_no_bit_of_the_result(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.set_limit(10_000.0)
    run.run.train(100)
    run.next(Started)
    assert np.array_equal(run.next(Finished).snapshot.weights, trained(100).weights)


def test_commands_do_not_wait_for_the_next_epoch_of_a_slow_training(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.set_limit(ONE_IN_AN_HOUR)
    run.run.train(FOREVER)
    run.next(Started)
    run.run.pause()
    assert run.next(Paused).snapshot.epoch <= 1


def test_full_speed_ends_the_waiting_at_once(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.set_limit(ONE_IN_AN_HOUR)
    run.run.train(50)
    run.next(Started)
    run.run.set_limit(None)
    assert run.next(Finished).snapshot.epoch == 50

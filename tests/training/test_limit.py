"""Training that is held to a speed at which it can be watched."""

from __future__ import annotations

import numpy as np

from nntui.training.messages import Finished, Pause, Paused, Ready, SetLimit, Started, Train
from tests.training.samples import snapshots, trainer_of
from tests.training.watched import FOREVER, ROWS, trained

ONE_IN_AN_HOUR = 1 / 3600


def test_a_chunk_has_no_more_epochs_than_it_may_have() -> None:
    trainer = trainer_of(ROWS)
    trainer.most_epochs = 3
    assert [snapshot.epoch for snapshot in snapshots(trainer, 10, chunk_seconds=60.0)] == [0, 3, 6, 9, 10]


def test_a_limit_changes_no_bit_of_the_result(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(SetLimit(10_000.0))
    run.run.do(Train(100))
    run.next(Started)
    assert np.array_equal(run.next(Finished).snapshot.weights, trained(100).weights)


def test_commands_do_not_wait_for_the_next_epoch_of_a_slow_training(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(SetLimit(ONE_IN_AN_HOUR))
    run.run.do(Train(FOREVER))
    run.next(Started)
    run.run.do(Pause())
    assert run.next(Paused).snapshot.epoch <= 1


def test_full_speed_ends_the_waiting_at_once(watched) -> None:
    run = watched()
    run.next(Ready)
    run.run.do(SetLimit(ONE_IN_AN_HOUR))
    run.run.do(Train(50))
    run.next(Started)
    run.run.do(SetLimit(None))
    assert run.next(Finished).snapshot.epoch == 50

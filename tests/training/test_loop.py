"""Training as a generator: its snapshots, and that how it is cut changes nothing."""

import random
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.model.spec import NetworkSpec
from nntui.training.loop import Step, train
from nntui.training.optimisers import OPTIMISERS
from nntui.training.records import Checkpoint
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays, same, snapshots, trainer_of

ROWS = random_arrays(21, 3, 1, validation=5)
EPOCHS = 40


def timed(optimizer: str, seed: int, slowest: float) -> Trainer:
    """A trainer whose clock runs as ``seed`` says: each reading is up to ``slowest`` seconds after the one before."""
    steps = random.Random(seed)
    clock = accumulate(iter(lambda: steps.choice([0.0, steps.random() * slowest]), None))
    spec = TrainingSpec(optimizer=optimizer, batch=8, engine="autograd")
    return Trainer(NetworkSpec(inputs=3, hidden=(4,)), spec, ROWS, clock=lambda: next(clock))


def assert_same_end(one: Checkpoint, other: Checkpoint) -> None:
    assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(one.best, other.best)
    assert (one.best_epoch, one.best_loss, one.updates) == (other.best_epoch, other.best_loss, other.updates)
    assert same(one.curve, other.curve)
    assert same(one.recent, other.recent)


@given(
    optimizer=st.sampled_from(list(OPTIMISERS)),
    seed=st.integers(0, 10**6),
    slowest=st.sampled_from([0.0, 0.002, 0.05, 1.0]),
    chunk_seconds=st.sampled_from([0.0, 0.003, 0.1, 2.0]),
    interruptions=st.lists(
        st.one_of(st.sampled_from(Step), st.tuples(st.integers(0, EPOCHS), st.integers(1, 4))), max_size=6
    ),
)
@settings(max_examples=40, deadline=None)
def test_chunks_steps_and_interruptions_never_change_a_bit(
    optimizer, seed, slowest, chunk_seconds, interruptions
) -> None:
    cut = timed(optimizer, seed, slowest)
    for interruption in interruptions:
        if isinstance(interruption, Step):
            list(train(cut, interruption))
        else:
            until, records = interruption
            progress = train(cut, until, chunk_seconds)
            for _, _ in zip(range(records), progress, strict=False):
                pass
            progress.close()
    end = max(EPOCHS, cut.state.epoch + 1)
    list(train(cut, end, chunk_seconds))
    whole = timed(optimizer, 0, 0.0)
    list(train(whole, end))
    assert_same_end(cut.checkpoint(), whole.checkpoint())


def test_records_go_up_to_the_goal_and_say_so() -> None:
    records = list(snapshots(trainer_of(ROWS), 30))
    assert [record.epoch for record in records] == sorted(record.epoch for record in records)
    assert {record.state for record in records[:-1]} == {"training"}
    assert (records[-1].state, records[-1].epoch, records[-1].updates) == ("finished", 30, 90)
    assert records[-1].reason == "finished at epoch 30"
    assert (records[0].epoch, records[0].seconds) == (0, 0)
    assert records[-1].epochs_per_second > 0


def test_the_goal_counts_from_the_very_start() -> None:
    trainer = trainer_of(ROWS)
    list(train(trainer, 10))
    *_, last = snapshots(trainer, 25)
    assert (last.epoch, last.updates) == (25, 75)
    *_, again = snapshots(trainer, 25)
    assert (again.state, again.epoch, again.updates) == ("finished", 25, 75)


def test_validation_is_none_without_validation_rows() -> None:
    assert next(iter(snapshots(trainer_of(random_arrays(5, 3, 1)), 1))).validation_loss is None
    assert next(iter(snapshots(trainer_of(ROWS), 1))).validation_loss is not None


def test_an_epoch_longer_than_a_chunk_is_cut_into_updates() -> None:
    records = list(snapshots(trainer_of(ROWS), 2, chunk_seconds=0.0))
    assert [(record.epoch, record.batch) for record in records] == [
        (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0)
    ]  # fmt: skip


def test_an_update_step_makes_one_update_and_shows_its_loss() -> None:
    trainer = trainer_of(ROWS)
    before = trainer.losses
    records = [record for _ in range(4) for record in snapshots(trainer, Step.UPDATE)]
    assert [(record.state, record.epoch, record.batch, record.updates) for record in records] == [
        ("paused", 0, 1, 1),
        ("paused", 0, 2, 2),
        ("paused", 1, 0, 3),
        ("paused", 1, 1, 4),
    ]
    assert len({before[0], *(record.train_loss for record in records)}) == 5


def test_an_epoch_step_ends_the_epoch_under_way() -> None:
    trainer = trainer_of(ROWS)
    list(train(trainer, Step.UPDATE))
    ends = [list(snapshots(trainer, Step.EPOCH))[-1] for _ in range(2)]
    assert [(end.state, end.epoch, end.batch, end.updates) for end in ends] == [
        ("paused", 1, 0, 3),
        ("paused", 2, 0, 6),
    ]


def test_a_stop_loss_ends_training_with_its_reason() -> None:
    free = trainer_of(ROWS)
    list(train(free, 50))
    losses = free.history.curve().train
    limit = float(losses[20])
    trainer = trainer_of(ROWS, stop_loss=limit)
    *_, last = snapshots(trainer, 50)
    assert (last.state, last.epoch) == ("finished", int(np.flatnonzero(losses <= limit)[0]))
    assert last.reason == f"the training loss reached {limit:g}"
    *_, again = snapshots(trainer, 50)
    assert (again.state, again.epoch, again.reason) == (last.state, last.epoch, last.reason)
    assert np.array_equal(again.weights, last.weights)


def test_a_stop_loss_does_not_hold_back_a_step() -> None:
    trainer = trainer_of(ROWS, stop_loss=1e9)
    assert [record.epoch for record in snapshots(trainer, 50)] == [0]
    *_, last = snapshots(trainer, Step.EPOCH)
    assert (last.state, last.epoch) == ("paused", 1)


def test_a_stop_loss_is_looked_at_where_epochs_end() -> None:
    trainer = trainer_of(ROWS, stop_loss=1e9)
    list(train(trainer, Step.UPDATE))
    *_, last = snapshots(trainer, 50)
    assert (last.state, last.epoch, last.batch) == ("finished", 1, 0)


def test_closing_the_generator_pauses() -> None:
    trainer = trainer_of(ROWS)
    progress = train(trainer, 1_000_000)
    next(progress)
    assert trainer.status == "training"
    progress.close()
    assert trainer.checkpoint().state == "paused"


def test_rate_and_rows_may_change_between_two_records() -> None:
    trainer = trainer_of(ROWS)
    progress = snapshots(trainer, 10, chunk_seconds=1e-9)
    while next(progress).epoch < 3:
        pass
    trainer.steer(replace(trainer.spec, rate=0.5))
    trainer.replace_data(random_arrays(40, 3, 1, seed=2))
    *_, last = progress
    assert (last.state, last.updates) == ("finished", 3 * 3 + 7 * 5)


@pytest.mark.parametrize("until", [0, 3])
def test_a_goal_that_is_behind_is_reached_already(until: int) -> None:
    trainer = trainer_of(ROWS)
    list(train(trainer, 3))
    assert [(record.state, record.epoch) for record in snapshots(trainer, until)] == [("finished", 3)]

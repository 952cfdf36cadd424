"""The kept moments of a training: which they are, that any epoch can be made again from them, and their bounds."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.model.spec import NetworkSpec
from nntui.session.milestones import MILESTONE_BYTES
from nntui.training.loop import Step
from nntui.training.optimisers import OPTIMISERS
from nntui.training.recompute import moment_of
from nntui.training.records import Checkpoint, KeptMoment, Segment
from nntui.training.spec import TrainingSpec
from nntui.training.timeline import ENDED_BYTES, KEPT_BYTES, MOST_MOMENTS, SEGMENT_BYTES, bytes_of, kept_weights
from nntui.training.trainer import Trainer
from tests.training.samples import assert_same, finish, random_arrays

ROWS, OTHER_ROWS = (random_arrays(22, 3, 1, validation=6, seed=seed) for seed in (0, 1))
NETWORK = NetworkSpec(inputs=3, hidden=(3,), outputs=1, activation="tanh")


def trainer_of(checkpoint: Checkpoint | None = None, *, keeps: bool = True, **changes: Any) -> Trainer:
    training = TrainingSpec(**{"engine": "autograd", "batch": 8, **changes})
    return Trainer(NETWORK, training, ROWS, checkpoint, keeps=keeps)


def epochs_of(segment: Segment) -> list[int]:
    return [moment.epoch for moment in segment.moments]


def assert_same_moment(one: KeptMoment, other: KeptMoment) -> None:
    counts = ("epoch", "batch", "updates", "best_epoch", "best_loss", "train_loss", "validation_loss")
    assert [getattr(one, each) for each in counts] == [getattr(other, each) for each in counts]
    assert all(map(np.array_equal, one.arrays(), other.arrays()))


@settings(max_examples=12, deadline=None)
@given(
    engine=st.sampled_from(["autograd", "fused"]),
    cuts=st.lists(st.tuples(st.integers(1, 90), st.integers(0, 4)), max_size=6),
    optimizer=st.sampled_from(list(OPTIMISERS)),
)
def test_the_same_moments_are_kept_however_training_is_cut(
    engine: str, cuts: list[tuple[int, int]], optimizer: str
) -> None:
    whole = trainer_of(engine=engine, optimizer=optimizer)
    whole.epochs(150)
    cut = trainer_of(engine=engine, optimizer=optimizer)
    for epochs, updates in cuts:
        for _ in range(updates):
            if cut.state.epoch < 149:
                cut.batches(1)
        while cut.state.batch:
            cut.batches(1)
        if left := min(epochs, 150 - cut.state.epoch):
            cut.epochs(left)
    finish(cut, 150)
    assert epochs_of(cut.past[0]) == epochs_of(whole.past[0]) == list(range(0, 150, 8))
    for one, other in zip(cut.past[0].moments, whole.past[0].moments, strict=True):
        assert_same_moment(one, other)


@settings(max_examples=12, deadline=None)
@given(
    spec=st.fixed_dictionaries(
        {
            "engine": st.sampled_from(["autograd", "fused"]),
            "optimizer": st.sampled_from(list(OPTIMISERS)),
            "dropout": st.sampled_from([0.0, 0.3]),
            "schedule": st.sampled_from(["constant", "cosine"]),
            "epochs": st.just(120),
        }
    ),
    begun=st.integers(0, 3),
    epoch=st.integers(2, 100),
)
def test_any_epoch_can_be_made_again_to_the_bit(spec: dict[str, Any], begun: int, epoch: int) -> None:
    start = trainer_of(**spec)
    for _ in range(begun):
        finish(start, Step.UPDATE)
    trainer = trainer_of(start.checkpoint(), **spec)
    finish(trainer, epoch)
    there = trainer.checkpoint()
    finish(trainer, 110)
    now = trainer.checkpoint()
    again = moment_of(now.past[0], epoch, (NETWORK, trainer.spec), ROWS, (now.curve, now.recent))
    assert again is not None
    assert_same(again, there)


def test_keeping_changes_no_bit() -> None:
    keeping_moments, plain = trainer_of(), trainer_of(keeps=False)
    finish(keeping_moments, 130)
    finish(plain, 130)
    assert_same(keeping_moments.checkpoint(), plain.checkpoint())
    assert plain.checkpoint().past == plain.snapshot().past == ()


def test_another_rate_and_other_rows_begin_another_segment() -> None:
    trainer = trainer_of()
    trainer.replace_data(OTHER_ROWS)  # nothing was trained
    finish(trainer, 5)
    trainer.steer(replace(trainer.spec, rate=0.5))
    trainer.steer(replace(trainer.spec, rate=0.5))
    finish(trainer, 8)
    trainer.replace_data(ROWS)
    past = trainer.checkpoint().past
    assert [(each.rate, each.rows, epochs_of(each)) for each in past] == [
        (0.01, 1, [0, 1, 2, 3, 4, 5]),
        (0.5, 2, [5, 6, 7, 8]),
        (0.5, 4, [8]),
    ]
    assert [epoch for epoch, _ in kept_weights(past)] == [0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 8]


def test_a_segment_goes_on_with_the_checkpoint_that_it_ended_with() -> None:
    whole, half = trainer_of(), trainer_of()
    finish(whole, 150)
    finish(half, 70)
    rest = trainer_of(half.checkpoint())
    finish(rest, 150)
    assert epochs_of(rest.past[0]) == epochs_of(whole.past[0])


@pytest.mark.parametrize("changed", [{"rate": 0.1}, {"l2": 0.1}, {"optimizer": "sgd"}, {"batch": 4}])
def test_other_settings_begin_another_segment(changed: dict[str, Any]) -> None:
    half = trainer_of()
    finish(half, 5)
    assert epochs_of(trainer_of(half.checkpoint(), **changed).past[0]) == [5]
    assert epochs_of(trainer_of(half.checkpoint(), patience=3, stop_loss=0.1, epochs=9).past[0]) == [0, 1, 2, 3, 4, 5]


def test_moments_are_bounded_in_number_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = trainer_of()
    trainer.epochs(1_000)
    epochs = epochs_of(trainer.past[0])
    assert MOST_MOMENTS / 2 < len(epochs) <= MOST_MOMENTS
    assert len({later - each for each, later in pairwise(epochs)}) == 1
    for room, kept in (7, range(4, 8)), (1, range(1, 2)):
        monkeypatch.setattr("nntui.training.keeping.SEGMENT_BYTES", room * 256)  # 16 parameters, adam
        small = trainer_of()
        small.epochs(100)
        assert len(epochs_of(small.past[0])) in kept
        assert bytes_of(small.past) <= room * 256


def test_of_many_segments_the_oldest_lose_their_moments_and_undo_and_timeline_share_one_cap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MILESTONE_BYTES + ENDED_BYTES + SEGMENT_BYTES == KEPT_BYTES
    monkeypatch.setattr("nntui.training.segments.ENDED_BYTES", 60 * 256)
    trainer = trainer_of()
    for number in range(30):
        trainer.epochs(4)
        trainer.steer(replace(trainer.spec, rate=0.01 + number / 1_000))
    *ended, present = trainer.past
    assert bytes_of(ended) <= 60 * 256
    assert [len(each.moments) for each in ended[-3:]] == [5, 5, 5]
    assert len(ended[0].moments) == 1
    assert epochs_of(present) == [120]


def test_an_interrupted_chunk_leaves_no_moment_of_the_future(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = trainer_of()
    finish(trainer, 3)
    engine_epochs = trainer.engine.epochs

    def interrupted(count: int) -> Any:
        if trainer.state.epoch > 5:
            raise KeyboardInterrupt
        return engine_epochs(count)

    monkeypatch.setattr(trainer.engine, "epochs", interrupted)
    with pytest.raises(KeyboardInterrupt):
        trainer.epochs(10)
    assert epochs_of(trainer.past[0]) == [0, 1, 2, 3]
    monkeypatch.undo()
    finish(trainer, 7)
    assert epochs_of(trainer.past[0]) == list(range(8))

"""A network in training: going on from a checkpoint, other rows, other rates, and losses that are no numbers."""

import math
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from msgspec.structs import replace as changed

from nntui.data.encoding.encoder import Arrays
from nntui.errors import SpecError, TrainingError
from nntui.model.spec import NetworkSpec
from nntui.training.loop import Step
from nntui.training.optimisers import OPTIMISERS
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import (
    TUTORIAL_NETWORK,
    TUTORIAL_TRAINING,
    assert_same,
    builtin,
    finish,
    random_arrays,
    trainer_of,
)

ROWS = random_arrays(22, 3, 1, validation=6)


@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_training_in_two_halves_with_a_checkpoint_between_is_training_at_once(optimizer: str) -> None:
    whole, half = trainer_of(ROWS, optimizer=optimizer), trainer_of(ROWS, optimizer=optimizer)
    finish(whole, 60)
    finish(half, 30)
    rest = trainer_of(ROWS, half.checkpoint(), optimizer=optimizer)
    assert_same(rest.checkpoint(), half.checkpoint())
    finish(rest, 60)
    assert_same(rest.checkpoint(), whole.checkpoint())


@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_a_checkpoint_in_the_middle_of_an_epoch_goes_on_there(optimizer: str) -> None:
    whole, part = trainer_of(ROWS, optimizer=optimizer), trainer_of(ROWS, optimizer=optimizer)
    finish(whole, 9)
    finish(part, 5)
    for _ in range(2):
        finish(part, Step.UPDATE)
    assert part.checkpoint().batch == 2
    rest = trainer_of(ROWS, part.checkpoint(), optimizer=optimizer)
    finish(rest, 9)
    assert_same(rest.checkpoint(), whole.checkpoint())


def test_the_tutorial_in_halves_is_the_tutorial_at_once() -> None:
    rows = builtin("tutorial")
    whole, half = (Trainer(TUTORIAL_NETWORK, TUTORIAL_TRAINING, rows) for _ in range(2))
    finish(whole, 1_000)
    finish(half, 500)
    rest = Trainer(TUTORIAL_NETWORK, TUTORIAL_TRAINING, rows, half.checkpoint())
    finish(rest, 1_000)
    assert_same(rest.checkpoint(), whole.checkpoint())


def test_a_checkpoint_is_a_copy_that_nobody_can_write_to() -> None:
    trainer = trainer_of(ROWS)
    checkpoint = trainer.checkpoint()
    finish(trainer, 3)
    assert np.array_equal(checkpoint.weights, checkpoint.first)
    with pytest.raises(ValueError, match="read-only"):
        checkpoint.weights[0] = 1


def test_a_snapshot_has_the_state_of_training() -> None:
    trainer = trainer_of(ROWS)
    finish(trainer, 4)
    snapshot = trainer.snapshot()
    assert (snapshot.state, snapshot.reason) == ("finished", "finished at epoch 4")
    assert (snapshot.epoch, snapshot.batch, snapshot.updates) == (4, 0, 12)
    assert (snapshot.train_loss, snapshot.validation_loss) == (snapshot.curve.train[-1], snapshot.curve.validation[-1])
    assert snapshot.curve.epochs.tolist() == snapshot.recent.epochs.tolist() == [0, 1, 2, 3, 4]
    assert (snapshot.rate, snapshot.engine) == (0.01, "autograd")
    assert snapshot.epochs_per_second == trainer.pace.epochs_per_second > 0
    assert np.array_equal(snapshot.weights, trainer.checkpoint().weights)
    assert not snapshot.weights.flags.writeable


def test_seconds_are_those_of_training_and_go_on_after_a_checkpoint() -> None:
    ticks = count()
    network = NetworkSpec(inputs=3)
    spec = TrainingSpec(engine="autograd")
    trainer = Trainer(network, spec, ROWS, clock=lambda: float(next(ticks)))
    trainer.epochs(4)
    assert trainer.seconds == 1
    assert trainer.history.curve().seconds.tolist() == [0, 0.25, 0.5, 0.75, 1]
    rest = Trainer(network, spec, ROWS, trainer.checkpoint(), clock=lambda: float(next(ticks)))
    rest.epochs(1)
    assert rest.seconds == 2


def test_the_sink_gets_the_whole_history_from_epoch_0() -> None:
    epochs: list[int] = []
    trainer = Trainer(
        NetworkSpec(inputs=3), TrainingSpec(engine="autograd"), ROWS, sink=lambda block: epochs.extend(block.epochs)
    )
    finish(trainer, 7)
    assert epochs == list(range(8))


def test_without_rows_there_is_a_network_to_look_at_and_a_hint_instead_of_training() -> None:
    trainer = trainer_of(Arrays.none(3, 1))
    assert math.isnan(trainer.snapshot().train_loss)
    assert trainer.checkpoint().best_loss == math.inf
    for until in (10, Step.EPOCH, Step.UPDATE):
        with pytest.raises(TrainingError, match="no row to train on; fill one in"):
            finish(trainer, until)
    trainer.replace_data(ROWS)
    assert finish(trainer, 10).epoch == 10


def test_targets_that_are_no_probabilities_are_refused_for_an_entropy() -> None:
    rows = random_arrays(5, 3, 1)
    rows.targets[0] = -1
    network = NetworkSpec(inputs=3, output_activation="sigmoid")
    with pytest.raises(TrainingError, match="bce needs targets from 0 to 1"):
        finish(Trainer(network, TrainingSpec(loss="bce", engine="autograd"), rows), 1)


def test_a_loss_and_an_output_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(SpecError, match="sigmoid"):
        trainer_of(ROWS, loss="bce")


def test_a_checkpoint_of_another_network_is_refused() -> None:
    checkpoint = trainer_of(random_arrays(5, 2, 1)).checkpoint()
    with pytest.raises(TrainingError, match="another network"):
        trainer_of(ROWS, checkpoint)


def test_an_unknown_device_is_refused_in_a_line() -> None:
    with pytest.raises(TrainingError, match=r"device abacus: .*choose cpu"):
        trainer_of(ROWS, device="abacus")


def test_another_optimiser_starts_without_a_memory() -> None:
    trainer = trainer_of(ROWS, optimizer="adam")
    finish(trainer, 3)
    rest = trainer_of(ROWS, replace(trainer.checkpoint(), optimizer={}, updates=0), optimizer="rmsprop")
    assert not rest.checkpoint().optimizer["square"].any()
    assert finish(rest, 5).epoch == 5


def test_other_rows_keep_weights_and_epoch_and_begin_a_half_done_epoch_again() -> None:
    trainer = trainer_of(ROWS)
    finish(trainer, 3)
    finish(trainer, Step.UPDATE)
    weights = trainer.checkpoint().weights
    other = random_arrays(50, 3, 1, seed=9)
    trainer.replace_data(other)
    checkpoint = trainer.checkpoint()
    assert (checkpoint.epoch, checkpoint.batch) == (3, 0)
    assert np.array_equal(checkpoint.weights, weights)
    finish(trainer, 4)
    assert trainer.checkpoint().updates == 3 * 3 + 1 + 7


def test_other_rows_score_the_best_weights_again() -> None:
    trainer = trainer_of(ROWS)
    finish(trainer, 20)
    before = trainer.checkpoint()
    harder = random_arrays(30, 3, 1, validation=6)
    harder.targets[:] += 100
    harder.validation_targets[:] += 100
    trainer.replace_data(harder)
    after = trainer.checkpoint()
    assert after.best_loss > 1_000 > before.best_loss
    finish(trainer, 40)
    assert trainer.checkpoint().best_epoch > 20


def test_a_checkpoint_beside_other_rows_scores_its_best_weights_on_them() -> None:
    trainer = trainer_of(ROWS)
    finish(trainer, 20)
    harder = random_arrays(30, 3, 1, validation=6)
    harder.validation_targets[:] += 100
    assert trainer_of(harder, trainer.checkpoint()).checkpoint().best_loss > 1_000


def test_rows_edited_before_training_are_those_of_epoch_0() -> None:
    other = random_arrays(50, 3, 1, seed=9)
    trainer = trainer_of(ROWS)
    trainer.replace_data(other)
    assert_same(trainer.checkpoint(), trainer_of(other).checkpoint())


def test_other_columns_are_refused_and_change_nothing() -> None:
    trainer, untouched = trainer_of(ROWS), trainer_of(ROWS)
    with pytest.raises(TrainingError, match="2 inputs and 1 targets, the network 3 and 1"):
        trainer.replace_data(random_arrays(5, 2, 1))
    finish(trainer, 3)
    finish(untouched, 3)
    assert_same(trainer.checkpoint(), untouched.checkpoint())


def test_another_rate_is_used_from_then_on() -> None:
    slow, faster = trainer_of(ROWS, optimizer="sgd", rate=0.01), trainer_of(ROWS, optimizer="sgd", rate=0.02)
    slow.steer(changed(slow.spec, rate=0.02))
    finish(slow, 3)
    finish(faster, 3)
    assert np.array_equal(slow.checkpoint().weights, faster.checkpoint().weights)
    assert slow.snapshot().rate == 0.02


@pytest.mark.parametrize("rate", [0, -1, math.nan, math.inf])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(SpecError, match="above 0"):
        TrainingSpec(rate=rate)

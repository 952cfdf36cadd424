"""Training that ends before its goal: out of patience, or past the end of its schedule."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.errors import SpecError
from nntui.model.spec import NetworkSpec
from nntui.training.loop import Step, train
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays

NOISE = random_arrays(30, 4, 1, validation=15)
SPEC = TrainingSpec(batch=10, rate=0.01, epochs=400, patience=12, engine="autograd")


def ended(spec: TrainingSpec, chunk_seconds: float = 60.0) -> Trainer:
    trainer = Trainer(NetworkSpec(inputs=4, hidden=(32,)), spec, NOISE)
    for _ in train(trainer, spec.epochs, chunk_seconds):
        pass
    return trainer


@pytest.mark.parametrize("engine", ["autograd", "fused"])
def test_training_ends_so_many_epochs_after_the_lowest_validation_loss(engine: str) -> None:
    trainer = ended(replace(SPEC, engine=engine))
    assert trainer.status == "finished"
    assert "has not fallen for 12 epochs" in trainer.reason
    assert trainer.state.epoch == trainer.state.best_epoch + 12 < 400
    losses = trainer.history.recent().validation
    assert np.argmin(losses) == trainer.state.best_epoch == len(losses) - 13


def test_the_length_of_a_chunk_does_not_move_the_end() -> None:
    whole, in_pieces = ended(SPEC), ended(SPEC, chunk_seconds=0.0)
    assert whole.state.epoch == in_pieces.state.epoch
    assert np.array_equal(whole.state.parameters.flat, in_pieces.state.parameters.flat)


def test_without_validation_rows_patience_does_not_count() -> None:
    trainer = Trainer(NetworkSpec(inputs=4), replace(SPEC, patience=1, epochs=9), random_arrays(30, 4, 1))
    for _ in train(trainer, 9):
        pass
    assert (trainer.state.epoch, trainer.reason) == (9, "finished at epoch 9")


def test_a_step_is_made_when_patience_is_over() -> None:
    trainer = ended(SPEC)
    epoch = trainer.state.epoch
    for _ in train(trainer, Step.EPOCH):
        pass
    assert trainer.state.epoch == epoch + 1


def test_patience_is_one_epoch_or_more() -> None:
    with pytest.raises(SpecError, match="patience: 0; give 1 or more"):
        TrainingSpec(patience=0)


@pytest.mark.parametrize("unit", ["epoch", "update"])
def test_training_past_the_end_of_a_schedule_says_that_the_rate_is_zero(unit: str) -> None:
    spec = replace(SPEC, patience=None, epochs=4, schedule="cosine", schedule_by=unit)
    trainer = Trainer(NetworkSpec(inputs=4), spec, NOISE)
    for _ in train(trainer, 8):
        pass
    assert (trainer.status, trainer.state.epoch) == ("finished", 4)
    assert trainer.reason.startswith("the learning rate is 0 after the 4 planned epochs; for more")

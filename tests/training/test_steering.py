"""Settings changed while training goes on: one segment each, made again to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.errors import SpecError
from nntui.model.spec import NetworkSpec
from nntui.training.loop import train
from nntui.training.recompute import moment_of
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays

ROWS = random_arrays(60, 4, 1, validation=15)
NETWORK = NetworkSpec(inputs=4, hidden=(8,))
SPEC = TrainingSpec(batch=8, epochs=100)
STEERED: dict[str, dict[str, Any]] = {
    "rate": {"rate": 0.001},
    "betas": {"beta1": 0.5, "beta2": 0.9},
    "adamw": {"optimizer": "adamw", "l2": 0.01},
    "penalties": {"l1": 0.001, "l2": 0.01, "weight_decay": 0.01, "clip": 0.5},
    "dropout": {"dropout": 0.3},
    "batch": {"batch": 5},
    "schedule": {"schedule": "cosine", "schedule_by": "update", "epochs": 40},
    "smoothing": {"label_smoothing": 0.1},
}


def steered(engine: str, changed: dict[str, Any], *, batches: int = 0) -> Trainer:
    """A training of 12 epochs whose settings change after 5 epochs and some batches."""
    trainer = Trainer(NETWORK, replace(SPEC, engine=engine), ROWS)
    trainer.epochs(5)
    trainer.batches(batches)
    memory = {name: moment.copy() for name, moment in trainer.state.moments.items()}
    weights, updates = trainer.state.parameters.flat.copy(), trainer.state.updates
    trainer.steer(replace(trainer.spec, **changed))
    assert np.array_equal(trainer.state.parameters.flat, weights)
    assert trainer.state.updates == updates
    assert all(np.array_equal(trainer.state.moments[name], moment) for name, moment in memory.items())
    for _ in train(trainer, 12):
        pass
    return trainer


@pytest.mark.parametrize("batches", [0, 3])
@pytest.mark.parametrize("changed", STEERED.values(), ids=STEERED)
@pytest.mark.parametrize("engine", ["autograd", "fused"])
def test_a_change_begins_a_segment_that_is_trained_again_bit_for_bit(
    engine: str, changed: dict[str, Any], batches: int
) -> None:
    trainer = steered(engine, changed, batches=batches)
    first, second = trainer.past
    reached = trainer.checkpoint()
    assert (second.start.epoch, second.start.batch) == (5, 0 if "batch" in changed else batches)
    assert (first.rows, second.rows) == (0, 1)
    alone = replace_moments(second)
    again = moment_of(alone, 12, (NETWORK, trainer.spec), ROWS, (reached.curve, reached.recent))
    assert again is not None
    assert np.array_equal(again.weights, reached.weights)
    assert all(np.array_equal(again.optimizer[name], moment) for name, moment in reached.optimizer.items())


def replace_moments(segment: Any) -> Any:
    """The segment with its first moment alone, so that all of it is trained again."""
    import dataclasses

    return dataclasses.replace(segment, moments=segment.moments[:1])


def test_momentum_is_steered_with_what_is_remembered() -> None:
    trainer = Trainer(NETWORK, replace(SPEC, optimizer="momentum", rate=0.01), ROWS)
    trainer.epochs(3)
    memory = trainer.state.moments["momentum"].copy()
    trainer.steer(replace(trainer.spec, optimizer="nesterov", momentum=0.5))
    assert memory.any()
    assert np.array_equal(trainer.state.moments["momentum"], memory)


@pytest.mark.parametrize("changed", [{"loss": "mae"}, {"seed": 3}, {"optimizer": "sgd"}, {"frozen": ("biases",)}])
def test_what_needs_another_run_is_not_steered(changed: dict[str, Any]) -> None:
    trainer = Trainer(NETWORK, SPEC, ROWS)
    with pytest.raises(SpecError, match="cannot be changed while training goes on"):
        trainer.steer(replace(SPEC, **changed))
    assert trainer.spec == SPEC


def test_a_rule_that_only_ends_training_begins_no_segment_and_takes_effect() -> None:
    trainer = Trainer(NETWORK, SPEC, ROWS)
    trainer.epochs(3)
    trainer.steer(replace(trainer.spec, stop=("epoch 7",), patience=50, epochs=90))
    for _ in train(trainer, 20):
        pass
    assert (trainer.state.epoch, len(trainer.past)) == (7, 1)
    trainer.steer(replace(trainer.spec, stop=(), stop_loss=1e9))
    for _ in train(trainer, 20):
        pass
    assert (trainer.state.epoch, trainer.reason) == (7, "the training loss reached 1e+09")

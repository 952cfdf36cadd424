"""A sweep of learning rates: what it suggests, and that it leaves everything as it was."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.model.spec import NetworkSpec
from nntui.training.rate_finder import MOST_ROWS, STEPS, rounded, suggestion, sweep_rates
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays

ROWS = random_arrays(60, 4, 1, validation=15)
NETWORK = NetworkSpec(inputs=4, hidden=(8,))
SPEC = TrainingSpec(batch=8, epochs=100)


@pytest.mark.parametrize("engine", ["autograd", "fused"])
def test_weights_memory_curve_and_random_streams_stay_as_they_were(engine: str) -> None:
    spec = replace(SPEC, engine=engine, dropout=0.2)
    trainer = Trainer(NETWORK, spec, ROWS)
    trainer.epochs(5)
    trainer.batches(3)
    before, stream = trainer.checkpoint(), torch.random.get_rng_state()
    copied = {each.name: np.copy(getattr(before, each.name)) for each in dataclasses.fields(before)
              if isinstance(getattr(before, each.name), np.ndarray)}  # fmt: skip
    found = sweep_rates(NETWORK, spec, ROWS, before)
    again = sweep_rates(NETWORK, spec, ROWS, before)
    assert found is not None
    assert again is not None
    assert np.array_equal(found.losses, again.losses)
    assert torch.random.get_rng_state().equal(stream)
    assert all(np.array_equal(getattr(before, name), array) for name, array in copied.items())
    after = trainer.checkpoint()
    assert np.array_equal(after.weights, before.weights)
    assert all(np.array_equal(after.optimizer[name], moment) for name, moment in before.optimizer.items())
    assert np.array_equal(after.curve.train, before.curve.train)
    plain = Trainer(NETWORK, spec, ROWS)
    plain.epochs(5)
    plain.batches(3)
    for each in (trainer, plain):
        each.batches(100)
        each.epochs(3)
    assert np.array_equal(plain.state.parameters.flat, trainer.state.parameters.flat)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_suggested_rate_trains_and_lies_below_the_rates_that_make_the_loss_rise(optimizer: str) -> None:
    spec = replace(SPEC, optimizer=optimizer, rate=1e-5)
    found = sweep_rates(NETWORK, spec, ROWS)
    assert found is not None
    assert found.suggested is not None
    assert found.rises is not None
    assert found.falls
    assert 1e-3 <= found.suggested < found.rises < 100
    assert f"Suggested: {found.suggested:g}." in found.in_words()
    trained = {}
    for rate in (1e-5, found.suggested):
        trainer = Trainer(NETWORK, replace(spec, rate=rate), ROWS)
        trainer.epochs(20)
        trained[rate] = trainer.losses[0]
    assert trained[found.suggested] < trained[1e-5] / 2


SHAPES: dict[str, tuple[Any, ...]] = {
    "flat": ([1.0] * 60, False, (None, False, None)),
    "only rising": ([1.0] * 30 + [2.0] * 30, True, (0.0005, False, None)),
    "falling": ([1.0] * 20 + [0.5] * 40, False, (0.02, True, None)),
    "nothing": ([], True, (None, False, 1e-6)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_curve_suggests(shape: str) -> None:
    losses, ended, (_, falls, _) = SHAPES[shape]
    rates = np.geomspace(1e-6, 1e2, 60)[: len(losses)]
    suggested, fell, rises = suggestion(rates, np.array(losses), 1.0, ended=ended)
    assert fell is falls
    if shape == "only rising":
        assert rises is not None
        assert suggested is not None
        assert rises / 30 < suggested < rises
    elif shape == "falling":
        assert (suggested, rises) == (rounded(float(rates[20])), None)
    else:
        assert suggested is None


@pytest.mark.parametrize(("rate", "round_rate"), [(0.0123, 0.01), (0.0345, 0.03), (0.0777, 0.1), (4.4e-5, 5e-5)])
def test_suggestions_are_round(rate: float, round_rate: float) -> None:
    assert rounded(rate) == round_rate


def test_large_tables_are_swept_on_some_of_their_rows_and_a_sweep_can_be_cancelled() -> None:
    large = random_arrays(5_000, 2, 1)
    found = sweep_rates(NetworkSpec(inputs=2), SPEC, large)
    assert found is not None
    assert (found.rows, found.all_rows) == (MOST_ROWS, 5_000)
    assert "on 2,048 of 5,000 rows" in found.in_words()
    looks = iter([False, False, True])
    assert sweep_rates(NetworkSpec(inputs=2), SPEC, large, cancelled=lambda: next(looks)) is None


def test_without_rows_there_is_nothing_to_sweep() -> None:
    with pytest.raises(TrainingError, match="no row to train on"):
        sweep_rates(NETWORK, SPEC, random_arrays(0, 4, 1))
    assert STEPS > 100

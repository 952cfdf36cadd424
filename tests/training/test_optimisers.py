"""The optimisers, regularisation, clipping and schedules, against torch's own."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from nntui.model.spec import NetworkSpec
from nntui.training.batches import order, updates_per_epoch
from nntui.training.optimisers import OPTIMISERS
from nntui.training.spec import TrainingSpec
from tests.training.samples import engine_of, random_arrays

ROWS = random_arrays(25, 3, 2)
NETWORK = NetworkSpec(inputs=3, hidden=(4,), outputs=2, activation="tanh", init="torch", seed=3)
BATCH = 10
EPOCHS = 8


def torchs_optimizer(spec: TrainingSpec, weights: list[Tensor], biases: list[Tensor]) -> torch.optim.Optimizer:
    """torch's optimiser, its decay on weights alone."""
    groups = [{"params": weights, "weight_decay": spec.l2}, {"params": biases, "weight_decay": 0.0}]
    match spec.optimizer:
        case "sgd":
            return torch.optim.SGD(groups, lr=spec.rate)
        case "momentum" | "nesterov":
            nesterov = spec.optimizer == "nesterov"
            return torch.optim.SGD(groups, lr=spec.rate, momentum=spec.momentum, nesterov=nesterov)
        case "rmsprop":
            return torch.optim.RMSprop(groups, lr=spec.rate)
        case "adam":
            return torch.optim.Adam(groups, lr=spec.rate)
        case "adamw":
            return torch.optim.AdamW(groups, lr=spec.rate)
    raise AssertionError(spec.optimizer)


def reference(spec: TrainingSpec) -> Tensor:
    """The weights [parameters] after ``EPOCHS`` of a plain torch loop in double precision."""
    torch.manual_seed(NETWORK.seed)
    first, second = nn.Linear(3, 4), nn.Linear(4, 2)
    model = nn.Sequential(first, nn.Tanh(), second).double()
    optimizer = torchs_optimizer(spec, [first.weight, second.weight], [first.bias, second.bias])
    for epoch in range(EPOCHS):
        for rows in torch.from_numpy(order(spec.seed, epoch, 25)).split(BATCH):
            optimizer.zero_grad()
            errors = model(torch.tensor(ROWS.inputs)[rows].double()) - torch.tensor(ROWS.targets)[rows].double()
            l1 = sum(spec.l1 * weight.abs().sum() for weight in (first.weight, second.weight))
            ((errors**2).mean() + l1).backward()
            if spec.clip is not None:
                assert spec.l2 == 0  # torch clips before it decays
                nn.utils.clip_grad_norm_(model.parameters(), spec.clip)
            optimizer.step()
    return torch.cat([part.detach().flatten() for part in (first.weight.T, first.bias, second.weight.T, second.bias)])


@pytest.mark.parametrize("optimizer", OPTIMISERS)
@pytest.mark.parametrize("extras", [{}, {"l2": 0.1}, {"l1": 0.01, "l2": 0.02}, {"l1": 0.01, "clip": 0.05}])
def test_training_ends_where_torchs_optimisers_end(optimizer: str, extras: dict[str, Any]) -> None:
    spec = TrainingSpec(optimizer=optimizer, rate=0.02, batch=BATCH, seed=4, **extras)
    engine, state = engine_of(NETWORK, spec, ROWS, torch.float64)
    engine.epochs(EPOCHS)
    assert state.updates == 3 * EPOCHS
    torch.testing.assert_close(torch.from_numpy(state.parameters.flat), reference(spec), rtol=1e-9, atol=1e-10)


def test_clipping_bounds_the_norm_after_regularisation_and_leaves_small_gradients() -> None:
    for clip, expected in ((0.01, 0.01), (1e6, None)):
        spec = TrainingSpec(optimizer="sgd", batch=None, l2=0.5, clip=clip)
        engine, state = engine_of(NETWORK, spec, ROWS, torch.float64)
        unclipped, free = engine_of(NETWORK, TrainingSpec(optimizer="sgd", batch=None, l2=0.5), ROWS, torch.float64)
        engine.batches(1)
        unclipped.batches(1)
        norm = np.linalg.norm(free.parameters.grad)
        assert np.linalg.norm(state.parameters.grad) == pytest.approx(expected or norm, rel=1e-4)


@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_frozen_weights_stay_and_the_others_learn(optimizer: str) -> None:
    spec = TrainingSpec(optimizer=optimizer, l1=0.1, l2=0.1, clip=1.0)
    _, state = engine_of(NETWORK, spec, ROWS)
    state.frozen = np.arange(NETWORK.parameters) % 3 == 0
    engine = type(engine_of(NETWORK, spec, ROWS)[0])(state, spec, ROWS)
    engine.epochs(3)
    moved = state.parameters.flat != state.first
    assert np.array_equal(moved, ~state.frozen)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"schedule": "constant"}, [0.8, 0.8, 0.8, 0.8, 0.8]),
        ({"schedule": "step", "decay": 0.5, "decay_epochs": 2}, [0.8, 0.8, 0.4, 0.4, 0.2]),
        ({"schedule": "exponential", "decay": 0.5}, [0.8, 0.4, 0.2, 0.1, 0.05]),
        ({"schedule": "cosine", "epochs": 4}, [0.8, 0.4 + 0.8 * 2**-1.5, 0.4, 0.4 - 0.8 * 2**-1.5, 0.0]),
    ],
)
def test_the_rate_follows_its_schedule(settings: dict[str, Any], expected: list[float]) -> None:
    spec = TrainingSpec(**settings)
    np.testing.assert_allclose([spec.rate_at(0.8, epoch) for epoch in range(5)], expected, atol=1e-12)


def test_a_cosine_rate_stays_at_zero_after_its_last_epoch() -> None:
    assert TrainingSpec(schedule="cosine", epochs=4).rate_at(0.8, 9) == 0


def test_the_schedule_reaches_the_weights() -> None:
    spec = TrainingSpec(optimizer="sgd", schedule="cosine", epochs=2)
    engine, state = engine_of(NETWORK, spec, ROWS)
    engine.epochs(2)
    trained = state.parameters.flat.copy()
    engine.epochs(2)
    assert np.array_equal(state.parameters.flat, trained)


def test_an_epoch_has_as_many_updates_as_batches_the_last_one_short() -> None:
    assert [updates_per_epoch(25, batch) for batch in (None, 1, 10, 25, 30)] == [1, 25, 3, 1, 1]
    assert updates_per_epoch(0, None) == updates_per_epoch(0, 10) == 0

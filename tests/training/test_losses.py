"""The displayed loss, and which rows an update uses."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from nntui.model.spec import NetworkSpec
from nntui.training.batches import order
from nntui.training.spec import TrainingSpec
from tests.training.samples import OUTPUTS, arrays_of, engine_of, network_of, random_arrays

EXPECTED: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": functional.mse_loss,
    "half-sse": functional.mse_loss,
    "mae": functional.l1_loss,
    "huber": functional.huber_loss,
    "bce": functional.binary_cross_entropy,
}


@pytest.mark.parametrize("loss", EXPECTED)
def test_the_displayed_loss_is_the_mean_over_all_rows_without_regularisation(loss: str) -> None:
    rows = random_arrays(30, 3, 2, validation=9)
    network = NetworkSpec(inputs=3, outputs=2, output_activation=OUTPUTS[loss][-1], init="torch")
    engine, state = engine_of(network, TrainingSpec(loss=loss, batch=4, l1=1.0, l2=1.0), rows)
    for loss_shown, inputs, targets in zip(
        engine.evaluate(), (rows.inputs, rows.validation_inputs), (rows.targets, rows.validation_targets), strict=True
    ):
        expected = EXPECTED[loss](network_of(state)(torch.tensor(inputs)), torch.tensor(targets))
        assert loss_shown == pytest.approx(expected.item(), rel=1e-6)


def test_cross_entropy_is_a_mean_over_rows() -> None:
    rows = random_arrays(30, 3, 4)
    network = NetworkSpec(inputs=3, outputs=4, output_activation="softmax", init="torch")
    engine, state = engine_of(network, TrainingSpec(loss="cross-entropy"), rows)
    expected = functional.cross_entropy(network_of(state).logits(torch.tensor(rows.inputs)), torch.tensor(rows.targets))
    assert engine.evaluate()[0] == pytest.approx(expected.item(), rel=1e-6)


def test_without_validation_rows_their_loss_is_not_a_number() -> None:
    engine, _ = engine_of(NetworkSpec(inputs=3), TrainingSpec(), random_arrays(5, 3, 1))
    assert math.isnan(engine.evaluate()[1])


def test_a_long_table_is_evaluated_as_a_short_one_is() -> None:
    wide = NetworkSpec(inputs=2, hidden=(4_096,), init="torch")
    rows = random_arrays(700, 2, 1)
    engine, state = engine_of(wide, TrainingSpec(), rows)
    expected = functional.mse_loss(network_of(state)(torch.tensor(rows.inputs)), torch.tensor(rows.targets))
    assert engine.evaluate()[0] == pytest.approx(expected.item(), rel=1e-6)


def test_the_short_last_batch_is_used_and_divided_by_its_own_rows() -> None:
    """One weight, rate 1: after every batch w becomes w - mean of 2 (w x - y) x over that batch."""
    rows = arrays_of(np.full((5, 1), 0.5), np.arange(5).reshape(5, 1))
    network = NetworkSpec(inputs=1, hidden=(), bias=False, init="zeros")
    engine, state = engine_of(network, TrainingSpec(optimizer="sgd", rate=1.0, batch=3), rows)
    engine.batches(1)
    first = state.parameters.flat.item()
    left = 10 - 3 * first  # the targets of the first batch have mean w, all targets sum to 10
    engine.batches(1)
    assert state.parameters.flat.item() == pytest.approx(first - (0.5 * first - left / 2))
    assert (state.batch, state.updates, state.epoch) == (2, 2, 0)


def test_batches_never_cross_the_end_of_an_epoch() -> None:
    engine, state = engine_of(NetworkSpec(inputs=3), TrainingSpec(batch=4), random_arrays(10, 3, 1))
    engine.batches(1_000)
    assert (state.batch, state.updates, state.epoch) == (3, 3, 0)


def test_epochs_and_their_batches_one_by_one_give_the_same_weights() -> None:
    settings = NetworkSpec(inputs=3), TrainingSpec(batch=4), random_arrays(10, 3, 1, validation=4)
    whole, at_once = engine_of(*settings)
    pieces, in_pieces = engine_of(*settings)
    losses = whole.epochs(4)
    for epoch in range(4):
        for _ in range(3):
            pieces.batches(1)
        assert pieces.evaluate() == tuple(losses[epoch])
        in_pieces.end_epoch(*pieces.evaluate())
    assert np.array_equal(at_once.parameters.flat, in_pieces.parameters.flat)
    assert np.array_equal(at_once.best, in_pieces.best)
    assert (at_once.best_epoch, at_once.best_loss) == (in_pieces.best_epoch, in_pieces.best_loss)


def test_a_table_too_long_to_be_put_in_order_at_once_is_gathered_batch_by_batch() -> None:
    rows = random_arrays(300, 4_000, 1)
    network = NetworkSpec(inputs=4_000, hidden=(), init="zeros")
    engine, state = engine_of(network, TrainingSpec(optimizer="sgd", rate=1e-5, batch=100, seed=3), rows)
    engine.epochs(2)
    weights = np.zeros((4_001, 1))
    for epoch in range(2):
        for batch in np.split(order(3, epoch, 300), 3):
            inputs = np.hstack([rows.inputs[batch], np.ones((100, 1))])
            weights -= 1e-5 * inputs.T @ (inputs @ weights - rows.targets[batch]) * 2 / 100
    np.testing.assert_allclose(state.parameters.flat, weights[:, 0], atol=1e-8)


def test_the_best_weights_are_chosen_by_validation_rows_where_there_are_any() -> None:
    rows = random_arrays(20, 2, 1, validation=10)
    engine, state = engine_of(NetworkSpec(inputs=2, init="torch"), TrainingSpec(rate=0.1), rows)
    losses = engine.epochs(60)
    best = int(losses[:, 1].argmin())
    assert best != int(losses[:, 0].argmin())
    assert (state.best_epoch, state.best_loss) == (best + 1, losses[best, 1])
    state.parameters.flat[:] = state.best
    assert engine.evaluate() == tuple(losses[best])


def test_training_stops_early_after_the_epoch_that_reaches_the_stop_loss() -> None:
    rows = random_arrays(20, 2, 1)
    free, _ = engine_of(NetworkSpec(inputs=2), TrainingSpec(), rows)
    losses = free.epochs(30)[:, 0]
    limit = float(losses[10])
    engine, state = engine_of(NetworkSpec(inputs=2), TrainingSpec(stop_loss=limit), rows)
    reached = int(np.flatnonzero(losses <= limit)[0]) + 1
    assert engine.epochs(30)[:, 0].tolist() == losses[:reached].tolist()
    assert state.epoch == reached

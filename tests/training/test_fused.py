"""The compiled engine against the torch engine, which is held against textbooks elsewhere."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.data.encoding.encoder import Arrays
from nntui.model.parameters import initial_weights
from nntui.model.spec import NetworkSpec
from nntui.training.engines.autograd import AutogradEngine
from nntui.training.engines.fused import FusedEngine
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULE_UNITS, SCHEDULES
from nntui.training.spec import TrainingSpec
from nntui.training.state import State
from tests.training.samples import (
    COMPILED,
    OUTPUTS,
    TUTORIAL_NETWORK,
    TUTORIAL_TRAINING,
    builtin,
    random_arrays,
    state_of,
)
from tests.training.strategies import by_layer

WIDTHS = st.sampled_from((1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20, 33, 130))
"""On both sides of where rows of a product, lanes and blocks of terms end."""
ROWS = st.sampled_from((1, 2, 3, 10, 15, 16, 17, 33, 63, 64, 65, 130))


@st.composite
def networks(draw: st.DrawFn, loss: str) -> NetworkSpec:
    hidden = tuple(draw(st.lists(WIDTHS, max_size=3)))
    return NetworkSpec(
        inputs=draw(WIDTHS),
        hidden=hidden,
        outputs=draw(WIDTHS.filter(lambda width: width > 1 or loss != "cross-entropy")),
        activation=draw(st.sampled_from(COMPILED)),
        layer_activations=draw(by_layer(hidden, COMPILED)),
        output_activation=draw(st.sampled_from(OUTPUTS[loss] if loss in ("bce", "cross-entropy") else COMPILED)),
        bias=draw(st.booleans()),
        layer_biases=draw(by_layer((*hidden, 1), (True, False))),
        init="torch",
        input_scale=draw(st.booleans()),
        seed=draw(st.integers(0, 9)),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[NetworkSpec, TrainingSpec, Arrays, bool]:
    """A network, its training, its rows, and whether some weights are frozen."""
    training = TrainingSpec(
        loss=draw(st.sampled_from(list(LOSSES))),
        optimizer=draw(st.sampled_from(list(OPTIMISERS))),
        rate=draw(st.sampled_from((0.001, 0.01))),
        momentum=draw(st.sampled_from((0.0, 0.5))),
        batch=draw(st.sampled_from((None, 1, 3, 16, 20, 64, 70, 500))),
        l1=draw(st.sampled_from((0.0, 0.01))),
        l2=draw(st.sampled_from((0.0, 0.1))),
        clip=draw(st.sampled_from((None, 0.01, 100.0))),
        weight_decay=draw(st.sampled_from((0.0, 0.1))),
        dropout=draw(st.sampled_from((0.0, 0.3))),
        label_smoothing=draw(st.sampled_from((0.0, 0.1))),
        schedule=draw(st.sampled_from(list(SCHEDULES))),
        schedule_by=draw(st.sampled_from(list(SCHEDULE_UNITS))),
        decay=0.5,
        decay_epochs=1,
        epochs=5,
        seed=draw(st.integers(0, 2**63 - 1)),
    )
    network = draw(networks(training.loss))
    training = training.changed(layer_dropout=draw(by_layer(network.hidden, (0.0, 0.2, 0.5))))
    rows = random_arrays(
        draw(ROWS),
        network.inputs,
        network.outputs,
        validation=draw(st.sampled_from((0, 1, 20, 70))),
        seed=draw(st.integers(0, 9)),
    )
    return network, training, rows, draw(st.booleans())


def bound(engine, network: NetworkSpec, training: TrainingSpec, rows: Arrays, *, dtype=torch.float64, frozen=False):
    """An engine of the class ``engine`` on the network's first weights, and the state it changes."""
    state = state_of(network, training, dtype)
    if frozen:
        state.frozen = np.random.default_rng(1).random(network.parameters) < 0.3
    return engine(state, training, rows), state


def assert_alike(one: State, other: State, within: float) -> None:
    for name in ("updates", "epoch", "batch", "best_epoch"):
        assert getattr(one, name) == getattr(other, name), name
    for ours, theirs in ((one.parameters.flat, other.parameters.flat), (one.best, other.best)):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=within)
    for name, moment in one.moments.items():
        np.testing.assert_allclose(moment, other.moments[name], rtol=0, atol=within)


@given(case=cases())
@settings(max_examples=150, deadline=None)
def test_two_epochs_in_double_precision_are_the_torch_engines(case) -> None:
    network, training, rows, frozen = case
    (fused, ours), (autograd, theirs) = (
        bound(engine, network, training, rows, frozen=frozen) for engine in (FusedEngine, AutogradEngine)
    )
    np.testing.assert_allclose(fused.evaluate(), autograd.evaluate(), rtol=1e-10, atol=1e-14)
    # There may be hundreds of updates: what the last bit of one says grows, above all where a root is divided by.
    np.testing.assert_allclose(fused.epochs(2), autograd.epochs(2), rtol=1e-7, atol=1e-10)
    assert_alike(ours, theirs, 1e-7)


@given(case=cases())
@settings(max_examples=100, deadline=None)
def test_a_gradient_in_single_precision_is_right_to_its_last_digits(case) -> None:
    network, training, rows, frozen = case
    training = replace(training, optimizer="sgd", batch=None)
    (fused, ours), (autograd, theirs) = (
        bound(engine, network, training, rows, dtype=dtype, frozen=frozen)
        for engine, dtype in ((FusedEngine, torch.float32), (AutogradEngine, torch.float64))
    )
    fused.batches(1)
    autograd.batches(1)
    scale = max(np.abs(theirs.parameters.grad).max().item(), 0.1)  # where all is learnt, what is left is rounding
    np.testing.assert_allclose(ours.parameters.grad, theirs.parameters.grad, rtol=0, atol=1e-5 * scale)


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_steps_of_the_tutorial_are_the_torch_engines(seed: int) -> None:
    network = replace(TUTORIAL_NETWORK, seed=seed)
    (fused, ours), (autograd, theirs) = (
        bound(engine, network, TUTORIAL_TRAINING, builtin("tutorial"), dtype=torch.float32)
        for engine in (FusedEngine, AutogradEngine)
    )
    np.testing.assert_allclose(fused.epochs(1_000), autograd.epochs(1_000), rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.parameters.flat, theirs.parameters.flat, rtol=1e-6, atol=1e-6)


@given(case=cases(), cuts=st.lists(st.integers(0, 3), max_size=6))
@settings(max_examples=60, deadline=None)
def test_how_the_work_is_cut_changes_no_bit(case, cuts: list[int]) -> None:
    network, training, rows, frozen = case
    whole, uncut = bound(FusedEngine, network, training, rows, dtype=torch.float32, frozen=frozen)
    parts, cut = bound(FusedEngine, network, training, rows, dtype=torch.float32, frozen=frozen)
    losses = []
    for epochs in cuts:
        if epochs:
            losses.extend(parts.epochs(epochs))
        else:  # an epoch made update by update
            before = -1
            while cut.updates != before:
                before = cut.updates
                parts.batches(1)
                parts.evaluate()
            losses.append(parts.evaluate())
            cut.end_epoch(*losses[-1])
    expected = whole.epochs(len(losses)) if losses else np.empty((0, 2))
    np.testing.assert_array_equal(np.array(losses).reshape(-1, 2), expected)
    assert_alike(cut, uncut, 0)
    assert cut.best_loss == uncut.best_loss


def test_training_goes_on_bit_for_bit_from_copied_numbers() -> None:
    network = NetworkSpec(inputs=3, hidden=(5,), outputs=2, init="torch")
    training, rows = TrainingSpec(optimizer="adam", batch=4), random_arrays(10, 3, 2, validation=3)
    first, ours = bound(FusedEngine, network, training, rows, dtype=torch.float32)
    first.epochs(3)
    first.batches(2)
    _, theirs = bound(FusedEngine, network, training, rows, dtype=torch.float32)
    theirs.parameters.flat[:] = ours.parameters.flat
    for name in ("best", "best_epoch", "best_loss", "updates", "epoch", "batch"):
        setattr(theirs, name, getattr(ours, name))
    theirs.moments = {name: moment.copy() for name, moment in ours.moments.items()}
    theirs.best = ours.best.copy()
    second = FusedEngine(theirs, training, rows)
    for engine in (first, second):
        engine.batches(100)
    assert_alike(ours, theirs, 0)


def test_changed_weights_are_noticed_between_calls() -> None:
    network = NetworkSpec(inputs=3, hidden=(5,), outputs=2, init="torch")
    training, rows = TrainingSpec(batch=None), random_arrays(10, 3, 2)
    engine, state = bound(FusedEngine, network, training, rows, dtype=torch.float32)
    expected = engine.epochs(1)
    engine.epochs(3)
    state.parameters.flat[:] = initial_weights(network)
    for moment in state.moments.values():
        moment[:] = 0
    state.epoch = state.updates = 0
    np.testing.assert_array_equal(engine.epochs(1), expected)


def test_the_weights_are_trained_where_they_lie() -> None:
    network = NetworkSpec(inputs=1, hidden=(2,), outputs=1, activation="tanh", init="torch")
    engine, state = bound(FusedEngine, network, TrainingSpec(), random_arrays(5, 1, 1), dtype=torch.float32)
    places = [array.ctypes.data for array in (state.parameters.flat, state.best, *state.moments.values())]
    before = state.parameters.flat.copy()
    engine.epochs(1)
    assert not np.array_equal(state.parameters.flat, before)
    assert [array.ctypes.data for array in (state.parameters.flat, state.best, *state.moments.values())] == places


def test_training_ends_with_the_epoch_that_reaches_the_wanted_loss() -> None:
    network = NetworkSpec(inputs=1, hidden=(), outputs=1, init="torch")
    rows = random_arrays(20, 1, 1)
    losses = bound(FusedEngine, network, TrainingSpec(batch=5), rows)[0].epochs(30)[:, 0]
    wanted = losses[12]
    engine, state = bound(FusedEngine, network, TrainingSpec(batch=5, stop_loss=wanted), rows)
    reached = int(np.argmax(losses <= wanted)) + 1
    assert len(engine.epochs(30)) == state.epoch == reached


def test_training_ends_with_the_epoch_that_diverges() -> None:
    network = NetworkSpec(inputs=2, hidden=(3,), outputs=1, activation="linear", init="torch")
    training = TrainingSpec(optimizer="sgd", rate=1e9, batch=2)
    engine, state = bound(FusedEngine, network, training, random_arrays(6, 2, 1), dtype=torch.float32)
    losses = engine.epochs(100)
    assert 0 < len(losses) < 100
    assert np.isfinite(losses[:-1]).all()
    assert not np.isfinite(losses[-1, 0])
    assert np.isfinite(state.best).all()


@pytest.mark.parametrize("batch", [None, 2])
def test_there_may_be_no_rows(batch: int | None) -> None:
    network = NetworkSpec(inputs=2, hidden=(3,), outputs=1, init="torch")
    engine, state = bound(FusedEngine, network, TrainingSpec(batch=batch), random_arrays(0, 2, 1), dtype=torch.float32)
    before = state.parameters.flat.copy()
    engine.batches(3)
    assert np.isnan(engine.evaluate()).all()
    assert np.isnan(engine.epochs(3)).all()
    assert np.array_equal(state.parameters.flat, before)


def test_rows_may_be_read_only() -> None:
    network, rows = NetworkSpec(inputs=2, hidden=(3,), outputs=1, init="torch"), random_arrays(9, 2, 1)
    expected = bound(FusedEngine, network, TrainingSpec(batch=4), rows)[0].epochs(2)
    for array in (rows.inputs, rows.targets):
        array.flags.writeable = False
    np.testing.assert_array_equal(bound(FusedEngine, network, TrainingSpec(batch=4), rows)[0].epochs(2), expected)

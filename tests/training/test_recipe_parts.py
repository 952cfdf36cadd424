"""Input scale, dropout, penalties by group, smoothing and schedules by update: both engines against plain torch."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.data.encoding.encoder import Arrays
from nntui.errors import SpecError
from nntui.model.spec import NetworkSpec
from nntui.training.dropout import dropout_factors, layer_key
from nntui.training.engines.autograd import AutogradEngine
from nntui.training.engines.fused import FusedEngine
from nntui.training.schedules import SCHEDULES
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.recipe_reference import kept, trained
from tests.training.samples import assert_same, random_arrays, state_of

ENGINES = [AutogradEngine, FusedEngine]
OUTPUT = {"mse": "linear", "bce": "sigmoid", "cross-entropy": "softmax"}
GOOD = TrainingSpec(
    loss="cross-entropy",
    rate=0.01,
    batch=4,
    epochs=3,
    l2=0.003,
    dropout=0.2,
    schedule="cosine",
    schedule_by="update",
)
"""The recipe's training on a few rows."""


def network_for(training: TrainingSpec, *, inputs: int = 3, bias: bool = True, scale: bool = True) -> NetworkSpec:
    return NetworkSpec(
        inputs=inputs,
        hidden=(5, 17),
        outputs=3,
        activation="tanh",
        output_activation=OUTPUT[training.loss],
        bias=bias,
        init="torch",
        input_scale=scale,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[NetworkSpec, TrainingSpec, Arrays, bool]:
    """A network, its training, its rows, and whether some parameters are frozen."""

    def some(*values: float) -> float:
        return draw(st.sampled_from(values))

    training = TrainingSpec(
        loss=draw(st.sampled_from(list(OUTPUT))),
        optimizer=draw(st.sampled_from(("sgd", "adam", "adamw"))),
        rate=0.01,
        beta1=some(0.9, 0.5),
        beta2=some(0.999, 0.95),
        input_scale_rate=some(1.0, 6.0),
        batch=draw(st.sampled_from((None, 1, 4, 20))),
        epochs=3,
        l1=some(0.0, 0.01),
        l2=some(0.0, 0.1),
        l2_output=draw(st.sampled_from((None, 0.0, 0.3))),
        l2_input_scale=draw(st.sampled_from((None, 0.0, 0.2))),
        l2_bias=some(0.0, 0.05),
        weight_decay=some(0.0, 0.2),
        dropout=some(0.0, 0.2, 0.5),
        label_smoothing=some(0.0, 0.1),
        schedule=draw(st.sampled_from(list(SCHEDULES))),
        schedule_by=draw(st.sampled_from(("epoch", "update"))),
        decay_epochs=2,
        seed=draw(st.integers(0, 2**63 - 1)),
    )
    network = network_for(training, inputs=draw(st.sampled_from((1, 3, 18))), bias=draw(st.booleans()))
    network = replace(network, input_scale=draw(st.booleans()))
    return network, training, random_arrays(draw(st.sampled_from((1, 10, 70))), network.inputs, 3), draw(st.booleans())


def bound(engine, network: NetworkSpec, training: TrainingSpec, rows: Arrays, frozen: bool):
    """An engine of the class ``engine`` in double precision, and the state it changes."""
    state = state_of(network, training, torch.float64)
    if frozen:
        state.frozen = np.random.default_rng(1).random(network.parameters) < 0.3
    return engine(state, training, rows), state


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases())
@settings(max_examples=40, deadline=None)
def test_every_update_of_every_combination_is_plain_torchs(engine, case) -> None:
    network, training, rows, frozen = case
    bound_engine, state = bound(engine, network, training, rows, frozen)
    frozen_mask = None if state.frozen is None else torch.from_numpy(state.frozen)
    for number, expected in zip(range(7), trained(network, training, rows, 3, frozen_mask), strict=False):
        bound_engine.batches(1)
        np.testing.assert_allclose(state.parameters.flat, expected, rtol=0, atol=1e-9, err_msg=str(number))
        if state.batch == -(-len(rows.inputs) // (training.batch or len(rows.inputs))):
            state.end_epoch(*bound_engine.evaluate())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("batch", [4, None])
def test_dropout_and_smoothing_never_touch_the_displayed_losses(engine, batch: int | None) -> None:
    training = replace(GOOD, batch=batch, label_smoothing=0.1)
    network, rows = network_for(training), random_arrays(10, 3, 3, validation=4)
    plain, _ = bound(engine, network, replace(training, dropout=0.0, label_smoothing=0.0), rows, False)
    changed, state = bound(engine, network, training, rows, False)
    assert changed.evaluate() == plain.evaluate()
    losses = changed.epochs(3)
    again, present = bound(engine, network, TrainingSpec(loss=training.loss), rows, False)
    present.parameters.flat[:] = state.parameters.flat
    np.testing.assert_allclose(again.evaluate(), losses[-1], rtol=1e-12)


@pytest.mark.parametrize("engine", ["autograd", "fused"])
@pytest.mark.parametrize("batch", [4, None])
def test_training_goes_on_exactly_from_the_middle_of_an_epoch(engine: str, batch: int | None) -> None:
    training = replace(GOOD, engine=engine, batch=batch, label_smoothing=0.1, beta1=0.8, weight_decay=0.01, epochs=6)
    network, rows = network_for(training), random_arrays(10, 3, 3, validation=4)
    whole = Trainer(network, training, rows)
    whole.epochs(6)
    parts = Trainer(network, training, rows)
    parts.epochs(2)
    parts.batches(2)
    parts = Trainer(network, training, rows, parts.checkpoint())
    parts.look()
    parts.batches(3)
    parts.epochs(6 - parts.state.epoch)
    assert_same(parts.checkpoint(), whole.checkpoint())


def test_the_factors_of_dropout_are_drawn_as_documented() -> None:
    spec = TrainingSpec(dropout=0.3, seed=7)
    for epoch, batch, layer in ((0, 0, 0), (3, 1, 0), (3, 1, 1)):
        factors = dropout_factors(layer_key(7, epoch, batch, layer), 9, 11, 0.3)
        np.testing.assert_array_equal(factors, kept(spec, epoch, batch, layer, (9, 11)))


def test_dropout_drops_its_share_of_all_neurons_independently() -> None:
    """Of the row, of the neuron, of the layer and of the update: no two of these have more in common than chance."""
    draws = np.array(
        [
            dropout_factors(layer_key(0, epoch, batch, layer), 64, 64, 0.2) > 0
            for epoch in range(4)
            for batch in range(4)
            for layer in range(2)
        ]
    )
    assert draws.mean() == pytest.approx(0.8, abs=0.005)
    assert np.abs(draws.mean(axis=(0, 1)) - 0.8).max() < 0.05
    centred = draws - 0.8
    for axis in range(3):
        neighbours = np.roll(centred, 1, axis)
        assert abs((centred * neighbours).mean() / 0.16) < 0.012


def test_the_cosine_by_update_is_the_recipes() -> None:
    steps = 12
    rates = [GOOD.rate_at(0.01, number // 4, number % 4, 4) for number in range(steps)]
    expected = [0.01 * (1 + np.cos(np.pi * step / steps)) / 2 for step in range(steps)]
    np.testing.assert_allclose(rates, expected, rtol=1e-12)


def test_one_cycle_rises_and_falls() -> None:
    spec = TrainingSpec(schedule="one-cycle", epochs=10)
    rates = [spec.rate_at(1.0, epoch) for epoch in range(12)]
    assert rates[0] == pytest.approx(0.04)
    assert rates[3] == 1
    assert rates[:4] == sorted(rates[:4])
    assert rates[3:] == sorted(rates[3:], reverse=True)
    assert rates[10] == rates[11] == 0


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("dropout", 1.0, "dropout: 1; give 0 up to, not including, 1"),
        ("label_smoothing", -0.1, "label smoothing: -0.1; give 0 up to, not including, 1"),
        ("beta2", 1.0, "beta2: 1; give 0 up to, not including, 1"),
        ("l2_output", -1.0, "l2 output: -1; give 0 or more"),
        ("weight_decay", float("inf"), "weight decay: inf; give 0 or more"),
        ("input_scale_rate", 0.0, "input scale rate: 0; give a number above 0"),
        ("schedule_by", "row", "schedule by: 'row' is not known; choose one of epoch, update"),
    ],
)
def test_values_out_of_range_are_refused(setting: str, value: Any, says: str) -> None:
    with pytest.raises(SpecError, match=says):
        TrainingSpec(**{setting: value})

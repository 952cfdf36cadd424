"""The numbers that health is judged by: those of the kernel and numpy are torch's but for rounding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.model.activations import ACTIVATIONS
from nntui.model.spec import NetworkSpec
from nntui.training.health.probe import terms_of
from nntui.training.health.steps import can_do_without_torch, step_of_kernel
from nntui.training.health.torch_steps import step_of_torch, terms_of_torch
from nntui.training.losses import LOSSES
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import COMPILED, random_arrays

NAMES = [name for name in COMPILED if ACTIVATIONS[name].slope_on_arrays is not None]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(NAMES),
    optimizer=st.sampled_from(["sgd", "momentum", "rmsprop", "adam", "adamw"]),
    frozen=st.booleans(),
    clip=st.sampled_from([None, 0.1]),
    schedule=st.sampled_from(["constant", "cosine"]),
)
def test_a_step_by_the_kernel_is_torchs(
    name: str, optimizer: str, frozen: bool, clip: float | None, schedule: str
) -> None:
    network = NetworkSpec(inputs=3, hidden=(4, 3), outputs=2, activation=name, init="normal", input_scale=True)
    if frozen:
        network = replace(network, frozen_places=((2, 5),), silenced=((1, 1),))
    training = TrainingSpec(
        optimizer=optimizer, clip=clip, schedule=schedule, l1=0.01, l2=0.02, dropout=0.3, batch=4, epochs=9, rate=0.01
    )
    arrays = random_arrays(12, 3, 2)
    trainer = Trainer(network, training, arrays)
    trainer.epochs(2)
    moment = trainer.past[-1].moments[-1]
    rows, updates = (arrays.inputs, arrays.targets), 3
    assert can_do_without_torch(network, training)
    ours = step_of_kernel(network, training, rows, moment, training.rate_at(0.01, moment.epoch, 0, updates))
    theirs = step_of_torch(network, training, rows, moment, updates)
    for one, other in zip(ours.pre_activations, theirs.pre_activations, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)
    for slope, expected in zip(ours.slopes, theirs.slopes, strict=True):
        assert slope is not None
        assert expected is not None
        np.testing.assert_allclose(slope, expected, rtol=1e-4, atol=1e-4)
    for part in ("outputs", "before", "gradient"):
        found, wanted = getattr(ours, part), getattr(theirs, part)
        np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-5 * max(1.0, float(np.abs(wanted).max())))
    if optimizer != "rmsprop":  # which makes a rounding of a gradient of nearly 0 a whole step
        np.testing.assert_allclose(ours.after, theirs.after, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_terms_of_a_loss_are_torchs(loss: str) -> None:
    numbers = np.random.default_rng(1)
    predictions = numbers.normal(0, 3, (20, 3))
    targets = numbers.dirichlet(np.ones(3), 20).astype(np.float32)
    np.testing.assert_allclose(
        terms_of(loss, predictions, targets), terms_of_torch(loss, predictions, targets), rtol=1e-9
    )

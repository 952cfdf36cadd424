"""Worked examples with known answers, and tables that must be learnt."""

import numpy as np
import pytest
import torch

from nntui.model.layout import parameter_groups
from nntui.model.spec import NetworkSpec
from nntui.model.trace import trace
from nntui.training.engines.autograd import AutogradEngine
from nntui.training.loop import train
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import arrays_of, builtin, engine_of, network_of, state_of


def test_mazurs_two_by_two_by_two_network_gives_his_published_numbers() -> None:
    """https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example, which holds the biases."""
    network = NetworkSpec(inputs=2, hidden=(2,), outputs=2, activation="sigmoid", output_activation="sigmoid")
    training = TrainingSpec(loss="half-sse", optimizer="sgd", rate=0.5, batch=None)
    state = state_of(network, training, torch.float64)
    w1, w2, w3, w4, w5, w6, w7, w8 = 0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55
    state.parameters.flat[:] = [w1, w3, w2, w4, 0.35, 0.35, w5, w7, w6, w8, 0.60, 0.60]
    state.frozen = np.zeros(network.parameters, dtype=np.bool_)
    for kind, place in parameter_groups(network):
        state.frozen[place] = kind == "biases"
    engine = AutogradEngine(state, training, arrays_of([[0.05, 0.10]], [[0.01, 0.99]]))

    assert engine.evaluate()[0] == pytest.approx(0.298371109, abs=1e-8)  # half the sum of two squares is their mean
    engine.epochs(1)
    first, second = network_of(state).weights
    assert first.T.flatten().tolist() == pytest.approx([0.149780716, 0.19956143, 0.24975114, 0.29950229], abs=1e-8)
    assert second.T.flatten().tolist() == pytest.approx([0.35891648, 0.408666186, 0.511301270, 0.561370121], abs=1e-8)
    assert engine.evaluate()[0] == pytest.approx(0.29102777, abs=1e-8)


def test_micrograds_neuron_has_the_gradients_that_its_author_shows() -> None:
    """o = tanh(x1 w1 + x2 w2 + b) from karpathy/micrograd: do/dw = (1.0, 0.0), do/db = 0.5 where o = 0.7071."""
    network = NetworkSpec(inputs=2, hidden=(), output_activation="tanh")
    rows = arrays_of([[2, 0]], [[0.70710678 - 1]])  # the slope of half a squared error of 1 is 1
    engine, state = engine_of(network, TrainingSpec(loss="half-sse", optimizer="sgd"), rows, torch.float64)
    state.parameters.flat[:] = [-3.0, 1.0, 6.8813735870195432]
    engine.batches(1)
    assert state.parameters.grad.tolist() == pytest.approx([1.0, 0.0, 0.5], abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_xor_is_learnt_by_four_hidden_neurons(seed: int) -> None:
    rows = builtin("xor")
    network = NetworkSpec(inputs=2, hidden=(4,), activation="tanh", seed=seed)
    training = TrainingSpec(rate=0.05, batch=None, epochs=400, engine="autograd")
    trainer = Trainer(network, training, rows)
    for _ in train(trainer, training.epochs):
        pass
    answers = trace(network, trainer.checkpoint().weights, rows.inputs).outputs
    np.testing.assert_allclose(answers, rows.targets, atol=0.05)


def test_four_hidden_layers_learn_two_classes_from_numbers() -> None:
    numbers = np.random.default_rng(0)
    points = numbers.uniform(-1, 1, (300, 2))
    inside = (np.hypot(*points.T) < 0.75).astype(np.float64)[:, None]
    rows = arrays_of(points, inside, validation=100)
    network = NetworkSpec(inputs=2, hidden=(8, 8, 8, 8), activation="tanh", output_activation="sigmoid", init="xavier")
    training = TrainingSpec(loss="mse", rate=0.01, batch=32, engine="autograd")
    trainer = Trainer(network, training, rows)
    for _ in train(trainer, 150):
        pass
    answers = trace(network, trainer.checkpoint().weights, rows.validation_inputs).outputs
    assert np.mean((answers > 0.5) == (rows.validation_targets > 0.5)) > 0.93

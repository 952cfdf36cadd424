"""One update's gradient, against torch's automatic differentiation of the textbook loss in double precision."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from torch import Tensor
from torch.nn import functional

from nntui.model.activations import hidden_activations
from nntui.model.initialisation import INITIALISATIONS
from nntui.model.layout import layer_slices
from nntui.model.spec import NetworkSpec
from nntui.training.losses import LOSSES
from nntui.training.spec import TrainingSpec
from nntui.training.state import State
from tests.training.samples import OUTPUTS, engine_of, random_arrays

TEXTBOOK = {
    "sigmoid": lambda z: 1 / (1 + torch.exp(-z)),
    "tanh": torch.tanh,
    "relu": lambda z: torch.where(z > 0, z, 0 * z),
    "leaky-relu": lambda z: torch.where(z > 0, z, 0.01 * z),
    "gelu": lambda z: z * (1 + torch.erf(z / 2**0.5)) / 2,
    "softplus": lambda z: torch.log(1 + torch.exp(z)),
    "elu": lambda z: torch.where(z > 0, z, torch.exp(z) - 1),
    "selu": lambda z: 1.0507009873554805 * torch.where(z > 0, z, 1.6732632423543772 * (torch.exp(z) - 1)),
    "silu": lambda z: z / (1 + torch.exp(-z)),
    "mish": lambda z: z * torch.tanh(torch.log(1 + torch.exp(z))),
    "sine": torch.sin,
    "step": lambda z: 0 * z + (z > 0),
    "linear": lambda z: z,
    "softmax": lambda z: torch.exp(z) / torch.exp(z).sum(dim=1, keepdim=True),
}


def objective(loss: str, z: Tensor, o: Tensor, y: Tensor) -> Tensor:
    """The loss of the outputs ``o``, which are made of ``z``: as a textbook has it, with logarithms that stay exact."""
    match loss:
        case "mse":
            return ((y - o) ** 2).mean()
        case "half-sse":
            return ((y - o) ** 2).sum() / 2
        case "mae":
            return (y - o).abs().mean()
        case "huber":
            return functional.huber_loss(o, y)
        case "bce":
            return -(y * functional.logsigmoid(z) + (1 - y) * functional.logsigmoid(-z)).mean()
        case "cross-entropy":
            return -(y * functional.log_softmax(z, dim=1)).sum(dim=1).mean()
    raise AssertionError(loss)


def reference(state: State, loss: str, inputs: Tensor, targets: Tensor) -> Tensor:
    """The gradient [parameters] in double precision, at the weights of ``state``."""
    spec = state.parameters.spec
    flat = torch.tensor(state.parameters.flat, dtype=torch.float64).requires_grad_()
    activations = inputs.double()
    for layer, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True)):
        z = activations @ flat[weights].view(shape) + (flat[biases] if spec.bias else 0)
        activations = TEXTBOOK[spec.activation_of(layer)](z)
    (gradient,) = torch.autograd.grad(objective(loss, z, activations, targets.double()), flat)
    return gradient


def assert_first_gradient(network: NetworkSpec, loss: str, batch: int, dtype: torch.dtype, within: float) -> None:
    training = TrainingSpec(loss=loss, optimizer="sgd", batch=batch)
    rows = random_arrays(batch, network.inputs, network.outputs, seed=network.seed)
    engine, state = engine_of(network, training, rows, dtype)
    expected = reference(state, loss, torch.tensor(rows.inputs), torch.tensor(rows.targets))
    engine.batches(1)
    scale = max(expected.abs().max().item(), 0.1)  # where outputs meet targets, what is left of them is rounding
    np.testing.assert_allclose(state.parameters.grad, expected.numpy(), rtol=0, atol=within * scale)


@pytest.mark.parametrize(("loss", "output"), [(loss, output) for loss in LOSSES for output in OUTPUTS[loss]])
@pytest.mark.parametrize("activation", hidden_activations())
def test_every_activation_and_loss(activation: str, loss: str, output: str) -> None:
    network = NetworkSpec(
        inputs=3, hidden=(5, 4), outputs=3, activation=activation, output_activation=output, init="torch", seed=1
    )
    assert_first_gradient(network, loss, 7, torch.float64, 1e-10)


@given(
    network=st.builds(
        NetworkSpec,
        inputs=st.integers(1, 6),
        hidden=st.lists(st.integers(1, 9), max_size=4).map(tuple),
        outputs=st.integers(2, 5),
        activation=st.sampled_from(hidden_activations()),
        bias=st.booleans(),
        init=st.sampled_from([init for init in INITIALISATIONS if init != "zeros"]),
        seed=st.integers(0, 1_000),
    ),
    head=st.sampled_from([(loss, output) for loss in LOSSES for output in OUTPUTS[loss]]),
    batch=st.integers(1, 40),
)
@settings(max_examples=80, deadline=None)
def test_any_dense_network_in_single_precision(network: NetworkSpec, head: tuple[str, str], batch: int) -> None:
    loss, output = head
    assert_first_gradient(replace(network, output_activation=output), loss, batch, torch.float32, 1e-5)


def test_targets_of_cross_entropy_need_not_sum_to_one() -> None:
    network = NetworkSpec(inputs=2, hidden=(), outputs=3, output_activation="softmax", init="torch")
    rows = random_arrays(4, 2, 3)
    rows.targets[:] *= 2
    engine, state = engine_of(network, TrainingSpec(loss="cross-entropy", optimizer="sgd"), rows, torch.float64)
    expected = reference(state, "cross-entropy", torch.tensor(rows.inputs), torch.tensor(rows.targets))
    engine.batches(1)
    assert np.allclose(state.parameters.grad, expected.numpy(), atol=1e-12)


@pytest.mark.parametrize(("loss", "output"), [("bce", "sigmoid"), ("cross-entropy", "softmax")])
def test_losses_from_logits_stay_finite_for_the_surest_wrong_answers(loss: str, output: str) -> None:
    network = NetworkSpec(inputs=2, hidden=(), outputs=2, output_activation=output, bias=False, init="zeros")
    rows = random_arrays(1, 2, 2)
    rows.inputs[:], rows.targets[:] = [[1, 0]], [[0, 1]]
    engine, state = engine_of(network, TrainingSpec(loss=loss, optimizer="sgd", rate=1e-9), rows)
    state.parameters.flat[:] = [1_000, -1_000, 0, 0]
    expected = {"bce": 1_000.0, "cross-entropy": 2_000.0}[loss]
    assert engine.evaluate()[0] == expected
    engine.batches(1)
    assert np.isfinite(state.parameters.grad).all()

"""The network: where its numbers lie, its first weights, and what it computes."""

import numpy as np
import pytest
import torch
from msgspec.structs import replace
from torch import nn
from torch.nn import functional

from nntui.model.activations import hidden_activations
from nntui.model.layout import input_scale_view, layer_views, parameter_groups
from nntui.model.network import Network, activate
from nntui.model.spec import NetworkSpec
from nntui.model.trace import trace

THREE_LAYERS = NetworkSpec(inputs=3, hidden=(4, 2), outputs=2, activation="tanh", init="torch", seed=5)


def dense(spec: NetworkSpec, activation: nn.Module) -> nn.Sequential:
    """torch's own layers in the order in which it draws their first weights."""
    torch.manual_seed(spec.seed)
    layers: list[nn.Module] = []
    for fan_in, fan_out in spec.shapes:
        layers += [nn.Linear(fan_in, fan_out, bias=spec.bias), activation]
    return nn.Sequential(*layers[:-1])


@pytest.mark.parametrize("bias", [True, False])
def test_the_init_torch_draws_what_linear_layers_of_torch_draw(bias: bool) -> None:
    spec = NetworkSpec(inputs=3, hidden=(4, 2), outputs=2, bias=bias, init="torch", seed=11)
    expected = [layer for layer in dense(spec, nn.ReLU()) if isinstance(layer, nn.Linear)]
    network = Network(spec)
    for layer, weights in zip(expected, network.weights, strict=True):
        assert torch.equal(weights, layer.weight.T)
    for layer, biases in zip(expected, network.biases, strict=True):
        assert (biases is not None) is bias
        assert biases is None or torch.equal(biases, layer.bias)


def test_the_init_normal_draws_the_lessons_matrices_one_after_the_other() -> None:
    generator = torch.Generator().manual_seed(42)
    first, second = torch.randn(2, 3, generator=generator), torch.randn(3, 1, generator=generator)
    network = Network(NetworkSpec(inputs=2, hidden=(3,), bias=False, init="normal", seed=42))
    assert torch.equal(network.weights[0], first)
    assert torch.equal(network.weights[1], second)


@pytest.mark.parametrize(("init", "deviation"), [("he", (2 / 300) ** 0.5), ("xavier", (2 / 500) ** 0.5)])
def test_he_and_xavier_have_their_deviation_and_no_biases(init: str, deviation: float) -> None:
    network = Network(NetworkSpec(inputs=300, hidden=(200,), outputs=1, init=init))
    assert network.weights[0].std().item() == pytest.approx(deviation, rel=0.02)
    assert not network.get_parameter("b1").any()


def test_xavier_stays_within_its_bound() -> None:
    weights = Network(NetworkSpec(inputs=300, hidden=(200,), init="xavier")).weights[0]
    assert weights.abs().max().item() <= (6 / 500) ** 0.5


def test_the_init_zeros_is_zero() -> None:
    assert not Network(NetworkSpec(inputs=3, init="zeros")).flat.any()


def test_the_same_seed_gives_the_same_weights_and_another_seed_others() -> None:
    network = Network(THREE_LAYERS)
    first = network.flat.clone()
    network.initialise(6)
    assert not torch.equal(network.flat, first)
    network.initialise(5)
    assert torch.equal(network.flat, first)


def test_all_parameters_and_gradients_are_views_of_the_flat_tensors() -> None:
    network = Network(THREE_LAYERS)
    network.flat.fill_(7)
    network.grad.fill_(3)
    for parameter in network.parameters():
        assert parameter.grad is not None
        assert (parameter == 7).all()
        assert (parameter.grad == 3).all()
    assert sum(parameter.numel() for parameter in network.parameters()) == THREE_LAYERS.parameters


def test_the_state_dict_names_the_matrices_and_reads_back() -> None:
    network, other = Network(THREE_LAYERS), Network(NetworkSpec(inputs=3, hidden=(4, 2), outputs=2, seed=9))
    assert list(network.state_dict()) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    other.load_state_dict(network.state_dict())
    assert torch.equal(other.flat, network.flat)


def test_load_takes_over_an_array_and_refuses_another_length() -> None:
    network = Network(THREE_LAYERS)
    network.load(np.arange(THREE_LAYERS.parameters, dtype=np.float32))
    assert network.weights[0][1, 0].item() == 4
    with pytest.raises(ValueError, match="3"):
        network.load(np.zeros(3, np.float32))


def test_outputs_are_those_of_torchs_layers() -> None:
    inputs = torch.randn(6, 3, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(Network(THREE_LAYERS)(inputs), dense(THREE_LAYERS, nn.Tanh())(inputs), atol=1e-6)


def test_logits_are_the_outputs_before_their_activation() -> None:
    network = Network(NetworkSpec(inputs=3, outputs=4, output_activation="softmax"))
    inputs = torch.randn(5, 3, generator=torch.Generator().manual_seed(0))
    assert torch.equal(functional.softmax(network.logits(inputs), dim=1), network(inputs))


def test_every_activation_is_the_textbook_function() -> None:
    z = torch.linspace(-6, 6, 25, dtype=torch.float64)
    expected = {
        "sigmoid": 1 / (1 + (-z).exp()),
        "tanh": (z.exp() - (-z).exp()) / (z.exp() + (-z).exp()),
        "relu": z.clamp(min=0),
        "leaky-relu": torch.where(z > 0, z, 0.01 * z),
        "gelu": z * 0.5 * (1 + torch.erf(z / 2**0.5)),
        "softplus": (1 + z.exp()).log(),
        "elu": torch.where(z > 0, z, z.exp() - 1),
        "selu": 1.0507009873554805 * torch.where(z > 0, z, 1.6732632423543772 * (z.exp() - 1)),
        "silu": z / (1 + (-z).exp()),
        "mish": z * (1 + z.exp()).log().tanh(),
        "sine": z.sin(),
        "step": (z > 0).double(),
        "linear": z,
    }
    assert set(expected) == set(hidden_activations())
    for name in hidden_activations():
        assert torch.allclose(activate(name, z), expected[name], atol=1e-12), name


def test_sigmoids_derivative_is_right_and_finite_far_out() -> None:
    z = torch.tensor([-200.0, -3.0, 0.0, 3.0, 200.0], dtype=torch.float64, requires_grad=True)
    activate("sigmoid", z).sum().backward()
    assert z.grad is not None
    chance = torch.sigmoid(z.detach())
    assert torch.allclose(z.grad, chance * (1 - chance), atol=1e-15)


def test_layer_views_share_the_flat_weights() -> None:
    flat = np.arange(THREE_LAYERS.parameters, dtype=np.float32)
    weights, biases = layer_views(THREE_LAYERS, flat)
    network = Network(THREE_LAYERS)
    network.load(flat)
    for views, parameters in ((weights, network.weights), (biases, network.biases)):
        for view, parameter in zip(views, parameters, strict=True):
            assert np.shares_memory(view, flat)
            assert parameter is not None
            assert np.array_equal(view, parameter.detach().numpy())


def test_without_biases_there_are_no_bias_views_and_all_parameters_are_weights() -> None:
    spec = NetworkSpec(inputs=2, hidden=(3,), bias=False)
    assert layer_views(spec, np.zeros(9, np.float32))[1] == ()
    assert parameter_groups(spec) == [("weights", slice(0, 6)), ("output weights", slice(6, 9))]


def test_the_groups_of_parameters_cover_all_of_them_in_order() -> None:
    spec = NetworkSpec(inputs=2, hidden=(1,), input_scale=True)
    assert parameter_groups(spec) == [
        ("weights", slice(0, 2)),
        ("biases", slice(2, 3)),
        ("output weights", slice(3, 4)),
        ("biases", slice(4, 5)),
        ("input scale", slice(5, 7)),
    ]
    assert spec.parameters == 7


def test_an_input_scale_starts_at_one_and_multiplies_the_inputs() -> None:
    spec = NetworkSpec(inputs=3, hidden=(4,), input_scale=True, init="torch")
    network, plain = Network(spec), Network(replace(spec, input_scale=False))
    assert torch.equal(network.flat[:-3], plain.flat)  # the same first weights, in the same places
    assert network.state_dict()["input_scale"].tolist() == [1, 1, 1]
    inputs, factors = torch.randn(5, 3), torch.tensor([2.0, -1.0, 0.5])
    assert torch.equal(network(inputs), plain(inputs))
    input_scale_view(spec, network.flat.numpy())[:] = factors.numpy()
    assert torch.equal(network(inputs), plain(inputs * factors))
    traced = trace(spec, network.flat.numpy(), inputs.numpy())
    assert np.array_equal(traced.outputs, network(inputs).detach().numpy())
    assert np.array_equal(traced.activations[0], (inputs * factors).numpy())


def test_he_lecun_draws_wider_hidden_weights_than_output_weights() -> None:
    spec = NetworkSpec(inputs=100, hidden=(100, 100), outputs=100, init="he-lecun")
    network, he = Network(spec), Network(replace(spec, init="he"))
    assert torch.equal(network.weights[1], he.weights[1])
    assert network.weights[0].std().item() == pytest.approx(0.02**0.5, rel=0.03)
    assert network.weights[2].std().item() == pytest.approx(0.01**0.5, rel=0.03)
    assert not network.get_parameter("b3").any()


def test_views_of_a_wrong_length_are_refused() -> None:
    with pytest.raises(ValueError, match="8"):
        layer_views(NetworkSpec(inputs=2, hidden=(3,), bias=False), np.zeros(8, np.float32))

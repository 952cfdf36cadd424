"""The settings of a network: what is accepted, and what a change brings along."""

import pytest
import torch

from nntui.errors import SpecError
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec

MIXED = NetworkSpec(inputs=2, hidden=(4, 3), activation="relu", layer_activations=("tanh", "sine"))


def test_each_hidden_layer_has_its_own_activation_and_the_output_has_its() -> None:
    assert [MIXED.activation_of(layer) for layer in range(3)] == ["tanh", "sine", "linear"]
    assert MIXED.used_activations == ("tanh", "sine", "linear")
    alike = NetworkSpec(inputs=2, hidden=(4, 3), activation="relu")
    assert [alike.activation_of(layer) for layer in range(3)] == ["relu", "relu", "linear"]


def test_an_activation_for_all_layers_replaces_those_of_single_layers() -> None:
    assert MIXED.changed(activation="gelu").layer_activations == ()
    assert MIXED.changed(activation="gelu", layer_activations=("elu", "selu")).activation_of(1) == "selu"
    assert MIXED.changed(seed=1).layer_activations == ("tanh", "sine")


@pytest.mark.parametrize(
    ("hidden", "names", "message"),
    [
        ((4,), ("tanh", "relu"), "layer activations: 2 for 1 hidden layer; give one for each, or none"),
        ((), ("tanh",), "layer activations: 1 for 0 hidden layers; give one for each, or none"),
        ((4, 3), ("tanh", "rleu"), "activation of hidden layer 2: 'rleu' is not known; choose one of sigmoid, "),
        ((4, 3), ("softmax", "relu"), "activation of hidden layer 1: 'softmax' is not known"),
    ],
)
def test_activations_of_layers_that_do_not_fit_are_refused(hidden, names, message: str) -> None:
    with pytest.raises(SpecError) as refusal:
        NetworkSpec(inputs=2, hidden=hidden, layer_activations=names)
    assert message in str(refusal.value)


def test_step_teaches_nothing_to_the_weights_before_it() -> None:

    network = Network(NetworkSpec(inputs=2, hidden=(4,), activation="step", init="torch"), dtype=torch.float64)
    outputs = network(torch.randn(6, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0)))
    outputs.square().sum().backward()
    assert not network.grad[: 2 * 4].any()
    assert network.grad[3 * 4 :].any()

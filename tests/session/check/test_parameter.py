"""The names of a network's numbers, and their places among the flat ones."""

import pytest

from nntui.data.encoding.shape import TaskShape
from nntui.model.spec import NetworkSpec
from nntui.session.check.parameter import ParameterPlace

NETWORK = NetworkSpec(inputs=2, hidden=(3,), outputs=2, input_scale=True)


def test_every_place_is_one_parameter_and_back() -> None:
    found = [ParameterPlace.at(NETWORK, place) for place in range(NETWORK.parameters)]
    assert [each.place(NETWORK) for each in found] == list(range(NETWORK.parameters))
    assert len({each.symbol() for each in found}) == NETWORK.parameters


@pytest.mark.parametrize(
    "parameter",
    [
        ParameterPlace("weight", 0, 3),
        ParameterPlace("weight", 2, 0),
        ParameterPlace("bias", 1, 2),
        ParameterPlace("input scale", 0, 2),
    ],
)
def test_what_a_network_does_not_have_is_refused(parameter: ParameterPlace) -> None:
    with pytest.raises(IndexError):
        parameter.place(NETWORK)


def test_names_say_which_neurons_a_number_belongs_to() -> None:
    shape = TaskShape(("age", "weight"), ("speed", "price"), "regression")
    names = [
        ParameterPlace("weight", 0, 1).name(NETWORK, shape),
        ParameterPlace("weight", 1, 1, 2).name(NETWORK, shape),
        ParameterPlace("bias", 1, 0).name(NETWORK, None),
        ParameterPlace("input scale", 0, 1).name(NETWORK, shape),
    ]
    assert names == [
        "weight from age to hidden 1 neuron 2",
        "weight from hidden 1 neuron 3 to price",
        "bias of output 1",
        "input scale of weight",
    ]

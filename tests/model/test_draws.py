"""First weights without torch: the numbers of torch's own generator, to the bit."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.model.draws import TorchDraws
from nntui.model.initialisation import INITIALISATIONS
from nntui.model.network import Network
from nntui.model.parameters import Parameters
from nntui.model.spec import NetworkSpec


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 2**63 - 1),
    asked=st.lists(st.tuples(st.booleans(), st.integers(1, 70), st.integers(1, 5)), min_size=1, max_size=6),
)
def test_draws_are_torchs_to_the_bit_in_any_order(seed: int, asked: list[tuple[bool, int, int]]) -> None:
    generator, draws = torch.Generator().manual_seed(seed), TorchDraws(seed)
    for normal, *shape in asked:
        bound = math.sqrt(6 / sum(shape))
        theirs = (
            bound * torch.randn(*shape, generator=generator)
            if normal
            else torch.empty(*shape).uniform_(-bound, bound, generator=generator)
        )
        ours = draws.normal(bound, *shape) if normal else draws.uniform(bound, *shape)
        np.testing.assert_array_equal(ours, theirs.numpy())


def test_a_large_matrix_is_torchs_too() -> None:
    theirs = torch.randn(300_001, generator=torch.Generator().manual_seed(5))
    np.testing.assert_array_equal(TorchDraws(5).normal(1.0, 300_001), theirs.numpy())


@pytest.mark.parametrize("init", INITIALISATIONS)
def test_parameters_are_shared_with_the_module_made_of_them(init: str) -> None:
    spec = NetworkSpec(inputs=3, hidden=(5, 4), outputs=2, init=init, input_scale=True, seed=3)
    parameters = Parameters.first(spec)
    network = Network(spec, of=parameters)
    assert torch.equal(network.flat, Network(spec).flat)
    with torch.no_grad():
        network.weights[1].fill_(7)
    network(torch.ones(1, 3)).sum().backward()
    assert parameters.flat.tolist().count(7) == 20
    assert np.array_equal(parameters.grad, network.grad.numpy())

"""The forward pass with all its numbers."""

import numpy as np
import pytest
import torch

from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.array_trace import trace_arrays
from nntui.model.network import Network
from nntui.model.parameters import first_weights
from nntui.model.spec import NetworkSpec
from nntui.model.trace import trace

INPUTS = np.random.default_rng(0).standard_normal((5, 3)).astype(np.float32)


@pytest.mark.parametrize("activation", hidden_activations())
@pytest.mark.parametrize("bias", [True, False])
def test_a_trace_ends_in_the_networks_own_outputs_to_the_bit(activation: str, bias: bool) -> None:
    spec = NetworkSpec(
        inputs=3, hidden=(4, 4), outputs=2, activation=activation, bias=bias, output_activation="softmax"
    )
    network = Network(spec)
    traced = trace(spec, network.flat.numpy(), INPUTS)
    assert np.array_equal(traced.outputs, network(torch.tensor(INPUTS)).detach().numpy())
    assert np.array_equal(traced.pre_activations[-1], network.logits(torch.tensor(INPUTS)).detach().numpy())


def test_a_trace_starts_with_the_inputs_and_has_a_number_for_every_neuron() -> None:
    spec = NetworkSpec(inputs=3, hidden=(4, 6), outputs=2)
    traced = trace(spec, Network(spec).flat.numpy(), INPUTS)
    assert [activations.shape for activations in traced.activations] == [(5, 3), (5, 4), (5, 6), (5, 2)]
    assert [sums.shape for sums in traced.pre_activations] == [(5, 4), (5, 6), (5, 2)]
    assert np.array_equal(traced.activations[0], INPUTS)
    assert np.array_equal(traced.activations[1], np.maximum(traced.pre_activations[0], 0))


def test_a_trace_reads_weights_that_must_not_be_written() -> None:
    spec = NetworkSpec(inputs=3)
    weights = Network(spec).flat.numpy().copy()
    weights.setflags(write=False)
    assert trace(spec, weights, INPUTS).outputs.shape == (5, 1)


def test_a_trace_refuses_shapes_that_do_not_fit() -> None:
    spec = NetworkSpec(inputs=3)
    weights = Network(spec).flat.numpy()
    with pytest.raises(ValueError, match="do not fit"):
        trace(spec, weights[1:], INPUTS)
    with pytest.raises(ValueError, match="do not fit"):
        trace(spec, weights, INPUTS[:, :2])


@pytest.mark.parametrize("name", [name for name, record in ACTIVATIONS.items() if record.on_arrays is not None])
def test_numpys_forward_pass_is_torchs_but_for_rounding(name: str) -> None:
    output_only = ACTIVATIONS[name].output_only
    spec = NetworkSpec(
        inputs=3,
        hidden=(5, 4),
        outputs=2,
        activation="tanh" if output_only else name,
        output_activation=name,
        input_scale=True,
        init="normal",
        silenced=((0, 1), (1, 2)),
        seed=5,
    )
    inputs = np.random.default_rng(1).normal(0, 3, (40, 3)).astype(np.float32)
    ours, theirs = (each(spec, first_weights(spec), inputs) for each in (trace_arrays, trace))
    for one, other in zip(
        (*ours.pre_activations, *ours.activations), (*theirs.pre_activations, *theirs.activations), strict=True
    ):
        assert one.dtype == np.float32
        if name != "step":  # which magnifies a rounding at 0
            np.testing.assert_allclose(one, other, rtol=2e-5, atol=2e-5)

"""A checkpoint carried over to a network with other inputs and outputs."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.model.graft import Graft, KeptNeurons
from nntui.model.layout import input_scale_view, layer_views
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec
from nntui.session.follow import grafted
from nntui.training.records import Checkpoint, Losses

CURVE = Losses(np.arange(3), np.array([3.0, 2.0, 1.0]), np.full(3, np.nan), np.arange(3) / 10)


def checkpoint(spec: NetworkSpec) -> Checkpoint:
    """Weights 1000, 1001, ..., first ones 0, best ones 2000, ..., and a memory of 1, 2, ..."""
    places = np.arange(spec.parameters, dtype=np.float32)
    return Checkpoint(
        epoch=2,
        batch=3,
        updates=17,
        weights=1000 + places,
        first=np.zeros_like(places),
        best=2000 + places,
        best_epoch=1,
        best_loss=0.5,
        optimizer={"mean": 1 + places},
        curve=CURVE,
        recent=CURVE,
        seconds=0.2,
    )


def first_weights(spec: NetworkSpec) -> list[float]:
    weights: list[float] = Network(spec).flat.tolist()
    return weights


@pytest.mark.parametrize("bias", [True, False])
def test_rows_of_the_first_and_columns_of_the_last_layer_follow_their_names(bias: bool) -> None:
    old = NetworkSpec(inputs=3, hidden=(2,), outputs=2, bias=bias)
    new = replace(old, inputs=4, outputs=3)
    kept = (
        KeptNeurons.by_name(("a", "b", "c"), ("c", "new", "a", "b")),
        KeptNeurons.by_name(("p", "q"), ("q", "new", "p")),
    )
    result = grafted(checkpoint(old), Graft.of_ends(old, new, *kept))
    (before_1, before_2), before_biases = layer_views(old, checkpoint(old).weights)
    (after_1, after_2), after_biases = layer_views(new, result.weights)
    assert after_1[[2, 3, 0]].tolist() == before_1.tolist()
    assert after_2[:, [2, 0]].tolist() == before_2.tolist()
    if bias:
        assert after_biases[0].tolist() == before_biases[0].tolist()
        assert after_biases[1][[2, 0]].tolist() == before_biases[1].tolist()


def test_new_neurons_have_the_first_weights_of_the_seed_and_no_memory() -> None:
    old = NetworkSpec(inputs=1, hidden=(2,), outputs=1, seed=4)
    new = replace(old, inputs=2)
    result = grafted(
        checkpoint(old), Graft.of_ends(old, new, KeptNeurons.by_name(("a",), ("a", "b")), KeptNeurons.all(1))
    )
    (weights, _), _ = layer_views(new, result.weights)
    (drawn, _), _ = layer_views(new, np.array(first_weights(new), dtype=np.float32))
    assert weights[1].tolist() == drawn[1].tolist()
    (memory, _), _ = layer_views(new, result.optimizer["mean"])
    assert memory.tolist() == [[1.0, 2.0], [0.0, 0.0]]
    assert result.first.tolist() == first_weights(new)


def test_without_hidden_layers_both_ends_are_those_of_one_layer() -> None:
    old = NetworkSpec(inputs=2, hidden=(), outputs=2, bias=False)
    new = NetworkSpec(inputs=1, hidden=(), outputs=2, bias=False)
    result = grafted(
        checkpoint(old), Graft.of_ends(old, new, KeptNeurons.by_name("ab", "b"), KeptNeurons.by_name("pq", "qp"))
    )
    assert result.weights.tolist() == [1003.0, 1002.0]
    assert result.best.tolist() == [2003.0, 2002.0]


def test_kept_inputs_keep_their_factors_and_new_ones_start_at_one() -> None:
    old = NetworkSpec(inputs=3, hidden=(2,), input_scale=True)
    new = replace(old, inputs=3)
    before = checkpoint(old)
    result = grafted(before, Graft.of_ends(old, new, KeptNeurons.by_name("abc", "cxa"), KeptNeurons.all(1)))
    factors = input_scale_view(old, before.weights)
    assert input_scale_view(new, result.weights).tolist() == [factors[2], 1.0, factors[0]]
    memory = input_scale_view(new, result.optimizer["mean"]).tolist()
    assert memory == [input_scale_view(old, before.optimizer["mean"])[2], 0.0, before.optimizer["mean"][-3]]


def test_counts_and_losses_go_on_and_the_epoch_under_way_starts_over() -> None:
    old = NetworkSpec(inputs=2)
    before = checkpoint(old)
    result = grafted(
        before, Graft.of_ends(old, NetworkSpec(inputs=1), KeptNeurons.by_name("ab", "a"), KeptNeurons.all(1))
    )
    assert (result.epoch, result.updates, result.seconds) == (2, 17, 0.2)
    assert result.curve is before.curve
    assert result.batch == 0
    assert result.best_loss == np.inf


def test_a_name_that_is_used_twice_is_told_apart_by_its_place() -> None:
    kept = KeptNeurons.by_name(("a", "b", "a"), ("a", "a", "a", "b"))
    assert sorted(zip(kept.new.tolist(), kept.old.tolist(), strict=True)) == [(0, 0), (1, 2), (3, 1)]


def test_nothing_in_common_is_nothing_kept() -> None:
    kept = KeptNeurons.by_name(("a",), ("b",))
    assert (kept.old.tolist(), kept.new.tolist()) == ([], [])
    spec = NetworkSpec(inputs=1)
    result = grafted(checkpoint(spec), Graft.of_ends(spec, spec, kept, KeptNeurons.all(1)))
    assert layer_views(spec, result.weights)[1][0].tolist() == list(range(1016, 1032))

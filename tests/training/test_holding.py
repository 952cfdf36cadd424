"""Frozen weights never move by a bit; a silenced neuron gives 0, and its weights stay."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as with_changes

from nntui.errors import SpecError
from nntui.model.graft import Graft, KeptNeurons
from nntui.model.holding import incoming_places, mask_of, outgoing_places, ranges_of, without_silenced
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec
from nntui.model.trace import trace
from nntui.training.landscape import Landscape
from nntui.training.objective import Objective
from nntui.training.optimisers import OPTIMISERS
from nntui.training.spec import TrainingSpec
from nntui.training.textbook import next_batch, take_step
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays

ROWS = random_arrays(12, 3, 2, validation=4)
NETWORK = NetworkSpec(
    inputs=3, hidden=(4, 3), outputs=2, activation="tanh", input_scale=True, init="torch", output_activation="linear"
)
ENGINES = ("autograd", "fused")


FORCES = TrainingSpec(
    rate=0.05, batch=5, l1=0.01, l2=0.02, l2_bias=0.03, l2_output=0.04, weight_decay=0.05, clip=1.0, dropout=0.2,
    epochs=9, schedule="cosine", schedule_by="update",
)  # fmt: skip
"""Training with every force that could move a weight."""


def training(optimizer: str, engine: str, **changes: Any) -> TrainingSpec:
    """That training, with this optimiser and engine."""
    return with_changes(FORCES, optimizer=optimizer, engine=engine, **changes)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("optimizer", OPTIMISERS)
@settings(max_examples=5, deadline=None)
@given(st.data())
def test_frozen_weights_never_move_by_a_bit_whatever_the_optimiser_remembers(
    engine: str, optimizer: str, data: st.DataObject
) -> None:
    frozen = np.array(data.draw(st.lists(st.booleans(), min_size=NETWORK.parameters, max_size=NETWORK.parameters)))
    spec = training(optimizer, engine)
    free = Trainer(NETWORK, spec, ROWS)
    free.epochs(2)
    held = with_changes(NETWORK, frozen_places=ranges_of(frozen))
    trainer = Trainer(held, spec, ROWS, free.checkpoint())
    before = trainer.checkpoint().weights
    trainer.epochs(2)
    trainer.batches(2)
    after = trainer.checkpoint().weights
    assert (after[frozen].view(np.int32) == before[frozen].view(np.int32)).all()
    assert (after[~frozen] != before[~frozen]).any() or frozen.all()


@pytest.mark.parametrize("engine", ENGINES)
def test_kinds_that_are_frozen_after_some_training_stay_although_there_is_momentum(engine: str) -> None:
    free = Trainer(NETWORK, training("nesterov", engine), ROWS)
    free.epochs(2)
    trainer = Trainer(NETWORK, training("nesterov", engine, frozen=("biases",)), ROWS, free.checkpoint())
    trainer.epochs(2)
    biases = slice(12, 16)
    assert np.array_equal(trainer.checkpoint().weights[biases], free.checkpoint().weights[biases])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("silenced", [((0, 1),), ((1, 2),), ((0, 0), (1, 0), (2, 2))])
def test_a_silenced_neuron_gives_0_and_its_weights_stay_and_the_rest_learns_without_it(
    engine: str, silenced: tuple[tuple[int, int], ...]
) -> None:
    spec = training("adam", engine, dropout=0.0)
    free = Trainer(NETWORK, spec, ROWS)
    free.epochs(2)
    network = with_changes(NETWORK, silenced=silenced)
    trainer = Trainer(network, spec, ROWS, free.checkpoint())
    assert np.array_equal(trainer.checkpoint().weights, free.checkpoint().weights)
    own = np.concatenate([of(network, each) for each in silenced for of in (incoming_places, outgoing_places)])
    bare = replace(free.checkpoint(), weights=without_silenced(network, free.checkpoint().weights))
    without = with_changes(
        NETWORK, frozen_places=ranges_of(mask_of([(each, each + 1) for each in own], NETWORK.parameters))
    )
    other = Trainer(without, spec, ROWS, bare)
    assert trainer.losses == other.losses
    for each in trainer, other:
        each.epochs(3)
    reached, free_of_it = trainer.checkpoint(), other.checkpoint()
    assert np.array_equal(without_silenced(network, reached.weights), free_of_it.weights)
    assert np.array_equal(reached.weights[own], free.checkpoint().weights[own])
    assert np.array_equal(trainer.past[-1].moments[-1].weights, reached.weights)
    assert np.array_equal(reached.best[own], reached.weights[own])
    again = Trainer(network, spec, ROWS, reached)
    assert np.array_equal(again.checkpoint().weights, reached.weights)


def test_all_passes_through_a_network_leave_silenced_neurons_out() -> None:
    network = with_changes(NETWORK, silenced=((0, 1), (1, 2)))
    flat = Network(network).flat.numpy()
    bare = without_silenced(network, flat)
    traced, without = trace(network, flat, ROWS.inputs), trace(NETWORK, bare, ROWS.inputs)
    assert not traced.activations[0][:, 1].any()
    assert not traced.activations[1][:, 2].any()
    assert np.array_equal(traced.outputs, without.outputs)
    whole = Network(network)
    whole.load(flat)
    assert np.allclose(whole(torch.tensor(ROWS.inputs)).detach().numpy(), without.outputs)
    spec = training("sgd", "autograd")
    mine, other = (Objective(each, spec, ROWS.inputs, ROWS.targets) for each in (network, NETWORK))
    assert mine.all_values(flat[None]).loss == pytest.approx(other.all_values(bare[None]).loss)
    directions = np.eye(NETWORK.parameters)[:3]
    points = np.array([[0.0, 0.0, 0.0], [0.3, -0.2, 0.1]])
    silent = Landscape(mine, flat, directions).all_totals(points) - mine.penalty(torch.tensor(flat[None])).numpy()
    bared = Landscape(other, bare, directions).all_totals(points) - other.penalty(torch.tensor(bare[None])).numpy()
    assert silent[0] == pytest.approx(bared[0])
    gradients = mine.gradient(flat)
    assert gradients.formulas == pytest.approx(gradients.autograd, abs=1e-12)
    assert not gradients.autograd[incoming_places(network, (1, 2))].any()


def test_a_step_worked_out_is_that_of_training_with_a_silenced_neuron_and_frozen_weights() -> None:
    network = with_changes(NETWORK, silenced=((1, 2),), frozen_places=((1, 3),))
    spec = training("adam", "autograd", dropout=0.0)
    trainer = Trainer(network, spec, ROWS)
    before = trainer.checkpoint()
    batch = next_batch(network, spec, ROWS, before)
    step = take_step(network, spec, batch, torch.tensor(before.weights), {})
    trainer.batches(1)
    assert np.array_equal(step.after.numpy(), trainer.checkpoint().weights)


def test_typing_before_any_training_begins_the_curve_anew() -> None:
    spec = training("sgd", "autograd")
    fresh = Trainer(NETWORK, spec, ROWS)
    typed = fresh.checkpoint().weights.copy()
    typed[0] = 2.0
    trainer = Trainer(NETWORK, spec, ROWS, replace(fresh.checkpoint(), weights=typed))
    assert trainer.losses != fresh.losses
    assert trainer.history.curve().train.tolist() == [trainer.losses[0]]
    assert trainer.checkpoint().best[0] == 2.0


def test_what_is_frozen_and_silenced_goes_with_its_neurons_into_a_grafted_network() -> None:
    old = with_changes(NETWORK, silenced=((0, 2), (1, 3)), frozen_places=((0, 1), (4, 5), (12, 13), (40, 41)))
    new = old.changed(inputs=2)
    assert not new.frozen_places
    kept = KeptNeurons(np.array([1, 2]), np.array([1, 0]))
    held = Graft.of_ends(old, new, kept, KeptNeurons.all(2)).held()
    assert held.silenced == ((0, 0), (1, 3))
    # W1[2,1] is still W1[2,1], b1[1] has moved up by a row of W1, and the scale of input 2 by one input more.
    assert held.frozen_places == ((4, 5), (8, 9), (36, 37))


@pytest.mark.parametrize(
    "fields",
    [
        {"frozen_places": ((3, 3),)},
        {"frozen_places": ((0, 2), (2, 3))},
        {"frozen_places": ((-1, 2),)},
        {"frozen_places": ((0, 43),)},
        {"silenced": ((1, 0), (1, 0))},
        {"silenced": ((3, 0),)},
        {"silenced": ((1, 4),)},
    ],
    ids=str,
)
def test_what_a_network_does_not_have_cannot_be_held(fields: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        with_changes(NETWORK, **fields)

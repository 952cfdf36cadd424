"""Layers of a trained network changed one by one: what was learnt is kept, and the answers change as said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import SpecError
from nntui.model.activations import hidden_activations
from nntui.model.layout import layer_views
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec
from nntui.model.trace import trace
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.shaping.edits import AddNeuron, DeleteLayer, InsertLayer, RemoveNeuron, SetLayer
from nntui.session.shaping.shaped import shaped
from nntui.training.trainer import Trainer
from tests.training.strategies import by_layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.session.by_hand import HandEdit
    from nntui.session.session import Session
    from nntui.session.shaping.edits import LayerEdit
    from nntui.training.records import Checkpoint

NAMES = hidden_activations()
DID_NOT = "the answers did not change"


def trained(source: str = "xor", epochs: int = 3, **given: Any) -> Session:
    session = open_source(source, Options(**{"hidden": (5, 4), "engine": "autograd", **given}))
    trainer = trainer_of(session)
    trainer.epochs(epochs)
    return replace(session, checkpoint=trainer.checkpoint())


def trainer_of(session: Session) -> Trainer:
    arrays = encode(session.table, Encoder.fit(session.table))
    return Trainer(session.network, session.training, arrays, session.checkpoint)


def reached(session: Session) -> Checkpoint:
    assert session.checkpoint is not None
    return session.checkpoint


def answers(session: Session) -> NDArray[np.float32]:
    rows = encode(session.table, Encoder.fit(session.table)).inputs
    return trace(session.network, reached(session).weights, rows).outputs


def check_answers(before: Session, done: HandEdit, within: float = 2e-5) -> None:
    """The answers are the same, the change says so, and training goes on from there."""
    assert done.answers == DID_NOT
    np.testing.assert_allclose(answers(done.session), answers(before), rtol=within, atol=within)
    trainer = trainer_of(done.session)
    trainer.epochs(1)
    assert trainer.status != "failed"


@st.composite
def networks(draw: st.DrawFn) -> Session:
    hidden = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=3)))
    options = Options(
        hidden=hidden,
        activation=draw(st.sampled_from(NAMES)),
        layer_activations=draw(by_layer(hidden, NAMES)),
        bias=draw(st.booleans()),
        layer_biases=draw(by_layer((*hidden, 1), (True, False))),
        layer_dropout=draw(by_layer(hidden, (0.0, 0.4))),
        input_scale=draw(st.booleans()),
        optimizer=draw(st.sampled_from(["sgd", "adam"])),
        init="torch",
        batch=7,
        engine=draw(st.sampled_from(["auto", "autograd"])),
        seed=draw(st.integers(0, 9)),
    )
    session = open_source("iris", options)
    trainer = trainer_of(session)
    trainer.epochs(1)
    return replace(session, checkpoint=trainer.checkpoint())


@settings(max_examples=25, deadline=None)
@given(networks(), st.data())
def test_a_new_neuron_changes_no_answer_and_no_weight(session: Session, data: st.DataObject) -> None:
    layer = data.draw(st.integers(1, len(session.network.hidden)))
    done = shaped(session, AddNeuron(layer))
    check_answers(session, done)
    before, after = reached(session), reached(done.session)
    width = session.network.hidden[layer - 1]
    assert done.name.startswith(f"hidden layer {layer}: {width} -> {width + 1} neurons")
    assert np.array_equal(after.first, Network(done.session.network).flat.numpy())
    pairs = [(before.weights, after.weights), *zip(before.optimizer.values(), after.optimizer.values(), strict=True)]
    for old, new in pairs:
        (weights, biases), (wider, more_biases) = (
            layer_views(each.network, flat) for each, flat in ((session, old), (done.session, new))
        )
        for one, other in zip((*weights, *biases), (*wider, *more_biases), strict=True):
            assert np.array_equal(other[tuple(map(slice, one.shape))], one)
    (drawn, _), (weights, _) = (layer_views(done.session.network, flat) for flat in (after.first, after.weights))
    assert np.array_equal(weights[layer - 1][:, width], drawn[layer - 1][:, width])
    assert not weights[layer][width].any()
    again = reached(shaped(session, AddNeuron(layer)).session)
    assert np.array_equal(again.weights, after.weights)


@settings(max_examples=15, deadline=None)
@given(networks(), st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5), st.integers(0, 5)), max_size=6))
def test_any_sequence_of_changes_leaves_a_network_that_trains(
    session: Session, changes: list[tuple[int, int, int]]
) -> None:
    for kind, layer, number in changes:
        name, share = NAMES[number], number / 10
        edits = AddNeuron(layer), RemoveNeuron(layer, number), InsertLayer(layer), DeleteLayer(layer)
        edit = (*edits, SetLayer(layer, name, bias=number % 2 > 0, dropout=share))[kind]
        try:
            done = shaped(session, edit)
        except SpecError:
            continue
        assert bool(done.answers) is done.changes
        session = done.session
    trainer = trainer_of(session)
    trainer.epochs(1)
    assert trainer.status != "failed"
    assert np.isfinite(trainer.losses[0])


def test_the_neuron_removed_is_the_chosen_one() -> None:
    session = trained()
    done = shaped(session, RemoveNeuron(1, 2))
    assert done.name == "hidden layer 1: 5 -> 4 neurons, without h3"
    assert done.answers.startswith("the answers changed by up to ")
    (before, biases), (after, fewer) = (
        layer_views(each.network, reached(each).weights) for each in (session, done.session)
    )
    assert np.array_equal(after[0], np.delete(before[0], 2, axis=1))
    assert np.array_equal(after[1], np.delete(before[1], 2, axis=0))
    assert np.array_equal(fewer[0], np.delete(biases[0], 2))
    added = shaped(session, AddNeuron(1)).session
    back = reached(shaped(added, RemoveNeuron(1, 5)).session)
    assert np.array_equal(back.weights, reached(session).weights)


@pytest.mark.parametrize("layer", [1, 2, 3])
@pytest.mark.parametrize("activation", ["relu", "leaky-relu", "linear", "selu", "gelu"])
def test_a_new_layer_that_can_pass_on_what_it_gets_does(activation: str, layer: int) -> None:
    session = trained("iris", activation=activation)
    done = shaped(session, InsertLayer(layer))
    check_answers(session, done, within=1e-4)
    width = session.network.sizes[layer - 1]
    assert done.name == f"new hidden layer {layer}: {width} neurons, {activation}"
    back = shaped(done.session, DeleteLayer(layer))
    np.testing.assert_allclose(answers(back.session), answers(session), atol=1e-3)
    assert back.session.network == session.network


def test_a_new_layer_that_cannot_says_how_far_the_answers_changed() -> None:
    done = shaped(trained("cars", activation="tanh", bias=False, epochs=20), InsertLayer(1))
    assert done.answers.startswith("the answers changed by up to ")
    assert done.answers.endswith(" mi/gal")
    assert float(done.answers.split()[-2]) < 1


def test_a_deleted_linear_layer_leaves_the_answers() -> None:
    session = trained("iris", layer_activations=("relu", "linear"), layer_biases=(True, True, True))
    done = shaped(session, DeleteLayer(2))
    check_answers(session, done)
    assert (done.name, done.session.network.hidden) == ("hidden layer 2 deleted: 4 neurons, linear", (5,))
    none = shaped(shaped(done.session, DeleteLayer(1)).session, InsertLayer(1)).session.network
    assert (none.hidden, none.activation, none.layer_activations) == ((4,), "relu", ())


def test_activation_bias_and_dropout_of_one_layer() -> None:
    session = trained("iris", dropout=0.1)
    done = shaped(session, SetLayer(2, "tanh", bias=False, dropout=0.3))
    assert done.name == "hidden layer 2: activation relu -> tanh, bias on -> off, dropout 0.1 -> 0.3"
    network, training = done.session.network, done.session.training
    assert (network.layer_activations, network.layer_biases) == (("relu", "tanh"), (True, False, True))
    assert training.layer_dropout == (0.1, 0.3)
    assert re.fullmatch(r"probabilities changed by up to \S+, (no row|\d+ of 150 rows) changed class", done.answers)
    only_dropout = shaped(session, SetLayer(1, "relu", bias=True, dropout=0.0))
    check_answers(session, only_dropout)
    assert np.array_equal(reached(only_dropout.session).weights, reached(session).weights)
    back = shaped(done.session, SetLayer(2, "relu", bias=True, dropout=0.1)).session
    assert (back.network, back.training) == (session.network, session.training)
    unchanged = shaped(session, SetLayer(2, "relu", bias=True, dropout=0.1))
    assert (unchanged.changes, unchanged.session) == (False, session)
    outputs = shaped(trained("cars"), SetLayer(3, "tanh", bias=True))
    assert outputs.name == "output layer: activation linear -> tanh"


def test_layers_keep_their_settings_when_others_come_and_go() -> None:
    session = trained(layer_activations=("tanh", "gelu"), layer_biases=(False, True, True), layer_dropout=(0.1, 0.2))
    more = shaped(session, InsertLayer(2)).session
    assert more.network.layer_activations == ("tanh", "tanh", "gelu")
    assert more.network.layer_biases == (False, True, True, True)
    assert more.training.layer_dropout == (0.1, 0.1, 0.2)
    first = shaped(session, InsertLayer(1)).session
    assert first.network.layer_activations == ("tanh", "tanh", "gelu")
    fewer = shaped(session, DeleteLayer(1)).session
    assert (fewer.network.activation, fewer.network.bias) == ("gelu", True)
    assert (fewer.training.dropout, fewer.training.layer_dropout) == (0.2, ())


def test_what_is_frozen_and_silenced_moves_with_its_neurons() -> None:
    session = trained()
    held = session.network.changed(frozen_places=((0, 1),), silenced=((1, 3), (2, 1)))
    session = replace(session, network=held)
    assert shaped(session, RemoveNeuron(1, 2)).session.network.silenced == ((1, 2), (2, 1))
    assert shaped(session, RemoveNeuron(1, 3)).session.network.silenced == ((2, 1),)
    inserted = shaped(session, InsertLayer(2))
    assert inserted.session.network.silenced == ((1, 3), (3, 1))
    assert inserted.session.network.frozen_places == ((0, 1),)
    check_answers(session, inserted)


def test_an_untrained_network_keeps_its_answers_too_and_rewinds_to_its_own_first_weights() -> None:
    untrained = open_source("tutorial", Options())
    assert shaped(untrained, AddNeuron(1)).answers == "the network begins with first weights"
    session = replace(untrained, checkpoint=trainer_of(untrained).checkpoint())
    done = shaped(session, AddNeuron(1))
    check_answers(session, done)
    assert np.array_equal(reached(done.session).first, Network(done.session.network).flat.numpy())


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (AddNeuron(0), "the inputs are the columns of the table; choose a hidden layer"),
        (DeleteLayer(3), "the outputs answer the targets; choose a hidden layer"),
        (RemoveNeuron(2, 0), "hidden layer 2 has one neuron only; delete the layer instead"),
        (RemoveNeuron(1, 7), "hidden layer 1 has 5 neurons; there is no h8"),
        (InsertLayer(5), "the network has 2 hidden layers now; choose the place of the new layer again"),
        (SetLayer(1, "softmax", bias=True), "activation of hidden layer 1: 'softmax' is not known"),
        (SetLayer(1, "relu", bias=True, dropout=1), "dropout of hidden layer 1: 1; give 0 up to, not including, 1"),
    ],
)
def test_what_cannot_be_done_is_said(edit: LayerEdit, message: str) -> None:
    with pytest.raises(SpecError) as refusal:
        shaped(trained(hidden=(5, 1)), edit)
    assert message in str(refusal.value)


def test_networks_beyond_the_memory_are_refused_and_wide_ones_are_not() -> None:
    with pytest.raises(SpecError, match=r"of memory to train, and .* GB are free; use fewer or narrower layers"):
        open_source("xor", Options(hidden=(9_999_999, 9_999_999)))
    assert NetworkSpec(inputs=1, hidden=(1_000_000,)).parameters == 3_000_001

"""Weights that are typed, nudged, frozen or brought back, and neurons that are silenced."""

from dataclasses import replace as with_fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import TrainingError
from nntui.model.holding import frozen_mask
from nntui.session.by_hand import first_back, frozen, nudged, read_weight, silenced, typed
from nntui.session.check.parameter import ParameterPlace
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.training.recompute import moment_of
from nntui.training.trainer import Trainer


@pytest.fixture(scope="module")
def xor() -> Session:
    """A 2-3-2-1 network on xor, trained for 3 epochs."""
    session = open_source("xor", Options(hidden=(3, 2), epochs=3, engine="autograd"))
    trainer = trained(session)
    trainer.epochs(3)
    return replace(session, checkpoint=trainer.checkpoint())


def trained(session: Session) -> Trainer:
    """A trainer of the session."""
    arrays = encode(session.table, Encoder.fit(session.table))
    return Trainer(session.network, session.training, arrays, session.checkpoint)


WEIGHT = ParameterPlace("weight", 0, target=2, source=1)
BIAS = ParameterPlace("bias", 1, target=0)


def at(session: Session, parameter: ParameterPlace) -> float:
    """The present value of a parameter."""
    assert session.checkpoint is not None
    return float(session.checkpoint.weights[parameter.place(session.network)])


def test_a_typed_weight_changes_that_number_alone_and_names_what_it_did(xor: Session) -> None:
    first = typed(xor, WEIGHT, 0.5).session
    edit = typed(first, WEIGHT, 1.0)
    assert edit.name == "W1[2,3] 0.5 -> 1"
    assert edit.session.checkpoint is not None
    assert xor.checkpoint is not None
    differs = np.flatnonzero(edit.session.checkpoint.weights != xor.checkpoint.weights)
    assert differs.tolist() == [WEIGHT.place(xor.network)]
    assert edit.session.checkpoint.state == "paused"
    again = typed(edit.session, WEIGHT, 1.0)
    assert (again.changes, again.name) == (False, "W1[2,3] is 1 already")
    assert trained(edit.session).checkpoint().weights[WEIGHT.place(xor.network)] == 1


@pytest.mark.parametrize(
    ("before", "steps", "after"),
    [
        (0.5, 1, 0.51),
        (0.5, -1, 0.49),
        (1.2, 1, 1.3),
        (-12.0, 1, -11.0),
        (0.0, -2, -0.02),
        (0.01, -1, 0.0),
        (3e38, 9, 3.4028235e38),
    ],
)
def test_a_nudge_is_a_step_in_the_second_digit(xor: Session, before: float, steps: int, after: float) -> None:
    session = typed(xor, BIAS, before).session
    assert at(nudged(session, BIAS, steps).session, BIAS) == pytest.approx(after, rel=1e-6, abs=1e-6)


def test_first_values_come_back_of_a_weight_and_of_all_that_goes_into_a_neuron(xor: Session) -> None:
    assert xor.checkpoint is not None
    edit = first_back(xor, BIAS)
    assert at(edit.session, BIAS) == xor.checkpoint.first[BIAS.place(xor.network)]
    assert edit.name.startswith("b2[1] ")
    assert edit.name.endswith(" -> 0, its first value")
    neuron = first_back(xor, (1, 2))
    assert neuron.name == "hidden 1 h3 has its first weights"
    assert at(neuron.session, WEIGHT) == xor.checkpoint.first[WEIGHT.place(xor.network)]
    assert not first_back(neuron.session, (1, 2)).changes


def test_freezing_twice_releases_and_a_neuron_is_frozen_with_all_that_goes_into_it(xor: Session) -> None:
    edit = frozen(xor, WEIGHT)
    assert edit.name == "W1[2,3] frozen"
    assert edit.session.network.frozen_places == ((5, 6),)
    neuron = frozen(edit.session, (1, 2))
    assert neuron.name == "all that goes into hidden 1 h3 frozen"
    assert neuron.session.network.frozen_places == ((2, 3), (5, 6), (8, 9))
    released = frozen(neuron.session, (1, 2))
    assert released.name == "all that goes into hidden 1 h3 released"
    assert released.session.network == xor.network


def test_a_silenced_neuron_keeps_its_weights_and_is_restored_with_them(xor: Session) -> None:
    edit = silenced(xor, (2, 1))
    assert edit.name == "hidden 2 h2 silenced"
    trainer = trained(edit.session)
    trainer.epochs(2)
    back = silenced(replace(edit.session, checkpoint=trainer.checkpoint()), (2, 1))
    assert back.name == "hidden 2 h2 restored"
    assert back.session.network == xor.network
    assert xor.checkpoint is not None
    assert back.session.checkpoint is not None
    assert back.session.checkpoint.weights[-2] == xor.checkpoint.weights[-2]
    assert silenced(xor, (0, 1)).name.endswith(" silenced")
    with pytest.raises(TrainingError, match="is an output, which cannot be silenced"):
        silenced(xor, (3, 0))


def test_what_is_frozen_or_silenced_before_training_needs_no_checkpoint(xor: Session) -> None:
    fresh = replace(xor, checkpoint=trained(replace(xor, checkpoint=None)).checkpoint())
    assert silenced(fresh, (1, 0)).session.checkpoint is None
    assert frozen(fresh, BIAS).session.checkpoint is None
    with pytest.raises(TrainingError, match="no weights yet"):
        frozen(replace(xor, checkpoint=None), BIAS)


@pytest.mark.parametrize(
    ("text", "value"), [("0.5", 0.5), (" -1e-3 ", -0.001), (".25", 0.25), ("-0", 0.0), ("+3", 3.0)]
)
def test_numbers_are_read_as_they_are_typed(text: str, value: float) -> None:
    assert read_weight(text) == pytest.approx(value, rel=1e-7)


@pytest.mark.parametrize("text", ["abc", "1_000", "nan", "inf", "0x10", "1,5", "1e", "٣", "1e39", "--1"])
def test_what_is_no_weight_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(TrainingError, match=r"is not a number; type one|is too large for a weight"):
        read_weight(text)


def test_an_empty_field_is_not_quoted() -> None:
    with pytest.raises(TrainingError, match=r"^no number is given; type one, as 0.5 or -1e-3$"):
        read_weight(" ")


def test_a_number_that_is_not_finite_is_typed_not_nudged(xor: Session) -> None:
    assert xor.checkpoint is not None
    broken = xor.checkpoint.weights.copy()
    broken[0] = np.inf
    session = replace(xor, checkpoint=with_fields(xor.checkpoint, weights=broken))
    place = ParameterPlace("weight", 0, 0, 0)
    with pytest.raises(TrainingError, match=r"W1\[1,1\] is not a finite number"):
        nudged(session, place, 1)
    assert at(typed(session, place, 2.0).session, place) == 2


EDITS = {
    "type": lambda session, place: typed(session, ParameterPlace.at(session.network, place), place / 8),
    "nudge": lambda session, place: nudged(session, ParameterPlace.at(session.network, place), 3 - place % 7),
    "freeze": lambda session, place: frozen(session, ParameterPlace.at(session.network, place)),
    "freeze all": lambda session, place: frozen(session, (1 + place % 2, place % 2)),
    "silence": lambda session, place: silenced(session, (place % 3, place % 2)),
    "first": lambda session, place: first_back(session, ParameterPlace.at(session.network, place)),
}
STEP = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 19), st.integers(0, 3))
"""An edit, the place of its parameter, and epochs that are trained after it."""


@pytest.mark.parametrize("engine", ["autograd", "fused"])
@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 19), st.integers(0, 3)), min_size=1, max_size=6)
)
def test_any_sequence_of_edits_and_epochs_is_made_again_to_the_bit_from_the_beginnings_of_its_segments(
    engine: str, steps: list[tuple[str, int, int]]
) -> None:
    options = Options(hidden=(3, 2), epochs=50, engine=engine, optimizer="adamw", l2=0.05, l1=0.01, batch=3, seed=1)
    session = open_source("xor", options)
    session = replace(session, checkpoint=trained(session).checkpoint())
    arrays = encode(session.table, Encoder.fit(session.table))
    for kind, place, epochs in steps:
        edited = EDITS[kind](session, place).session
        trainer = trained(edited)
        begun = trainer.checkpoint()
        if epochs:
            trainer.epochs(epochs)
        reached = trainer.checkpoint()
        held = frozen_mask(edited.network, edited.training.frozen)
        if held is not None:
            assert np.array_equal(reached.weights[held], begun.weights[held])
        segment, losses = trainer.past[-1], (reached.curve, reached.recent)
        start = with_fields(segment, moments=segment.moments[:1])
        again = moment_of(start, reached.epoch, (edited.network, edited.training), arrays, losses)
        assert again is not None
        assert np.array_equal(again.weights, reached.weights)
        assert all(np.array_equal(again.optimizer[name], own) for name, own in reached.optimizer.items())
        session = replace(edited, checkpoint=reached)

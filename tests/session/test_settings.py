"""Settings changed in a session that was trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.encoding.shape import shape_of
from nntui.data.table import Table
from nntui.errors import NntuiError
from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.spec import NetworkSpec
from nntui.session.change import Change, with_options
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.training.losses import LOSSES
from nntui.training.records import Losses
from nntui.training.spec import TrainingSpec
from tests.session.samples import as_if_trained

if TYPE_CHECKING:
    from typing import Any

NONE = np.empty(0)
CURVE = Losses(epochs=np.empty(0, dtype=np.int64), train=NONE, validation=NONE, seconds=NONE)
TABLE = Table.of([Column("x"), Column("y", role="target")], {"x": range(10), "y": range(10)})


def as_trained(session: Session) -> Session:
    """The session as if trained to the middle of an epoch."""
    return as_if_trained(session, np.ones(session.network.parameters, dtype=np.float32), CURVE, batch=1)


SESSION = as_trained(
    Session(
        name="s",
        source="s",
        table=TABLE,
        network=NetworkSpec(inputs=1, hidden=(1,)),
        training=TrainingSpec(clip=1.0, stop_loss=0.1),
        shape=shape_of(TABLE),
    )
)


def lines(session: Session, options: Options) -> list[str]:
    """The notes for the user about ``options``."""
    heard: list[str] = []
    with_options(session, options, heard.append)
    return heard


def test_no_options_change_nothing():
    assert with_options(SESSION, Options()) == SESSION
    assert lines(SESSION, Options()) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"rate": 0.5},
        {"epochs": 9},
        {"batch": None},
        {"optimizer": "sgd"},
        {"l2": 0.1},
        {"clip": None},
        {"stop_loss": None},
        {"schedule": "step", "decay": 0.1},
    ],
)
def test_how_training_goes_on_may_change_under_the_weights(asked):
    change = Change(SESSION, Options(**asked))
    assert change.consequence.keeps_weights
    training = change.session.training
    assert {name: getattr(training, name) for name in asked} == asked
    assert change.session.checkpoint is not None
    assert SESSION.checkpoint is not None
    assert change.session.checkpoint.weights is SESSION.checkpoint.weights


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"hidden": (2,)}, "hidden"),
        ({"hidden": ()}, "hidden"),
        ({"activation": "tanh"}, "activation"),
        ({"output_activation": "sigmoid"}, "output activation"),
        ({"bias": False}, "bias"),
        ({"init": "xavier"}, "init"),
        ({"seed": 1}, "seed"),
        ({"loss": "mae"}, "loss"),
        ({"validation": 0.2}, "validation rows"),
        ({"loss": "mae", "hidden": (2,), "validation": 0.2}, "hidden, loss, validation rows"),
    ],
)
def test_another_network_seed_loss_or_split_starts_afresh(asked, named):
    change = Change(SESSION, Options(**asked))
    assert not change.consequence.keeps_weights
    assert change.session.checkpoint is None
    assert lines(SESSION, Options(**asked)) == [f"changed {named}: training starts afresh"]


@pytest.mark.parametrize(("share", "kept"), [(0.1, True), (0.4, False)])
def test_a_share_that_rounds_to_the_same_validation_rows_keeps_the_weights(share: float, kept: bool) -> None:
    tutorial = as_trained(open_source("tutorial", Options()))
    change = Change(tutorial, Options(validation=share))
    assert change.consequence.keeps_weights == kept
    assert (change.session.checkpoint is not None) == kept


def test_validation_rows_chosen_by_hand_are_drawn_again_with_their_own_number():
    by_hand = replace(SESSION, table=TABLE.with_mark([0, 1], validation=True))
    assert not Change(by_hand, Options(validation=0.2)).consequence.keeps_weights


def test_a_share_makes_that_many_validation_rows():
    session = with_options(SESSION, Options(validation=0.3))
    assert session.table.validation.sum() == 3
    assert with_options(session, Options(validation=0.0)).table.validation.sum() == 0


def test_a_table_that_keeps_its_rows_is_the_same_table():
    assert with_options(SESSION, Options(rate=0.5)).table is SESSION.table


def test_a_setting_that_no_spec_has_is_an_error_of_the_program():
    with pytest.raises(TypeError, match="hiden"):
        with_options(SESSION, Options(hiden=(3,)))


CATEGORIES = Table.of(
    [Column("x"), Column("kind", kind="category", role="target")], {"x": range(6), "kind": list("aabbbc")}
)
SESSIONS = [
    SESSION,
    as_trained(open_source("tutorial", Options())),
    as_trained(with_options(SESSION, Options(validation=0.3, seed=2))),
    as_trained(
        Session(
            name="c",
            source="c",
            table=CATEGORIES,
            network=NetworkSpec(inputs=1, outputs=3),
            training=TrainingSpec(),
            shape=shape_of(CATEGORIES),
        )
    ),
]
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "hidden": st.sampled_from([(), (1,), (3,), (16,)]),
        "activation": st.sampled_from(hidden_activations()),
        "output_activation": st.sampled_from(list(ACTIVATIONS)),
        "bias": st.booleans(),
        "loss": st.sampled_from(list(LOSSES)),
        "optimizer": st.sampled_from(["sgd", "adam"]),
        "batch": st.sampled_from([None, 2]),
        "rate": st.sampled_from([0.01, 1.0]),
        "seed": st.integers(0, 3),
        "validation": st.sampled_from([0.0, 0.1, 0.2, 0.25, 0.3, 0.5]),
    },
)


@settings(max_examples=150, deadline=None)
@given(session=st.sampled_from(SESSIONS), asked=ASKED)
def test_the_consequence_for_the_weights_that_is_announced_is_what_happens(
    session: Session, asked: dict[str, Any]
) -> None:
    change = Change(session, Options(**asked))
    try:
        after = change.session
    except NntuiError:
        return
    same = (
        after.network == session.network
        and (after.training.loss, after.training.seed) == (session.training.loss, session.training.seed)
        and after.table.columns == session.table.columns
        and after.table.validation.equals(session.table.validation)
    )
    assert change.consequence.keeps_weights == same
    assert (after.checkpoint is not None) == same
    if after.checkpoint is not None:
        assert (after.checkpoint.optimizer == {}) == (after.training.optimizer != session.training.optimizer)
        assert (after.checkpoint.batch == 0) == (after.training.batch != session.training.batch)
    told = lines(session, Options(**asked))
    assert any("afresh" in line for line in told) == (not same)


def test_nothing_is_said_to_start_afresh_before_anything_was_trained() -> None:
    weights = np.zeros(SESSION.network.parameters, dtype=np.float32)
    before = as_if_trained(SESSION, weights, CURVE, epoch=0, updates=0)
    assert lines(before, Options(hidden=(3,), seed=2)) == []

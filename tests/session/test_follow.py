"""The network follows an edited table."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.encoding.shape import TaskShape
from nntui.data.kinds import KINDS, ROLES
from nntui.data.policies import POLICIES
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.model.layout import layer_views
from nntui.session.follow import TableChange, new_session, refit
from nntui.training.records import Losses
from nntui.training.trainer import Trainer
from tests.session.samples import as_if_trained

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.session import Session

CARS = Table.of(
    [
        Column("weight"),
        Column("origin", kind="category"),
        Column("diesel", kind="yes-no", role="ignored"),
        Column("mpg", role="target"),
    ],
    {
        "weight": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "origin": ["usa", "japan", "usa", "europe", "japan", "usa"],
        "diesel": [False, True, None, True, False, True],
        "mpg": [9.0, 8.0, 7.0, 6.0, 5.0, 4.0],
    },
)
FEATURES = ("weight", "origin=europe", "origin=japan", "origin=usa")


def trained(table: Table = CARS) -> Session:
    """A session as if trained for three epochs: every weight is its own place in the flat parameters."""
    session = new_session("cars", "cars.csv", table)
    places = np.arange(session.network.parameters, dtype=np.float32)
    losses = Losses(np.arange(4), np.array([4.0, 3.0, 2.0, 1.0]), np.full(4, np.nan), np.arange(4) / 10)
    return as_if_trained(session, places, losses)


def shape(session: Session) -> TaskShape:
    assert session.shape is not None
    return session.shape


def rows_of_inputs(session: Session) -> dict[str, list[float]]:
    """The weights that lead away from each input, by its name."""
    assert session.checkpoint is not None
    (first, *_), _ = layer_views(session.network, session.checkpoint.weights)
    return dict(zip(shape(session).features, first.tolist(), strict=True))


def refitted(change: Callable[[Table], Table], session: Session | None = None) -> tuple[Session, list[str]]:
    """The session after the change, and what was said of it."""
    session = trained() if session is None else session
    notes: list[str] = []
    return refit(session, change(session.table), notes.append), notes


def test_a_new_session_has_an_input_for_every_level_and_the_defaults_of_numbers() -> None:
    session = new_session("cars", "cars.csv", CARS)
    assert shape(session) == TaskShape(FEATURES, ("mpg",), "regression")
    assert session.network.sizes == (4, 16, 1)
    assert (session.training.loss, session.network.output_activation) == ("mse", "linear")


@pytest.mark.parametrize(
    ("target", "task", "loss", "output", "outputs"),
    [
        ("diesel", "binary", "bce", "sigmoid", ("diesel",)),
        ("origin", "classes", "cross-entropy", "softmax", ("europe", "japan", "usa")),
        ("mpg", "regression", "mse", "linear", ("mpg",)),
    ],
)
def test_a_new_session_has_the_loss_and_the_output_that_suit_its_target(
    target: str, task: str, loss: str, output: str, outputs: tuple[str, ...]
) -> None:
    session = new_session("cars", "cars.csv", CARS.with_roles(targets=[target]))
    assert (session.task, shape(session).outputs) == (task, outputs)
    assert (session.training.loss, session.network.output_activation) == (loss, output)


def test_a_table_that_cannot_be_learnt_has_a_session_all_the_same() -> None:
    for table in (
        Table.of([Column("a")], {"a": [1.0]}),
        Table.of([Column("a", kind="text", role="target")], {"a": ["x"]}),
        CARS.with_roles(targets=["origin"]).without_rows(range(6)),
    ):
        session = new_session("odd", "odd.csv", table)
        assert session.shape is None
        assert min(session.network.sizes) > 0


def test_an_edit_that_leaves_the_inputs_alone_leaves_the_network_alone() -> None:
    session, notes = refitted(lambda table: table.with_value(0, 0, 500.0).with_rows(3))
    assert session.network == trained().network
    assert rows_of_inputs(session) == rows_of_inputs(trained())
    assert notes == []


def test_a_renamed_column_keeps_its_weights_under_its_new_name() -> None:
    session, notes = refitted(lambda table: table.renamed(1, "made in").renamed(3, "fuel"))
    assert shape(session).features == ("weight", "made in=europe", "made in=japan", "made in=usa")
    assert shape(session).outputs == ("fuel",)
    assert list(rows_of_inputs(session).values()) == list(rows_of_inputs(trained()).values())
    assert notes == []


def test_the_weights_of_what_stays_stay_and_the_curve_goes_on() -> None:
    before = rows_of_inputs(trained())
    session, notes = refitted(lambda table: table.with_value(0, 1, "italy").with_column_moved(0, 2))
    after = rows_of_inputs(session)
    assert list(after) == ["origin=europe", "origin=italy", "origin=japan", "origin=usa", "weight"]
    assert {name: after[name] for name in FEATURES} == before
    assert session.checkpoint is not None
    assert session.checkpoint.epoch == 3
    assert session.checkpoint.curve.train.tolist() == [4.0, 3.0, 2.0, 1.0]
    assert notes == ["other inputs: origin=italy new; the weights of the rest are kept"]


def test_a_level_that_goes_takes_its_weights_along() -> None:
    before = rows_of_inputs(trained())
    session, notes = refitted(lambda table: table.without_rows(range(3, 4)))
    assert rows_of_inputs(session) == {name: before[name] for name in FEATURES if name != "origin=europe"}
    assert notes == ["other inputs: origin=europe gone; the weights of the rest are kept"]


def test_rows_held_out_bring_no_level() -> None:
    session, _ = refitted(lambda table: table.with_mark([3], validation=True))
    assert shape(session).features == ("weight", "origin=japan", "origin=usa")


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.with_roles(targets=["diesel"]),
        lambda table: table.with_roles(targets=["weight"]),
        lambda table: table.with_role(0, "target"),
        lambda table: table.with_kind(3, "category"),
    ],
)
def test_another_target_or_kind_of_target_starts_afresh_and_says_so(change: Callable[[Table], Table]) -> None:
    session, notes = refitted(change)
    assert session.checkpoint is None
    assert len(notes) == 1
    assert notes[0].endswith("training starts afresh")


def test_a_loss_that_was_chosen_stays_as_long_as_the_task_does() -> None:
    session = changed(trained(), training=changed(trained().training, loss="mae"))
    assert refitted(lambda table: table.with_value(0, 1, "italy"), session)[0].training.loss == "mae"
    assert refitted(lambda table: table.with_roles(targets=["diesel"]), session)[0].training.loss == "bce"


def test_what_cannot_be_learnt_at_present_keeps_all_until_it_can() -> None:
    session, _ = refitted(lambda table: table.renamed(1, "made in").without_rows(range(6)))
    assert session.table.height == 0
    assert session.network == trained().network
    again, notes = refitted(lambda _: CARS.renamed(1, "made in"), session)
    assert list(rows_of_inputs(again).values()) == list(rows_of_inputs(trained()).values())
    assert notes == []


def test_a_network_without_a_single_update_is_drawn_anew_without_a_word() -> None:
    untouched = trained()
    assert untouched.checkpoint is not None
    untouched = changed(untouched, checkpoint=dataclasses.replace(untouched.checkpoint, epoch=0, updates=0))
    session, notes = refitted(lambda table: table.with_value(0, 1, "italy"), untouched)
    assert (session.checkpoint, notes) == (None, [])


def test_the_question_in_the_form_follows_what_it_is_about() -> None:
    asked = changed(trained(), query={"weight": 3.0, "origin": "usa"})
    session, _ = refitted(lambda table: table.renamed(0, "mass"), asked)
    assert session.query == {"mass": 3.0, "origin": "usa"}
    session, _ = refitted(lambda table: table.with_role(1, "ignored"), asked)
    assert session.query == {"weight": 3.0}
    session, _ = refitted(lambda table: table.with_kind(0, "category"), asked)
    assert session.query == {"origin": "usa"}


def test_the_need_for_another_network_is_known_beforehand() -> None:
    session = trained()
    assert TableChange.between(session, CARS.with_value(0, 0, 7.0)).keeps_network
    assert TableChange.between(session, CARS.without_rows(range(6))).keeps_network
    assert not TableChange.between(session, CARS.with_value(0, 1, "italy")).keeps_network
    assert not TableChange.between(session, CARS.with_column_moved(0, 1)).keeps_network


WORDS = st.sampled_from(["usa", "japan", "1", "2", "origin=usa", "(empty)", "yes", "no", "x y"])
ANY = st.one_of(st.none(), WORDS, st.integers(-3, 3), st.booleans(), st.floats(-5, 5))


@st.composite
def edit(draw: st.DrawFn, table: Table) -> Table:
    """The table after one edit; as it was where that edit is refused."""
    column = draw(st.integers(0, table.width - 1))
    row = draw(st.integers(0, max(0, table.height - 1)))
    name = draw(st.sampled_from(["a", "b", "weight", "origin", "origin=usa", "*", "x`y"]))
    kind = draw(st.sampled_from(tuple(KINDS)))
    role = draw(st.sampled_from(tuple(ROLES)))
    meta = table.columns[column]
    edits: list[Callable[[], Table]] = [
        lambda: table.with_value(row, column, draw(ANY)),
        lambda: table.with_rows(row),
        lambda: table.without_rows(range(row, row + draw(st.integers(0, 6)))),
        lambda: table.renamed(column, name),
        lambda: table.with_kind(column, kind),
        lambda: table.with_role(column, role),
        lambda: table.without_column(column),
        lambda: table.with_new_column(column, Column(name, kind=kind, role=role)),
        lambda: table.with_new_column(column, Column(name, kind="number", formula="weight * 2")),
        lambda: table.with_column_moved(column, draw(st.integers(0, table.width - 1))),
        lambda: table.with_mark([row], validation=draw(st.booleans())),
        lambda: table.with_column(column, changed(meta, missing=draw(st.sampled_from(tuple(POLICIES))))),
        table.with_roles,
    ]
    try:
        return draw(st.sampled_from(edits))()
    except (DataError, IndexError):
        return table


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_whatever_is_edited_the_network_fits_the_table_and_can_be_trained(data: st.DataObject) -> None:
    session = trained()
    for _ in range(data.draw(st.integers(1, 6))):
        table = data.draw(edit(session.table))
        change = TableChange.between(session, table)
        after = refit(session, table)
        if change.keeps_network:
            assert after.network == session.network
            assert after.checkpoint is session.checkpoint
        session = after
        if session.checkpoint is not None:
            assert session.checkpoint.weights.shape == (session.network.parameters,)
        try:
            encoder = Encoder.fit(table)
            arrays = encode(table, encoder)
        except DataError:
            continue
        assert encoder.shape == session.shape
        network, training = session.network, changed(session.training, engine="autograd")
        trainer = Trainer(network, training, arrays, session.checkpoint)
        trainer.batches(1)
        assert np.isfinite(trainer.checkpoint().weights).all()

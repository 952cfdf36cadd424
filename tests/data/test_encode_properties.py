"""Properties of the encoding of every table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.data.column import Column, Scaling
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.encoding.shape import shape_of
from nntui.data.kinds import KINDS
from nntui.data.policies import POLICIES
from nntui.data.scalings import METHODS
from nntui.data.table import Table
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "number": NUMBERS,
    "whole": st.integers(-1_000_000, 1_000_000),
    "yes-no": st.booleans(),
    "category": st.sampled_from(["europe", "japan", "usa", "mean", "*", "(empty)"]),
    "date": st.integers(-10_000, 30_000).map(float),
}
SCALINGS = st.sampled_from(tuple(METHODS)).map(lambda method: Scaling(method, 8.0 if method == "fixed" else None))


def seldom(rare: Any, usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """``rare`` once in a while, so that most tables can be trained on."""
    return st.integers(0, 9).flatmap(lambda number: st.just(rare) if number == 9 else usual)


@st.composite
def columns(draw: st.DrawFn, name: str, role: Any) -> Column:
    """A column of any kind and with any way to take empty cells that fits it."""
    kind: Any = draw(st.sampled_from([kind for kind in KINDS if kind != "text"]))
    column = Column(name, kind=kind, role=role, scaling=draw(SCALINGS), words=("nein", "ja"))
    return replace(column, missing=draw(st.sampled_from([each for each in POLICIES if column.allows(each)])))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Up to three inputs and a target, with empty cells, of which some rows are held out."""
    described = [draw(columns(f"in {number}", "input")) for number in range(draw(st.integers(1, 3)))]
    described.append(draw(columns("out", "target")))
    height = draw(st.integers(1, 10))
    cells = {
        column.name: draw(st.lists(seldom(None, CELLS[column.kind]), min_size=height, max_size=height))
        for column in described
    }
    marks = seldom(True, st.just(False) | st.booleans())
    return Table.of(described, cells, draw(st.lists(marks, min_size=height, max_size=height)))


def fitted(table: Table) -> Encoder | str:
    """The encoder, or why there is none."""
    try:
        return Encoder.fit(table)
    except DataError as error:
        return str(error)


@settings(deadline=None, max_examples=100)
@given(tables())
def test_the_rows_of_any_table_are_encoded_in_their_places(table: Table) -> None:
    encoder = fitted(table)
    refused = any(column.missing == "refuse" and table.frame[column.name].null_count() for column in table.columns)
    if isinstance(encoder, str) or refused:
        return
    arrays = encode(table, encoder)
    assert encoder.shape == shape_of(table)
    for inputs, targets, rows in (
        (arrays.inputs, arrays.targets, arrays.rows),
        (arrays.validation_inputs, arrays.validation_targets, arrays.validation_rows),
    ):
        assert inputs.shape == (len(rows), len(encoder.shape.features))
        assert targets.shape == (len(rows), len(encoder.shape.outputs))
        assert np.isfinite(inputs).all()
        assert np.isfinite(targets).all()
    complete, held_out = table.complete, table.validation.to_numpy()
    assert arrays.rows.tolist() == np.flatnonzero(complete & ~held_out).tolist()
    assert set(arrays.validation_rows) <= set(np.flatnonzero(complete & held_out))


@settings(deadline=None, max_examples=100)
@given(tables())
def test_decoding_undoes_encoding(table: Table) -> None:
    encoder = fitted(table)
    if isinstance(encoder, str):
        return
    target = table.frame.get_column("out")
    known = encoder.answered(table.frame)
    (decoded,) = encoder.decode(encoder.encode_targets(table.frame.filter(known))).values
    wanted = target.filter(known)
    if encoder.shape.task == "regression":
        largest = max(1.0, *(abs(float(cell)) for cell in target.drop_nulls()))
        np.testing.assert_allclose(decoded.to_numpy(), wanted.to_numpy(), atol=largest * 1e-6)
    else:
        words = [("nein", "ja")[cell] if isinstance(cell, bool) else cell for cell in wanted.to_list()]
        assert decoded.to_list() == words


@settings(deadline=None, max_examples=100)
@given(st.data(), tables())
def test_validation_cells_leave_no_trace_in_the_encoder(data: st.DataObject, table: Table) -> None:
    height = table.height
    more = [data.draw(st.tuples(*(st.none() | CELLS[column.kind] for column in table.columns))) for _ in range(2)]
    table = table.with_rows(height, more, [True, True])
    row, column = data.draw(st.integers(height, height + 1)), data.draw(st.integers(0, table.width - 1))
    other = table.with_value(row, column, data.draw(st.none() | CELLS[table.columns[column].kind]))
    assert fitted(other) == fitted(table) == fitted(table.without_rows(range(height, height + 2)))


@settings(deadline=None, max_examples=100)
@given(tables())
def test_a_question_is_encoded_like_the_row_that_asks_the_same(table: Table) -> None:
    encoder = fitted(table)
    if isinstance(encoder, str):
        return
    names = [column.name for column in table.inputs]
    for row in np.flatnonzero(encoder.usable(table.frame)).tolist():
        question: dict[str, Cell] = dict(zip(names, table.rows(row, row + 1)[0], strict=False))
        asked, _ = encoder.encode_query(question)
        assert asked.tolist() == encoder.encode_inputs(table.frame[row : row + 1]).tolist()


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_training_rows_of_a_split_alone_fit_the_encoder(share: float) -> None:
    values = np.arange(20.0)
    marks = values >= 20 * (1 - share)
    table = Table.of([Column("x"), Column("y")], {"x": values, "y": values}, marks).with_roles()
    alone = table.without_rows(range(int((~marks).sum()), 20))
    assert Encoder.fit(table) == Encoder.fit(alone)

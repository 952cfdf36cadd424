"""What holds for every table, every edit and every file."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.data.column import METHODS, Column, Scaling
from nntui.data.edits import Edits, format_number, parse_number
from nntui.data.encode import Encoder, encode
from nntui.data.files import read_table, write_table
from nntui.data.table import Table
from nntui.errors import DataError

ANY_NUMBER = st.floats(allow_nan=False, allow_infinity=False)
MODERATE = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
SCALINGS = st.sampled_from(METHODS).map(lambda method: Scaling(method, 8.0 if method == "fixed" else None))
NAMES = (
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=6)
    .map(str.strip)
    .filter(lambda name: name and not (name[0] == "^" and name[-1] == "$"))
)


@st.composite
def tables(
    draw: st.DrawFn, cells: st.SearchStrategy[Any] = ANY_NUMBER, fewest_rows: int = 0, fewest_columns: int = 1
) -> Table:
    names = draw(st.lists(NAMES, min_size=fewest_columns, max_size=4, unique=True))
    rows = draw(st.lists(st.tuples(*[cells for _ in names]), min_size=fewest_rows, max_size=8))
    columns = [Column(name) for name in names]
    frame = {name: [row[number] for row in rows] for number, name in enumerate(names)}
    marks = draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    return Table.of(columns, frame, marks).with_roles()


@st.composite
def edited(draw: st.DrawFn, table: Table) -> Table:
    kinds = ["add", "rename", "roles"] + (["cell", "delete"] if table.height else [])
    match draw(st.sampled_from(kinds)):
        case "cell":
            row, column = draw(st.integers(0, table.height - 1)), draw(st.integers(0, table.width - 1))
            return table.with_value(row, column, draw(st.none() | ANY_NUMBER))
        case "delete":
            start = draw(st.integers(0, table.height - 1))
            return table.without_rows(start, draw(st.integers(start, table.height)))
        case "add":
            return table.with_row(draw(st.integers(0, table.height)))
        case "rename":
            free = NAMES.filter(lambda name: name not in table.names)
            return table.renamed(draw(st.integers(0, table.width - 1)), draw(free))
        case _:
            return table.with_roles(targets=[draw(st.sampled_from(table.names))])


@settings(deadline=None, max_examples=60)
@given(st.data(), tables(cells=st.none() | ANY_NUMBER), st.integers(0, 40))
def test_undo_gives_back_every_table_exactly_and_redo_makes_every_edit_again(
    data: st.DataObject, table: Table, steps: int
) -> None:
    edits = Edits(table)
    stood = [table]
    for step in range(steps):
        edits.apply(f"edit {step}", data.draw(edited(edits.table)))
        stood.append(edits.table)
    cells = [each.rows(0, each.height) for each in stood]
    for number in reversed(range(steps)):
        assert edits.undo() == f"edit {number}"
        assert edits.table == stood[number]
        assert edits.table.rows(0, 99) == cells[number]
    for number in range(steps):
        assert edits.redo() == f"edit {number}"
        assert edits.table == stood[number + 1]


@settings(deadline=None, max_examples=60)
@given(tables(), st.sampled_from(["csv", "tsv", "txt"]))
def test_a_written_table_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, table: Table, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("written") / f"table.{suffix}"
    write_table(table, path)
    assert read_table(path) == table.with_validation(None)


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=200)
    | st.text("ab1.,;\t\"'\r\n -+e^$\ufeff", max_size=60).map(str.encode)
    | st.text('1.,"\r\n -+e', max_size=60).map(lambda body: f"a,b\n{body}".encode()),
    st.sampled_from(["csv", "tsv", "txt"]),
)
def test_any_bytes_give_a_table_or_one_line_that_names_the_file(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"any.{suffix}"
    path.write_bytes(content)
    try:
        message = f"any.{suffix}: {read_table(path).width} columns"
    except DataError as error:
        message = str(error)
    assert message.startswith(f"any.{suffix}: ")
    assert message.isprintable()


@settings(deadline=None)
@given(ANY_NUMBER)
def test_a_number_shown_is_the_number_read(number: float) -> None:
    assert parse_number(format_number(number), "x") == number


@settings(deadline=None, max_examples=60)
@given(tables(cells=MODERATE, fewest_rows=1), SCALINGS)
def test_decoding_undoes_encoding(table: Table, scaling: Scaling) -> None:
    table = table.with_scaling(scaling).with_validation(None)
    # A lone column is a target without inputs, which no network can have.
    if not table.inputs:
        return
    encoder = Encoder.fit(table)
    arrays = encode(table, encoder)
    wanted = table.frame.to_numpy()[:, -1:]
    scale = encoder.targets[0]
    size = max(abs(scale.minimum), abs(scale.maximum), abs(scale.divisor))
    np.testing.assert_allclose(encoder.decode_targets(arrays.targets), wanted, atol=size * 1e-6)


@settings(deadline=None, max_examples=60)
@given(st.data(), tables(cells=MODERATE, fewest_rows=2, fewest_columns=2), SCALINGS)
def test_validation_cells_leave_no_trace_in_the_encoder(data: st.DataObject, table: Table, scaling: Scaling) -> None:
    table = table.with_scaling(scaling).with_validation([False, *[True] * (table.height - 1)])
    row, column = data.draw(st.integers(1, table.height - 1)), data.draw(st.integers(0, table.width - 1))
    other = table.with_value(row, column, data.draw(st.none() | MODERATE))
    assert Encoder.fit(other) == Encoder.fit(table)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_training_rows_of_a_split_alone_fit_the_encoder(share: float) -> None:
    values = np.arange(20.0)
    marks = values >= 20 * (1 - share)
    table = Table.of([Column("x"), Column("y")], {"x": values, "y": values}, marks).with_roles()
    alone = table.without_rows(int((~marks).sum()), 20)
    assert Encoder.fit(table) == Encoder.fit(alone)

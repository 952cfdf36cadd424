"""Single cells: how each kind is typed, spelled and turned into another."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.data.cells import checked_cell, format_cell, parse_cell
from nntui.data.column import Column
from nntui.data.kinds import Cell, Kind
from nntui.data.table import Table
from nntui.errors import DataError

NUMBER, WHOLE = Column("weight"), Column("year", kind="whole")
SMOKER = Column("smoker", kind="yes-no", words=("No", "Yes"))
ORIGIN = Column("origin", kind="category")

SPELLED = [
    (NUMBER, " 1.5 ", 1.5),
    (WHOLE, "1970", 1970),
    (WHOLE, "1e3", 1000),
    (WHOLE, "-7.0", -7),
    (WHOLE, "9223372036854775807", 9223372036854775807),
    (SMOKER, "YES", True),
    (SMOKER, "no", False),
    (SMOKER, "1", True),
    (SMOKER, "false", False),
    (ORIGIN, " usa", " usa"),
]


@pytest.mark.parametrize(("column", "text", "cell"), SPELLED)
def test_a_cell_is_what_its_text_spells_in_its_column(column: Column, text: str, cell: Cell) -> None:
    found = parse_cell(text, column)
    assert (found, type(found)) == (cell, type(cell))


@pytest.mark.parametrize("column", [NUMBER, WHOLE, SMOKER, ORIGIN])
def test_no_text_is_an_empty_cell(column: Column) -> None:
    assert parse_cell("", column) is None
    assert format_cell(None, column) == ""


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (NUMBER, "abc", "weight: 'abc' is not a number"),
        (WHOLE, "3.5", "year: '3.5' is not a whole number"),
        (WHOLE, "1e300", "year: '1e300' is not a whole number"),
        (WHOLE, "9223372036854775808", "year: '9223372036854775808' is too large"),
        (SMOKER, "maybe", "smoker: 'maybe' is neither No nor Yes"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_with_the_reason(column: Column, text: str, reason: str) -> None:
    with pytest.raises(DataError) as refused:
        parse_cell(text, column)
    assert str(refused.value) == reason


@given(
    st.one_of(
        st.tuples(st.just(NUMBER), st.floats(allow_nan=False, allow_infinity=False)),
        st.tuples(st.just(WHOLE), st.integers(-(2**63) + 1, 2**63 - 1)),
        st.tuples(st.just(SMOKER), st.booleans()),
        st.tuples(st.just(ORIGIN), st.text(st.characters(exclude_categories=["Cs"]), min_size=1)),
    )
)
def test_the_text_of_a_cell_reads_back_as_that_cell(pair: tuple[Column, Cell]) -> None:
    column, cell = pair
    assert parse_cell(format_cell(cell, column), column) == cell


@pytest.mark.parametrize(
    ("column", "cell"),
    [(NUMBER, "9"), (WHOLE, 3.5), (WHOLE, float("inf")), (SMOKER, "Yes"), (SMOKER, 2), (ORIGIN, 5), (ORIGIN, "\ud800")],
)
def test_a_cell_of_another_kind_is_refused(column: Column, cell: Cell) -> None:
    with pytest.raises(DataError, match=f"^{column.name}: "):
        checked_cell(cell, column)


KINDS: list[tuple[Kind, list[Cell], Kind, list[Cell]]] = [
    ("whole", [3, None, -1], "number", [3.0, None, -1.0]),
    ("number", [3.0, None, -1.0], "whole", [3, None, -1]),
    ("number", [0.5, 2.0], "category", ["0.5", "2"]),
    ("category", ["0.5", None, "2"], "number", [0.5, None, 2.0]),
    ("category", ["ja", "nein", None], "yes-no", [True, False, None]),
    ("category", ["b", "a"], "yes-no", [True, False]),
    ("whole", [0, 1, None], "yes-no", [False, True, None]),
    ("yes-no", [True, None, False], "number", [1.0, None, 0.0]),
    ("yes-no", [True, False], "category", ["yes", "no"]),
    ("text", ["a", "b"], "category", ["a", "b"]),
]


@pytest.mark.parametrize(("kind", "cells", "wanted", "became"), KINDS)
def test_a_column_becomes_one_of_another_kind_by_what_its_cells_spell(
    kind: Kind, cells: list[Cell], wanted: Kind, became: list[Cell]
) -> None:
    table = Table.of([Column("x", kind=kind)], {"x": cells}).with_kind(0, wanted)
    assert table.columns[0].kind == wanted
    assert [table.value(row, 0) for row in range(table.height)] == became


@pytest.mark.parametrize(
    ("kind", "cells", "wanted", "reason"),
    [
        ("category", ["1", "two"], "number", "row 2, column x: 'two' is not a number"),
        ("number", [1.0, 0.5], "whole", "row 2, column x: '0.5' is not a whole number"),
        ("category", ["a", "b", "c"], "yes-no", "x: it has 3 different values; yes or no are two"),
        ("number", [0.0, 2.0, 3.0], "yes-no", "x: it has 3 different values; yes or no are two"),
    ],
)
def test_a_column_that_cannot_be_of_a_kind_says_which_row_is_in_the_way(
    kind: Kind, cells: list[Cell], wanted: Kind, reason: str
) -> None:
    table = Table.of([Column("x", kind=kind)], {"x": cells})
    with pytest.raises(DataError) as refused:
        table.with_kind(0, wanted)
    assert str(refused.value) == reason


def test_words_of_a_yes_no_column_come_back_when_it_turns_into_text() -> None:
    table = Table.of([Column("x", kind="category")], {"x": ["Ja", "Nein"]}).with_kind(0, "yes-no")
    assert table.columns[0].words == ("Nein", "Ja")
    assert table.with_kind(0, "category").frame["x"].to_list() == ["Ja", "Nein"]


def test_a_text_column_is_nothing_a_network_is_given() -> None:
    columns = [Column("name", kind="category"), Column("x", role="target")]
    table = Table.of(columns, {"name": ["a", "b"], "x": [1, 2]}).with_kind(0, "text")
    assert table.columns[0].role == "ignored"


def test_a_policy_that_the_new_kind_cannot_follow_is_let_go() -> None:
    table = Table.of([Column("x", missing="mean")], {"x": [1.0, None]}).with_kind(0, "category")
    assert table.columns[0].missing == "drop"


def test_an_empty_text_is_an_empty_cell_of_the_table() -> None:
    table = Table.of([Column("x", kind="text")], {"x": pl.Series(["", "a"])})
    assert table.value(0, 0) is None


def test_a_fraction_is_no_whole_number_even_in_a_whole_column_of_floats() -> None:
    with pytest.raises(DataError, match=r"^column x does not hold whole numbers$"):
        Table.of([Column("x", kind="whole")], {"x": [1.0, 2.5]})

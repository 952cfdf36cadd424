"""Questions to a network, beside the rows of its table."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from nntui.data.column import Column, parse_scaling
from nntui.data.encoding.encoder import Encoder
from nntui.data.kinds import Cell
from nntui.data.sources.builtin import load
from nntui.data.table import Table
from nntui.errors import DataError


@pytest.fixture
def tutorial() -> Table:
    return load("tutorial")


@pytest.fixture
def people() -> Encoder:
    """Fitted to a number, a yes-no and a category column, each of which is filled in its own way."""
    columns = [
        Column("age", scaling=parse_scaling("none"), missing="mean"),
        Column("smoker", kind="yes-no", missing="frequent"),
        Column("origin", kind="category", missing="own"),
        Column("speed", role="target"),
    ]
    cells: dict[str, list[Any]] = {
        "age": [20, 40, None],
        "smoker": [True, True, False],
        "origin": ["usa", "europe", "usa"],
        "speed": [1, 2, 3],
    }
    return Encoder.fit(Table.of(columns, cells))


def single(values: Any) -> list[Any]:
    numbers: list[Any] = np.array(values, dtype=np.float32).tolist()
    return numbers


def test_a_query_is_scaled_like_the_training_rows(tutorial: Table) -> None:
    row, warnings = Encoder.fit(tutorial).encode_query({"weight": 6, "age": 1.5})
    assert row.tolist() == single([[0.5, 6 / 9]])
    assert row.dtype == np.float32
    assert warnings == []


def test_a_query_outside_the_trained_range_is_answered_with_a_warning(tutorial: Table) -> None:
    row, warnings = Encoder.fit(tutorial).encode_query({"age": 4, "weight": 8})
    assert row.tolist() == single([[4 / 3, 8 / 9]])
    assert warnings == ["age: 4 is outside 1 to 3, the range trained on"]


def test_the_lessons_query_is_divided_by_its_own_largest_value(tutorial: Table) -> None:
    encoder = Encoder.fit(tutorial)
    assert encoder.encode_query_own_max({"age": 4, "weight": 8}).tolist() == [[0.5, 1.0]]
    assert encoder.encode_query_own_max({"age": 0, "weight": 0}).tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"age": 4}, "a value is missing for weight"),
        ({"age": 4, "weight": 8, "speed": 1}, "no input 'speed'; there are age, weight"),
        ({"age": float("nan"), "weight": 8}, "age: nan is not a finite number"),
        ({"age": None, "weight": 8}, "a value is missing for age"),
        ({"age": "young", "weight": 8}, "age: 'young' is not a number"),
    ],
)
def test_a_query_that_cannot_be_asked_is_refused(tutorial: Table, query: Mapping[str, Cell], message: str) -> None:
    encoder = Encoder.fit(tutorial)
    for ask in (encoder.encode_query, encoder.encode_query_own_max):
        with pytest.raises(DataError, match=message):
            ask(query)


def test_a_category_is_asked_by_its_name_and_a_yes_no_by_true_or_false(people: Encoder) -> None:
    row, warnings = people.encode_query({"age": 30, "smoker": False, "origin": "usa"})
    assert dict(zip(people.shape.features, row[0].tolist(), strict=True)) == {
        "age": 30,
        "smoker": 0,
        "origin=europe": 0,
        "origin=usa": 1,
        "origin=(empty)": 0,
    }
    assert warnings == []


def test_an_input_without_a_value_is_filled_as_its_column_is(people: Encoder) -> None:
    for query in ({}, {"age": None, "smoker": None, "origin": None}):
        row, warnings = people.encode_query(query)
        assert row.tolist() == [[30, 1, 0, 0, 1]]
        assert warnings == []


def test_a_level_that_was_not_trained_on_is_warned_of_and_not_guessed(people: Encoder) -> None:
    row, warnings = people.encode_query({"origin": "mars"})
    assert row[0, 2:].tolist() == [0, 0, 0]
    assert warnings == ["origin: 'mars' is not among the levels trained on (europe, usa)"]


def test_a_warning_shows_a_hostile_category_as_plain_symbols(people: Encoder) -> None:
    _, (warning,) = people.encode_query({"origin": "\x1b[31m\nmars"})
    assert warning.startswith("origin: '␛[31m␊mars' is not among")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"smoker": "sometimes"}, "smoker: 'sometimes' is not yes or no"),
        ({"origin": 3}, "origin: '3' is not text"),
    ],
)
def test_a_value_of_another_kind_is_refused(people: Encoder, query: Mapping[str, Cell], message: str) -> None:
    with pytest.raises(DataError, match=message):
        people.encode_query(query)


def test_a_yes_no_whose_empty_cells_are_a_level_is_asked_like_any_other() -> None:
    columns = [Column("smoker", kind="yes-no", missing="own"), Column("speed", role="target")]
    encoder = Encoder.fit(Table.of(columns, {"smoker": [True, None], "speed": [1, 2]}))
    answers = {query: encoder.encode_query({"smoker": query})[0].tolist() for query in (False, True, None)}
    assert answers == {False: [[1, 0, 0]], True: [[0, 1, 0]], None: [[0, 0, 1]]}


def test_the_lessons_way_leaves_what_is_no_number_as_it_is(people: Encoder) -> None:
    row = people.encode_query_own_max({"age": 40, "smoker": True, "origin": "usa"})
    assert row.tolist() == [[1, 1, 0, 1, 0]]


def test_a_warning_counts_the_rows_unlike_those_trained_on(people: Encoder) -> None:
    columns = [Column("origin", kind="category"), Column("smoker", kind="yes-no"), Column("age", kind="whole")]
    table = Table.of(
        columns, {"origin": ["mars", "venus", None, "usa"], "smoker": [True] * 4, "age": [19, 20, 40, None]}
    )
    assert people.warnings(table.frame) == [
        "age: 1 of 4 rows are outside 20 to 40, the range trained on",
        "origin: 2 of 4 rows are not among the levels trained on (europe, usa)",
    ]
    assert people.warnings(table.frame[2:3]) == []

"""The shape of the network that a table needs, before anything is fitted."""

from collections.abc import Callable
from typing import Any

import pytest

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.encoding.shape import TaskShape, shape_of
from nntui.data.sources.builtin import load
from nntui.data.table import Table
from nntui.errors import DataError


@pytest.fixture
def people() -> Table:
    columns = [
        Column("age", missing="mean"),
        Column("smoker", kind="yes-no", missing="own"),
        Column("origin", kind="category"),
        Column("notes", kind="text", role="ignored"),
        Column("well", kind="yes-no", role="target", missing="refuse"),
    ]
    cells: dict[str, list[Any]] = {
        "age": [1.5, None, 3],
        "smoker": [True, False, None],
        "origin": ["usa", "europe", "mars"],
        "notes": ["a", None, "b"],
        "well": [True, False, True],
    }
    return Table.of(columns, cells, [False, False, True])


def test_a_table_says_how_many_inputs_and_outputs_it_needs_and_what_for() -> None:
    assert shape_of(load("tutorial")) == TaskShape(("age", "weight"), ("speed",), "regression")


def test_categories_count_as_many_as_the_training_rows_have_levels(people: Table) -> None:
    features = ("age", "smoker=no", "smoker=yes", "smoker=(empty)", "origin=europe", "origin=usa")
    assert shape_of(people) == TaskShape(features, ("well",), "binary")


def test_more_than_two_classes_are_an_output_each(people: Table) -> None:
    table = people.with_validation(None).with_roles(["age"], ["origin"])
    assert shape_of(table) == TaskShape(("age",), ("europe", "mars", "usa"), "classes")


def test_a_table_without_a_number_yet_has_a_shape() -> None:
    tutorial = load("tutorial")
    empty = tutorial.without_rows(range(3))
    assert shape_of(empty) == shape_of(tutorial)


def test_a_table_with_a_row_that_is_to_be_refused_has_a_shape() -> None:
    tutorial = load("tutorial")
    refused = tutorial.with_column(2, Column("speed", role="target", missing="refuse")).with_value(1, 2, None)
    assert shape_of(refused) == shape_of(tutorial)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.with_role(4, "ignored"), "no column is a target"),
        (lambda table: table.with_roles(["age"], ["well"]).with_role(0, "ignored"), "no column is an input"),
        (lambda table: table.with_role(3, "input"), "notes: is text"),
        (
            lambda table: table.with_column(4, Column("well", kind="yes-no", role="target", missing="own")),
            "own does not apply",
        ),
        (lambda table: table.with_role(0, "target"), "well: a target with classes must be the only target"),
        (lambda table: table.without_rows(range(3)), "the table has no rows"),
        (lambda table: table.with_validation([True] * 3), "every row is a validation row"),
        (lambda table: table.with_cells(range(2), {2: None}), "origin: is empty in every row to train on"),
        (
            lambda table: table.with_roles(["age"], ["origin"]).with_value(0, 2, "europe"),
            "a target of classes needs two",
        ),
    ],
)
def test_columns_that_no_network_can_take_are_refused_as_the_encoder_refuses_them(
    people: Table, change: Callable[[Table], Table], message: str
) -> None:
    for ask in (shape_of, Encoder.fit):
        with pytest.raises(DataError, match=message):
            ask(change(people))


def test_the_encoder_has_the_shape_that_its_table_has(people: Table) -> None:
    encoder = Encoder.fit(people)
    assert encoder.shape == shape_of(people)
    arrays = encode(people, encoder)
    assert (arrays.inputs.shape[1], arrays.targets.shape[1]) == (
        len(encoder.shape.features),
        len(encoder.shape.outputs),
    )

"""Empty cells on the way to a network."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace as changed

from nntui.data.column import Column, Scaling, parse_scaling
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.encoding.shape import shape_of
from nntui.data.kinds import Cell, Kind, Role
from nntui.data.policies import Missing
from nntui.data.table import Table
from nntui.errors import DataError

UNSCALED = parse_scaling("none")


def table_of(
    cells: list[Any],
    missing: Missing,
    kind: Kind = "number",
    held_out: tuple[int, ...] = (),
    role: Role = "input",
) -> Table:
    """A column ``x`` of ``cells`` beside an input ``other`` and a target ``y`` that are never empty."""
    other: Role = "target" if role == "input" else "input"
    columns = [
        Column("x", kind=kind, role=role, scaling=UNSCALED, missing=missing),
        Column("other", scaling=UNSCALED),
        Column("y", role=other, scaling=UNSCALED),
    ]
    rows = list(range(len(cells)))
    marks = [row in held_out for row in rows]
    return Table.of(columns, {"x": cells, "other": rows, "y": rows}, marks)


def encoded(table: Table) -> list[list[float]]:
    """The features of column x, side by side, in the training rows."""
    rows: list[list[float]] = encode(table, Encoder.fit(table)).inputs[:, :-1].tolist()
    return rows


@pytest.mark.parametrize(("missing", "filled"), [("mean", (1 + 1 + 2 + 8) / 4), ("median", 1.5), ("frequent", 1.0)])
@pytest.mark.parametrize("kind", ["number", "whole"])
def test_an_empty_number_is_filled_with_what_its_column_asks_for(missing: Missing, filled: float, kind: Kind) -> None:
    table = table_of([1, 8, None, 1, 2], missing, kind)
    assert encoded(table) == [[1], [8], [filled], [1], [2]]


def test_of_equally_frequent_values_the_smallest_or_first_fills() -> None:
    assert encoded(table_of([3, 2, None], "frequent")) == [[3], [2], [2]]
    assert encoded(table_of([True, False, None], "frequent", "yes-no")) == [[1], [0], [0]]
    assert encoded(table_of(["b", "a", None], "frequent", "category")) == [[0, 1], [1, 0], [1, 0]]


def test_a_level_called_like_a_way_to_fill_fills_as_any_other() -> None:
    assert encoded(table_of(["mean", "mean", "x", None], "frequent", "category"))[-1] == [1, 0]


def test_scaling_goes_by_the_numbers_that_are_there() -> None:
    table = table_of([1, 3, None, None], "mean")
    table = table.with_column(0, changed(table.columns[0], scaling=parse_scaling("standard")))
    assert encoded(table) == [[-1], [1], [0], [0]]


@pytest.mark.parametrize(
    ("cells", "kind", "coded"),
    [
        (["b", None, "a"], "category", [[0, 1, 0], [0, 0, 1], [1, 0, 0]]),
        ([True, None, False], "yes-no", [[0, 1, 0], [0, 0, 1], [1, 0, 0]]),
        ([True, None, True], "yes-no", [[0, 1, 0], [0, 0, 1], [0, 1, 0]]),
        ([None, None, None], "category", [[1], [1], [1]]),
    ],
)
def test_being_empty_may_be_a_level_of_its_own(cells: list[Any], kind: Kind, coded: list[list[float]]) -> None:
    table = table_of(cells, "own", kind)
    assert encoded(table) == coded
    assert Encoder.fit(table).shape.features[len(coded[0]) - 1] == "x=(empty)"


def test_a_level_named_empty_differs_from_an_empty_cell() -> None:
    assert Encoder.fit(table_of(["(empty)", None], "own", "category")).shape.features[:2] == (
        "x=(empty)",
        "x=((empty))",
    )


@pytest.mark.parametrize(("cells", "kind"), [([1, None, 3], "number"), (["a", None, "b"], "category")])
def test_a_row_with_an_empty_cell_that_is_not_filled_is_dropped(cells: list[Any], kind: Kind) -> None:
    table = table_of(cells, "drop", kind)
    encoder = Encoder.fit(table)
    assert encode(table, encoder).rows.tolist() == [0, 2]
    assert encoder.usable(table.frame).tolist() == [True, False, True]


def test_a_row_that_is_filled_can_still_be_dropped_for_another_column() -> None:
    table = table_of([1, None, None], "mean").with_value(2, 1, None)
    assert encode(table, Encoder.fit(table)).rows.tolist() == [0, 1]


def test_dropped_rows_fill_and_scale_nothing() -> None:
    table = table_of([1, None, 100], "mean").with_value(2, 1, None)
    assert encoded(table) == [[1], [1]]


def test_an_empty_cell_is_refused_where_the_column_asks_for_it() -> None:
    refused = "row 3, column x: is empty; fill it in or choose another policy for missing cells"
    with pytest.raises(DataError, match=refused):
        Encoder.fit(table_of([1, 2, None, None], "refuse"))


def test_the_first_refused_row_is_named_whatever_its_column() -> None:
    table = table_of([1, 2, None], "refuse").with_value(1, 1, None)
    table = table.with_column(1, Column("other", missing="refuse"))
    with pytest.raises(DataError, match="row 2, column other: is empty"):
        Encoder.fit(table)


def test_a_refused_cell_of_a_validation_row_stops_the_encoding_and_not_the_fit() -> None:
    table = table_of([1, 2, None], "refuse", held_out=(2,))
    encoder = Encoder.fit(table)
    with pytest.raises(DataError, match="row 3, column x: is empty"):
        encode(table, encoder)


def test_empty_cells_that_nothing_fills_are_not_encoded() -> None:
    table = table_of([1, 2, None], "drop")
    with pytest.raises(DataError, match="row 3, column x: is empty"):
        Encoder.fit(table).encode_inputs(table.frame)


def test_a_validation_row_is_filled_from_the_training_rows() -> None:
    table = table_of([2, 4, None, 100], "mean", held_out=(2, 3))
    assert encode(table, Encoder.fit(table)).validation_inputs[:, 0].tolist() == [3, 100]


@pytest.mark.parametrize("missing", ["drop", "mean", "median", "frequent"])
def test_a_column_that_is_always_empty_is_to_be_ignored(missing: Missing) -> None:
    with pytest.raises(DataError, match="x: is empty in every row to train on; fill it in, or ignore it"):
        Encoder.fit(table_of([None, None, 3], missing, held_out=(2,)))


@pytest.mark.parametrize(
    ("kind", "missing", "role", "message"),
    [
        ("number", "own", "input", "x: policy own does not apply to a number input; choose one of drop, "),
        (
            "whole",
            "own",
            "input",
            r"own does not apply to a whole input; choose one of drop, refuse, mean, median, frequent",
        ),
        (
            "category",
            "mean",
            "input",
            r"mean does not apply to a category input; choose one of drop, refuse, frequent, own",
        ),
        (
            "yes-no",
            "median",
            "input",
            r"median does not apply to a yes-no input; choose one of drop, refuse, frequent, own",
        ),
        (
            "number",
            "mean",
            "target",
            "mean does not apply to a number target; choose one of drop, refuse, fill$",
        ),
        (
            "category",
            "own",
            "target",
            "own does not apply to a category target; choose one of drop, refuse, fill$",
        ),
    ],
)
def test_a_policy_that_does_not_fit_is_refused(kind: Kind, missing: Missing, role: Role, message: str) -> None:
    with pytest.raises(DataError, match=message):
        Encoder.fit(table_of([None, None], missing, kind, role=role))


def test_numbers_whose_mean_is_too_large_are_refused() -> None:
    with pytest.raises(DataError, match="column x: its numbers are too large"):
        Encoder.fit(table_of([1.7e308, 1.7e308, None], "mean"))


def test_a_target_may_lack_an_answer() -> None:
    table = table_of([True, None, False, None], "drop", "yes-no", held_out=(3,), role="target")
    arrays = encode(table, Encoder.fit(table))
    assert arrays.rows.tolist() == [0, 2]
    assert arrays.validation_rows.tolist() == []
    assert arrays.targets.tolist() == np.array([[1], [0]]).tolist()


@pytest.mark.parametrize(
    ("kind", "cells", "features", "coded"),
    [
        ("number", [1, 2, None, 9], ("x",), [1, 2, 2, 9]),
        ("category", ["a", "b", None, "b"], ("x=a", "x=b", "x=(empty)"), [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]]),
        ("category", ["a", "b", "b", "b"], ("x=a", "x=b"), [[1, 0], [0, 1], [0, 1], [0, 1]]),
        ("yes-no", [True, None, False], ("x=no", "x=yes", "x=(empty)"), [[0, 1, 0], [0, 0, 1], [1, 0, 0]]),
        ("yes-no", [True, False, False], ("x",), [1, 0, 0]),
    ],
)
def test_fill_is_the_median_of_numbers_and_a_level_of_its_own_where_cells_are_empty(
    kind: Kind, cells: list[Cell], features: tuple[str, ...], coded: list[Any]
) -> None:
    columns = [
        Column("x", kind, missing="fill", scaling=Scaling("fixed", 1.0)),
        Column("y", role="target", missing="fill"),
    ]
    table = Table.of(columns, {"x": cells, "y": range(len(cells))})
    encoder = Encoder.fit(table)
    assert encoder.shape.features == shape_of(table).features == features
    inputs = encoder.encode_inputs(table.frame)
    assert inputs.tolist() == [each if isinstance(each, list) else [each] for each in coded]


@pytest.mark.parametrize(("kind", "cells"), [("category", ["a", "b", "b", None]), ("number", [1, 2, 3, None])])
def test_fill_makes_nothing_up_for_a_column_that_was_never_empty_in_training(kind: Kind, cells: list[Cell]) -> None:
    columns = [Column("x", kind, missing="fill"), Column("y", role="target")]
    table = Table.of(columns, {"x": cells, "y": [1, 2, 3, 4]}, [False, False, False, True])
    assert Encoder.fit(table).usable(table.frame).tolist() == [True, True, True, False]


def test_fill_leaves_out_the_rows_of_an_empty_target() -> None:
    columns = [Column("x", missing="fill"), Column("y", role="target", missing="fill")]
    table = Table.of(columns, {"x": [1, None, 3], "y": [1, 2, None]})
    assert encode(table, Encoder.fit(table)).rows.tolist() == [0, 1]
    assert table.with_role(1, "input").columns[1].missing == "fill"

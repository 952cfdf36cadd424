"""Columns of classes: categories and yes-no columns as inputs and as targets."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from nntui.data.column import Column, parse_scaling
from nntui.data.encoding.coders import Levels, YesNo
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.kinds import Kind, Role
from nntui.data.sources.builtin import load
from nntui.data.table import Table
from nntui.errors import DataError

ORIGINS = ["usa", "japan", "usa", "europe"]


def table_of(cells: list[Any], kind: Kind = "category", role: Role = "target", held_out: int = 0) -> Table:
    """A column of ``cells`` beside another of numbers; the last ``held_out`` rows are held out."""
    columns = [
        Column("origin", kind=kind, role=role),
        Column("n", role="target" if role == "input" else "input", scaling=parse_scaling("none")),
    ]
    rows = len(cells)
    marks = [row >= rows - held_out for row in range(rows)]
    return Table.of(columns, {"origin": cells, "n": list(range(rows))}, marks)


def test_a_category_is_an_input_for_each_of_its_levels() -> None:
    table = table_of(ORIGINS, role="input")
    encoder = Encoder.fit(table)
    assert encoder.shape.features == ("origin=europe", "origin=japan", "origin=usa")
    assert len(encoder.shape.features) == 3
    assert encode(table, encoder).inputs.tolist() == [[0, 0, 1], [0, 1, 0], [0, 0, 1], [1, 0, 0]]


def test_a_yes_no_column_is_one_input() -> None:
    table = table_of([True, False], "yes-no", role="input")
    encoder = Encoder.fit(table)
    assert encoder.shape.features == ("origin",)
    assert encode(table, encoder).inputs.tolist() == [[1], [0]]


def test_columns_are_coded_side_by_side_in_the_order_of_the_table() -> None:
    columns = [Column("a"), Column("b", kind="category"), Column("c", kind="yes-no"), Column("y", role="target")]
    cells: dict[str, list[Any]] = {"a": [1, 3], "b": ["p", "q"], "c": [True, False], "y": [0, 1]}
    table = Table.of(columns, cells)
    encoder = Encoder.fit(table)
    assert encoder.shape.features == ("a", "b=p", "b=q", "c")
    assert encode(table, encoder).inputs.tolist() == [[-1, 1, 0, 1], [1, 0, 1, 0]]


@pytest.mark.parametrize("name", ["*", "a.b", "[red]", "é", "count", "value", "literal"])
def test_a_column_may_have_any_name(name: str) -> None:
    column = Column(name, kind="category", missing="frequent")
    table = Table.of([column, Column("y", role="target")], {name: ["p", "p", None], "y": [1, 2, 3]})
    assert encode(table, Encoder.fit(table)).inputs.tolist() == [[1], [1], [1]]


def test_a_level_that_only_validation_rows_have_is_nothing_to_the_network() -> None:
    table = table_of([*ORIGINS, "mars"], role="input", held_out=1)
    encoder = Encoder.fit(table)
    assert encoder.shape.features == ("origin=europe", "origin=japan", "origin=usa")
    assert encode(table, encoder).validation_inputs.tolist() == [[0, 0, 0]]


def test_validation_rows_of_a_class_without_training_rows_are_dropped() -> None:
    table = table_of([*ORIGINS, "mars", "usa"], held_out=2)
    encoder = Encoder.fit(table)
    assert encoder.classes == ("europe", "japan", "usa")
    arrays = encode(table, encoder)
    assert arrays.validation_rows.tolist() == [5]
    assert arrays.validation_targets.tolist() == [[0, 0, 1]]


def test_a_category_of_many_levels_is_coded_and_one_of_too_many_is_to_be_ignored() -> None:
    most = [f"car {number}" for number in range(1_000)]
    assert len(Encoder.fit(table_of(most, role="input")).shape.features) == 1_000
    for role in ("input", "target"):
        with pytest.raises(DataError, match=r"origin: has 1,001 levels, more than the 1,000 .*; ignore it"):
            Encoder.fit(table_of([*most, "one more"], role=role))


@pytest.mark.parametrize("role", ["input", "target"])
def test_text_is_made_a_category_or_ignored(role: Role) -> None:
    with pytest.raises(DataError, match="origin: is text; make it a category, or ignore it"):
        Encoder.fit(table_of(["one", "two"], "text", role))


def test_an_input_that_is_always_the_same_is_no_fault() -> None:
    cases: list[tuple[list[Any], Kind, int]] = [
        (["usa"] * 3, "category", 1),
        ([True] * 3, "yes-no", 1),
        ([7] * 3, "number", 0),
    ]
    for cells, kind, coded in cases:
        table = table_of(cells, kind, role="input")
        assert encode(table, Encoder.fit(table)).inputs.tolist() == [[coded]] * 3


def test_a_category_that_is_always_the_same_is_no_target() -> None:
    with pytest.raises(DataError, match="origin: is 'usa' in every row to train on; a target of classes needs two"):
        Encoder.fit(table_of(["usa", "usa", "japan"], held_out=1))


def test_one_row_is_enough_where_the_classes_are_known() -> None:
    table = table_of([True], "yes-no")
    assert encode(table, Encoder.fit(table)).targets.tolist() == [[1]]


@pytest.mark.parametrize(
    ("cells", "kind", "answer", "targets"),
    [
        ([True, False], "yes-no", ("binary", ("origin",), ("no", "yes")), [[1], [0]]),
        (["b", "a"], "category", ("binary", ("origin",), ("a", "b")), [[1], [0]]),
        (["c", "a", "b"], "category", ("classes", ("a", "b", "c"), ("a", "b", "c")), [[0, 0, 1], [1, 0, 0], [0, 1, 0]]),
        ([1, 1], "number", ("regression", ("origin",), ()), [[0], [0]]),
    ],
)
def test_the_target_decides_what_the_network_answers(
    cells: list[Any], kind: Kind, answer: tuple[str, tuple[str, ...], tuple[str, ...]], targets: list[Any]
) -> None:
    table = table_of(cells, kind)
    encoder = Encoder.fit(table)
    assert (encoder.shape.task, encoder.shape.outputs, encoder.classes) == answer
    assert len(encoder.shape.outputs) == len(targets[0])
    assert encode(table, encoder).targets.tolist() == targets


def test_several_numbers_are_answered_together_and_classes_alone() -> None:
    columns = [Column("x"), Column("u", role="target"), Column("v", role="target", kind="whole")]
    table = Table.of(columns, {"x": [1, 2], "u": [1.0, 3.0], "v": [10, 30]})
    encoder = Encoder.fit(table)
    assert (encoder.shape.task, encoder.shape.outputs) == ("regression", ("u", "v"))
    assert encode(table, encoder).targets.tolist() == [[-1, -1], [1, 1]]
    with pytest.raises(DataError, match="v: a target with classes must be the only target"):
        Encoder.fit(table.with_kind(2, "category"))


def test_codes_say_the_class_of_each_row_and_numbers_the_number() -> None:
    table = table_of([*ORIGINS, None, "mars"], held_out=1)
    encoder = Encoder.fit(table)
    assert encoder.codes(table.frame).tolist() == [2, 1, 2, 0, -1, -1]
    assert encoder.answered(table.frame).tolist() == [True] * 4 + [False] * 2
    with pytest.raises(DataError, match="row 5, column origin: is none of europe, japan, usa"):
        encoder.encode_targets(table.frame)
    other = table_of(ORIGINS, role="input").with_value(1, 1, None)
    encoder = Encoder.fit(other)
    assert np.array_equal(encoder.numbers(other.frame)[:, 0], np.array([0, np.nan, 2, 3]), equal_nan=True)
    assert encoder.answered(other.frame).tolist() == [True, False, True, True]
    with pytest.raises(DataError, match="n: is a number and has no classes"):
        encoder.codes(other.frame)


def test_outputs_come_back_in_the_targets_unit() -> None:
    decoded = Encoder.fit(load("tutorial")).decode(np.array([[0.5], [0.25]], dtype=np.float32))
    (speed,) = decoded.values
    assert speed.equals(pl.Series("speed", [50.0, 25.0]), check_names=True, check_dtypes=True)
    assert (decoded.probabilities, decoded.classes) == (None, ())


def test_one_output_says_how_probable_the_second_class_is() -> None:
    decoded = Encoder.fit(table_of([True, False], "yes-no")).decode(np.array([[0.75], [0.25], [0.5]], dtype=np.float32))
    assert decoded.probabilities is not None
    assert decoded.probabilities.tolist() == [[0.25, 0.75], [0.75, 0.25], [0.5, 0.5]]
    assert decoded.classes == ("no", "yes")
    assert decoded.values[0].to_list() == ["yes", "no", "no"]


def test_of_several_outputs_the_largest_names_the_class() -> None:
    decoded = Encoder.fit(table_of(ORIGINS)).decode(np.array([[0.5, 0.25, 0.25], [0, 0.25, 0.75]]))
    assert decoded.values[0].equals(pl.Series("origin", ["europe", "usa"]), check_names=True)
    assert decoded.probabilities is not None
    assert decoded.probabilities.tolist() == [[0.5, 0.25, 0.25], [0, 0.25, 0.75]]


def test_outputs_of_any_layer_become_probabilities() -> None:
    several = Encoder.fit(table_of(ORIGINS)).decode(np.array([[3.0, 1.0, -2.0], [-3.0, -1.0, -2.0]]))
    assert several.probabilities is not None
    assert several.probabilities.tolist() == [[0.75, 0.25, 0], [0, 1, 0]]
    assert several.values[0].to_list() == ["europe", "japan"]
    one = Encoder.fit(table_of([True, False], "yes-no")).decode(np.array([[1.5], [-1.5]]))
    assert one.probabilities is not None
    assert one.probabilities.tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("output", [np.nan, np.inf, -np.inf])
def test_outputs_that_are_no_numbers_name_no_class(output: float) -> None:
    encoder = Encoder.fit(table_of(ORIGINS))
    assert encoder.decode(np.full((1, 3), output)).values[0].to_list() == [None]


def test_no_outputs_name_nothing() -> None:
    assert Encoder.fit(table_of(ORIGINS)).decode(np.empty((0, 3))).values[0].to_list() == []


def test_the_coders_say_what_was_learnt_of_each_column() -> None:
    encoder = Encoder.fit(table_of(ORIGINS))
    assert encoder.targets == (Levels("origin", ("europe", "japan", "usa")),)
    assert Encoder.fit(table_of([True], "yes-no")).targets == (YesNo("origin", ("no", "yes")),)


def test_a_whole_number_is_one_level_however_it_is_written() -> None:
    levels = Levels("k", ("-2", "0", "1", "01x", "10"))
    cells = pl.Series(["1.0", "1", "10.", "+1", "-2.00", "1.5", "01", "0.0", None, "x", " 1.0 ", "10,0", "1,000"])
    assert levels.codes(cells).tolist() == [2, 2, 4, 2, 0, -1, -1, 1, -1, -1, 2, 4, -1]
    assert levels.unfamiliar(cells).tolist() == [False] * 5 + [True, True, False, False, True, False, False, True]
    assert Levels("zip", ("01", "02")).codes(pl.Series(["1", "02"])).tolist() == [-1, 1]


def test_a_value_far_outside_is_reported_with_its_distance() -> None:
    table = Table.of([Column("x"), Column("y", role="target")], {"x": [1, 2, 3], "y": [1, 2, 3]})
    encoder = Encoder.fit(table)
    (line,) = encoder.encode_query({"x": 200})[1]
    assert line == "x: 200 is outside 1 to 3, the range trained on; 242 deviations from the mean, too far to rely on"
    assert encoder.encode_query({"x": 4})[1] == ["x: 4 is outside 1 to 3, the range trained on"]
    (line,) = encoder.warnings(pl.DataFrame({"x": [1, 2000, -300]}))
    assert line.startswith("x: 2 of 3 rows are outside 1 to 3, the range trained on; 2.45e+03 deviations from the mean")
    assert line.endswith("(row 2)")


@pytest.mark.parametrize(
    ("scaling", "far"),
    [
        ("clipped", "; 242 deviations from the mean, taken as 5"),
        ("robust", "; 198 interquartile ranges from the median, too far to rely on"),
        ("log", "; 14.9 deviations from the mean of the logarithms, too far to rely on"),
        ("min-max", "; 98.5 times as far outside as that range is wide, too far to rely on"),
    ],
)
def test_the_distance_outside_is_in_units_of_the_scaling(scaling: str, far: str) -> None:
    columns = [Column("x", scaling=parse_scaling(scaling)), Column("y", role="target")]
    encoder = Encoder.fit(Table.of(columns, {"x": [1, 2, 3], "y": [1, 2, 3]}))
    asked, (line,) = encoder.encode_query({"x": 200})
    assert line == f"x: 200 is outside 1 to 3, the range trained on{far}"
    assert (asked.item() == 5) == (scaling == "clipped")
    assert encoder.encode_query({"x": 3.1})[1] == ["x: 3.1 is outside 1 to 3, the range trained on"]

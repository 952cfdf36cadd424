"""From cells to scaled arrays and back."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from nntui.data.column import Column, Scaling, parse_scaling
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.encoding.scaling import Scale
from nntui.data.sources.builtin import load
from nntui.data.table import Table
from nntui.errors import DataError


@pytest.fixture
def tutorial() -> Table:
    return load("tutorial")


def single(values: Sequence[Any]) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def column_of(values: list[float], scaling: str) -> Table:
    columns = [Column("x", scaling=parse_scaling(scaling)), Column("y", role="target", scaling=Scaling("none"))]
    return Table.of(columns, {"x": values, "y": [0] * len(values)})


def test_the_tutorial_is_scaled_as_its_lesson_says(tutorial: Table) -> None:
    arrays = encode(tutorial, Encoder.fit(tutorial))
    assert arrays.inputs.tolist() == single([[2 / 3, 9 / 9], [1 / 3, 5 / 9], [3 / 3, 6 / 9]]).tolist()
    assert arrays.targets.tolist() == single([[0.92], [1.0], [0.89]]).tolist()
    assert arrays.inputs.dtype == arrays.targets.dtype == np.float32


@pytest.mark.parametrize(
    ("values", "scaling", "scaled"),
    [
        ([1, 2, 4], "none", [1, 2, 4]),
        ([1, 2, 4], "max", [0.25, 0.5, 1]),
        ([-1, -2, -4], "max", [-0.25, -0.5, -1]),
        ([0, -2, -4], "max", [0, -0.5, -1]),
        ([0, 0], "max", [0, 0]),
        ([1, 2, 5], "min-max", [0, 0.25, 1]),
        ([7, 7], "min-max", [0, 0]),
        ([1, 3], "standard", [-1, 1]),
        ([0.1, 0.1, 0.1], "standard", [0, 0, 0]),
        ([1, 2, 4], "fixed:-2", [-0.5, -1, -2]),
        ([1, 3], "clipped", [-1, 1]),
        ([0] * 99 + [100], "clipped", [-0.1005037815259212] * 99 + [5]),
        ([1, 2, 3, 4, 5, 100, 7], "robust", [-6 / 7, -4 / 7, -2 / 7, 0, 2 / 7, 192 / 7, 6 / 7]),
        ([5, 5, 5, 5, 9], "robust", [0, 0, 0, 0, 2]),
        ([7, 7], "robust", [0, 0]),
        ([math.e - 1, math.e**3 - 1], "log", [-1, 1]),
        ([1 - math.e, math.e - 1], "log", [-1, 1]),
        ([0.001, 0.001], "log", [0, 0]),
        ([0, 0], "log", [0, 0]),
    ],
)
def test_each_scaling_does_what_its_name_says(values: list[float], scaling: str, scaled: list[float]) -> None:
    table = column_of(values, scaling)
    assert encode(table, Encoder.fit(table)).inputs[:, 0].tolist() == single(scaled).tolist()


TARGETS = {
    "of several sizes": [0, 1, 10, 1e3, 1e6, 1e9],
    "of both signs": [-1e6, -3, 0, 0.5, 2e5],
    "tiny": [1e-9, 3e-9, 2e-7, 0],
    "enormous": [1e200, 1e300, 5e307],
    "constant": [3, 3, 3],
}


@pytest.mark.parametrize("scaling", ["log", "robust", "clipped"])
@pytest.mark.parametrize("values", TARGETS.values(), ids=TARGETS)
def test_a_target_is_decoded_to_what_it_was(values: list[float], scaling: str) -> None:
    columns = [Column("x"), Column("y", role="target", scaling=parse_scaling(scaling))]
    table = Table.of(columns, {"x": range(len(values)), "y": values})
    if scaling != "log" and max(values) > 1e100:
        return
    scale = Encoder.fit(table).targets[0]
    assert isinstance(scale, Scale)
    exact = np.array(values, dtype=np.float64)
    np.testing.assert_allclose(scale.decode(scale.scaled(exact)), exact, rtol=1e-12, atol=1e-9 * min(1, exact.max()))


def test_an_output_beyond_every_logarithm_is_decoded_to_a_number() -> None:
    columns = [Column("x"), Column("y", role="target", scaling=parse_scaling("log"))]
    scale = Encoder.fit(Table.of(columns, {"x": [1, 2], "y": [1, 1e9]})).targets[0]
    assert isinstance(scale, Scale)
    assert np.isfinite(scale.decode(np.array([1e30, -1e30]))).all()


def test_a_target_far_from_the_others_is_not_clipped() -> None:
    values = [0.0] * 99 + [100]
    columns = [Column("x", scaling=parse_scaling("clipped")), Column("y", role="target", scaling=Scaling("clipped"))]
    table = Table.of(columns, {"x": values, "y": values})
    arrays = encode(table, Encoder.fit(table))
    assert arrays.inputs.max() == 5
    assert arrays.targets.max() > 9


def test_standard_scaling_leaves_a_mean_of_zero_and_a_deviation_of_one() -> None:
    cars = load("cars")
    arrays = encode(cars, Encoder.fit(cars))
    scaled = np.hstack([arrays.inputs, arrays.targets]).astype(np.float64)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-6)


def test_the_encoder_remembers_range_and_unit_of_each_column() -> None:
    scale = Encoder.fit(load("cars")).targets[0]
    assert isinstance(scale, Scale)
    assert (scale.name, scale.minimum, scale.maximum, scale.unit) == ("mpg", 9, 46.6, "mi/gal")


def test_rows_with_an_empty_cell_are_dropped(tutorial: Table) -> None:
    holes = tutorial.with_value(1, 2, None).with_rows(0)
    arrays = encode(holes, Encoder.fit(holes))
    assert arrays.rows.tolist() == [1, 3]
    assert arrays.inputs.shape == (2, 2)


def test_an_empty_cell_in_an_ignored_column_does_not_matter(tutorial: Table) -> None:
    table = tutorial.with_roles(inputs=["weight"]).with_value(0, 0, None)
    assert encode(table, Encoder.fit(table)).rows.tolist() == [0, 1, 2]


def test_validation_rows_are_separate_and_scaled_like_training_rows(tutorial: Table) -> None:
    held_out = tutorial.with_validation([True, False, False])
    arrays = encode(held_out, Encoder.fit(held_out))
    assert (arrays.rows.tolist(), arrays.validation_rows.tolist()) == ([1, 2], [0])
    assert arrays.validation_inputs.tolist() == single([[2 / 3, 9 / 6]]).tolist()
    assert arrays.validation_targets.tolist() == single([[0.92]]).tolist()


def test_without_validation_rows_their_arrays_are_empty_but_shaped(tutorial: Table) -> None:
    arrays = encode(tutorial, Encoder.fit(tutorial))
    assert (arrays.validation_inputs.shape, arrays.validation_targets.shape) == ((0, 2), (0, 1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.without_rows(range(3)), "the table has no rows; add one"),
        (lambda table: table.with_validation([True] * 3), "every row is a validation row"),
        (
            lambda table: table.without_rows(range(2, 3)).with_value(0, 0, None).with_value(1, 1, None),
            "every training row has an empty cell in one of age, weight; fill",
        ),
        (lambda table: table.with_column(2, Column("speed", role="ignored")), "no column is a target"),
        (
            lambda table: table.with_roles(inputs=["age"]).with_column(0, Column("age", role="ignored")),
            "no .* an input",
        ),
    ],
)
def test_a_table_that_cannot_be_trained_on_says_what_to_do(
    tutorial: Table, change: Callable[[Table], Table], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        Encoder.fit(change(tutorial))


def test_numbers_are_taken_in_whatever_type_they_are(tutorial: Table) -> None:
    encoder = Encoder.fit(tutorial)
    whole = tutorial.frame.cast(pl.Int16)
    assert encoder.encode_inputs(whole).tolist() == encoder.encode_inputs(tutorial.frame).tolist()


def test_cells_of_another_kind_are_refused(tutorial: Table) -> None:
    encoder = Encoder.fit(tutorial)
    with pytest.raises(DataError, match="column age does not hold numbers"):
        encoder.encode_inputs(tutorial.frame.cast(pl.String))


def test_a_table_that_lost_a_column_is_refused(tutorial: Table) -> None:
    encoder = Encoder.fit(tutorial)
    with pytest.raises(DataError, match="no column 'age'"):
        encode(tutorial.renamed(0, "years"), encoder)


@pytest.mark.parametrize(
    ("values", "scaling"), [([1e308, -1e308], "min-max"), ([1e308, -1e308], "standard"), ([1e300, 0], "standard")]
)
def test_numbers_too_large_to_be_scaled_are_refused(values: list[float], scaling: str) -> None:
    with pytest.raises(DataError, match="column x: its numbers are too large"):
        Encoder.fit(column_of(values, scaling))


def test_numbers_too_large_for_float32_are_refused() -> None:
    table = column_of([1, 1e300], "none")
    with pytest.raises(DataError, match=r"column x: 1e\+300 is scaled to 1e\+300, too large to calculate with"):
        encode(table, Encoder.fit(table))

"""The answers on maps, the levels of numbers, the rows as points, pictures of neurons, and a row added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace as changed

from nntui.data.column import Scaling
from nntui.data.kinds import TARGET
from nntui.data.pixels import PixelGrid
from nntui.data.sources.builtin import load
from nntui.data.sources.computed import Recipe, generate
from nntui.errors import DataError
from nntui.session.follow import new_session
from nntui.session.maps.adding import class_cell, with_point
from nntui.session.maps.answers import (
    MapAnswers,
    answers_at,
    is_logarithmic,
    is_wrong,
    map_outputs,
    number_bounds,
    wrong_from,
)
from nntui.session.maps.axes import encoded_points
from nntui.session.maps.neurons import activation_pictures, pixel_grid, weight_pictures
from nntui.session.maps.rows import MOST_ROWS, RowsOnMap, rows_on_map
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from nntui.data.table import Table

CIRCLE = generate(Recipe("circle", rows=20))


def predictor(table: Table) -> Predictor:
    return Predictor(new_session("s", "s", table))


def test_two_classes_are_shown_by_the_probability_of_the_second() -> None:
    asked = predictor(CIRCLE)
    (output,) = map_outputs(asked)
    inputs = encoded_points(asked, {}, {"x1": np.array([0.0, 1.0]), "x2": np.array([0.0, 1.0])})
    answers = answers_at(asked, inputs, asked.weights, output)
    one = asked.answer({"x1": 1.0, "x2": 1.0}).trained
    assert one.probabilities is not None
    assert answers.shown[1] == pytest.approx(one.probabilities["b"])
    assert answers.classes is not None
    assert ["a", "b"][answers.classes[1]] == one.values["class"]


def test_of_more_classes_all_are_shown_or_one_and_of_several_targets_each() -> None:
    iris = predictor(load("iris"))
    assert [(each.name, each.chosen) for each in map_outputs(iris)] == [
        ("species", None),
        ("setosa", 0),
        ("versicolor", 1),
        ("virginica", 2),
    ]
    inputs = np.zeros((3, 4), np.float32)
    every, setosa = (answers_at(iris, inputs, iris.weights, each) for each in map_outputs(iris)[:2])
    assert every.classes is not None
    shares = iris.encoder.decode(iris.outputs(inputs)).probabilities
    assert shares is not None
    np.testing.assert_array_equal(every.shown, shares.max(axis=1))
    np.testing.assert_array_equal(setosa.shown, shares[:, 0])
    cars = load("cars")
    two = predictor(cars.with_role(cars.index("weight"), TARGET))
    assert [each.name for each in map_outputs(two)] == ["weight", "mpg"]


def test_an_answer_that_is_not_finite_is_of_no_class() -> None:
    asked = predictor(CIRCLE)
    answers = answers_at(
        asked, np.zeros((1, 2), np.float32), np.full_like(asked.weights, np.nan), map_outputs(asked)[0]
    )
    assert answers.classes is not None
    assert (answers.classes[0], np.isnan(answers.shown[0])) == (-1, True)


def test_levels_of_numbers_divide_the_range_as_it_is_scaled() -> None:
    cars = load("cars")
    asked = predictor(cars)
    low, high = cars.frame["mpg"].min(), cars.frame["mpg"].max()
    assert isinstance(low, float)
    assert isinstance(high, float)
    expected = np.linspace(low, high, 7)[1:-1]
    assert number_bounds(asked, map_outputs(asked)[0], 6) == pytest.approx(expected.tolist())
    assert wrong_from(asked, map_outputs(asked)[0]) == pytest.approx((high - low) / 8)
    logs = predictor(
        cars.with_column(cars.index("mpg"), changed(cars.columns[cars.index("mpg")], scaling=Scaling("log")))
    )
    assert wrong_from(logs, map_outputs(logs)[0]) is None
    assert is_logarithmic(logs, map_outputs(logs)[0])
    answers = MapAnswers(np.array([10.0, 14.0, 40.0, 44.0, np.nan]))
    truths = np.array([10.0, 10.0, 40.0, 40.0, 10.0])
    assert is_wrong(logs, map_outputs(logs)[0], answers, truths).tolist() == [False, True, False, False, True]
    constant = predictor(generate(Recipe("line", rows=3)).with_cells(range(3), {1: 5.0}))
    bounds = number_bounds(constant, map_outputs(constant)[0], 6)
    assert bounds == sorted(set(bounds))


def test_rows_lie_at_their_cells_and_are_judged_by_their_own_answers() -> None:
    table = CIRCLE.with_validation([True, *[False] * 19]).with_value(3, 2, None).with_value(4, 0, None)
    asked = predictor(table)
    points = RowsOnMap(asked, table, ["x1", "x2"], map_outputs(asked)[0]).judged(asked.weights)
    assert points.rows.tolist() == [0, 1, 2, *range(5, 20)]
    assert points.validation.tolist() == [True, *[False] * 17]
    np.testing.assert_array_equal(points.places[0], table.frame["x1"].to_numpy()[points.rows])
    answers = asked.answers(table).trained.values[0].to_list()
    truths = table.frame["class"].to_list()
    assert points.wrong.tolist() == [answers[row] != truths[row] for row in points.rows]


def test_rows_of_a_large_table_are_spread_and_of_one_without_the_target_there_are_none() -> None:
    table = generate(Recipe("plane", rows=5 * MOST_ROWS))
    asked = predictor(table)
    (output,) = map_outputs(asked)
    rows = RowsOnMap(asked, table, ["x1"], output).judged(asked.weights).rows
    assert (len(rows), rows[0], rows[-1]) == (MOST_ROWS, 0, 5 * MOST_ROWS - 1)
    assert rows_on_map(asked, table.without_column(2), ["x1"], output) is None
    nothing = rows_on_map(asked, table.without_rows(range(table.height)), ["x1"], output)
    assert nothing is not None
    assert len(nothing.judged(asked.weights).rows) == 0


def test_activations_are_pictures_and_sigmoids_are_shown_around_one_half() -> None:
    asked = predictor(CIRCLE)
    inputs = encoded_points(asked, {}, {"x1": np.linspace(-1, 1, 6), "x2": np.zeros(6)})
    layers = activation_pictures(asked.session.network, asked.weights, inputs, (2, 3))
    assert [each.values.shape for each in layers] == [(2, 2, 3), (16, 2, 3), (1, 2, 3)]
    assert [each.middle for each in layers] == [0.0, 0.0, 0.5]
    outputs = asked.outputs(inputs)[:, 0]
    last = layers[-1]
    np.testing.assert_allclose((last.values * last.scales[:, None, None] + 0.5).ravel(), outputs, rtol=1e-6)
    assert all(np.abs(each.values).max() <= 1 for each in layers)


def test_weights_of_pixels_are_pictures_also_through_layers() -> None:
    digits = load("digits")
    session = new_session("s", "s", digits)
    asked = Predictor(session)
    grid = pixel_grid(digits, asked.encoder)
    assert grid == PixelGrid(8, of_file=False)
    assert pixel_grid(CIRCLE, predictor(CIRCLE).encoder) is None
    first, last = weight_pictures(session.network, asked.weights, grid, [1, 2])
    matrices = [asked.weights[: 64 * 16].reshape(64, 16), asked.weights[64 * 16 + 16 :][: 16 * 10].reshape(16, 10)]
    np.testing.assert_allclose(first.values[3].ravel() * first.scales[3], matrices[0][:, 3], rtol=1e-6)
    product = matrices[0].astype(float) @ matrices[1]
    np.testing.assert_allclose(last.values[9].ravel() * last.scales[9], product[:, 9], rtol=1e-5)


def test_a_row_is_added_at_a_place_with_its_class_and_named() -> None:
    name, after = with_point(CIRCLE, {}, {"x1": 0.25, "x2": -0.5}, "class", "b")
    assert (after.height, after.rows(20, 21)) == (21, [(0.25, -0.5, "b")])
    assert name == "add row 21: x1 0.25, x2 -0.5, class b"
    assert not after.is_validation(20)
    assert class_cell(CIRCLE.columns[2], ("a", "b"), 1) == "b"
    with pytest.raises(DataError, match="y"):
        with_point(generate(Recipe("plane", rows=2)), {}, {"x1": 0.0}, "y", "word")

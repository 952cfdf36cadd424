"""Importance of inputs, dependence on one, contributions to an answer and the smallest change of it."""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui.data.column import Column
from nntui.data.encoding.encoder import encode
from nntui.data.encoding.scaling import Scale
from nntui.errors import DataError
from nntui.session.explain.importance import dependence_on, input_importances
from nntui.session.explain.question import MOST_EXACT, contributions
from nntui.session.explain.smallest import smallest_changes
from nntui.session.follow import refit
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.kinds import Cell

ROWS = 400


def predictor_of(source: str, **settings: Any) -> Predictor:
    return Predictor(open_source(source, Options(**settings)))


@pytest.fixture
def linear(tmp_path: Path) -> tuple[Predictor, NDArray[np.float32]]:
    """A network without hidden layers that knows y = 2 a - b, and reads a little of an unrelated column."""
    generator = np.random.default_rng(0)
    columns = generator.normal(size=(ROWS, 3))
    path = tmp_path / "linear.csv"
    lines = [f"{a:.6f},{b:.6f},{c:.6f},{2 * a - b:.6f}" for a, b, c in columns]
    path.write_text("\n".join(["a,b,noise,y", *lines]) + "\n")
    predictor = predictor_of(str(path), hidden=(), validation=0.5)
    scales = [coder for coder in (*predictor.encoder.inputs, *predictor.encoder.targets) if isinstance(coder, Scale)]
    unit = scales[-1].divisor
    weights = [2 * scales[0].divisor / unit, -scales[1].divisor / unit, 0.05]
    offset = (2 * scales[0].offset - scales[1].offset - scales[-1].offset) / unit
    return predictor, np.array([*weights, offset], dtype=np.float32)


def test_inputs_are_ranked_by_the_error_that_shuffling_them_makes(
    linear: tuple[Predictor, NDArray[np.float32]],
) -> None:
    predictor, weights = linear
    found = input_importances(predictor, predictor.session.table, weights)
    assert (found.rows, found.validation) == (ROWS // 2, True)
    assert [each.name for each in found.inputs] == ["a", "b", "noise"]
    # Shuffled, an input of weight w and variance v adds 2 w^2 v to the squared error, on average.
    cells = predictor.session.table.frame.filter(predictor.session.table.validation)
    for each, factor in zip(found.inputs, (2, 1), strict=False):
        expected = math.sqrt(2 * factor**2 * float(np.var(cells.get_column(each.name).to_numpy())))
        assert each.main.mean == pytest.approx(expected, rel=0.1)
        assert each.main.is_clear
    assert not found.inputs[2].main.is_clear
    assert found.inputs[2].main.standard_error > 0


def test_classes_lose_accuracy_and_gain_log_loss_and_two_runs_agree() -> None:
    predictor = predictor_of("iris", validation=0.3)
    table = predictor.session.table
    found = input_importances(predictor, table, repeats=2)
    assert {tuple(each.changes) for each in found.inputs} == {("accuracy", "log_loss")}
    assert input_importances(predictor, table, repeats=2) == found


def test_without_validation_rows_importance_is_of_training_rows_and_needs_two() -> None:
    predictor = predictor_of("cars", validation=0.0)
    found = input_importances(predictor, predictor.session.table, repeats=1)
    assert not found.validation
    with pytest.raises(DataError, match="two rows"):
        input_importances(predictor, predictor.session.table.without_rows(range(1, 392)))


def test_the_answer_along_an_input_is_the_mean_of_the_rows_own_answers() -> None:
    predictor = predictor_of("cars", inputs=("weight", "origin"), validation=0.2)
    table = predictor.session.table
    for name, count in (("weight", 41), ("origin", 3)):
        found = dependence_on(predictor, table, name)
        assert (len(found.values), found.answers) == (count, ("mpg",))
        assert table.validation[found.rows.tolist()].all()
        row, place = 5, count // 2
        cells = {each.name: table.value(int(found.rows[row]), table.index(each.name)) for each in table.inputs}
        reply = predictor.answer({**cells, name: found.values[place]}).trained
        assert found.curves[row, place, 0] == pytest.approx(reply.values["mpg"], rel=1e-5)
        assert found.mean == pytest.approx(found.curves.mean(axis=0))
    with pytest.raises(DataError, match="no input 'mpg'"):
        dependence_on(predictor, table, "mpg")


def test_probabilities_along_an_input_add_up_to_one() -> None:
    predictor = predictor_of("iris")
    found = dependence_on(predictor, predictor.session.table, predictor.session.table.names[0], points=5)
    assert found.answers == ("setosa", "versicolor", "virginica")
    assert found.mean.sum(axis=1) == pytest.approx(np.ones(5))


def shapley_by_orders(predictor: Predictor, values: dict[str, Cell]) -> NDArray[np.float64]:
    """The mean gain of each input over all orders, computed one forward pass at a time."""
    average = encode(predictor.session.table, predictor.encoder).inputs.mean(axis=0, dtype=np.float64)
    asked: NDArray[np.float64] = np.array(predictor.answer(values).trained.inputs)
    widths = [len(coder.features) for coder in predictor.encoder.inputs]
    starts = np.cumsum([0, *widths])

    def answer(members: tuple[int, ...]) -> float:
        row = average.copy()
        for member in members:
            row[starts[member] : starts[member + 1]] = asked[starts[member] : starts[member + 1]]
        decoded = predictor.encoder.decode(predictor.outputs(row[None].astype(np.float32)))
        return float(decoded.values[0][0])

    gains = np.zeros(len(widths))
    orders = list(permutations(range(len(widths))))
    for order in orders:
        for place, member in enumerate(order):
            gains[member] += answer(order[: place + 1]) - answer(order[:place])
    return gains / len(orders)


def test_contributions_are_shapley_values_and_lead_from_the_average_to_the_answer() -> None:
    predictor = Predictor(open_source("cars", Options(inputs=("weight", "origin", "year"), seed=3)))
    values: dict[str, Cell] = {"weight": 2000.0, "origin": "japan", "year": 80}
    found = contributions(predictor, predictor.session.table, values)
    assert found.exact
    assert found.answers == ("mpg",)
    amounts = np.array([each.amounts[0] for each in found.inputs])
    assert amounts == pytest.approx(shapley_by_orders(predictor, values), abs=1e-5)
    assert found.average[0] + amounts.sum() == pytest.approx(found.answer[0], abs=1e-6)
    assert found.answer[0] == pytest.approx(predictor.answer(values).trained.values["mpg"])


def test_many_inputs_are_sampled_with_an_error_and_still_add_up() -> None:
    predictor = predictor_of("breast-cancer")
    table = predictor.session.table
    assert len(table.inputs) > MOST_EXACT
    values = {column.name: table.value(7, table.index(column.name)) for column in table.inputs}
    found = contributions(predictor, table, values)
    assert not found.exact
    total = sum(each.amounts for each in found.inputs)
    assert found.average + total == pytest.approx(found.answer, abs=1e-6)
    assert max(float(each.standard_errors.max()) for each in found.inputs) > 0
    assert found.answer == pytest.approx(list((predictor.answer(values).trained.probabilities or {}).values()))


def test_the_smallest_change_of_a_number_is_where_the_answer_passes_the_wanted_one(
    linear: tuple[Predictor, NDArray[np.float32]],
) -> None:
    predictor, weights = linear
    found = smallest_changes(predictor, {"a": 0.1, "b": 0.1, "noise": 0.0}, 1.0, weights)
    assert found[0].name == "a"  # from y = .1 to 1: a by +.45, b by -.9
    assert found[0].new == pytest.approx(0.55, abs=0.02)
    assert isinstance(found[0].answer, float)
    assert found[0].answer >= 1.0
    assert [each.name for each in found[:2]] == ["a", "b"]
    assert found[0].share is not None
    assert found[1].share is not None
    assert found[0].share < found[1].share


def test_the_smallest_changes_that_make_another_class_do_so_when_they_are_asked() -> None:
    predictor = predictor_of("iris", seed=2)
    table = predictor.session.table
    tried = 0
    for row in (0, 60, 120):
        values = {column.name: table.value(row, table.index(column.name)) for column in table.inputs}
        now = predictor.answer(values).trained.values["species"]
        for change in smallest_changes(predictor, values):
            again = predictor.answer({**values, change.name: change.new}).trained.values["species"]
            assert again == change.answer != now
            tried += 1
    assert tried


def test_whole_numbers_and_words_change_to_what_the_column_can_hold() -> None:
    predictor = Predictor(
        open_source("cars", Options(inputs=("cylinders", "origin"), kinds=("cylinders=whole",), seed=1))
    )
    values: dict[str, Cell] = {"cylinders": 4, "origin": "usa"}
    now = predictor.answer(values).trained.values["mpg"]
    assert isinstance(now, float)
    found = [change for goal in (now + 0.01, now - 0.01) for change in smallest_changes(predictor, values, goal)]
    assert {change.name for change in found} == {"cylinders", "origin"}
    assert all(isinstance(change.new, int) for change in found if change.name == "cylinders")
    assert all(change.new in {"europe", "japan"} for change in found if change.name == "origin")


@pytest.mark.parametrize(
    ("source", "goal", "line"),
    [
        ("cars", None, "give a number"),
        ("iris", "tulip", "'tulip' is no class; there are"),
    ],
)
def test_a_goal_that_does_not_fit_the_target_is_refused(source: str, goal: str | None, line: str) -> None:
    predictor = predictor_of(source)
    table = predictor.session.table
    values = {column.name: table.value(0, table.index(column.name)) for column in table.inputs}
    with pytest.raises(DataError, match=line):
        smallest_changes(predictor, values, goal)


def test_a_calculated_input_changes_by_its_sources(tmp_path: Path) -> None:
    path = tmp_path / "boxes.csv"
    path.write_text("width,height,weight\n" + "".join(f"{n},{n % 7 + 1},{n * (n % 7 + 1)}\n" for n in range(1, 40)))
    opened = open_source(str(path), Options())
    area = Column("area", kind="number", formula="width * height")
    table = opened.table.with_new_column(2, area, None).with_roles(["area"], ["weight"])
    predictor = Predictor(refit(opened, table))
    values: dict[str, Cell] = {"width": 10, "height": 3}
    now = predictor.answer(values).trained.values["weight"]
    assert isinstance(now, float)
    found = [change for goal in (now + 1, now - 1) for change in smallest_changes(predictor, values, goal)]
    assert {change.name for change in found} <= {"width", "height"}
    assert found

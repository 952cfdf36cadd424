"""A network's answers to the rows of a table, beside the true values."""

from __future__ import annotations

import numpy as np
import pytest

from nntui.errors import DataError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.table_answers import compare_rows, error_sizes


def predictor_of(source: str, options: Options | None = None) -> Predictor:
    return Predictor(open_source(source, options or Options()))


def test_the_error_of_a_number_is_the_answer_less_the_target_in_its_unit() -> None:
    predictor = predictor_of("cars")
    table = predictor.session.table
    found = compare_rows(predictor, table, [7, 0], predictor.weights)
    answers = predictor.answers(table).trained.values[0]
    assert found.replies.values[0].to_list() == pytest.approx([answers[7], answers[0]])
    mpg = table.frame.get_column("mpg")
    assert found.errors[:, 0].tolist() == pytest.approx([answers[7] - mpg[7], answers[0] - mpg[0]])


def test_the_error_of_a_class_is_what_its_own_probability_lacks_of_one() -> None:
    predictor = predictor_of("iris")
    table = predictor.session.table
    rows = [0, 75, 149]
    found = compare_rows(predictor, table, rows, predictor.weights)
    shares = predictor.answers(table).trained.probabilities
    assert shares is not None
    assert found.errors[:, 0].tolist() == pytest.approx([1 - shares[row][code] for code, row in enumerate(rows)])


def test_a_row_without_an_input_or_without_its_target_has_no_error() -> None:
    predictor = predictor_of("cars")
    table = predictor.session.table.with_value(3, 0, None).with_value(4, predictor.session.table.index("mpg"), None)
    found = compare_rows(predictor, table, [3, 4, 5], predictor.weights)
    assert np.isnan(found.errors[:, 0]).tolist() == [True, True, False]
    assert [value is None for value in found.replies.values[0].to_list()] == [True, False, False]
    iris = predictor_of("iris")
    unknown = iris.session.table.with_value(0, 4, "dandelion")
    assert np.isnan(compare_rows(iris, unknown, [0], iris.weights).errors).all()


def test_the_sizes_are_those_of_all_rows_in_pieces_of_any_size() -> None:
    predictor = predictor_of("cars")
    table = predictor.session.table
    errors = compare_rows(predictor, table, range(table.height), predictor.weights).errors[:, 0]
    assert error_sizes(predictor, table, predictor.weights).tolist() == pytest.approx(np.abs(errors).tolist())
    assert error_sizes(predictor, table, predictor.weights, rows_at_once=100).tolist() == pytest.approx(
        np.abs(errors).tolist()
    )


def test_of_several_targets_each_counts_as_it_is_scaled() -> None:
    predictor = predictor_of("cars", Options(targets=("mpg", "weight")))
    table = predictor.session.table
    errors = compare_rows(predictor, table, range(table.height), predictor.weights).errors
    scaled = errors / table.frame.select("weight", "mpg").to_numpy().std(axis=0)
    sizes = error_sizes(predictor, table, predictor.weights)
    assert sizes.tolist() == pytest.approx(np.sqrt((scaled**2).sum(axis=1)).tolist())


def test_a_lesson_is_compared_as_it_was_trained() -> None:
    predictor = predictor_of("tutorial")
    table = predictor.session.table
    found = compare_rows(predictor, table, range(3), predictor.weights).replies
    assert found.values[0].to_list() == predictor.answers(table).trained.values[0].to_list()
    assert found.values[0].to_list() != predictor.answers(table).own.values[0].to_list()


def test_a_table_without_rows_has_no_errors() -> None:
    predictor = predictor_of("iris")
    empty = predictor.session.table.without_rows(range(150))
    assert error_sizes(predictor, empty, predictor.weights).shape == (0,)


def test_a_table_that_the_network_does_not_know_is_refused() -> None:
    predictor = predictor_of("cars")
    renamed = predictor.session.table.renamed(0, "another name")
    with pytest.raises(DataError, match="cylinders"):
        compare_rows(predictor, renamed, [0], predictor.weights)

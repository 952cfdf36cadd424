"""Answering the rows of a file into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.data.column import Column
from nntui.data.files.tables import read_table
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.table_answers import predict_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.csv"
    path.write_text("sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n6,3,5,2\n,3,5,2\n")
    return path


@pytest.fixture
def predictor() -> Predictor:
    return Predictor(open_source("iris", Options(hidden=(3,))))


def test_the_answers_stand_beside_the_rows(predictor: Predictor, flowers: Path, tmp_path: Path) -> None:
    found = predict_file(predictor, flowers, tmp_path / "out.csv")
    assert (found.rows, found.answered) == (3, 2)
    written = read_table(tmp_path / "out.csv")
    assert written.names[:4] == ("sepal_length", "sepal_width", "petal_length", "petal_width")
    assert written.names[4:] == (
        "species predicted",
        "setosa probability",
        "versicolor probability",
        "virginica probability",
    )
    first = predictor.answer(dict(zip(written.names[:4], (5.1, 3.5, 1.4, 0.2), strict=True))).own
    assert first.probabilities is not None
    assert written.value(0, 4) == first.values["species"]
    assert written.value(0, 5) == pytest.approx(first.probabilities["setosa"])
    assert written.value(2, 4) is None


def test_the_weights_of_now_answer_where_they_are_given(predictor: Predictor, flowers: Path) -> None:
    weights = np.zeros_like(predictor.weights)
    answers = predict_file(predictor, flowers, weights=weights).answers.own
    assert answers.probabilities is not None
    assert answers.probabilities[:2] == pytest.approx(1 / 3)


def test_the_questions_are_not_overwritten(predictor: Predictor, flowers: Path) -> None:
    before = flowers.read_text()
    with pytest.raises(DataError, match="would be overwritten"):
        predict_file(predictor, flowers, flowers)
    assert flowers.read_text() == before


def test_a_file_without_an_input_is_refused_and_nothing_is_written(predictor: Predictor, tmp_path: Path) -> None:
    (tmp_path / "short.csv").write_text("sepal_length,petal_width\n1,2\n")
    with pytest.raises(DataError, match="sepal_width"):
        predict_file(predictor, tmp_path / "short.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_fraction_in_a_column_of_whole_numbers_is_answered(tmp_path: Path) -> None:
    table = Table.of([Column("n", "whole"), Column("y", role="target")], {"n": [1, 2, 3], "y": [2, 4, 6]})
    predictor = Predictor(new_session("t", "t", table))
    (tmp_path / "new.csv").write_text("n\n1\n2.5\n")
    found = predict_file(predictor, tmp_path / "new.csv")
    assert (found.answered, found.table.frame["n"].to_list()) == (2, [1, 2.5])

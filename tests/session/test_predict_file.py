"""Answering the rows of a file into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from nntui.data.column import Column
from nntui.data.files.tables import read, write_table
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session.file_answers import predict_file
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from tests.session.answered import answered

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
    written = read(tmp_path / "out.csv").table
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
    answers = answered(predictor, flowers, weights=weights).first.answers.own
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
    found = answered(predictor, tmp_path / "new.csv")
    assert (found.answered, found.table.frame["n"].to_list()) == (2, [1, 2.5])


@pytest.fixture
def shops() -> Predictor:
    """A network that is given a whole number, a price and yes or no."""
    columns = [Column("n", "whole"), Column("price"), Column("urban", "yes-no"), Column("y", role="target")]
    rows = [(1, 1.0, True, 2.0), (2, 5.0, False, 4.0), (3, 3.0, True, 6.0)]
    frame = pl.DataFrame(rows, schema=["n", "price", "urban", "y"], orient="row")
    return Predictor(new_session("t", "t", Table.of(columns, frame)))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("abc", "1", "yes"), "column n: 'abc' is not a number"),
        (("1", "cheap", "yes"), "column price: 'cheap' is not a number"),
        (("1", "inf", "yes"), "column price: 'inf' is not a number"),
        (("1", "2024-02-30", "no"), "column price: '2024-02-30' is not a number"),
        (("1", "1", "maybe"), "column urban: 'maybe' is neither no nor yes"),
        (("1", "1", "2"), "column urban: '2' is neither no nor yes"),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_row_with_a_cell_of_another_kind_has_no_answer_and_the_others_have(
    shops: Predictor, tmp_path: Path, cells: tuple[str, str, str], reason: str, suffix: str
) -> None:
    rows = [("1", "$2,500.5", "YES"), cells, ("2.5", "3", "no")]
    frame = pl.DataFrame(rows, schema=["n", "price", "urban"], orient="row")
    path = tmp_path / f"new{suffix}"
    write_table(Table.of([Column(name, "text") for name in frame.columns], frame), path)
    found = answered(shops, path)
    assert found.unanswered == {1: reason}
    assert found.warnings[0] == f"1 of 3 rows have no answer: row 2, {reason}"
    assert found.answered == 2
    assert found.table.frame["note"].to_list() == [None, reason, None]
    assert found.table.frame["price"][0] == 2500.5
    assert found.table.frame["y predicted"].is_null().to_list() == [False, True, False]


def test_values_of_another_type_in_json_lines_leave_only_their_rows_without_an_answer(
    shops: Predictor, tmp_path: Path
) -> None:
    lines = [
        '{"n": 1, "price": [1], "urban": true}',
        '{"n": 1, "price": 1e400, "urban": true}'.replace("1e400", "Infinity"),
    ]
    (tmp_path / "new.jsonl").write_text(
        "\n".join([*lines, '{"n": {}, "price": 1, "urban": 0}', '{"n": 3, "price": 1, "urban": "no"}'])
    )
    found = answered(shops, tmp_path / "new.jsonl")
    assert list(found.unanswered) == [0, 1, 2]
    assert found.answered == 1


def test_where_only_an_input_is_empty_no_column_of_notes_is_needed(shops: Predictor, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("n,price,urban\n1,,yes\n1,2,no\n")
    found = answered(shops, tmp_path / "new.csv")
    assert found.unanswered == {0: "column price is empty"}
    assert "note" not in found.table.names


def test_a_file_without_a_row_that_can_be_answered_is_refused_and_nothing_is_written(
    shops: Predictor, tmp_path: Path
) -> None:
    (tmp_path / "new.csv").write_text("n,price,urban\nx,1,yes\n1,,no\n")
    with pytest.raises(DataError, match=r"^new.csv: .*row 1, column n: 'x' is not a number"):
        predict_file(shops, tmp_path / "new.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_many_rows_without_an_answer_are_counted_and_the_first_named(shops: Predictor, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("n,price,urban\n1,1,no\n" + "1,odd,no\n" * 30)
    found = answered(shops, tmp_path / "new.csv")
    assert found.warnings[0].startswith("30 of 31 rows have no answer: row 2, column price: 'odd'")
    assert found.warnings[0].endswith("; and 25 more")


def test_what_is_not_certain_in_a_file_is_read_as_in_the_table_of_the_session(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x;n;y\n1,5;n.d.;1\n2,5;2;2\n3,5;3;3\n")
    session = open_source(str(tmp_path / "t.csv"), Options(empty=("n.d.",)))
    (tmp_path / "new.csv").write_text("x;n;id\n1.250;n.d.;1.250\n900;1;85\n")
    found = answered(Predictor(session), tmp_path / "new.csv")
    assert found.table.frame["x"].to_list() == [1250, 900]
    assert found.notes == ("column n: 1 cell of n.d. is taken as empty",)
    assert found.answered == 2
    (tmp_path / "t.csv").write_text("x;n;y\n1.5;2;1\n2.5;2;2\n3.5;3;3\n")
    session = open_source(str(tmp_path / "t.csv"), Options())
    assert answered(Predictor(session), tmp_path / "new.csv", empty=("n.d.",)).table.frame["x"].to_list() == [
        1.25,
        900,
    ]

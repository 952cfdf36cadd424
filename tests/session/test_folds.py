"""Cross-validation: rows of a fold are unknown to its network, and results do not depend on cores."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from nntui.data.encoding.coders import Levels
from nntui.data.encoding.scaling import Scale
from nntui.errors import DataError
from nntui.session.folds import cross_validate, estimates, fold_numbers, folds_of, rows_to_share
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.many import TrainingJob, train_many, usable_cores

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.encoding.encoder import Arrays


def test_folds_share_rows_and_classes_evenly() -> None:
    classes = np.array([0] * 13 + [1] * 7 + [2] * 3)
    places = fold_numbers(23, 5, 1, classes)
    assert sorted(np.bincount(places).tolist()) == [4, 4, 5, 5, 5]
    for each in range(3):
        counts = np.bincount(places[classes == each], minlength=5)
        assert counts.max() - counts.min() <= 1
    assert (places != fold_numbers(23, 5, 2, classes)).any()


def test_rows_of_a_fold_reach_neither_scaling_nor_fills_nor_levels(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = [f"{n},{'' if n % 7 == 0 else n * n},level{n},{n % 3}.5" for n in range(30)]
    path.write_text("\n".join(["a,b,c,y", *rows]) + "\n")
    session = open_source(
        str(path), Options(targets=("y",), inputs=("a", "b", "c"), kinds=("c=category",), missing=("b=mean",))
    )
    folds = list(folds_of(session, rows_to_share(session), 5, 2))
    assert [(fold.repeat, fold.number) for fold in folds] == [(r, n) for r in range(2) for n in range(5)]
    for fold in folds:
        training = fold.table.frame.filter(~fold.table.validation)
        a, b, c = fold.encoder.inputs
        assert isinstance(a, Scale)
        assert isinstance(c, Levels)
        assert a.offset == pytest.approx(training["a"].mean())
        assert b.fill == pytest.approx(training["b"].mean())
        assert set(c.classes) == set(training["c"].to_list())
        assert len(fold.job.arrays.validation_rows) == 0
        assert sorted([*fold.arrays.rows, *fold.arrays.validation_rows]) == list(range(30))


def test_each_row_is_judged_once_in_a_repeat_and_marks_of_the_session_do_not_count() -> None:
    session = open_source("iris", Options(validation=0.2, epochs=1))
    judged = np.concatenate([fold.arrays.validation_rows for fold in folds_of(session, rows_to_share(session), 5, 1)])
    assert sorted(judged.tolist()) == list(range(150))


def test_rows_that_a_column_keeps_for_validation_take_no_part(tmp_path: Path) -> None:
    path = tmp_path / "parts.csv"
    path.write_text("x,part,y\n" + "".join(f"{n},{'test' if n < 10 else 'train'},{2 * n}\n" for n in range(40)))
    session = open_source(str(path), Options(split="part"))
    assert rows_to_share(session).height == 30


def test_the_figures_are_those_of_training_each_fold_alone() -> None:
    session = open_source("iris", Options(epochs=5, validation=0.0))
    found = cross_validate(session, 3, 2)
    assert found is not None
    assert (found.rows, found.failed, len(found.scores)) == (150, 0, 6)
    alone = []
    for fold in folds_of(session, rows_to_share(session), 3, 2):
        (checkpoint,) = train_many([fold.job], cores=1)
        alone.append(fold.scores(checkpoint)[0])
    assert list(found.scores) == alone
    accuracies = np.array([each["accuracy"] for each in alone])
    spread = math.sqrt(accuracies.var(ddof=1) * (1 / 6 + 1 / 2))
    assert found.metrics["accuracy"].mean == pytest.approx(accuracies.mean())
    assert found.metrics["accuracy"].standard_error == pytest.approx(spread)
    assert found.baseline["accuracy"].mean == pytest.approx(1 / 3, abs=0.02)


def test_one_score_has_no_standard_error() -> None:
    assert math.isnan(estimates([{"rmse": 2.0}], 2)["rmse"].standard_error)


@pytest.mark.parametrize(("folds", "repeats"), [(1, 1), (5, 0), (151, 1)])
def test_folds_that_cannot_be_made_are_refused(folds: int, repeats: int) -> None:
    with pytest.raises(DataError, match="folds"):
        cross_validate(open_source("iris", Options()), folds, repeats)


def test_a_cancelled_cross_validation_has_no_result_and_tells_how_far_it_came() -> None:
    done: list[int] = []
    session = open_source("iris", Options(epochs=2))
    found = cross_validate(
        session, 5, 2, cancelled=lambda: len(done) >= 2, progress=lambda count, _of: done.append(count)
    )
    assert found is None
    assert done[:2] == [1, 2]
    assert len(done) < 10


def test_many_trainings_come_in_order_whatever_the_cores_and_a_fault_in_its_turn() -> None:
    session = open_source("cars", Options(epochs=3, validation=0.0))
    jobs = [fold.job for fold in folds_of(session, rows_to_share(session), 4, 1)]
    one, two = list(train_many(jobs, cores=1)), list(train_many(jobs, cores=3))
    assert all((a.weights == b.weights).all() for a, b in zip(one, two, strict=True))
    assert usable_cores() >= 1
    wrong = TrainingJob(jobs[0].network, jobs[0].training, folds_of_iris_arrays())
    trained = train_many([jobs[0], wrong, jobs[1]], cores=2)
    assert (next(trained).weights == one[0].weights).all()
    with pytest.raises(Exception, match="inputs"):
        next(trained)


def folds_of_iris_arrays() -> Arrays:
    session = open_source("iris", Options())
    return next(folds_of(session, rows_to_share(session), 2, 1)).arrays


def test_marks_do_not_matter_where_no_column_makes_them() -> None:
    session = open_source("iris", Options(validation=0.5))
    assert rows_to_share(session).validation.equals(pl.Series("validation", [False] * 150))

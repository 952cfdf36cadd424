"""Every figure of a score equals one calculated anew, in plain numpy, on the rows that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.cells import format_cell
from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.evaluate import SessionJudge, labelled_rows
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session
    from nntui.training.scores.metrics import Metrics
    from nntui.training.scores.score import RowsScore


def trained(source: str, *targets: str) -> Session:
    session = open_source(source, Options(targets=targets, engine="autograd", epochs=5, validation=0.2, hidden=(8,)))
    encoder = Encoder.fit(session.table)
    trainer = Trainer(session.network, session.training, encode(session.table, encoder))
    for _ in train(trainer, session.training.epochs):
        pass
    return replace(session, checkpoint=trainer.checkpoint())


def of_numbers(answers: np.ndarray, truth: np.ndarray) -> Metrics:
    errors = answers - truth
    unexplained = [
        np.sum(errors[:, t] ** 2) / np.sum((truth[:, t] - truth[:, t].mean()) ** 2) for t in range(truth.shape[1])
    ]
    return {
        "rmse": np.sqrt(np.mean(errors**2)),
        "mae": np.abs(errors).mean(),
        "r2": 1 - np.mean(unexplained),
        "largest_error": np.abs(errors).max(),
    }


def area(scores: np.ndarray, belongs: np.ndarray) -> float:
    pairs = scores[belongs][:, None] - scores[~belongs][None, :]
    return float(np.mean(np.where(pairs > 0, 1.0, np.where(pairs == 0, 0.5, 0.0))))


def of_classes(shares: np.ndarray, truth: np.ndarray) -> Metrics:
    given, count = shares.argmax(axis=1), shares.shape[1]
    recall = [np.mean(given[truth == code] == code) for code in np.unique(truth)]
    f1 = []
    for code in range(count):
        found, wrong, lost = (
            np.sum(each)
            for each in (
                (given == code) & (truth == code),
                (given == code) & (truth != code),
                (given != code) & (truth == code),
            )
        )
        f1.append(2 * found / (2 * found + wrong + lost))
    sure, right = shares.max(axis=1), given == truth
    gaps = [
        abs(np.sum(right[bin_]) - np.sum(sure[bin_]))
        for edge in range(10)
        if (bin_ := (sure > edge / 10) & (sure <= (edge + 1) / 10)).any()
    ]
    areas = [area(shares[:, code], truth == code) for code in range(count)]
    return {
        "accuracy": np.mean(right),
        "log_loss": -np.mean(np.log(shares[np.arange(len(truth)), truth])),
        "balanced_accuracy": np.mean(recall),
        "auc": areas[1] if count == 2 else np.mean(areas),
        "f1": f1[1] if count == 2 else np.mean(f1),
        "calibration_error": np.sum(gaps) / len(truth),
    }


def truth_of(session: Session, rows: np.ndarray, classes: tuple[str, ...]) -> np.ndarray:
    """The cells of the targets: numbers [rows, targets], or the places of the words in ``classes`` [rows]."""
    frame = session.table.frame[rows]
    if not classes:
        return frame.select([each.name for each in session.table.targets]).to_numpy()
    target = session.table.targets[0]
    return np.array([classes.index(format_cell(cell, target)) for cell in frame.get_column(target.name)])


@pytest.mark.parametrize(
    ("source", "targets"), [("cars", ()), ("cars", ("mpg", "horsepower")), ("breast-cancer", ()), ("wine", ())]
)
def test_each_figure_equals_one_calculated_anew(source: str, targets: tuple[str, ...]) -> None:
    session = trained(source, *targets)
    predictor, held = Predictor(session), session.table.validation.to_numpy()
    score = SessionJudge(predictor).score()
    assert score.validation is not None
    for rows, marked in ((score.training, ~held), (score.validation, held)):
        assert rows.rows.tolist() == np.flatnonzero(session.table.complete & marked).tolist()
        found = predictor.answers(session.table.frame[rows.rows]).own
        training, truth = (truth_of(session, each.rows, found.classes) for each in (score.training, rows))
        if found.probabilities is None:
            anew = of_numbers(np.column_stack([each.to_numpy() for each in found.values]), truth)
            trivial = of_numbers(np.broadcast_to(training.mean(axis=0), truth.shape), truth)
            assert score.confusion(rows) is None
        else:
            shares = np.bincount(training) / len(training)
            anew, trivial = (
                of_classes(each, truth) for each in (found.probabilities, shares + 0 * found.probabilities)
            )
            counts = np.zeros((len(shares), len(shares)), dtype=int)
            np.add.at(counts, (truth, found.probabilities.argmax(axis=1)), 1)
            assert score.confusion(rows) == counts.tolist()
        assert rows.network.metrics == pytest.approx(anew, rel=1e-4, abs=1e-7)
        assert rows.trivial.metrics == pytest.approx(trivial, rel=1e-6, abs=1e-7, nan_ok=True)
        for number, metrics in enumerate(rows.network.of_targets):
            answers, actual = found.values[number].to_numpy()[:, None], truth[:, number : number + 1]
            assert metrics == pytest.approx(of_numbers(answers, actual), rel=1e-4)


def linear_of(session: Session, rows: RowsScore, training: np.ndarray) -> np.ndarray:
    """The answers of least squares on the cells themselves."""
    frame = session.table.frame.select([each.name for each in session.table.inputs]).to_numpy()
    design = np.column_stack([frame, np.ones(len(frame))])
    truth = session.table.frame.get_column("mpg").to_numpy()
    weights = np.linalg.lstsq(design[training], truth[training], rcond=None)[0]
    return np.asarray(design[rows.rows] @ weights)


def test_the_line_is_least_squares_on_the_same_training_rows() -> None:
    session = trained("cars")
    score = SessionJudge(Predictor(session)).score()
    assert score.validation is not None
    line = linear_of(session, score.validation, score.training.rows)
    truth = session.table.frame.get_column("mpg").to_numpy()[score.validation.rows]
    assert score.validation.linear.metrics == pytest.approx(of_numbers(line[:, None], truth[:, None]), rel=1e-4)


def test_the_rows_of_a_file_are_judged_like_the_sessions_own(tmp_path: Path) -> None:
    session = trained("cars")
    judge = SessionJudge(Predictor(session))
    own = judge.score()
    assert own.validation is not None
    path = tmp_path / "again.csv"
    session.table.frame[own.validation.rows].write_csv(path)
    found = labelled_rows(judge, path)
    score = judge.score(others=found.judged)
    assert (found.rows, found.unreadable, found.incomplete, found.unlabelled) == (own.validation.count, 0, 0, 0)
    assert score.judged.name == "rows of again.csv"
    for mine, theirs in ((score.judged, own.validation), (score.training, own.training)):
        assert mine.network.metrics == theirs.network.metrics
        assert mine.linear.metrics == theirs.linear.metrics
        assert mine.trivial.metrics == theirs.trivial.metrics

"""The linear model that a network is compared with, against independent solutions."""

import numpy as np
import pytest

from nntui.training.scores import references
from nntui.training.scores.answers import ClassAnswers, NumberAnswers
from nntui.training.scores.references import LinearModel


def noise(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def with_ones(inputs: np.ndarray) -> np.ndarray:
    return np.column_stack([inputs.astype(np.float64), np.ones(len(inputs))])


@pytest.mark.parametrize("targets", [1, 2])
def test_numbers_are_fitted_by_least_squares(targets: int) -> None:
    inputs = (noise(60, 3) * [1, 100, 0.01] + [5, 0, 9]).astype(np.float32)
    truth = with_ones(inputs) @ noise(4, targets, seed=1) + noise(60, targets, seed=2)
    others = noise(7, 3, seed=3).astype(np.float32)
    found = LinearModel.fit(inputs, truth, 0).answers(others, np.zeros((7, targets)))
    weights = np.linalg.lstsq(with_ones(inputs), truth, rcond=None)[0]
    assert isinstance(found, NumberAnswers)
    assert found.answers == pytest.approx(with_ones(others) @ weights, rel=1e-6)


def test_inputs_that_are_sums_of_others_or_constant_make_no_difference() -> None:
    inputs = noise(40, 2).astype(np.float32)
    truth = inputs.sum(axis=1, keepdims=True).astype(np.float64) + noise(40, 1, seed=1)
    more = np.column_stack([inputs, inputs[:, 0], 1 - inputs[:, 1], np.full(40, 7.0)]).astype(np.float32)
    few, many = (LinearModel.fit(each, truth, 0).answers(each, truth) for each in (inputs, more))
    assert isinstance(few, NumberAnswers)
    assert isinstance(many, NumberAnswers)
    assert many.answers == pytest.approx(few.answers, abs=1e-5)


def test_rows_in_pieces_give_the_same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, truth = noise(100, 3).astype(np.float32), noise(100, 1, seed=1)
    whole = LinearModel.fit(inputs, truth, 0)
    monkeypatch.setattr(references, "CHUNK", 16)
    assert LinearModel.fit(inputs, truth, 0).weights == pytest.approx(whole.weights)


def gradient(model: LinearModel, inputs: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Of the summed cross-entropy and half the squared weights without intercepts, written out anew."""
    scaled = (inputs - inputs.mean(axis=0)) / np.where(inputs.std(axis=0) > 0, inputs.std(axis=0), 1)
    design = with_ones(scaled)
    sums = design @ model.weights
    if sums.shape[1] == 1:
        wrong = 1 / (1 + np.exp(-sums)) - (codes == 1)[:, None]
    else:
        shares = np.exp(sums - sums.max(axis=1, keepdims=True))
        wrong = shares / shares.sum(axis=1, keepdims=True) - np.eye(sums.shape[1])[codes]
    penalty = model.weights.copy()
    penalty[-1] = 0
    return np.asarray(design.T @ wrong + penalty)


@pytest.mark.parametrize(("classes", "rows", "width"), [(2, 80, 3), (3, 80, 3), (2, 12, 40), (4, 30, 60), (10, 200, 5)])
@pytest.mark.parametrize("separable", [True, False], ids=["separable", "noise"])
def test_classes_are_fitted_by_logistic_regression(classes: int, rows: int, width: int, separable: bool) -> None:
    """The penalised loss is convex, so that a gradient of zero proves its least value."""
    inputs = noise(rows, width).astype(np.float32)
    codes = np.abs(inputs.sum(axis=1) * 2).astype(np.int64) % classes if separable else np.arange(rows) % classes
    model = LinearModel.fit(inputs, codes, classes)
    assert np.abs(gradient(model, inputs.astype(np.float64), codes)).max() < 1e-4
    found = model.answers(inputs, codes)
    assert isinstance(found, ClassAnswers)
    assert found.probabilities.sum(axis=1) == pytest.approx(np.ones(rows))
    assert found.probabilities.shape == (rows, classes)


def test_of_very_many_rows_every_second_or_third_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MOST_WORK", 10)
    inputs = noise(4_000, 2).astype(np.float32)
    codes = (inputs[:, 0] > 0).astype(np.int64)
    model = LinearModel.fit(inputs, codes, 2)
    assert model.rows == 1_000
    found = model.answers(inputs, codes)
    assert isinstance(found, ClassAnswers)
    assert found.right.mean() > 0.98

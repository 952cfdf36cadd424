"""How predictions are judged."""

import numpy as np
import pytest

from nntui.training.scores.answers import NumberAnswers
from nntui.training.scores.metrics import Metrics, metrics_of
from nntui.training.scores.references import trivial


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)[:, None]


def regression_metrics(predicted: np.ndarray, actual: np.ndarray) -> Metrics:
    return metrics_of(NumberAnswers(predicted, actual))


def baseline_metrics(training: np.ndarray, actual: np.ndarray) -> Metrics:
    return metrics_of(trivial(training, actual, 0))


def test_errors_are_in_the_targets_unit() -> None:
    metrics = regression_metrics(column(1, 2, 6), column(1, 4, 4))
    assert metrics["rmse"] == pytest.approx((8 / 3) ** 0.5)
    assert metrics["mae"] == pytest.approx(4 / 3)
    assert metrics["r2"] == pytest.approx(1 - 8 / 6)
    assert metrics["largest_error"] == 2


def test_exact_predictions_explain_everything() -> None:
    assert regression_metrics(column(1, 2), column(1, 2)) == {"rmse": 0, "mae": 0, "r2": 1, "largest_error": 0}


def test_a_target_that_never_changes_is_explained_wholly_or_not_at_all() -> None:
    assert regression_metrics(column(0.1, 0.1, 0.1), column(0.1, 0.1, 0.1))["r2"] == 1
    assert regression_metrics(column(0.1, 0.1, 0.2), column(0.1, 0.1, 0.1))["r2"] == 0
    assert regression_metrics(column(3), column(4))["r2"] == 0


def test_r2_is_averaged_over_targets() -> None:
    actual = np.array([[0, 0], [2, 200]], dtype=np.float64)
    predicted = np.array([[0, 100], [2, 100]], dtype=np.float64)
    assert regression_metrics(predicted, actual)["r2"] == pytest.approx(0.5)


def test_the_baseline_always_says_the_training_mean() -> None:
    metrics = baseline_metrics(column(1, 2, 3), column(2, 6))
    assert metrics == {
        "rmse": pytest.approx(8**0.5),
        "mae": pytest.approx(2),
        "r2": pytest.approx(-1),
        "largest_error": pytest.approx(4),
    }


def test_the_baseline_of_the_training_rows_explains_nothing() -> None:
    assert baseline_metrics(column(1, 2, 4), column(1, 2, 4))["r2"] == pytest.approx(0)

"""How predictions of classes are judged."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.training.scores.answers import ClassAnswers, log_probabilities
from nntui.training.scores.metrics import Metrics, metrics_of
from nntui.training.scores.references import trivial


def chances(*rows: list[float]) -> np.ndarray:
    return np.array(rows, dtype=np.float64)


def codes(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def class_metrics(shares: np.ndarray, actual: np.ndarray, logs: np.ndarray | None = None) -> Metrics:
    return metrics_of(ClassAnswers.of(shares, actual, logs))


def class_baseline(training: np.ndarray, actual: np.ndarray, classes: int) -> Metrics:
    return metrics_of(trivial(training, actual, classes))


THREE = chances([0.7, 0.2, 0.1], [0.3, 0.6, 0.1], [0.5, 0.25, 0.25], [0.1, 0.1, 0.8])
OF_THREE = codes(0, 1, 2, 2)


def test_three_classes_worked_by_hand() -> None:
    assert class_metrics(THREE, OF_THREE) == {
        "accuracy": pytest.approx(3 / 4),
        "log_loss": pytest.approx(-math.log(0.7 * 0.6 * 0.25 * 0.8) / 4),
        "balanced_accuracy": pytest.approx((1 + 1 + 1 / 2) / 3),
        "auc": pytest.approx((1 + (2 + 1 / 3 * 0 + 1) / 3 + 1) / 3),
        "f1": pytest.approx((2 / 3 + 1 + 2 / 3) / 3),
        "calibration_error": pytest.approx((0.3 + 0.4 + 0.5 + 0.2) / 4),
    }


def test_two_classes_worked_by_hand() -> None:
    # The example of scikit-learn's roc_auc_score and of the textbooks: three of the four pairs are in order.
    second = np.array([0.1, 0.4, 0.35, 0.8])
    metrics = class_metrics(np.column_stack([1 - second, second]), codes(0, 0, 1, 1))
    assert metrics == {
        "accuracy": pytest.approx(3 / 4),
        "log_loss": pytest.approx(-math.log(0.9 * 0.6 * 0.35 * 0.8) / 4),
        "balanced_accuracy": pytest.approx((1 + 1 / 2) / 2),
        "auc": pytest.approx(3 / 4),
        "f1": pytest.approx(2 / 3),
        "calibration_error": pytest.approx((abs(0.1 + 0.4 - 0.65) + abs(0.2)) / 4, abs=1),
    }


def test_equal_chances_are_half_in_order() -> None:
    metrics = class_metrics(chances([0.5, 0.5], [0.5, 0.5], [0.2, 0.8]), codes(0, 1, 1))
    assert metrics["auc"] == pytest.approx((0.5 + 1) / 2)


@pytest.mark.parametrize("only", [0, 1])
def test_of_a_single_class_nothing_can_be_in_order(only: int) -> None:
    metrics = class_metrics(chances([0.2, 0.8], [0.9, 0.1]), codes(only, only))
    assert metrics["auc"] == 0.5
    assert metrics["balanced_accuracy"] == metrics["accuracy"] == 0.5


def test_a_class_that_does_not_occur_is_not_counted() -> None:
    assert class_metrics(THREE[:2], OF_THREE[:2])["balanced_accuracy"] == 1


def test_certainty_costs_nothing_where_it_is_right_and_a_finite_sum_where_it_is_wrong() -> None:
    certain = chances([1, 0], [0, 1])
    assert class_metrics(certain, codes(0, 1))["log_loss"] == 0
    assert class_metrics(certain, codes(1, 0))["log_loss"] == pytest.approx(15 * math.log(10))


def test_the_baseline_answers_the_commonest_class_with_its_share() -> None:
    assert class_baseline(codes(0, 1, 1, 1), codes(1, 1, 0), 2) == {
        "accuracy": pytest.approx(2 / 3),
        "log_loss": pytest.approx(-(2 * math.log(0.75) + math.log(0.25)) / 3),
        "balanced_accuracy": pytest.approx(1 / 2),
        "auc": 0.5,
        "f1": pytest.approx(2 * 2 / 5),
        "calibration_error": pytest.approx(0.75 - 2 / 3),
    }


def test_the_baseline_has_a_loss_even_for_a_class_it_never_saw() -> None:
    assert math.isfinite(class_baseline(codes(0, 0, 1), codes(2), 3)["log_loss"])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=40))
def test_the_area_under_the_curve_is_the_share_of_pairs_in_order(rows: list[tuple[int, int]]) -> None:
    actual = codes(*(row[0] % 2 for row in rows))
    second = np.array([row[1] / 5 for row in rows])
    pairs = [
        1.0 if high > low else 0.5 if high == low else 0.0
        for high, of_high in zip(second, actual, strict=True)
        for low, of_low in zip(second, actual, strict=True)
        if of_high == 1 and of_low == 0
    ]
    metrics = class_metrics(np.column_stack([1 - second, second]), actual)
    assert metrics["auc"] == pytest.approx(sum(pairs) / len(pairs) if pairs else 0.5)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_certain_mistake_costs_its_logit_whatever_the_order_of_the_classes(sign: int) -> None:
    z = np.array([[50.0], [20.0], [-20.0], [-3.0]], dtype=np.float32) * sign
    actual = codes(0, 1, 1, 0) if sign == 1 else codes(1, 0, 0, 1)
    logs = log_probabilities(z, "sigmoid")
    assert logs is not None
    second = 1 / (1 + np.exp(-z.astype(np.float32)))
    metrics = class_metrics(np.hstack([1 - second, second]).astype(np.float64), actual, logs)
    assert metrics["log_loss"] == pytest.approx((50 + math.log1p(math.exp(-20)) + 20 + math.log1p(math.exp(-3))) / 4)
    assert metrics["auc"] == pytest.approx(0.25)  # 20 against -3 alone is in order, though 50 and 20 both round to 1


def test_logarithms_of_a_softmax_are_exact_where_its_probabilities_are_zero() -> None:
    logs = log_probabilities(np.array([[300.0, 0.0, -100.0]], dtype=np.float32), "softmax")
    assert logs is not None
    assert logs.tolist() == [[0, -300, -400]]


@pytest.mark.parametrize("activation", ["linear", "relu", "tanh"])
def test_other_outputs_have_no_such_logarithms(activation: str) -> None:
    assert log_probabilities(np.zeros((2, 1), dtype=np.float32), activation) is None

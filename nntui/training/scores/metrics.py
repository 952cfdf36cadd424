"""The table of metrics: the names of each, and how it is calculated from answers and truth. Numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from nntui.training.scores.answers import ClassAnswers, NumberAnswers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.training.scores.answers import JudgedAnswers

AnswersT = TypeVar("AnswersT")


@dataclass(frozen=True, slots=True)
class Metric(Generic[AnswersT]):
    """A figure for answers to at least one row.

    ``id`` is its key in JSON, ``name`` its plain name, ``help`` a sentence. It is ``in_unit`` of the target, or a
    ``share`` that is shown in per cent, or neither. ``of`` calculates it.
    """

    id: str
    name: str
    help: str
    of: Callable[[AnswersT], float]
    in_unit: bool = False
    share: bool = False


def _r2(judged: NumberAnswers) -> float:
    squared_error = np.sum(judged.errors**2, axis=0)
    actual = judged.actual
    deviation = np.sum((actual - np.mean(actual, axis=0)) ** 2, axis=0)
    constant = np.all(actual == actual[0], axis=0)  # not deviation == 0: the mean of equal numbers may be rounded
    explained = np.where(constant, squared_error == 0, 1 - squared_error / np.where(constant, 1, deviation))
    return float(np.mean(explained))


def _log_loss(judged: ClassAnswers) -> float:
    return float(-np.mean(judged.logs[np.arange(len(judged.actual)), judged.actual]))


def _balanced_accuracy(judged: ClassAnswers) -> float:
    rows = np.bincount(judged.actual)
    occurs = rows > 0
    return float(np.mean(np.bincount(judged.actual, weights=judged.right)[occurs] / rows[occurs]))


def _auc(judged: ClassAnswers) -> float:
    if judged.classes == 2:
        return _area(judged.logs[:, 1] - judged.logs[:, 0], judged.actual == 1)
    some = [code for code in np.unique(judged.actual).tolist() if not (judged.actual == code).all()]
    areas = [_area(judged.logs[:, code], judged.actual == code) for code in some]
    return float(np.mean(areas)) if areas else 0.5


def _area(scores: NDArray[np.float64], belongs: NDArray[np.bool_]) -> float:
    """The area under the ROC curve, by ranks (Mann and Whitney's U); equal scores count as half right."""
    second = int(belongs.sum())
    first = len(belongs) - second
    if not first or not second:
        return 0.5
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[belongs].sum() - second * (second + 1) / 2) / (first * second))


def _f1(judged: ClassAnswers) -> float:
    counts = judged.confusion()
    found, truth, given = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    both = truth + given
    scores = 2 * found / np.maximum(both, 1)
    return float(scores[1]) if judged.classes == 2 else float(np.mean(scores[both > 0]))


BINS = 10
"""Bins of equal width, by the probability of the predicted class, in which calibration is looked at."""


def _calibration_error(judged: ClassAnswers) -> float:
    confidence = judged.probabilities.max(axis=1)
    bins = np.clip(np.ceil(confidence * BINS) - 1, 0, BINS - 1)
    gap = judged.right - confidence
    place = np.where(np.isnan(bins), 0, bins).astype(np.int64)
    return float(np.abs(np.bincount(place, weights=gap, minlength=BINS)).sum() / len(gap))


NumberMetric = Metric[NumberAnswers]
ClassMetric = Metric[ClassAnswers]

NUMBER_METRICS: tuple[NumberMetric, ...] = (
    Metric(
        "rmse",
        "RMS error",
        "The root of the mean squared error (RMSE): like the mean error, but large errors count more.",
        lambda judged: float(np.sqrt(np.mean(judged.errors**2))),
        in_unit=True,
    ),
    Metric(
        "mae",
        "mean error",
        "How far off an answer is on average, whether too high or too low (mean absolute error).",
        lambda judged: float(np.mean(np.abs(judged.errors))),
        in_unit=True,
    ),
    Metric(
        "r2",
        "R2, share explained",
        "The share of the target's variance that the answers explain: 1 is perfect, 0 no better than the mean.",
        _r2,
    ),
    Metric(
        "largest_error",
        "largest error",
        "How far off the worst answer is.",
        lambda judged: float(np.max(np.abs(judged.errors))),
        in_unit=True,
    ),
)
CLASS_METRICS: tuple[ClassMetric, ...] = (
    Metric(
        "accuracy",
        "right (accuracy)",
        "The share of rows whose most probable class is the true one.",
        lambda judged: float(np.mean(judged.right)),
        share=True,
    ),
    Metric(
        "log_loss",
        "log loss",
        "The mean of -ln(probability of the true class): being sure and wrong costs most.",
        _log_loss,
    ),
    Metric(
        "balanced_accuracy",
        "balanced accuracy",
        "The share of a class's rows that are right, averaged over the classes: a rare class counts like a common one.",
        _balanced_accuracy,
        share=True,
    ),
    Metric(
        "auc",
        "ROC AUC",
        "The chance that a row of a class is given a higher probability of it than a row of another; 0.5 is guessing. "
        "For more than two classes the mean of each against the rest.",
        _auc,
    ),
    Metric(
        "f1",
        "F1",
        "The harmonic mean of precision (how many of the rows called so are) and recall (how many that are so are "
        "found), of the second class or, for more than two classes, averaged over them.",
        _f1,
    ),
    Metric(
        "calibration_error",
        "calibration error",
        "How far the probabilities are from the shares of right answers, on average: of the rows called 80 % sure, "
        "80 % should be right.",
        _calibration_error,
        share=True,
    ),
)

Metrics = Mapping[str, float]
"""The figures by the ids of the metrics."""


def metrics_of(judged: JudgedAnswers) -> Metrics:
    """Every metric that fits the answers, which are to at least one row.

    Those of numbers are over all rows and targets, but that r2 is averaged over targets; it is 1 or 0 for a target that
    is the same in every row, so that it is finite for a single row too. Balanced accuracy and the area under the curve
    count only classes that occur; the area is 0.5 where only one does. Sources: F1 by van Rijsbergen (1979), macro
    average over the classes that occur or are predicted; calibration by Guo et al. (2017), 10 bins.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a target near the largest float has no squared error
        if isinstance(judged, NumberAnswers):
            return {metric.id: metric.of(judged) for metric in NUMBER_METRICS}
        return {metric.id: metric.of(judged) for metric in CLASS_METRICS}


def metrics_table(*, numbers: bool) -> tuple[NumberMetric, ...] | tuple[ClassMetric, ...]:
    """The metrics of answers that are numbers, or of classes."""
    return NUMBER_METRICS if numbers else CLASS_METRICS

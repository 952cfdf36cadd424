"""Metrics of predicted numbers and classes, and the trivial baseline. Numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Encoder


def regression_metrics(predicted: NDArray[np.float64], actual: NDArray[np.float64]) -> dict[str, float]:
    """``rmse``, ``mae`` and ``r2`` of predictions [rows, targets], of at least one row, in the targets' units.

    rmse and mae are over all rows and targets. r2 = 1 - squared error / squared deviation from the mean of ``actual``,
    averaged over targets; of a constant target it is 1 if every prediction is exact, else 0, so that it is finite
    for a single row too.
    """
    errors = predicted - actual
    squared_error = np.sum(errors**2, axis=0)
    deviation = np.sum((actual - np.mean(actual, axis=0)) ** 2, axis=0)
    constant = np.all(actual == actual[0], axis=0)  # not deviation == 0: the mean of equal numbers may be rounded
    explained = np.where(constant, squared_error == 0, 1 - squared_error / np.where(constant, 1, deviation))
    return {
        "rmse": float(np.sqrt(np.mean(errors**2))),
        "mae": float(np.mean(np.abs(errors))),
        "r2": float(np.mean(explained)),
    }


def baseline_metrics(training: NDArray[np.float64], actual: NDArray[np.float64]) -> dict[str, float]:
    """The same for always predicting each target's mean over the ``training`` rows [rows, targets]: what to beat."""
    return regression_metrics(np.broadcast_to(np.mean(training, axis=0), actual.shape), actual)


SMALLEST = 1e-15
"""Smaller probabilities count as this, so that one certain mistake leaves the log loss finite."""


def log_probabilities(sums: NDArray[np.float32], activation: str) -> NDArray[np.float64] | None:
    """Logarithms of the probabilities [rows, classes] from the output layer's pre-activations, calculated in float64.

    They tell apart what rounds to 0 or 1 as a float32 probability. None for an activation that makes none.
    """
    z = sums.astype(np.float64)
    if activation == "sigmoid" and z.shape[1] == 1:
        return -np.logaddexp(0.0, np.hstack([z, -z]))
    return z - np.logaddexp.reduce(z, axis=1, keepdims=True) if activation == "softmax" else None


def class_metrics(
    probabilities: NDArray[np.float64], actual: NDArray[np.int64], logs: NDArray[np.float64] | None = None
) -> dict[str, float]:
    """``accuracy``, ``log_loss`` and ``balanced_accuracy`` of probabilities [rows, classes], of at least one row.

    ``logs`` are their logarithms where these are known better than from the probabilities themselves.

    ``actual`` [rows] are codes, which number the classes from 0; the most probable class is predicted. log_loss
    is the mean of -ln(probability of the actual class). balanced_accuracy is the share of a class's rows predicted
    right, averaged over the classes that occur. For two classes there is ``auc`` too: the chance that a row of the
    second gets a higher probability of it than a row of the first, 0.5 where only one of them occurs.
    """
    right = probabilities.argmax(axis=1) == actual
    rows = np.bincount(actual)
    occurs = rows > 0
    known = np.log(np.clip(probabilities, SMALLEST, 1)) if logs is None else logs
    metrics = {
        "accuracy": float(np.mean(right)),
        "log_loss": float(-np.mean(known[np.arange(len(actual)), actual])),
        "balanced_accuracy": float(np.mean(np.bincount(actual, weights=right)[occurs] / rows[occurs])),
    }
    if probabilities.shape[1] == 2:
        metrics["auc"] = _auc(probabilities[:, 1] if logs is None else logs[:, 1] - logs[:, 0], actual)
    return metrics


def class_baseline(training: NDArray[np.int64], actual: NDArray[np.int64], classes: int) -> dict[str, float]:
    """The same metrics for always predicting the shares of the classes in the ``training`` rows [rows]: what to beat.

    The commonest class is then predicted; of several, the first.
    """
    shares = np.bincount(training, minlength=classes) / len(training)
    return class_metrics(np.broadcast_to(shares, (len(actual), classes)), actual)


def _auc(scores: NDArray[np.float64], actual: NDArray[np.int64]) -> float:
    """The area under the ROC curve, by ranks (Mann and Whitney's U); equal scores count as half right."""
    second = int(actual.sum())
    first = len(actual) - second
    if not first or not second:
        return 0.5
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[actual == 1].sum() - second * (second + 1) / 2) / (first * second))


Metrics = Mapping[str, float]
"""Numbers by name: rmse, mae and r2, or accuracy, log_loss, balanced_accuracy and, for two classes, auc."""


def metrics_of(
    encoder: Encoder, rows: pl.DataFrame, outputs: NDArray[np.float32], logs: NDArray[np.float64] | None = None
) -> Metrics:
    """The metrics of ``outputs`` [rows, outputs] for ``rows``, at least one, none without a target.

    ``logs`` are the logarithms of probabilities [rows, classes] if they are known.
    """
    decoded = encoder.decode(outputs)
    if decoded.probabilities is not None:
        return class_metrics(decoded.probabilities, encoder.codes(rows), logs)
    return regression_metrics(np.column_stack([each.to_numpy() for each in decoded.values]), encoder.numbers(rows))


def baseline_of(encoder: Encoder, training: pl.DataFrame, rows: pl.DataFrame) -> Metrics:
    """The same for predicting the mean of the ``training`` rows or, of classes, their shares."""
    if encoder.classes:
        return class_baseline(encoder.codes(training), encoder.codes(rows), len(encoder.classes))
    return baseline_metrics(encoder.numbers(training), encoder.numbers(rows))

"""How good predictions of classes are. Numpy only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALLEST = 1e-15
"""What a smaller probability counts as, so that one certain mistake leaves the log loss a number."""


def class_metrics(probabilities: NDArray[np.float64], actual: NDArray[np.int64]) -> dict[str, float]:
    """``accuracy``, ``log_loss`` and ``balanced_accuracy`` of probabilities [rows, classes], of at least one row.

    ``actual`` [rows] are codes, which count the classes from 0; the most probable class is what is predicted. log_loss
    is the mean of -ln(probability of the actual class). balanced_accuracy is the share of a class's rows predicted
    right, averaged over the classes that occur. Of two classes there is ``auc`` too: the chance that a row of the
    second gets a higher probability of it than a row of the first, 0.5 where only one of them occurs.
    """
    right = probabilities.argmax(axis=1) == actual
    rows = np.bincount(actual)
    occurs = rows > 0
    of_actual = np.clip(probabilities[np.arange(len(actual)), actual], SMALLEST, 1)
    metrics = {
        "accuracy": float(np.mean(right)),
        "log_loss": float(-np.mean(np.log(of_actual))),
        "balanced_accuracy": float(np.mean(np.bincount(actual, weights=right)[occurs] / rows[occurs])),
    }
    if probabilities.shape[1] == 2:
        metrics["auc"] = _auc(probabilities[:, 1], actual)
    return metrics


def confusion(probabilities: NDArray[np.float64], actual: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many rows of each class (down) are predicted to be of which (across), int64 [classes, classes]."""
    classes = probabilities.shape[1]
    pairs = actual * classes + probabilities.argmax(axis=1)
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes).astype(np.int64)


def class_baseline(training: NDArray[np.int64], actual: NDArray[np.int64], classes: int) -> dict[str, float]:
    """The same metrics for always giving each class its share of the ``training`` rows [rows]: what to beat.

    The commonest class is then what is predicted; of several, the first.
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

"""How good predictions of numbers are, in the target's own unit. Numpy only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def regression_metrics(predicted: NDArray[np.float64], actual: NDArray[np.float64]) -> dict[str, float]:
    """``rmse``, ``mae`` and ``r2`` of predictions [rows, targets], of at least one row, in the targets' units.

    rmse and mae are over all rows and targets. r2 = 1 - squared error / squared deviation from the mean of ``actual``,
    averaged over targets; of a target that never changes it is 1 when every prediction is exact and otherwise 0, so it
    is a number for one row too.
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

"""How good a network's answers to rows of a table are, and what is to be beaten, by the kind of its targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from nntui.training.class_metrics import class_baseline, class_metrics
from nntui.training.metrics import baseline_metrics, regression_metrics

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.encode import Encoder

Metrics = Mapping[str, float]
"""Numbers by name: rmse, mae and r2, or accuracy, log_loss, balanced_accuracy and, of two classes, auc."""


def metrics_of(encoder: Encoder, rows: pl.DataFrame, outputs: NDArray[np.float32]) -> Metrics:
    """How good ``outputs`` [rows, outputs] are for ``rows``, of which there is at least one, all with an answer."""
    decoded = encoder.decode(outputs)
    if decoded.probabilities is not None:
        return class_metrics(decoded.probabilities, encoder.codes(rows))
    return regression_metrics(np.column_stack([each.to_numpy() for each in decoded.values]), encoder.numbers(rows))


def baseline_of(encoder: Encoder, training: pl.DataFrame, rows: pl.DataFrame) -> Metrics:
    """The same for answering ``rows`` with the mean of the ``training`` rows or, of classes, with their shares."""
    if encoder.classes:
        return class_baseline(encoder.codes(training), encoder.codes(rows), len(encoder.classes))
    return baseline_metrics(encoder.numbers(training), encoder.numbers(rows))

"""Answers to the rows of a table: how far off they are, and a file of rows with the answers beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.coders import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.table import Table
    from nntui.session.predict import Predictor, Replies

ROWS_COMPARED_AT_ONCE = 20_000
"""Rows answered in one piece; between pieces other threads, such as the screen's, can run."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """``replies`` to some rows, and their ``errors`` float64 [rows, targets], NaN where answer or target is missing.

    The error of a number is the answer minus the target, in its unit; that of a class is 1 minus the probability that
    the network gives to the row's own class.
    """

    replies: Replies
    errors: NDArray[np.float64]


def compare_rows(
    predictor: Predictor, table: Table, rows: Sequence[int] | NDArray[np.int64], weights: NDArray[np.float32]
) -> Comparison:
    """The answers to these ``rows`` of ``table`` with these weights, scaled as in training, and their errors.

    Raises DataError for a table without the columns, or with other kinds of cells, than the network was trained on.
    """
    numbers = np.asarray(rows, dtype=np.int64)
    part = replace(table, frame=table.frame[numbers], validation=table.validation[numbers])
    replies = predictor.trained_replies(part, weights)
    return Comparison(replies, _errors(predictor.encoder, part.frame, replies))


def error_sizes(
    predictor: Predictor, table: Table, weights: NDArray[np.float32], rows_at_once: int = ROWS_COMPARED_AT_ONCE
) -> NDArray[np.float64]:
    """The size of the error of each row, float64 [rows]; NaN where there is none.

    Several targets count as they are scaled for the network. Raises DataError as ``compare_rows`` does.
    """
    sizes = [np.empty(0)]
    divisors = np.array([getattr(coder, "divisor", 1.0) for coder in predictor.encoder.targets])
    for start in range(0, table.height, rows_at_once):
        rows = np.arange(start, min(start + rows_at_once, table.height))
        errors = compare_rows(predictor, table, rows, weights).errors
        sizes.append(np.abs(errors[:, 0]) if errors.shape[1] == 1 else np.sqrt(((errors / divisors) ** 2).sum(axis=1)))
    return np.concatenate(sizes)


def _errors(encoder: Encoder, frame: pl.DataFrame, replies: Replies) -> NDArray[np.float64]:
    if replies.probabilities is None:
        answers = np.column_stack([series.to_numpy() for series in replies.values])
        errors: NDArray[np.float64] = answers - encoder.numbers(frame)
        return errors
    codes = encoder.codes(frame)
    given = np.take_along_axis(replies.probabilities, np.maximum(codes, 0)[:, None], axis=1)
    return np.where(codes[:, None] == UNKNOWN, np.nan, 1 - given)

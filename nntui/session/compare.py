"""What a network says of the rows of a table beside what they hold: its answers, and how far off they are."""

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

ROWS_AT_ONCE = 20_000
"""Rows that are answered together where all are wanted; between them the screen has its turn."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """``replies`` to some rows, and their ``errors`` float64 [rows, targets], NaN where answer or target is missing.

    The error of a number is the answer less the target, in its unit; that of a class is 1 less the probability that the
    network gives to the row's own class.
    """

    replies: Replies
    errors: NDArray[np.float64]


def compared(
    predictor: Predictor, table: Table, rows: Sequence[int] | NDArray[np.int64], weights: NDArray[np.float32]
) -> Comparison:
    """The answers to these ``rows`` of ``table`` with these weights, as the training was scaled.

    Raises DataError where the table has not the columns, and such cells, as the network was trained on.
    """
    numbers = np.asarray(rows, dtype=np.int64)
    part = replace(table, frame=table.frame[numbers], validation=table.validation[numbers])
    replies = predictor.trained_replies(part, weights)
    return Comparison(replies, _errors(predictor.encoder, part.frame, replies))


def sizes_of_errors(predictor: Predictor, table: Table, weights: NDArray[np.float32]) -> NDArray[np.float64]:
    """How far off the answer to each row is, float64 [rows], 0 or more; NaN where there is none to be had.

    Of several targets each counts as it is scaled for the network. Raises DataError as ``compared`` does.
    """
    found = [np.empty(0)]
    divisors = np.array([getattr(coder, "divisor", 1.0) for coder in predictor.encoder.targets])
    for start in range(0, table.height, ROWS_AT_ONCE):
        rows = np.arange(start, min(start + ROWS_AT_ONCE, table.height))
        errors = compared(predictor, table, rows, weights).errors
        found.append(np.abs(errors[:, 0]) if errors.shape[1] == 1 else np.sqrt(((errors / divisors) ** 2).sum(axis=1)))
    return np.concatenate(found)


def _errors(encoder: Encoder, frame: pl.DataFrame, replies: Replies) -> NDArray[np.float64]:
    if replies.probabilities is None:
        answers = np.column_stack([series.to_numpy() for series in replies.values])
        errors: NDArray[np.float64] = answers - encoder.numbers(frame)
        return errors
    codes = encoder.codes(frame)
    given = np.take_along_axis(replies.probabilities, np.maximum(codes, 0)[:, None], axis=1)
    return np.where(codes[:, None] == UNKNOWN, np.nan, 1 - given)

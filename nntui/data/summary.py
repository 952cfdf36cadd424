"""One column in numbers: empty cells, distribution, and correlation with the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.table import Table

BINS = 16
"""Bins of the histogram."""
MOST_LEVELS = 1_000
"""Levels that are listed."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One column in a few numbers.

    ``count`` cells hold something and ``missing`` are empty; ``distinct`` of those that hold something are different.
    Numbers have a ``minimum``, ``mean``, ``deviation`` (that of these very rows, divided by their number) and
    ``maximum``, None where every cell is empty, and a ``histogram``: how many lie in each of 16 bins of equal width
    from minimum to maximum. Yes-no, category and text columns have ``levels``: each different cell and how often it
    occurs, the most frequent first, those that are equally frequent as they first occur, at most 1,000.

    ``correlation`` is Pearson's with the first target, from -1 to 1, over the rows where both are there; yes counts 1
    and no 0, and of two classes the second in the alphabet 1. It is None for the target itself, for text and for more
    than two classes, and where one of the two is constant.
    """

    count: int
    missing: int
    distinct: int
    minimum: float | None = None
    mean: float | None = None
    deviation: float | None = None
    maximum: float | None = None
    levels: tuple[tuple[str, int], ...] = ()
    histogram: tuple[int, ...] = ()
    correlation: float | None = None


def summary(table: Table, column: int) -> Summary:
    """The summary of one column, by its number."""
    meta, cells = table.columns[column], table.frame.to_series(column)
    count = cells.len() - cells.null_count()
    correlation = _correlation(table, column)
    if not meta.numeric:
        levels = _levels(cells, meta)
        listed = tuple(levels.head(MOST_LEVELS).iter_rows())
        return Summary(count, cells.null_count(), levels.height, levels=listed, correlation=correlation)
    if not count:
        return Summary(count, cells.null_count(), 0)
    filled = cells.drop_nulls()
    values = filled.cast(pl.Float64).to_numpy()
    scaled, exponent = _moderate(values)
    return Summary(
        count,
        cells.null_count(),
        filled.n_unique(),
        cast("float", filled.min()),
        _as_large(scaled.mean(), exponent),
        _as_large(scaled.std(), exponent),
        cast("float", filled.max()),
        histogram=_histogram(scaled),
        correlation=correlation,
    )


def _levels(cells: pl.Series, column: Column) -> pl.DataFrame:
    """Each different cell and how often it occurs, the most frequent first."""
    frame = pl.DataFrame([cells.drop_nulls().alias("level")]).group_by("level", maintain_order=True).len()
    frame = frame.sort("len", descending=True, maintain_order=True)
    if not column.boolean:
        return frame
    words = [column.words[level] for level in frame.get_column("level")]
    return frame.with_columns(pl.Series("level", words, dtype=pl.String))


def _moderate(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """The values divided by a power of two, so that no square is too large, and that power."""
    largest = float(np.abs(values).max())
    exponent = int(np.frexp(largest)[1])
    return np.ldexp(values, -exponent), exponent


def _as_large(scaled: np.floating, exponent: int) -> float:
    return float(np.ldexp(np.float64(scaled), exponent))


def _histogram(values: NDArray[np.float64]) -> tuple[int, ...]:
    """Counts in bins of equal width; the largest value lies in the last, and all of a constant in the middle."""
    low, high = values.min(), values.max()
    if low == high:
        bins = np.full(values.shape, BINS // 2)
    else:
        bins = np.minimum((values - low) / (high - low) * BINS, BINS - 1).astype(np.int64)
    return tuple(np.bincount(bins, minlength=BINS).tolist())


def _correlation(table: Table, column: int) -> float | None:
    target = table.names.index(table.targets[0].name) if table.targets else column
    if target == column:
        return None
    left, right = _numbers(table, column), _numbers(table, target)
    if left is None or right is None:
        return None
    there = ~(np.isnan(left) | np.isnan(right))
    if not there.any():
        return None
    left, right = _deviations(left[there]), _deviations(right[there])
    size = np.sqrt((left @ left) * (right @ right))
    return float(np.clip(left @ right / size, -1.0, 1.0)) if size > 0 else None


def _numbers(table: Table, column: int) -> NDArray[np.float64] | None:
    """The cells as float64 [rows], nan where one is empty; None for text, and for classes unless they are two."""
    cells = table.frame.to_series(column)
    if cells.dtype == pl.String:
        levels = cells.drop_nulls().unique() if table.columns[column].classes else cells.clear()
        if levels.len() != 2:
            return None
        cells = cells == levels.max()
    return cells.cast(pl.Float64).to_numpy()


def _deviations(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The deviations from the mean, in units of the largest; 0 for a constant, whatever its mean rounds to."""
    if values.min() == values.max():
        return np.zeros_like(values)
    scaled, _ = _moderate(values)
    from_mean = scaled - scaled.mean()
    return _moderate(from_mean)[0]

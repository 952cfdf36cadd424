"""Which rows are validation rows: chosen at random, or by a column in the role ``split``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.kinds import Cell

NAMES = ("validation", "valid", "val", "test", "dev", "held out", "held-out", "holdout", "1", "yes", "true")
"""Words of a split column that mean a validation row, in lower case; every other row is trained on."""


def split_column(columns: Sequence[Column]) -> int | None:
    """The number of the split column, None if there is none."""
    return next((number for number, each in enumerate(columns) if each.role_record.marks_rows), None)


def marks_depend_on(columns: Sequence[Column], changed: Container[int]) -> bool:
    """True if marks may change with the cells of the ``changed`` columns; a calculated split column may use any."""
    split = split_column(columns)
    return split is not None and (split in changed or bool(columns[split].formula))


def marked(columns: Sequence[Column], frame: pl.DataFrame, validation: pl.Series) -> pl.Series:
    """The marks in the split column, or ``validation`` [rows] if there is none."""
    split = split_column(columns)
    return validation if split is None else marks_of(frame.to_series(split), columns[split])


def marks_of(cells: pl.Series, split: Column) -> pl.Series:
    """Boolean [rows], True where the cells of the split column mean a validation row."""
    if split.boolean:
        marks = cells
    elif split.numeric:
        marks = cells.eq(1)
    else:
        marks = cells.str.strip_chars().str.to_lowercase().is_in(list(NAMES))
    return marks.fill_null(value=False).alias("validation")


def cell_for(split: Column, cells: pl.Series, *, validation: bool) -> Cell:
    """The cell of the split column that marks a row for validation or training, in the words used in ``cells``."""
    if split.boolean:
        return validation
    if split.numeric:
        return int(validation) if split.whole else float(validation)
    used = cells.filter(marks_of(cells, split).eq(validation)).drop_nulls()
    word: str = used[0] if used.len() else "validation" if validation else "train"
    return word


def validation_mask(rows: int, share: float, seed: int, classes: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
    """Boolean [rows]: True for ``round(rows * share)`` rows chosen by ``seed``, but never for all rows.

    With ``classes``, a number for each row's class [rows], every class gives its share, rounded so that the sum is the
    same; the last training row of a class of several is chosen only if no other row is left. Raises DataError unless
    0 <= share < 1.
    """
    count = validation_count(rows, share)
    # Ordered by raw draws: NumPy promises the same stream of a bit generator in every version, not the same shuffle.
    order = np.argsort(np.random.PCG64(seed).random_raw(rows), kind="stable")
    mask = np.zeros(rows, dtype=np.bool_)
    if classes is None:
        mask[order[:count]] = True
        return mask
    _, numbers, sizes = np.unique(classes, return_inverse=True, return_counts=True)
    by_class = order[np.argsort(numbers[order], kind="stable")]
    place_in_class = np.arange(rows) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    mask[by_class] = place_in_class < np.repeat(_shares(sizes, share, count), sizes)
    return mask


def validation_count(rows: int, share: float) -> int:
    """The number of validation rows among ``rows``. Raises DataError unless 0 <= share < 1."""
    if not 0 <= share < 1:
        raise DataError(f"validation share: {share:g}; give 0 up to, not including, 1")
    return min(round(rows * share), max(rows - 1, 0))


def stratified_classes(columns: Sequence[Column], frame: pl.DataFrame) -> NDArray[np.int64] | None:
    """A number for each row's class [rows], one of them for empty cells; None if no target has classes.

    Of several targets, the first that has classes counts.
    """
    target = next((at for at, column in enumerate(columns) if column.is_target and column.classes), None)
    return None if target is None else frame.to_series(target).rank("dense").fill_null(0).to_numpy().astype(np.int64)


def _shares(sizes: NDArray[np.int64], share: float, total: int) -> NDArray[np.int64]:
    """Rows that each class gives so that they sum to ``total``, by largest remainders; larger classes first."""
    exact = sizes * share
    given: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    ranked = np.lexsort((-sizes, given - exact))
    for most in (np.where(sizes > 1, sizes - 1, 1), sizes):
        while given.sum() < total:
            takers = ranked[given[ranked] < most[ranked]][: total - given.sum()]
            if not len(takers):
                break
            given[takers] += 1
    return given

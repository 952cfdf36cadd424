"""Which rows are held out, to see how a network answers what it was not trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.table import Table


def validation_mask(rows: int, share: float, seed: int, classes: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
    """Boolean [rows]: True for ``round(rows * share)`` rows chosen by ``seed``, but never for the last training row.

    With ``classes``, a number for each row's class [rows], every class gives its share, rounded so that the sum is as
    said; the last training row of a class of several is held out only where no other row is left.
    Raises DataError unless 0 <= share < 1.
    """
    held_out = validation_count(rows, share)
    # Ordered by raw draws: NumPy promises the same stream of a bit generator in every version, not the same shuffle.
    order = np.argsort(np.random.PCG64(seed).random_raw(rows), kind="stable")
    mask = np.zeros(rows, dtype=np.bool_)
    if classes is None:
        mask[order[:held_out]] = True
        return mask
    _, numbers, sizes = np.unique(classes, return_inverse=True, return_counts=True)
    by_class = order[np.argsort(numbers[order], kind="stable")]
    place_in_class = np.arange(rows) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    mask[by_class] = place_in_class < np.repeat(_shares(sizes, share, held_out), sizes)
    return mask


def validation_count(rows: int, share: float) -> int:
    """How many of ``rows`` are validation rows. Raises DataError unless 0 <= share < 1."""
    if not 0 <= share < 1:
        raise DataError(f"validation share: {share:g}; give 0 up to, not including, 1")
    return min(round(rows * share), max(rows - 1, 0))


def held_out(table: Table, share: float, seed: int) -> Table:
    """The table with that share of its rows held out, of every class alike, as ``validation_mask`` draws them.

    Raises DataError as that does.
    """
    return table.with_validation(validation_mask(table.height, share, seed, stratified_classes(table)))


def stratified_classes(table: Table) -> NDArray[np.int64] | None:
    """A number for each row's class [rows], empty cells being one of their own; None where the target has no classes.

    Of several targets, the first that has classes counts.
    """
    target = next((column for column in table.targets if column.classes), None)
    if target is None:
        return None
    ranks = table.frame.get_column(target.name).rank("dense")
    return ranks.fill_null(0).to_numpy().astype(np.int64)


def _shares(sizes: NDArray[np.int64], share: float, total: int) -> NDArray[np.int64]:
    """Rows that each class gives to make ``total``, by largest remainders; of equal ones, the larger class first."""
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

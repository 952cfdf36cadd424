"""Holding rows out."""

import numpy as np
import pytest

from nntui.data.split import validation_mask
from nntui.errors import DataError


@pytest.mark.parametrize(("rows", "share", "held_out"), [(10, 0.2, 2), (392, 0.25, 98), (7, 0, 0), (0, 0.5, 0)])
def test_the_share_of_rows_is_held_out(rows: int, share: float, held_out: int) -> None:
    mask = validation_mask(rows, share, seed=1)
    assert (len(mask), mask.sum()) == (rows, held_out)


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_one_row_is_always_left_to_train_on(rows: int) -> None:
    assert validation_mask(rows, 0.999, seed=0).sum() == rows - 1


def test_the_seed_alone_decides_which_rows() -> None:
    first, again, other = (validation_mask(100, 0.3, seed) for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_rows_of_a_seed_never_change() -> None:
    assert np.flatnonzero(validation_mask(20, 0.25, seed=0)).tolist() == [2, 3, 11, 13, 15]


def test_every_row_has_the_same_chance() -> None:
    times = np.sum([validation_mask(10, 0.3, seed) for seed in range(2_000)], axis=0)
    assert times.min() > 500
    assert times.max() < 700


@pytest.mark.parametrize("share", [-0.1, 1, 1.5, float("nan")])
def test_a_share_that_leaves_nothing_to_train_on_is_refused(share: float) -> None:
    with pytest.raises(DataError, match="validation share"):
        validation_mask(10, share, seed=0)

"""Choosing validation rows."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.data.column import Column
from nntui.data.marks import stratified_classes, validation_mask
from nntui.data.sources.builtin import load
from nntui.data.table import Table
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.kinds import Kind


@pytest.mark.parametrize(("rows", "share", "held_out"), [(10, 0.2, 2), (392, 0.25, 98), (7, 0, 0), (0, 0.5, 0)])
def test_the_share_gives_the_number_of_validation_rows(rows: int, share: float, held_out: int) -> None:
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


def held_out_by_class(classes: list[int], share: float, seed: int = 0) -> dict[int, int]:
    """How many rows of each class are held out."""
    codes = np.array(classes, dtype=np.int64)
    mask = validation_mask(len(codes), share, seed, codes)
    return {int(code): int(mask[codes == code].sum()) for code in np.unique(codes)}


def test_every_class_gives_its_share() -> None:
    assert held_out_by_class([0] * 50 + [1] * 30 + [2] * 20, 0.2) == {0: 10, 1: 6, 2: 4}


def test_rows_that_do_not_divide_go_to_the_largest_remainders() -> None:
    assert held_out_by_class([0] * 17 + [1] * 6 + [2] * 7, 0.3) == {0: 5, 1: 2, 2: 2}


def test_a_rare_class_keeps_its_last_row_to_train_on() -> None:
    assert held_out_by_class([0] * 18 + [1] * 2, 0.9) == {0: 17, 1: 1}


@settings(deadline=None)
@given(
    st.lists(st.integers(-1, 4), max_size=60),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 2**63 - 1),
)
def test_shares_of_classes_are_exact_to_the_row_and_make_the_whole_share(
    classes: list[int], share: float, seed: int
) -> None:
    codes = np.array(classes, dtype=np.int64)
    mask = validation_mask(len(codes), share, seed, codes)
    assert mask.sum() == validation_mask(len(codes), share, seed).sum()
    sizes = [int((codes == code).sum()) for code in np.unique(codes)]
    given = list(held_out_by_class(classes, share, seed).values())
    at_most = [min(np.ceil(size * share), max(size - 1, 1)) for size in sizes]
    if sum(at_most) >= mask.sum():  # there is no need to take the last row of a class
        assert all(few <= most for few, most in zip(given, at_most, strict=True))
    assert all(few >= np.floor(size * share) for few, size in zip(given, sizes, strict=True))


def test_the_seed_alone_decides_which_rows_of_a_class() -> None:
    classes = np.arange(100, dtype=np.int64) % 3
    first, again, other = (validation_mask(100, 0.3, seed, classes) for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_rows_of_a_class_are_drawn_and_not_taken_in_order() -> None:
    classes = np.repeat([0, 1], 10)
    times = np.sum([validation_mask(20, 0.3, seed, classes) for seed in range(2_000)], axis=0)
    assert times.min() > 500
    assert times.max() < 700


def test_the_rows_of_one_class_are_drawn_as_without_classes() -> None:
    one = np.zeros(40, dtype=np.int64)
    assert np.array_equal(validation_mask(40, 0.25, 3, one), validation_mask(40, 0.25, 3))


def test_a_tables_target_says_its_classes_and_empty_cells_are_one() -> None:
    cases: list[tuple[Kind, list[Any], list[int]]] = [
        ("category", ["b", "a", None, "b"], [2, 1, 0, 2]),
        ("yes-no", [True, False, None, True], [2, 1, 0, 2]),
    ]
    for kind, cells, codes in cases:
        table = Table.of([Column("x"), Column("*", kind=kind, role="target")], {"x": [1, 2, 3, 4], "*": cells})
        found = stratified_classes(table.columns, table.frame)
        assert found is not None
        assert found.tolist() == codes


def test_a_target_of_numbers_has_no_classes() -> None:
    assert stratified_classes(load("cars").columns, load("cars").frame) is None

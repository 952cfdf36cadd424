"""A column is summed up in numbers that can be checked by hand."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.data.column import Column
from nntui.data.kinds import KINDS, Kind
from nntui.data.summary import BINS, MOST_LEVELS, Summary, summary
from nntui.data.table import Table

CARS = Table.of(
    [
        Column("weight"),
        Column("doors", "whole"),
        Column("diesel", "yes-no", words=("petrol", "diesel")),
        Column("origin", "category"),
        Column("note", "text", role="ignored"),
        Column("price", role="target"),
    ],
    {
        "weight": [1.0, 2.0, None, 4.0, 5.0],
        "doors": [2, 4, 4, 4, None],
        "diesel": [True, False, True, None, True],
        "origin": ["usa", "japan", "usa", "europe", None],
        "note": ["b", "a", None, None, "a"],
        "price": [10.0, 20.0, 30.0, 40.0, 50.0],
    },
)


def of(values: list[float | None], target: list[float | None] | None = None) -> Summary:
    """The summary of a column of numbers beside a target."""
    answers = target or [float(row) for row in range(len(values))]
    table = Table.of([Column("x"), Column("y", role="target")], {"x": values, "y": answers})
    return summary(table, 0)


def test_numbers_are_summarised_by_range_and_spread() -> None:
    weight = summary(CARS, 0)
    assert (weight.count, weight.missing, weight.distinct) == (4, 1, 4)
    assert (weight.minimum, weight.mean, weight.maximum) == (1.0, 3.0, 5.0)
    assert weight.deviation == pytest.approx(math.sqrt((4 + 1 + 1 + 4) / 4))
    assert weight.levels == ()
    assert weight.histogram == (1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1)


def test_whole_numbers_stay_exact() -> None:
    large = 2**62 + 1
    table = Table.of([Column("id", "whole")], {"id": [large, large + 1]}).with_roles()
    assert (summary(table, 0).minimum, summary(table, 0).maximum) == (large, large + 1)


def test_classes_and_texts_are_summarised_by_their_levels() -> None:
    assert summary(CARS, 2).levels == (("diesel", 3), ("petrol", 1))
    assert summary(CARS, 3).levels == (("usa", 2), ("japan", 1), ("europe", 1))
    note = summary(CARS, 4)
    assert note.levels == (("a", 2), ("b", 1))
    assert (note.count, note.missing, note.distinct, note.minimum, note.histogram) == (3, 2, 2, None, ())


def test_of_many_levels_the_most_frequent_are_listed() -> None:
    names = [f"n{number}" for number in range(MOST_LEVELS + 5)] + ["n1004"]
    table = Table.of([Column("name", "text"), Column("y")], {"name": names, "y": range(len(names))})
    name = summary(table, 0)
    assert name.distinct == MOST_LEVELS + 5
    assert len(name.levels) == MOST_LEVELS
    assert name.levels[:2] == (("n1004", 2), ("n0", 1))


def test_the_correlation_is_that_with_the_first_target() -> None:
    assert summary(CARS, 0).correlation == pytest.approx(np.corrcoef([1, 2, 4, 5], [10, 20, 40, 50])[0, 1])
    assert summary(CARS, 2).correlation == pytest.approx(np.corrcoef([1, 0, 1, 1], [10, 20, 30, 50])[0, 1])
    assert summary(CARS, 5).correlation is None


def test_text_and_many_classes_have_no_correlation() -> None:
    assert summary(CARS, 3).correlation is None
    assert summary(CARS, 4).correlation is None
    by_origin = CARS.with_roles(targets=["origin"])
    assert summary(by_origin, 0).correlation is None


def test_a_target_of_two_classes_counts_as_0_and_1_in_the_order_of_the_alphabet() -> None:
    table = Table.of(
        [Column("x"), Column("c", "category", role="target")], {"x": [1.0, 2.0, 4.0, 9.0], "c": ["b", "a", "b", None]}
    )
    assert summary(table, 0).correlation == pytest.approx(np.corrcoef([1, 2, 4], [1, 0, 1])[0, 1])


@pytest.mark.parametrize("values", [[3.1, 3.1, 3.1], [None, 2.0, None], [None, None, None]])
def test_a_constant_has_no_correlation(values: list[float | None]) -> None:
    assert of(values).correlation is None
    assert of([1.0, 2.0, 3.0], values).correlation is None


def test_a_constant_lies_in_the_middle_of_its_histogram() -> None:
    constant = of([0.1] * 10)
    assert (constant.minimum, constant.mean, constant.maximum, constant.distinct) == (0.1, 0.1, 0.1, 1)
    assert constant.deviation == pytest.approx(0, abs=1e-16)
    assert constant.histogram[BINS // 2] == 10
    assert sum(constant.histogram) == 10


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_column_without_a_cell_is_summed_up_too(kind: Kind, rows: int) -> None:
    cells = {
        "x": pl.Series("x", [None] * rows, dtype=KINDS[kind].dtype),
        "y": pl.Series("y", [1.0] * rows, dtype=pl.Float64),
    }
    assert summary(Table.of([Column("x", kind), Column("y", role="target")], cells), 0) == Summary(0, rows, 0)


def test_one_row_is_enough() -> None:
    one = of([7.0])
    assert (one.count, one.minimum, one.mean, one.deviation, one.maximum) == (1, 7.0, 7.0, 0.0, 7.0)


def test_a_table_without_a_target_has_no_correlations() -> None:
    table = Table.of([Column("x"), Column("y")], {"x": [1.0, 2.0], "y": [1.0, 3.0]})
    assert summary(table, 0).correlation is None


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_very_large_and_very_small_numbers_do_not_overflow(size: float) -> None:
    values: list[float | None] = [-size, size, size, size]
    found = of(values, [0.0, 1.0, 1.0, 1.0])
    assert found.mean == pytest.approx(size / 2)
    assert found.deviation == pytest.approx(size * math.sqrt(0.75))
    assert found.histogram == (1, *[0] * (BINS - 2), 3)
    assert found.correlation == pytest.approx(1.0)


def test_the_full_range_of_floats_has_a_histogram() -> None:
    assert of([-1.7e308, 1.7e308, 0.0]).histogram == (1, *[0] * 7, 1, *[0] * 6, 1)


@settings(deadline=None)
@given(st.lists(st.none() | st.floats(-1e6, 1e6).map(lambda number: round(number, 2)), min_size=1))
def test_a_summary_is_what_numpy_says(values: list[float | None]) -> None:
    there = np.array([value for value in values if value is not None])
    found = of(values)
    assert (found.count, found.missing) == (there.size, len(values) - there.size)
    if not there.size:
        return
    assert found.distinct == np.unique(there).size
    assert (found.minimum, found.maximum) == (there.min(), there.max())
    assert found.mean == pytest.approx(there.mean(), abs=1e-6)
    assert found.deviation == pytest.approx(there.std(), abs=1e-6)
    assert sum(found.histogram) == there.size

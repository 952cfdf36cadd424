"""An encoder fitted in one pass over parts: as for the whole table, but for medians and quantiles."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nntui.data.column import Column, Scaling
from nntui.data.encoding.encoder import Encoder
from nntui.data.encoding.scaling import Scale
from nntui.data.encoding.whole_fit import WholeFit
from nntui.data.scalings import FIXED, LOG, METHODS, ROBUST
from nntui.data.table import Table
from nntui.errors import DataError

NUMBERS = st.floats(-1e6, 1e6)


def whole_fit(columns: list[Column], cells: dict[str, pl.Series], sample: int, part: int) -> tuple[Encoder, Encoder]:
    """The encoder of all rows at once, and the one of the first ``sample`` rows fitted to parts of all."""
    table = Table.of(columns, cells)
    first = Table.of(columns, {name: each.head(sample) for name, each in cells.items()})
    fit = WholeFit(first, Encoder.fit(first))
    for start in range(0, table.height, part):
        fit.take(table.frame.slice(start, part))
    return Encoder.fit(table), fit.encoder()


@pytest.mark.parametrize("method", [name for name in METHODS if name not in {ROBUST, LOG}])
@given(st.lists(NUMBERS, min_size=3, max_size=40), st.integers(1, 9))
@settings(max_examples=15)
def test_scalings_are_those_of_all_rows(method: str, values: list[float], part: int) -> None:
    scaling = Scaling(method, 3.0 if method == FIXED else None)
    columns = [Column("x", scaling=scaling), Column("y", role="target")]
    cells = {"x": pl.Series("x", values), "y": pl.Series("y", np.arange(len(values), dtype=float))}
    whole, fitted = whole_fit(columns, cells, 2, part)
    for one, other in zip((*whole.inputs, *whole.targets), (*fitted.inputs, *fitted.targets), strict=True):
        assert isinstance(one, Scale)
        assert isinstance(other, Scale)
        size = max(map(abs, values))
        assert math.isclose(one.offset, other.offset, abs_tol=1e-9 * size)
        assert math.isclose(one.divisor, other.divisor, rel_tol=1e-6, abs_tol=1e-7 * size)
        assert replace(one, offset=0, divisor=1) == replace(other, offset=0, divisor=1)


def test_a_level_an_extreme_and_an_empty_cell_that_the_sample_lacks_are_known() -> None:
    columns = [
        Column("place", kind="category", missing="fill"),
        Column("size", scaling=Scaling("max"), missing="fill"),
        Column("mean", missing="mean"),
        Column("often", kind="category", missing="frequent"),
        Column("y", role="target", kind="category"),
    ]
    cells = {
        "place": pl.Series(["a", "b", "a", "c", None, "a"]),
        "size": pl.Series([1.0, 3.0, 2.0, 9.0, 4.0, None]),
        "mean": pl.Series([1.0, 2.0, 3.0, None, 4.0, 5.0]),
        "often": pl.Series(["u", "v", "u", "v", "v", None]),
        "y": pl.Series(["p", "q", "p", "q", "r", "p"]),
    }
    whole, fitted = whole_fit(columns, cells, 3, 2)
    place, size, mean, often = fitted.inputs
    assert place == whole.inputs[0]
    assert place.features == ("place=a", "place=b", "place=c", "place=(empty)")
    assert isinstance(size, Scale)
    assert (size.divisor, size.maximum, size.fill) == (9.0, 9.0, 2.0)  # the median is that of the sample
    assert isinstance(mean, Scale)
    assert mean.fill == 3.0
    assert often == whole.inputs[3]
    assert fitted.classes == ("p", "q", "r")


def test_too_many_levels_are_refused_in_one_line() -> None:
    columns = [Column("id", kind="category"), Column("y", role="target")]
    cells = {"id": pl.Series([f"n{i}" for i in range(1_100)]), "y": pl.Series(np.arange(1_100.0))}
    first = Table.of(columns, {name: each.head(10) for name, each in cells.items()})
    fit = WholeFit(first, Encoder.fit(first))
    with pytest.raises(DataError, match="id: has more than the 1,000 levels that can be coded; ignore it"):
        fit.take(pl.DataFrame(cells))

"""An encoder fitted to more rows than memory holds, in one pass over parts of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace

from nntui.data.encoding.coders import MOST_LEVELS, Levels, YesNo, cells_for, coder_of
from nntui.data.encoding.encoder import Encoder
from nntui.data.encoding.scaling import Scale
from nntui.data.policies import FREQUENT, MEAN
from nntui.data.scalings import METHODS, NumberSummary, signed_log
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.encoding.coders import Coder
    from nntui.data.table import Table


class WholeFit:
    """Fits the encoder of ``sample``, a table of some rows, to all rows: ``take`` them in parts, then ``encoder``.

    Exact for all rows are ranges, means, deviations, the levels of categories, which of them is the most frequent,
    and whether a column has empty cells; medians, quantiles and the unit of logarithms are those of the sample.
    """

    def __init__(self, sample: Table, first: Encoder) -> None:
        columns = {column.name: column for column in sample.columns}
        self._inputs, self._targets = (
            [_fit_of(columns[coder.name], coder, sample) for coder in coders]
            for coders in (first.inputs, first.targets)
        )

    def take(self, frame: pl.DataFrame) -> None:
        """The next rows to train on."""
        for fit in (*self._inputs, *self._targets):
            fit.take(frame)

    def encoder(self) -> Encoder:
        """The encoder for all rows. Raises DataError as ``Encoder.fit`` does for levels and for large numbers."""
        return Encoder(tuple(fit.coder() for fit in self._inputs), tuple(fit.coder() for fit in self._targets))


def _fit_of(column: Column, coder: Coder, sample: Table) -> _NumberFit | _LevelFit:
    cells = sample.frame.get_column(column.name)
    return _NumberFit(column, coder, cells) if isinstance(coder, Scale) else _LevelFit(column, coder, cells)


class _NumberFit:
    """A column of numbers."""

    def __init__(self, column: Column, coder: Scale, sample: pl.Series) -> None:
        self._column, self._coder, self._sample = column, coder, sample
        self._empty = False
        self._values, self._fitted = NumberSummary(), NumberSummary()

    def take(self, frame: pl.DataFrame) -> None:
        """The next rows."""
        cells = cells_for(frame, self._coder)
        self._empty |= bool(cells.null_count())
        values = cells.drop_nulls().cast(pl.Float64).to_numpy()
        if len(values):
            self._values.take(values)
            if self._coder.log_unit is not None:
                self._fitted.take(signed_log(values, self._coder.log_unit))

    def coder(self) -> Scale:
        """The scaling."""
        coder = _like(self._column, self._sample, self._coder, empty=self._empty)
        assert isinstance(coder, Scale)
        method = METHODS[self._column.scaling.method]
        whole = self._values if coder.log_unit is None else self._fitted
        offset, divisor = coder.offset, coder.divisor
        least, most = method.span or (math.inf, -math.inf)
        if method.of_summary is not None:
            offset, divisor = method.of_summary(whole)
        if not math.isfinite(offset) or not math.isfinite(divisor):
            raise DataError(
                f"column {one_line(self._column.name)}: its numbers are too large to be scaled; use a larger unit"
            )
        fill = self._values.mean if coder.fill is not None and self._column.missing == MEAN else coder.fill
        return replace(
            coder,
            offset=offset,
            divisor=divisor or 1.0,
            minimum=min(least, self._values.low),
            maximum=max(most, self._values.high),
            fill=fill,
        )


class _LevelFit:
    """A column of classes."""

    def __init__(self, column: Column, coder: YesNo | Levels, sample: pl.Series) -> None:
        self._column, self._coder, self._sample = column, coder, sample
        self._empty = False
        self._counts: dict[str | bool, int] = {}

    def take(self, frame: pl.DataFrame) -> None:
        """The next rows."""
        cells = cells_for(frame, self._coder)
        self._empty |= bool(cells.null_count())
        found = cells.drop_nulls().alias("value").value_counts(name="count")
        for value, count in zip(found.get_column("value"), found.get_column("count"), strict=True):
            self._counts[value] = self._counts.get(value, 0) + count
        if len(self._counts) > MOST_LEVELS:
            raise DataError(
                f"{one_line(self._column.name)}: has more than the {MOST_LEVELS:,} levels that can be coded; ignore it"
            )

    def coder(self) -> YesNo | Levels:
        """The levels."""
        coder = _like(self._column, self._sample, self._coder, empty=self._empty)
        assert not isinstance(coder, Scale)
        if coder.fill is not None and self._column.missing == FREQUENT:
            most = max(self._counts.values(), default=0)
            commonest = min((value for value, count in self._counts.items() if count == most), default=coder.fill)
            coder = replace(coder, fill=commonest)
        if isinstance(coder, YesNo) or coder.yes_no:
            return coder
        return replace(coder, levels=tuple(sorted({*coder.levels, *map(str, self._counts)})))


def _like(column: Column, sample: pl.Series, coder: Coder, *, empty: bool) -> Coder:
    """The coder of the sample's cells, with an empty one among them where there is one in any row."""
    if not empty or sample.null_count():
        return coder
    return coder_of(column, sample.extend_constant(None, 1))

"""Empty cells of a column filled or refused, and its numbers scaled, on their way to a network."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import msgspec
import numpy as np

from nntui.data.dates import DateFormat, written_date
from nntui.data.kinds import NUMBER
from nntui.data.numbers import format_number
from nntui.data.scalings import LIMIT, METHODS, from_signed_log, log_unit, signed_log
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.kinds import Cell


def check_given(cells: Iterable[pl.Series], among: NDArray[np.bool_] | None = None) -> None:
    """Raise DataError for the first row with an empty cell in one of these columns, of the rows ``among`` [rows]."""
    first: tuple[int, str] | None = None
    for column in cells:
        if not column.null_count():
            continue
        empty = column.is_null().to_numpy()
        rows = np.flatnonzero(empty if among is None else empty & among)
        if len(rows) and (first is None or rows[0] < first[0]):
            first = int(rows[0]), column.name
    if first is not None:
        place = f"row {first[0] + 1}, column {one_line(first[1])}"
        raise DataError(f"{place}: is empty; fill it in or choose another policy for missing cells")


def usable_rows(cells: pl.Series, *, filled: bool) -> NDArray[np.bool_]:
    """Boolean [rows]: True where a cell is not empty, or anyway where empty ones are filled."""
    if filled or not cells.null_count():
        return np.ones(cells.len(), dtype=np.bool_)
    return cells.is_not_null().to_numpy()


def fill_cells(cells: pl.Series, fill: Cell) -> pl.Series:
    """The cells with ``fill`` in the empty ones. Raises DataError where that is None and there is an empty one."""
    if not cells.null_count():
        return cells
    if fill is None:
        check_given([cells])
    return cells.fill_null(fill)


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="scale"):
    """A column's scaling: ``scaled = (value - offset) / divisor``, kept within ``limit`` of 0 if there is one.

    With a ``log_unit``, ``signed_log`` of the value in that unit takes its place. ``minimum`` and ``maximum`` are the
    range that was trained on; ``fill`` stands in for an empty cell. All are in ``unit``. ``measure`` names what a
    scaled number counts, "" where that does not show how unusual it is. ``date_format`` is that of a column of dates.
    """

    kind: ClassVar[str] = NUMBER

    name: str
    offset: float
    divisor: float
    minimum: float
    maximum: float
    unit: str = ""
    fill: float | None = None
    limit: float | None = None
    log_unit: float | None = None
    measure: str = ""
    date_format: DateFormat | None = None

    @classmethod
    def fit(cls, column: Column, values: NDArray[np.float64], fill: float | None = None) -> Scale:
        """The scaling of ``column``, fitted to ``values`` [training rows], of which there is at least one.

        ``standard`` takes the deviation of these very rows (divided by their number). Raises DataError for values too
        large.
        """
        method = METHODS[column.scaling.method]
        unit = log_unit(values) if method.logarithmic else None
        with np.errstate(over="ignore", invalid="ignore"):
            fitted = values if unit is None else signed_log(values, unit)
            offset, divisor = method.fit(fitted, column.scaling.divisor or 1.0)
        if not all(map(math.isfinite, (offset, divisor, fill or 0.0))):
            raise DataError(
                f"column {one_line(column.name)}: its numbers are too large to be scaled; use a larger unit"
            )
        low, high = method.span or (math.inf, -math.inf)
        return cls(
            column.name,
            offset,
            divisor or 1.0,
            min(low, float(values.min())),
            max(high, float(values.max())),
            column.unit,
            fill,
            limit=None if column.is_target else method.limit,
            log_unit=unit,
            measure=method.measure,
            date_format=column.date_format if column.temporal else None,
        )

    @property
    def features(self) -> tuple[str, ...]:
        """The network's input that the column is: one, of its name."""
        return (self.name,)

    @property
    def fills(self) -> bool:
        """True if an empty cell can be coded."""
        return self.fill is not None

    @property
    def beyond(self) -> str:
        """The warning about an ``unfamiliar`` number."""
        return f"outside {self.spelled(self.minimum)} to {self.spelled(self.maximum)}, the range trained on"

    def spelled(self, value: float) -> str:
        """The text of a value: a date in a column of dates."""
        return format_number(value) if self.date_format is None else written_date(value, self.date_format)

    def distance(self, value: float) -> str:
        """How far outside the range that was trained on ``value`` is, and what it is clipped to, if that is far.

        In units of the scaling where these show how unusual a value is, else in widths of that range; "" for nearer
        values.
        """
        width = self.maximum - self.minimum
        if self.measure and width > 0:
            size = abs(float(self.scaled(np.array([value]))[0]))
            answered = "too far to rely on" if self.limit is None else f"taken as {self.limit:g}"
            return f"; {size:.3g} {self.measure}, {answered}" if size > LIMIT else ""
        beyond = max(self.minimum - value, value - self.maximum)
        if not 0 < width < beyond:
            return ""
        return f"; {beyond / width:.3g} times as far outside as that range is wide, too far to rely on"

    def unfamiliar(self, cells: pl.Series) -> NDArray[np.bool_]:
        """Boolean [rows]: True where there is a number outside the range that was trained on."""
        numbers = cells.to_numpy()  # NaN where there is none, which is neither smaller nor larger
        outside: NDArray[np.bool_] = (numbers < self.minimum) | (numbers > self.maximum)
        return outside

    def write(self, cells: pl.Series, into: NDArray[np.float32]) -> None:
        """Scale the numbers into the columns ``into`` [rows, 1].

        Raises DataError for an empty cell that nothing fills, and for a number that float32 cannot hold once scaled.
        """
        into[:, 0] = self.encode(fill_cells(cells, self.fill).to_numpy())

    def scaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """``values`` scaled, without a limit."""
        return ((values if self.log_unit is None else signed_log(values, self.log_unit)) - self.offset) / self.divisor

    def encode(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """``values`` scaled, within the limit. Raises DataError for one that float32 cannot hold once scaled."""
        with np.errstate(over="ignore"):
            scaled = self.scaled(values)
            if self.limit is not None:
                scaled = np.clip(scaled, -self.limit, self.limit)
            encoded = scaled.astype(np.float32)
        finite = np.isfinite(encoded)
        if not finite.all():
            cell, size = float(values[~finite][0]), float(scaled[~finite][0])
            raise DataError(
                f"column {one_line(self.name)}: {cell:g} is scaled to {size:g}, too large to calculate with; "
                "choose another scaling or a larger unit"
            )
        return encoded

    def decode(self, scaled: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
        """Scaled values back in the column's unit."""
        values = scaled.astype(np.float64) * self.divisor + self.offset
        return values if self.log_unit is None else from_signed_log(values, self.log_unit)

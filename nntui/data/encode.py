"""From a table to the arrays a network is trained on, and from its outputs back to numbers in the target's unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import polars as pl
from msgspec.structs import replace

from nntui.data.checks import checked_number
from nntui.data.edits import format_number
from nntui.data.scale import Scale, largest
from nntui.data.shown import listed, quoted, shown
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.table import Table

__all__ = ["Arrays", "Encoder", "Scale", "encode"]


class Encoder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The scalings of the input and of the target columns, in the order of the network's inputs and outputs."""

    inputs: tuple[Scale, ...]
    targets: tuple[Scale, ...]

    @classmethod
    def fit(cls, table: Table) -> Encoder:
        """The scalings that the table's columns ask for, fitted to its training rows that have no empty cell.

        Validation rows are not looked at. Raises DataError without an input, a target, or a row to fit to.
        """
        if not table.inputs:
            raise DataError("no column is an input; choose one")
        if not table.targets:
            raise DataError("no column is a target; choose one")
        columns = (*table.inputs, *table.targets)
        training = ~table.validation.to_numpy()
        cells = _cells(table, [column.name for column in columns])[training & table.complete]
        if not len(cells):
            raise DataError(_why_no_row(table, training))
        scales = [Scale.fit(column, cells[:, number]) for number, column in enumerate(columns)]
        return cls(tuple(scales[: len(table.inputs)]), tuple(scales[len(table.inputs) :]))

    def encode_inputs(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """Inputs [rows, inputs], scaled. Raises DataError for a number that float32 cannot hold."""
        return _encoded(self.inputs, values)

    def encode_targets(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """Targets [rows, targets], scaled. Raises DataError for a number that float32 cannot hold."""
        return _encoded(self.targets, values)

    def decode_targets(self, outputs: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
        """A network's outputs [rows, targets] in the targets' own units."""
        decoded = np.empty(outputs.shape, dtype=np.float64)
        for number, scale in enumerate(self.targets):
            decoded[:, number] = scale.decode(outputs[:, number])
        return decoded

    def encode_query(self, values: Mapping[str, float]) -> tuple[NDArray[np.float32], list[str]]:
        """One row of inputs [1, inputs], given by name and scaled, and a line for each value outside the trained range.

        Raises DataError for an input that is missing, a name that is no input, and a number that is not finite.
        """
        row = self._query(values)
        warnings = [
            f"{shown(scale.name)}: {format_number(value)} is outside {format_number(scale.minimum)} to "
            f"{format_number(scale.maximum)}, the range trained on"
            for scale, value in zip(self.inputs, row[0].tolist(), strict=True)
            if not scale.minimum <= value <= scale.maximum
        ]
        return self.encode_inputs(row), warnings

    def encode_query_own_max(self, values: Mapping[str, float]) -> NDArray[np.float32]:
        """One row of inputs [1, inputs] divided by its own largest value, as the tutorial's lesson does by mistake.

        Raises DataError as ``encode_query`` does.
        """
        row = self._query(values)
        divisor = largest(row)
        return _encoded(tuple(replace(scale, offset=0.0, divisor=divisor) for scale in self.inputs), row)

    def _query(self, values: Mapping[str, float]) -> NDArray[np.float64]:
        names = [scale.name for scale in self.inputs]
        for name in values:
            if name not in names:
                raise DataError(f"no input {quoted(name)}; there are {listed(names)}")
        missing = [name for name in names if name not in values]
        if missing:
            raise DataError(f"a value is missing for {listed(missing)}")
        return np.array([[checked_number(values[name], name) for name in names]], dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """A table's complete rows, scaled to float32: inputs [rows, inputs] and targets [rows, targets] of either kind.

    ``rows`` and ``validation_rows`` say which row of the table each came from. There may be none of either kind.
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]
    validation_inputs: NDArray[np.float32]
    validation_targets: NDArray[np.float32]
    rows: NDArray[np.int64]
    validation_rows: NDArray[np.int64]

    @classmethod
    def none(cls, inputs: int, targets: int) -> Arrays:
        """No rows of either kind: what a table gives that nothing can be fitted to yet."""
        no_inputs, no_targets = np.empty((0, inputs), np.float32), np.empty((0, targets), np.float32)
        no_rows = np.empty(0, np.int64)
        return cls(no_inputs, no_targets, no_inputs, no_targets, no_rows, no_rows)


def encode(table: Table, encoder: Encoder) -> Arrays:
    """The rows that have no empty cell in the encoder's columns, scaled; training and validation rows apart.

    Raises DataError for a table without one of these columns, and for a number that float32 cannot hold.
    """
    split = len(encoder.inputs)
    cells = _cells(table, [scale.name for scale in (*encoder.inputs, *encoder.targets)])
    complete = ~np.isnan(cells).any(axis=1)
    held_out = table.validation.to_numpy()
    rows, validation_rows = np.flatnonzero(complete & ~held_out), np.flatnonzero(complete & held_out)
    return Arrays(
        inputs=encoder.encode_inputs(cells[rows, :split]),
        targets=encoder.encode_targets(cells[rows, split:]),
        validation_inputs=encoder.encode_inputs(cells[validation_rows, :split]),
        validation_targets=encoder.encode_targets(cells[validation_rows, split:]),
        rows=rows.astype(np.int64),
        validation_rows=validation_rows.astype(np.int64),
    )


def _cells(table: Table, names: Sequence[str]) -> NDArray[np.float64]:
    """Float64 [rows, names], NaN where a cell is empty."""
    for name in set(names).difference(table.names):
        table.index(name)
    # Not frame.select, which takes a name such as "*" for a pattern.
    cells: NDArray[np.float64] = pl.DataFrame([table.frame.get_column(name) for name in names]).to_numpy()
    return cells


def _encoded(scales: tuple[Scale, ...], values: NDArray[np.float64]) -> NDArray[np.float32]:
    encoded = np.empty(values.shape, dtype=np.float32)
    for number, scale in enumerate(scales):
        encoded[:, number] = scale.encode(values[:, number])
    return encoded


def _why_no_row(table: Table, training: NDArray[np.bool_]) -> str:
    if not table.height:
        return "the table has no rows; add one to train on"
    if not training.any():
        return "every row is held out for validation; hold out fewer"
    return "every training row has an empty cell; fill one in"

"""From a table to the arrays that a network is trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.coders import Coder, cells_for
from nntui.data.decode import Decoded
from nntui.data.encoder import Encoder
from nntui.data.levels import Levels, YesNo
from nntui.data.scale import Scale
from nntui.data.shape import check_refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.table import Table

__all__ = ["Arrays", "Coder", "Decoded", "Encoder", "Levels", "Scale", "YesNo", "encode"]


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """A table's rows as numbers: inputs [rows, inputs] and targets [rows, outputs], float32, of either kind of rows.

    ``rows`` and ``validation_rows`` say which row of the table each came from. There may be none of either kind.
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]
    validation_inputs: NDArray[np.float32]
    validation_targets: NDArray[np.float32]
    rows: NDArray[np.int64]
    validation_rows: NDArray[np.int64]

    @classmethod
    def none(cls, inputs: int, outputs: int) -> Arrays:
        """No rows of either kind: what a table gives that nothing can be fitted to yet."""
        no_inputs, no_targets = np.empty((0, inputs), np.float32), np.empty((0, outputs), np.float32)
        no_rows = np.empty(0, np.int64)
        return cls(no_inputs, no_targets, no_inputs, no_targets, no_rows, no_rows)


def encode(table: Table, encoder: Encoder) -> Arrays:
    """The rows that the encoder can code and knows the answer of; training and validation rows apart.

    Left out are rows with an empty cell that nothing fills, and those of a class that no training row has. Raises
    DataError for a row with an empty cell that is to be refused, a table without one of the encoder's columns, and a
    number that float32 cannot hold once scaled.
    """
    check_refused(table)
    frame = pl.DataFrame([cells_for(table.frame, coder) for coder in (*encoder.inputs, *encoder.targets)])
    known = encoder.usable(frame) & encoder.answered(frame)
    held_out = table.validation.to_numpy()
    training, validation = _picked(frame, known & ~held_out), _picked(frame, known & held_out)
    return Arrays(
        inputs=encoder.encode_inputs(training),
        targets=encoder.encode_targets(training),
        validation_inputs=encoder.encode_inputs(validation),
        validation_targets=encoder.encode_targets(validation),
        rows=np.flatnonzero(known & ~held_out).astype(np.int64),
        validation_rows=np.flatnonzero(known & held_out).astype(np.int64),
    )


def _picked(frame: pl.DataFrame, rows: NDArray[np.bool_]) -> pl.DataFrame:
    return frame if rows.all() else frame.filter(rows)

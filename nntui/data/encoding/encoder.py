"""From a table to the arrays that a network is trained on, and from its outputs back to the table's units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import polars as pl

from nntui.data.encoding.answers import (
    Decoded,
    UnfamiliarRows,
    decode_classes,
    decode_numbers,
    query_frame,
    scaled_by_own_maximum,
    value_warning,
)
from nntui.data.encoding.coders import UNKNOWN, Coder, cells_for, coder_of, encode_columns, write_one_hot
from nntui.data.encoding.scaling import Scale, usable_rows
from nntui.data.encoding.shape import TaskShape, cells_of, check_refused, check_roles, check_rows, training_rows
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nntui.data.encoding.answers import Outputs
    from nntui.data.encoding.coded_file import CodedFile
    from nntui.data.kinds import Cell
    from nntui.data.table import Table


class Encoder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the input and target columns are coded, in the order of the network's inputs and outputs.

    Its methods take frames that have a column for each coder, of its name and of the kind trained on; numbers may be of
    any numeric type, and other columns are ignored. They raise DataError if a column is missing or of another kind.
    """

    inputs: tuple[Coder, ...]
    targets: tuple[Coder, ...]

    @classmethod
    def fit(cls, table: Table) -> Encoder:
        """Scalings, levels and fills as the table's columns require, fitted to its training rows alone.

        Raises DataError for columns that cannot be inputs and targets of one network, for a training row with an empty
        cell whose policy is to refuse, and if there is no row, or nothing in a column, to fit to.
        """
        check_roles(table)
        check_refused(table, ~table.validation.to_numpy())
        rows = training_rows(table)
        check_rows(table, rows)
        inputs, targets = (
            tuple(coder_of(column, cells_of(table, column, rows)) for column in columns)
            for columns in (table.inputs, table.targets)
        )
        return cls(inputs, targets)

    @property
    def shape(self) -> TaskShape:
        """The inputs, outputs and task of a network for this encoder."""
        features = [name for coder in self.inputs for name in coder.features]
        return TaskShape.of(features, [coder.name for coder in self.targets], self.classes)

    @property
    def classes(self) -> tuple[str, ...]:
        """The target's classes, in the order of their codes; none if the targets are numbers."""
        target = self.targets[0]
        return () if isinstance(target, Scale) else target.classes

    def usable(self, frame: pl.DataFrame) -> NDArray[np.bool_]:
        """Boolean [rows]: True if every input has a cell or is filled."""
        rows = np.ones(frame.height, dtype=np.bool_)
        for coder in self.inputs:
            rows &= usable_rows(cells_for(frame, coder), filled=coder.fills)
        return rows

    def answered(self, frame: pl.DataFrame) -> NDArray[np.bool_]:
        """Boolean [rows]: True if every target has a number, or a known class."""
        if self.classes:
            known: NDArray[np.bool_] = self.codes(frame) != UNKNOWN
            return known
        rows = np.ones(frame.height, dtype=np.bool_)
        for coder in self.targets:
            rows &= usable_rows(cells_for(frame, coder), filled=False)
        return rows

    def codes(self, frame: pl.DataFrame) -> NDArray[np.int64]:
        """The class of each row, int64 [rows], as an index of ``classes``; -1 if it is empty or unknown.

        Raises DataError if the targets are numbers.
        """
        target = self.targets[0]
        if isinstance(target, Scale):
            raise DataError(f"{one_line(target.name)}: is a number and has no classes")
        return target.codes(cells_for(frame, target))

    def numbers(self, frame: pl.DataFrame) -> NDArray[np.float64]:
        """The numbers in the targets, float64 [rows, targets], in their own units; NaN for an empty cell."""
        return np.column_stack([cells_for(frame, coder).to_numpy() for coder in self.targets])

    def encode_inputs(self, frame: pl.DataFrame) -> NDArray[np.float32]:
        """Inputs [rows, inputs] of ``usable`` rows; an unknown level is 0 throughout.

        Raises DataError for a row that is not usable, and for a number that float32 cannot hold once scaled.
        """
        return encode_columns(self.inputs, frame)

    def encode_targets(self, frame: pl.DataFrame) -> NDArray[np.float32]:
        """Targets [rows, outputs] of ``answered`` rows: scaled numbers, or 0 and 1.

        Raises DataError for a row that is not answered, and for a number that float32 cannot hold once scaled.
        """
        if not self.classes:
            return encode_columns(self.targets, frame)
        codes = self.codes(frame)
        if (codes == UNKNOWN).any():
            row = int((codes == UNKNOWN).argmax()) + 1
            raise DataError(f"row {row}, column {one_line(self.targets[0].name)}: is none of {as_list(self.classes)}")
        if self.shape.task == "binary":
            return codes[:, None].astype(np.float32)
        classes = np.empty((len(codes), len(self.classes)), dtype=np.float32)
        write_one_hot(codes, classes)
        return classes

    def decode(self, outputs: Outputs) -> Decoded:
        """A network's outputs [rows, outputs] in the targets' own units and classes."""
        target = self.targets[0]
        if isinstance(target, Scale):
            return decode_numbers([each for each in self.targets if isinstance(each, Scale)], outputs)
        return decode_classes(target, outputs)

    def encode_query(self, values: Mapping[str, Cell]) -> tuple[NDArray[np.float32], list[str]]:
        """One row of inputs [1, inputs] from ``values`` by name, and a warning for each value unlike those trained on.

        An input without a value is filled as its column is. Raises DataError for one that is not filled, a name that is
        no input, and a value of another kind than its column's.
        """
        frame = query_frame(self.inputs, values)
        warnings = [value_warning(coder, cells_for(frame, coder)) for coder in self.inputs]
        return self.encode_inputs(frame), [line for line in warnings if line]

    def encode_query_own_max(self, values: Mapping[str, Cell]) -> NDArray[np.float32]:
        """The same row with its numbers divided by their own maximum, as the tutorial's lesson does by mistake.

        Raises DataError as ``encode_query`` does.
        """
        frame = query_frame(self.inputs, values)
        return encode_columns(scaled_by_own_maximum(self.inputs, frame), frame)

    def warnings(self, frame: pl.DataFrame) -> list[str]:
        """A warning for each input that is unlike those trained on, with the number of such rows."""
        unfamiliar = UnfamiliarInputs(self)
        unfamiliar.take(frame)
        return unfamiliar.warnings()


class UnfamiliarInputs:
    """Counts the cells of all inputs that are unlike those trained on, part by part."""

    def __init__(self, encoder: Encoder) -> None:
        self._inputs = [(coder, UnfamiliarRows(coder)) for coder in encoder.inputs]

    def take(self, frame: pl.DataFrame) -> None:
        """The next rows."""
        for coder, rows in self._inputs:
            rows.take(cells_for(frame, coder))

    def warnings(self) -> list[str]:
        """A warning for each input with such cells."""
        lines = [rows.warning() for _, rows in self._inputs]
        return [line for line in lines if line]


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """Inputs [rows, inputs] and targets [rows, outputs], float32, of a table's training and validation rows.

    ``rows`` and ``validation_rows`` are their numbers in the table. There may be none of either. ``encoder`` has coded
    them, None where that is not known. ``coded`` are the rows to train on where they are more than memory holds: those
    of the arrays are a sample of them.
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]
    validation_inputs: NDArray[np.float32]
    validation_targets: NDArray[np.float32]
    rows: NDArray[np.int64]
    validation_rows: NDArray[np.int64]
    encoder: Encoder | None = None
    coded: CodedFile | None = None

    @classmethod
    def none(cls, inputs: int, outputs: int) -> Arrays:
        """No rows: the arrays of a table that nothing can be fitted to yet."""
        no_inputs, no_targets = np.empty((0, inputs), np.float32), np.empty((0, outputs), np.float32)
        no_rows = np.empty(0, np.int64)
        return cls(no_inputs, no_targets, no_inputs, no_targets, no_rows, no_rows)


def encode(table: Table, encoder: Encoder) -> Arrays:
    """The ``usable`` and ``answered`` rows of ``table``, coded.

    Raises DataError for a row with an empty cell whose policy is to refuse, a table without one of the encoder's
    columns, and a number that float32 cannot hold once scaled.
    """
    check_refused(table)
    frame = pl.DataFrame([cells_for(table.frame, coder) for coder in (*encoder.inputs, *encoder.targets)])
    known = encoder.usable(frame) & encoder.answered(frame)
    validation_marks = table.validation.to_numpy()
    training, validation = _picked(frame, known & ~validation_marks), _picked(frame, known & validation_marks)
    return Arrays(
        inputs=encoder.encode_inputs(training),
        targets=encoder.encode_targets(training),
        validation_inputs=encoder.encode_inputs(validation),
        validation_targets=encoder.encode_targets(validation),
        rows=np.flatnonzero(known & ~validation_marks).astype(np.int64),
        validation_rows=np.flatnonzero(known & validation_marks).astype(np.int64),
        encoder=encoder,
    )


def _picked(frame: pl.DataFrame, rows: NDArray[np.bool_]) -> pl.DataFrame:
    return frame if rows.all() else frame.filter(rows)

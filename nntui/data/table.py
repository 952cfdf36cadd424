"""A table of numbers: immutable, and cheap to change, as a changed table shares all that stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.checks import checked_columns, checked_frame, checked_marks, checked_name, checked_number
from nntui.data.shown import listed, quoted
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.checks import Cells, Marks
    from nntui.data.column import Column, Role, Scaling

FEWEST_CHUNKS = 16
"""Pieces that any column may be cut into before it is copied together."""
ROWS_PER_CHUNK = 2_000
"""A long column may be cut into a piece for so many rows."""
CELLS_COPIED_AT_ONCE = 1_000_000
"""What one edit copies at most, but for a single longer column."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of float64 cells, and which rows are held out for validation.

    ``frame`` holds the cells: a Float64 column for each of ``columns``, of the same name and in the same order; a null
    is an empty cell. ``validation`` is Boolean [rows], True where the row is held out; a mark travels with its row.
    Build a table with ``Table.of``, which checks all of this. Rows and columns count from 0; a number outside the table
    raises IndexError.
    """

    columns: tuple[Column, ...]
    frame: pl.DataFrame
    validation: pl.Series

    @classmethod
    def of(cls, columns: Sequence[Column], cells: Cells, validation: Marks | None = None) -> Table:
        """A table of ``cells``, a frame or a mapping from name to numbers; without ``validation`` no row is held out.

        Raises DataError for no columns, a name that is blank or used twice, names other than those of the cells,
        columns of unequal length, and a cell that is no finite number.
        """
        kept = checked_columns(columns)
        frame = checked_frame(kept, cells)
        return cls(kept, frame, checked_marks(validation, frame.height))

    def __eq__(self, other: object) -> bool:
        """Whether columns, cells and marks are all equal."""
        if not isinstance(other, Table):
            return NotImplemented
        same_marks = self.validation.equals(other.validation)
        return same_marks and self.columns == other.columns and self.frame.equals(other.frame)

    def __hash__(self) -> int:
        """Equal for equal tables; the cells are left out, as there may be millions."""
        return hash((self.columns, self.height))

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.frame.height

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that the network is given."""
        return tuple(column for column in self.columns if column.role == "input")

    @property
    def targets(self) -> tuple[Column, ...]:
        """The columns that the network is to answer with."""
        return tuple(column for column in self.columns if column.role == "target")

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Boolean [rows]: True where every input and target has a number."""
        complete = np.ones(self.height, dtype=np.bool_)
        for column, cells in zip(self.columns, self.frame, strict=True):
            if column.role != "ignored" and cells.null_count():
                complete &= cells.is_not_null().to_numpy()
        return complete

    def index(self, name: str) -> int:
        """The number of the column called ``name``. Raises DataError, naming the columns there are."""
        try:
            return self.names.index(name)
        except ValueError:
            raise DataError(f"no column {quoted(name)}; there are {listed(self.names)}") from None

    def value(self, row: int, column: int) -> float | None:
        """One cell, None where it is empty."""
        cell: float | None = self.frame.item(row, column)
        return cell

    def rows(self, start: int, stop: int) -> list[tuple[float | None, ...]]:
        """The cells of rows ``start`` up to, not including, ``stop``, as far as they go; cheap for a screenful."""
        return self.frame.slice(start, max(stop - start, 0)).rows()

    def is_validation(self, row: int) -> bool:
        """Whether the row is held out."""
        return bool(self.validation[row])

    def with_value(self, row: int, column: int, value: float | None) -> Table:
        """The table with one cell changed; None empties it. Raises DataError for a number that is not finite."""
        _check_within(row, self.height)
        old = self.frame.to_series(column)
        cell = pl.Series(old.name, [checked_number(value, old.name)], dtype=pl.Float64)
        new = pl.concat([old[:row], cell, old[row + 1 :]], rechunk=False)
        return replace(self, frame=_tidy(self.frame.with_columns(new)))

    def with_row(self, at: int, values: Sequence[float | None] | None = None) -> Table:
        """The table with a training row put in before row ``at`` (at the end, where ``at`` is the height).

        Its cells are empty unless ``values`` are given. Raises DataError for too few or too many values, or one that is
        not finite.
        """
        _check_within(at, self.height + 1)
        cells = [None] * self.width if values is None else list(values)
        if len(cells) != self.width:
            raise DataError(f"{len(cells)} values for a row of {self.width} columns")
        row = pl.DataFrame(
            {name: [checked_number(cell, name)] for name, cell in zip(self.names, cells, strict=True)},
            schema=self.frame.schema,
        )
        frame = pl.concat([self.frame[:at], row, self.frame[at:]], rechunk=False)
        mark = pl.Series(self.validation.name, [False])
        marks = pl.concat([self.validation[:at], mark, self.validation[at:]], rechunk=True)
        return replace(self, frame=_tidy(frame), validation=marks)

    def without_rows(self, start: int, stop: int) -> Table:
        """The table without rows ``start`` up to, not including, ``stop``."""
        if not 0 <= start <= stop <= self.height:
            raise IndexError(f"rows {start} to {stop} of {self.height}")
        frame = pl.concat([self.frame[:start], self.frame[stop:]], rechunk=False)
        marks = pl.concat([self.validation[:start], self.validation[stop:]], rechunk=True)
        return replace(self, frame=_tidy(frame), validation=marks)

    def renamed(self, column: int, name: str) -> Table:
        """The table with one column's name changed, spaces around it left out.

        Raises DataError for a name that is blank or taken.
        """
        return self.with_column(column, changed(self.columns[column], name=name.strip()))

    def with_column(self, column: int, meta: Column) -> Table:
        """The table with another description of one column, its cells as they are.

        Raises DataError for a name that is blank or taken.
        """
        old = self.columns[column].name
        checked_name(meta.name, [name for name in self.names if name != old])
        columns = list(self.columns)
        columns[column] = meta
        return replace(self, columns=tuple(columns), frame=self.frame.rename({old: meta.name}))

    def with_roles(self, inputs: Sequence[str] | None = None, targets: Sequence[str] | None = None) -> Table:
        """The table with its inputs and targets chosen by name.

        Without ``targets`` the last column that is not among ``inputs`` is the target; without ``inputs`` all but the
        targets are inputs. What is left is ignored. Raises DataError for a name that is not there, one that is both,
        and when no column is left for the target.
        """
        wanted, answers = set(inputs or ()), set(targets or ())
        for name in (*(inputs or ()), *(targets or ())):
            self.index(name)
        if not answers:
            answers = set([name for name in self.names if name not in wanted][-1:])
        if not answers:
            raise DataError("every column is an input; leave one to be the target")
        if not wanted:
            wanted = set(self.names) - answers
        if both := wanted & answers:
            raise DataError(f"column {quoted(min(both))} cannot be both an input and a target")
        return replace(self, columns=tuple(_with_role(column, wanted, answers) for column in self.columns))

    def with_scaling(self, scaling: Scaling, role: Role | None = None) -> Table:
        """The table with one scaling for all its columns, or for those of one role."""
        columns = (changed(each, scaling=scaling) if role in (None, each.role) else each for each in self.columns)
        return replace(self, columns=tuple(columns))

    def with_validation(self, validation: Marks | None) -> Table:
        """The table with other rows held out; None holds none out. Raises DataError unless each row has a mark."""
        return replace(self, validation=checked_marks(validation, self.height))


def _check_within(number: int, count: int) -> None:
    if not 0 <= number < count:
        raise IndexError(f"row {number} of {count}")


def _with_role(column: Column, inputs: set[str], targets: set[str]) -> Column:
    role: Role = "input" if column.name in inputs else "target" if column.name in targets else "ignored"
    return changed(column, role=role)


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """The same cells, with columns copied into one piece that edits have cut into too many to be read fast.

    Only a few at a time, so that no single edit of a large table waits for a copy of all of it.
    """
    many = max(FEWEST_CHUNKS, frame.height // ROWS_PER_CHUNK)
    scattered = [column for column, chunks in enumerate(frame.n_chunks("all")) if chunks > many]
    at_once = max(1, CELLS_COPIED_AT_ONCE // max(1, frame.height))
    return frame.with_columns(frame.to_series(column).rechunk() for column in scattered[:at_once])

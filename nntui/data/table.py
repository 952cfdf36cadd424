"""A table: immutable, and cheap to change, as a changed table shares all that stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data import frames, marks, reshape
from nntui.data.cells import DTYPES, checked_cell
from nntui.data.checks import checked_columns, checked_frame, checked_marks
from nntui.data.column import chosen_roles
from nntui.data.formula import calculated
from nntui.errors import DataError
from nntui.safe_text import as_list, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from nntui.data.cells import Cell
    from nntui.data.checks import Cells, CellsOfColumn, Marks
    from nntui.data.column import Column, Kind, Role, Scaling


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of cells, and which rows are held out for validation.

    ``frame`` holds the cells: a column for each of ``columns``, of the same name, in the same order and of the type
    that ``DTYPES`` has for its kind; a null is an empty cell. ``validation`` is Boolean [rows], True where the row is
    held out; a mark travels with its row. Build a table with ``Table.of``, which checks all of this. Rows and columns
    count from 0; a number outside the table raises IndexError. Columns with a formula are calculated anew by whatever
    changes their sources, and marks by whatever changes a column in the role ``split``.
    """

    columns: tuple[Column, ...]
    frame: pl.DataFrame
    validation: pl.Series

    @classmethod
    def of(cls, columns: Sequence[Column], cells: Cells, validation: Marks | None = None) -> Table:
        """A table of ``cells``, a frame or a mapping from name to cells; without ``validation`` no row is held out.

        Raises DataError for no columns, a name that is blank or used twice, names other than those of the cells,
        columns of unequal length, a cell that is not of its column's kind, and a formula with a fault.
        """
        kept = checked_columns(columns)
        frame = calculated.recalculated(kept, checked_frame(kept, cells))
        return cls(kept, frame, marks.marked(kept, frame, checked_marks(validation, frame.height)))

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
        """Boolean [rows]: True where no input or target is empty whose policy is to do without the row."""
        complete = np.ones(self.height, dtype=np.bool_)
        for column, cells in zip(self.columns, self.frame, strict=True):
            if column.role in {"input", "target"} and column.missing in {"drop", "refuse"} and cells.null_count():
                complete &= cells.is_not_null().to_numpy()
        return complete

    def index(self, name: str) -> int:
        """The number of the column called ``name``. Raises DataError, naming the columns there are."""
        try:
            return self.names.index(name)
        except ValueError:
            raise DataError(f"no column {quoted(name)}; there are {as_list(self.names)}") from None

    def value(self, row: int, column: int) -> Cell:
        """One cell, None where it is empty."""
        cell: Cell = self.frame.item(row, column)
        return cell

    def rows(self, start: int, stop: int) -> list[tuple[Cell, ...]]:
        """The cells of rows ``start`` up to, not including, ``stop``, as far as they go; cheap for a screenful."""
        return self.frame.slice(start, max(stop - start, 0)).rows()

    def picked(self, rows: Sequence[int] | NDArray[np.int64]) -> list[tuple[Cell, ...]]:
        """The cells of these rows, in this order."""
        return self.frame[np.asarray(rows, dtype=np.int64)].rows() if len(rows) else []

    def is_validation(self, row: int) -> bool:
        """Whether the row is held out."""
        return bool(self.validation[row])

    # Cells

    def with_value(self, row: int, column: int, value: Cell) -> Table:
        """The table with one cell changed; None empties it. Raises DataError as ``with_cells`` does."""
        return self.with_cells(row, column, [[value]])

    def with_cells(self, top: int, left: int, block: Sequence[Sequence[Cell]]) -> Table:
        """The table with the rectangle of cells ``block`` [rows, columns] from row ``top`` and column ``left`` on.

        Raises DataError for a cell that is not of its column's kind, and for a calculated column.
        """
        width = len(block[0]) if block else 0
        _check_within(top, self.height - len(block) + 1)
        found: dict[int, pl.Series] = {}
        for number in range(left, left + width):
            column = self.columns[number]
            calculated.check_typed(column)
            cells = [checked_cell(row[number - left], column) for row in block]
            found[number] = pl.Series(column.name, cells, dtype=DTYPES[column.kind])
        frame = frames.overwritten(self.frame, top, found)
        frame = calculated.recalculated(self.columns, frame, found, slice(top, top + len(block)))
        return (
            self._with(self.columns, frame)
            if marks.marks_depend_on(self.columns, found)
            else replace(self, frame=frame)
        )

    # Rows

    def with_row(self, at: int, values: Sequence[Cell] | None = None) -> Table:
        """The table with a training row put in before row ``at``; its cells are empty unless ``values`` are given.

        Raises DataError as ``with_rows`` does.
        """
        return self.with_rows(at, [[None] * self.width if values is None else values])

    def with_rows(self, at: int, block: Sequence[Sequence[Cell]], held: Sequence[bool] | None = None) -> Table:
        """The table with rows put in before row ``at`` (at the end, where ``at`` is the height).

        ``held`` says which of them are held out. What ``block`` has for a calculated column is not looked at.
        Raises DataError for a row with too few or too many cells, and for a cell that is not of its column's kind.
        """
        _check_within(at, self.height + 1)
        for values in block:
            if len(values) != self.width:
                raise DataError(f"{len(values)} values for a row of {self.width} columns")
        cells = {
            column.name: [None if column.formula else checked_cell(values[number], column) for values in block]
            for number, column in enumerate(self.columns)
        }
        frame = frames.with_rows(self.frame, at, pl.DataFrame(cells, schema=self.frame.schema))
        frame = calculated.recalculated(self.columns, frame, None, slice(at, at + len(block)))
        new = pl.Series(self.validation.name, [False] * len(block) if held is None else list(held), dtype=pl.Boolean)
        marks = pl.concat([self.validation[:at], new, self.validation[at:]], rechunk=True)
        return self._with(self.columns, frame, marks)

    def without_rows(self, start: int, stop: int) -> Table:
        """The table without rows ``start`` up to, not including, ``stop``."""
        if not 0 <= start <= stop <= self.height:
            raise IndexError(f"rows {start} to {stop} of {self.height}")
        marks = pl.concat([self.validation[:start], self.validation[stop:]], rechunk=True)
        return replace(self, frame=frames.without_rows(self.frame, start, stop), validation=marks)

    def without(self, rows: Sequence[int]) -> Table:
        """The table without these rows, in whatever order they are named."""
        kept = np.ones(self.height, dtype=np.bool_)
        kept[np.asarray(rows, dtype=np.int64)] = False
        return replace(self, frame=self.frame.filter(kept), validation=self.validation.filter(pl.Series(kept)))

    def with_row_moved(self, row: int, to: int) -> Table:
        """The table with row ``row`` taken out and put back as row ``to``."""
        _check_within(row, self.height)
        _check_within(to, self.height)
        cells, held = self.frame.row(row), self.is_validation(row)
        return self.without_rows(row, row + 1).with_rows(to, [cells], [held])

    # Columns

    def renamed(self, column: int, name: str) -> Table:
        """The table with one column's name changed, spaces around it left out; formulas go on meaning it.

        Raises DataError for a name that is blank or taken.
        """
        return self.with_column(column, changed(self.columns[column], name=name.strip()))

    def with_column(self, column: int, meta: Column) -> Table:
        """The table with another description of one column of the same kind, its cells as they are.

        Raises DataError for a name that is blank or taken, and for a second column that says what is held out.
        """
        return self._with(*reshape.described(self.columns, self.frame, column, meta))

    def with_new_column(self, at: int, column: Column, cells: CellsOfColumn | None = None) -> Table:
        """The table with another column put in before column ``at``; its cells are empty unless given, or calculated.

        Raises DataError for a name that is blank or taken, for cells that are not of its kind, and for a formula with a
        fault.
        """
        return self._with(*reshape.inserted(self.columns, self.frame, at, column, cells))

    def without_column(self, at: int) -> Table:
        """The table without one column. Raises DataError for the last one, and for one that a formula needs."""
        return self._with(*reshape.removed(self.columns, self.frame, at))

    def with_column_moved(self, at: int, to: int) -> Table:
        """The table with column ``at`` taken out and put back as column ``to``."""
        return self._with(*reshape.moved(self.columns, self.frame, at, to))

    def with_kind(self, at: int, kind: Kind, words: tuple[str, str] | None = None) -> Table:
        """The table with one column's cells as those of another kind, by what they spell.

        ``words`` spell no and yes; without them a column of two words becomes yes-no in these. A text column is ignored
        by the network. Raises DataError, naming the row, for a cell that cannot be of that kind.
        """
        new, cells = reshape.of_kind(self.columns[at], self.frame.to_series(at), kind, words)
        return self._with(*reshape.replaced(self.columns, self.frame, at, new, cells))

    def with_formula(self, at: int, text: str) -> Table:
        """The table with one column calculated by the formula ``text``; "" leaves its cells as they are, to be edited.

        Raises DataError for a formula with a fault, or one that goes in a circle.
        """
        new, cells = reshape.with_formula(self.columns[at], self.frame.to_series(at), text)
        return self._with(*reshape.replaced(self.columns, self.frame, at, new, cells))

    def with_roles(self, inputs: Sequence[str] | None = None, targets: Sequence[str] | None = None) -> Table:
        """The table with its inputs and targets chosen by name, or by what is usual: see ``roles.chosen``."""
        return replace(self, columns=chosen_roles(self.columns, inputs, targets))

    def with_role(self, at: int, role: Role) -> Table:
        """The table with one column in another role."""
        return self.with_column(at, changed(self.columns[at], role=role).settled())

    def with_scaling(self, scaling: Scaling, role: Role | None = None) -> Table:
        """The table with one scaling for all its columns, or for those of one role."""
        columns = (changed(each, scaling=scaling) if role in (None, each.role) else each for each in self.columns)
        return replace(self, columns=tuple(columns))

    # Held out

    def with_validation(self, validation: Marks | None) -> Table:
        """The table with other rows held out; None holds none out. A column that says which goes on deciding.

        Raises DataError unless each row has a mark.
        """
        return self._with(self.columns, self.frame, checked_marks(validation, self.height))

    def with_mark(self, rows: Iterable[int], *, held: bool) -> Table:
        """The table with these rows held out, or trained on; a column that says which is written so.

        Raises DataError where that column is calculated.
        """
        split = marks.split_column(self.columns)
        if split is None:
            held_out = self.validation.to_numpy().copy()
            held_out[list(rows)] = held
            return replace(self, validation=checked_marks(held_out, self.height))
        column, cells = self.columns[split], self.frame.to_series(split)
        calculated.check_typed(column)
        written = cells.clone().scatter(list(rows), marks.cell(column, cells, held=held))
        return self._with(*reshape.replaced(self.columns, self.frame, split, column, written))

    def _with(self, columns: tuple[Column, ...], frame: pl.DataFrame, validation: pl.Series | None = None) -> Table:
        """A table of these parts, its marks as a column that says them has them."""
        given = self.validation if validation is None else validation
        return Table(columns, frame, marks.marked(columns, frame, given))


def _check_within(number: int, count: int) -> None:
    if not 0 <= number < count:
        raise IndexError(f"row {number} of {count}")

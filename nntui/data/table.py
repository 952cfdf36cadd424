"""A table: immutable, and cheap to change, as a changed table shares all that stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data import frames, marks
from nntui.data.cells import (
    checked_cell,
    checked_cells,
    checked_columns,
    checked_frame,
    checked_marks,
    checked_series,
    converted,
    empty_cells,
)
from nntui.data.column import chosen_roles, column_of_kind
from nntui.data.formula import formula
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.cells import Cells, CellsOfColumn, Marks
    from nntui.data.column import Column
    from nntui.data.dates import DateFormat
    from nntui.data.frames import Rows
    from nntui.data.kinds import Cell, Kind, Role, Words


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of cells, and which rows are validation rows. Build it with ``Table.of``, which checks its parts.

    ``frame`` holds the cells: a column for each of ``columns``, of its name and type and in the same order; a null is
    an empty cell. ``validation`` is Boolean [rows], True for a validation row; a mark moves with its row. Rows and
    columns count from 0; a number outside the table raises IndexError. Calculated columns and the marks of a split
    column follow every change.
    """

    columns: tuple[Column, ...]
    frame: pl.DataFrame
    validation: pl.Series

    @classmethod
    def of(cls, columns: Sequence[Column], cells: Cells, validation: Marks | None = None) -> Table:
        """A table of ``cells``, a frame or a mapping from name to cells; no validation rows unless they are given.

        Raises DataError for no columns, a name that is blank or used twice, names other than those of the cells,
        columns of unequal length, a cell that is not of its column's kind, and a formula with a mistake.
        """
        checked = checked_columns(columns)
        frame = formula.recalculated(checked, checked_frame(checked, cells))
        return cls(checked, frame, marks.marked(checked, frame, checked_marks(validation, frame.height)))

    def __eq__(self, other: object) -> bool:
        """True if columns, cells and marks are all equal."""
        if not isinstance(other, Table):
            return NotImplemented
        same_marks = self.validation.equals(other.validation)
        return same_marks and self.columns == other.columns and self.frame.equals(other.frame)

    def __hash__(self) -> int:
        """Equal for equal tables; of columns and height alone, as there may be millions of cells."""
        return hash((self.columns, self.height))

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.frame.height

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that the network is given."""
        return tuple(column for column in self.columns if column.is_input)

    @property
    def targets(self) -> tuple[Column, ...]:
        """The columns that the network is asked for."""
        return tuple(column for column in self.columns if column.is_target)

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Boolean [rows]: False where an input or target is empty whose policy is not to use the row."""
        complete = np.ones(self.height, dtype=np.bool_)
        for column, cells in zip(self.columns, self.frame, strict=True):
            if column.learnt and column.policy.leaves_out and cells.null_count():
                complete &= cells.is_not_null().to_numpy()
        return complete

    def index(self, name: str) -> int:
        """The number of the column called ``name``. Raises DataError, naming the columns there are."""
        try:
            return self.frame.get_column_index(name)
        except pl.exceptions.ColumnNotFoundError:
            raise DataError(f"no column {quoted(name)}; there are {as_list(self.names)}") from None

    def value(self, row: int, column: int) -> Cell:
        """One cell, None if it is empty."""
        cell: Cell = self.frame.item(row, column)
        return cell

    def rows(self, start: int, stop: int) -> list[tuple[Cell, ...]]:
        """The cells of rows ``start`` up to, not including, ``stop``, as far as they go; cheap for a screenful."""
        return self.frame.slice(start, max(stop - start, 0)).rows()

    def picked(self, rows: Sequence[int] | NDArray[np.int64]) -> list[tuple[Cell, ...]]:
        """The cells of these rows, in this order."""
        return self.frame[np.asarray(rows, dtype=np.int64)].rows() if len(rows) else []

    def is_validation(self, row: int) -> bool:
        """True for a validation row."""
        return bool(self.validation[row])

    def with_value(self, row: int, column: int, value: Cell) -> Table:
        """The table with one cell changed; None empties it. Raises DataError as ``with_cells`` does."""
        return self.with_cells(range(row, row + 1), {column: [value]})

    def with_cells(self, rows: Rows, cells: Mapping[int, list[Cell] | tuple[Cell, ...] | Cell]) -> Table:
        """The table with other cells in ``rows``, each named once: by number of column, a list of them or one for all.

        Raises DataError for a cell that is not of its column's kind, and for a calculated column.
        """
        new: dict[int, pl.Series] = {}
        for at, given in cells.items():
            formula.check_typed(self.columns[at])
            if isinstance(given, list | tuple):
                new[at] = checked_cells(self.columns[at], given)
            else:
                new[at] = checked_cells(self.columns[at], [given]).new_from_index(0, len(rows))
        frame = frames.with_cells(self.frame, rows, new)
        within = slice(rows.start, rows.stop) if isinstance(rows, range) else None
        frame = formula.recalculated(self.columns, frame, new, within)
        remark = marks.marks_depend_on(self.columns, new)
        return self._with(self.columns, frame) if remark else replace(self, frame=frame)

    def with_rows(
        self, at: int, block: Sequence[Sequence[Cell]] | None = None, validation: Sequence[bool] | None = None
    ) -> Table:
        """The table with the rows ``block`` (an empty one without) inserted before row ``at``, at most the height.

        ``validation`` marks them. What ``block`` has for a calculated column does not count. Raises DataError for a row
        with too few or too many cells, and for a cell that is not of its column's kind.
        """
        block = [[None] * self.width] if block is None else block
        if not 0 <= at <= self.height:
            raise IndexError(f"row {at} of {self.height}")
        for values in block:
            if len(values) != self.width:
                raise DataError(f"{len(values)} values for a row of {self.width} columns")
        cells = {
            column.name: [None if column.formula else checked_cell(values[number], column) for values in block]
            for number, column in enumerate(self.columns)
        }
        frame = frames.with_rows(self.frame, at, pl.DataFrame(cells, schema=self.frame.schema))
        frame = formula.recalculated(self.columns, frame, None, slice(at, at + len(block)))
        new = pl.Series(self.validation.name, validation or [False] * len(block), dtype=pl.Boolean)
        all_marks = pl.concat([self.validation[:at], new, self.validation[at:]], rechunk=True)
        return self._with(self.columns, frame, all_marks)

    def without_rows(self, rows: Rows) -> Table:
        """The table without these rows."""
        frame = frames.without_rows(self.frame, rows)
        return replace(self, frame=frame, validation=frames.without_rows(self.validation.to_frame(), rows).to_series())

    def with_row_moved(self, row: int, to: int) -> Table:
        """The table with row ``row`` removed and inserted again as row ``to``."""
        cells, mark = self.frame.row(row), self.is_validation(row)
        return self.without_rows(range(row, row + 1)).with_rows(to, [cells], [mark])

    def renamed(self, column: int, name: str) -> Table:
        """The table with one column renamed, spaces around the name removed; formulas follow.

        Raises DataError for a name that is blank or used.
        """
        return self.with_column(column, changed(self.columns[column], name=name.strip()))

    def with_column(self, at: int, column: Column) -> Table:
        """The table with another ``column`` of the same kind for the cells of column ``at``; formulas follow its name.

        Raises DataError for a name that is blank or used, and for a second split column.
        """
        old, new = self.columns[at], list(self.columns)
        new[at] = column
        if column.name == old.name:
            return self._with(checked_columns(new), self.frame)
        for number, text in formula.renamed_formulas(self.columns, old.name, column.name).items():
            new[number] = changed(new[number], formula=text)
        # Calculated again, as a formula may have meant a constant (pi, e) by what is this column's name now.
        cells = self.frame.to_series(at).alias(column.name)
        return self._calculated(checked_columns(new), self.frame.clone().replace_column(at, cells), at)

    def with_new_column(self, at: int, column: Column, cells: CellsOfColumn | None = None) -> Table:
        """The table with another column inserted before column ``at``, empty unless ``cells`` are given.

        Raises DataError for a name that is blank or used, cells that are not of its kind, and a mistake in its formula.
        """
        columns = checked_columns([*self.columns[:at], column, *self.columns[at:]])
        series = empty_cells(column, self.height) if cells is None else checked_series(column, cells)
        if series.len() != self.height:
            raise DataError(f"{one_line(column.name)}: {series.len()} cells for {self.height} rows")
        return self._calculated(columns, self.frame.clone().insert_column(at, series), at)

    def without_column(self, at: int) -> Table:
        """The table without one column. Raises DataError for the last one, and for one that a formula needs."""
        name = self.columns[at].name
        if self.width == 1:
            raise DataError(f"{one_line(name)}: this is the only column; a table needs one")
        columns, cells = list(self.columns), self.frame.get_columns()
        del columns[at], cells[at]
        formula.check_unused(columns, name)
        return self._with(tuple(columns), pl.DataFrame(cells))

    def with_column_moved(self, at: int, to: int) -> Table:
        """The table with column ``at`` removed and inserted again as column ``to``."""
        columns, cells = list(self.columns), self.frame.get_columns()
        columns.insert(to, columns.pop(at))
        cells.insert(to, cells.pop(at))
        return self._with(tuple(columns), pl.DataFrame(cells))

    def with_kind(self, at: int, kind: Kind, words: Words | None = None, date_format: DateFormat = "") -> Table:
        """The table with one column's cells as those of another kind, by their texts.

        ``words`` for no and yes, or else the ``date_format``, are found in the cells if they are not given. A column
        that cannot be learnt is ignored. Raises DataError, naming the row, for a cell that cannot be of that kind.
        """
        old, cells = self.columns[at], self.frame.to_series(at)
        new = formula.of_kind(old, kind, words) or column_of_kind(old, cells, kind, words, date_format)
        cells = empty_cells(new, self.height) if new.formula else converted(cells, old, new)
        return self._replaced(at, new, cells)

    def with_formula(self, at: int, text: str) -> Table:
        """The table with one column calculated by a formula; "" keeps its cells, to be edited. Raises DataError."""
        new, cells = changed(self.columns[at], formula=text.strip()), self.frame.to_series(at)
        if new.formula:
            new = changed(new, kind=formula.kind_after(self.columns[at], new.formula)).settled()
            cells = empty_cells(new, self.height)
        return self._replaced(at, new, cells)

    def with_roles(self, inputs: Sequence[str] | None = None, targets: Sequence[str] | None = None) -> Table:
        """The table with its inputs and targets chosen by name, or by what is usual: see ``chosen_roles``."""
        return replace(self, columns=chosen_roles(self.columns, inputs, targets))

    def with_role(self, at: int, role: Role) -> Table:
        """The table with one column in another role. Raises DataError for a split column that splits nothing."""
        column = changed(self.columns[at], role=role).settled()
        return self.with_column(at, marks.checked_split(column, self.frame.to_series(at)))

    def with_validation(self, validation: Marks | None) -> Table:
        """The table with other validation rows, or none, unless a split column decides. Raises DataError."""
        return self._with(self.columns, self.frame, checked_marks(validation, self.height))

    def with_validation_share(self, share: float, seed: int) -> Table:
        """The table with that share of its rows, of every class alike, for validation: see ``validation_mask``."""
        classes = marks.stratified_classes(self.columns, self.frame)
        return self.with_validation(marks.validation_mask(self.height, share, seed, classes))

    def with_mark(self, rows: Iterable[int], *, validation: bool) -> Table:
        """The table with these rows for validation or training. Raises DataError for a calculated split column."""
        split = marks.split_column(self.columns)
        if split is None:
            return replace(self, validation=self.validation.clone().scatter(list(rows), validation))
        column, cells = self.columns[split], self.frame.to_series(split)
        formula.check_typed(column)
        word = marks.cell_for(column, cells, validation=validation)
        return self._replaced(split, column, cells.clone().scatter(list(rows), word))

    def _replaced(self, at: int, column: Column, cells: pl.Series) -> Table:
        columns = (*self.columns[:at], column, *self.columns[at + 1 :])
        return self._calculated(columns, self.frame.clone().replace_column(at, cells.alias(column.name)), at)

    def _calculated(self, columns: tuple[Column, ...], frame: pl.DataFrame, at: int) -> Table:
        """A table of these parts once what depends on column ``at`` is calculated."""
        return self._with(columns, formula.recalculated(columns, frame, [at]))

    def _with(self, columns: tuple[Column, ...], frame: pl.DataFrame, validation: pl.Series | None = None) -> Table:
        """A table of these parts, marked by its split column if it has one."""
        given = self.validation if validation is None else validation
        return Table(columns, frame, marks.marked(columns, frame, given))

"""Calculated columns of questions: what is to be given for them, and their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.data.cells import empty_cells
from nntui.data.formula.formula import formula_of
from nntui.data.kinds import IGNORED
from nntui.data.policies import DROP
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import as_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from nntui.data.cells import CellsOfColumn
    from nntui.data.column import Column
    from nntui.data.kinds import Cell


def needed_columns(columns: Mapping[str, Column], wanted: Iterable[str], known: Collection[str] = ()) -> list[Column]:
    """The columns that give the ``wanted`` ones: these and, for those not ``known``, the sources of their formulas.

    A known column comes without its formula. Names that are not in ``columns``, by name, are ignored.
    """
    found: dict[str, Column] = {}

    def visit(names: Iterable[str]) -> None:
        for name in names:
            if name in columns and name not in found:
                found[name] = changed(columns[name], formula="") if name in known else columns[name]
                visit(formula_of(found[name].formula).names if found[name].formula else ())

    visit(wanted)
    return list(found.values())


def with_calculated(table: Table, columns: Mapping[str, Column], wanted: Iterable[str]) -> Table:
    """``table`` with the ``wanted`` columns that it lacks, as the formulas of ``columns`` calculate them from the rest.

    Raises DataError for a missing source column, and for cells that a formula cannot take.
    """
    needed = needed_columns(columns, wanted, table.names)
    if not any(column.formula for column in needed):
        return table
    if missing := [column.name for column in needed if not column.formula and column.name not in table.names]:
        raise DataError(f"no column {as_list(missing)}; there are {as_list(table.names)}")
    cells: dict[str, CellsOfColumn] = {name: table.frame.get_column(name) for name in table.names}
    return _calculated(table.columns, cells, [column for column in needed if column.formula], table.height)


def with_calculated_cells(
    columns: Mapping[str, Column], values: Mapping[str, Cell], wanted: Collection[str]
) -> dict[str, Cell]:
    """``values`` by name, with the ``wanted`` columns that are calculated from them in place of their sources.

    Raises DataError for a missing source, and for values that a formula cannot take.
    """
    needed = needed_columns(columns, wanted, values)
    calculated = [column for column in needed if column.formula]
    if not calculated:
        return dict(values)
    if missing := [column.name for column in needed if not column.formula and column.name not in values]:
        raise DataError(f"a value is missing for {as_list(missing)}")
    given = [column for column in needed if not column.formula]
    row = _calculated(given, {column.name: [values[column.name]] for column in given}, calculated, 1)
    used = {column.name for column in given}.difference(wanted)
    kept = {name: value for name, value in values.items() if name not in used}
    return kept | {column.name: row.value(0, row.index(column.name)) for column in calculated if column.name in wanted}


def _calculated(columns: Iterable[Column], cells: Mapping[str, CellsOfColumn], added: list[Column], rows: int) -> Table:
    """A table of these columns and, calculated, the ``added`` ones. Roles are irrelevant here."""
    plain = [changed(column, role=IGNORED, missing=DROP) for column in (*columns, *added)]
    return Table.of(plain, {**cells, **{column.name: empty_cells(column, rows) for column in added}})

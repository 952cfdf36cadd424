"""A row added to a table at a place on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.cells import format_cell
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table


def class_cell(column: Column, classes: tuple[str, ...], number: int) -> Cell:
    """The cell that names the class of this ``number`` in the target ``column``."""
    return bool(number) if column.boolean else classes[number]


def with_point(
    table: Table, cells: Mapping[str, Cell], places: Mapping[str, float], target: str, answer: Cell
) -> tuple[str, Table]:
    """The name of the edit, and ``table`` with a training row at its end: at ``places``, with ``answer`` in ``target``.

    Other columns have their ``cells``, or are empty. Calculated ones follow. Raises DataError for a cell that its
    column cannot have.
    """
    given: dict[str, Cell] = {**cells, **places, target: answer}
    row: list[Cell] = []
    for column in table.columns:
        cell = None if column.formula else given.get(column.name)
        whole = column.whole and isinstance(cell, float)
        row.append(round(cell) if whole and isinstance(cell, float) else cell)
    after = table.with_rows(table.height, [row])
    named = [table.columns[table.index(name)] for name in (*places, target)]
    last = after.height - 1
    words = [f"{one_line(each.name)} {_written(after, last, each)}" for each in named]
    return f"add row {after.height:,}: {', '.join(words)}", after


def _written(table: Table, row: int, column: Column) -> str:
    return one_line(format_cell(table.value(row, table.index(column.name)), column)) or "empty"

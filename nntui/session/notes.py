"""Lines on what was decided about a table before it is trained on: what the user should read and can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data import marks
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.table import Table


def table_notes(table: Table, kinds: set[str]) -> Iterator[str]:
    """A line for each decision about ``table``; ``kinds`` are the columns whose kind the user chose."""
    split = marks.split_column(table.columns)
    if split is not None:
        yield marks.marks_note(table.columns[split], table.frame.to_series(split))
    yield from _hints(table, kinds)


def _hints(table: Table, given: set[str]) -> Iterator[str]:
    """A line for each target of numbers 0 and 1, which may be meant for classes, unless its kind is ``given``."""
    for column in table.targets:
        cells = table.frame.get_column(column.name)
        spans = column.numeric and (cells.min(), cells.max()) == (0, 1)
        if spans and column.name not in given and cells.drop_nulls().n_unique() == 2:
            name = one_line(column.name)
            yield f"column {name} holds only 0 and 1, learnt as numbers; for two classes, make its kind yes-no"

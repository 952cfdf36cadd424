"""The report on a session's table: the use of each column and row, and why some are not used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.data.kinds import IGNORED
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line
from nntui.session.encoders import encoder_of
from nntui.session.notes import why_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.data.column import Column
    from nntui.data.encoding.encoder import Encoder
    from nntui.data.table import Table
    from nntui.session.session import Reading, Session

LONGEST_SOURCE = 200
"""Characters of a file's name."""


@dataclass(frozen=True, slots=True)
class RowsUsed:
    """The numbers of rows trained on and to validate with, and of those that are not used, with the ``reason``."""

    training: int
    validation: int
    left_out: int
    reason: str = ""
    fillable: tuple[str, ...] = ()
    """The inputs whose empty cells are that reason and could be filled."""

    @property
    def are_few(self) -> bool:
        """True if so many rows are not used that the user should read it first."""
        return self.left_out > MANY * (self.training + self.validation + self.left_out)

    @property
    def line(self) -> str:
        """One line on the rows that are not used; "" if all are."""
        rows = self.training + self.validation + self.left_out
        return f"{self.left_out:,} of {rows:,} rows are not used: {self.reason}" if self.left_out else ""


MANY = 0.05
"""The share of rows that is worth the first line where it is not used."""


def rows_used(table: Table, encoder: Encoder) -> RowsUsed:
    """The rows of ``table`` as they are used with the ``encoder`` that was fitted to it."""
    known = encoder.usable(table.frame) & encoder.answered(table.frame)
    validation = table.validation.to_numpy()
    training, validating = int((known & ~validation).sum()), int((known & validation).sum())
    left_out = int(np.count_nonzero(~known))
    if not left_out:
        return RowsUsed(training, validating, 0)
    names = _with_empty_cells(table, encoder)
    if not names:
        reason = "they are validation rows of classes that no training row has"
        return RowsUsed(training, validating, left_out, reason)
    inputs = {column.name for column in table.inputs}
    reason = f"they have an empty cell in {as_list(names)}"
    return RowsUsed(training, validating, left_out, reason, tuple(name for name in names if name in inputs))


def _with_empty_cells(table: Table, encoder: Encoder) -> list[str]:
    """The columns whose empty cells leave rows out."""
    fills = {coder.name for coder in encoder.inputs if coder.fills}
    return [
        column.name
        for column in (*table.inputs, *table.targets)
        if column.name not in fills and table.frame.get_column(column.name).null_count()
    ]


def unused_columns(reading: Reading, table: Table) -> dict[str, str]:
    """Why columns are not used, by name: those of the table that are ignored, and those that no table can have."""
    reasons: dict[str, str] = {}
    for column, cells in zip(table.columns, table.frame, strict=True):
        if column.role != IGNORED:
            continue
        known = reading.ignored.get(column.name)
        if known is None and not column.kind_record.learnable:
            known = f"text: {why_text(cells)}"
        reasons[column.name] = known or "its role is ignored"
    return reasons | {name: why for name, why in reading.left_out.items() if name not in reasons}


def report_lines(session: Session, table: Table) -> Iterator[str]:
    """The same in lines for a person to read; ``table`` is the session's as it is now."""
    dialect = session.dialect
    spelled = dialect.in_words() if dialect is not None else ""
    yield f"source: {one_line(session.source, LONGEST_SOURCE)}{f' ({spelled})' if spelled else ''}"
    yield f"target: {_kinds(table.targets)}"
    yield f"inputs: {_kinds(table.inputs)}"
    for name, why in unused_columns(session.reading, table).items():
        yield f"not used: {one_line(name)} ({why})"
    try:
        rows = rows_used(table, encoder_of(replace(session, table=table)))
    except DataError as error:
        yield f"rows: {table.height:,}; {error}"
    else:
        left_out = f", {rows.left_out:,} not used: {rows.reason}" if rows.left_out else ""
        yield f"rows: {rows.training:,} to train on, {rows.validation:,} to validate with{left_out}"
    yield from session.reading.notes


def _kinds(columns: Sequence[Column]) -> str:
    """The columns with their kinds."""
    return as_list(f"{column.name} ({column.kind})" for column in columns) or "none"

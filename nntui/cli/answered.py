"""Answers to the rows of a table, as they are printed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.cells import format_cell

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.session.predict import Replies


def by_row(replies: Replies) -> list[dict[str, float | str | None]]:
    """For each row its answers by target; None where there is none."""
    return pl.DataFrame(replies.values).to_dicts()


def probabilities_by_row(replies: Replies) -> list[dict[str, float]] | None:
    """For each row the probabilities by class, NaN where there is no answer; None where the targets are numbers."""
    if replies.probabilities is None:
        return None
    return [dict(zip(replies.classes, row, strict=True)) for row in replies.probabilities.tolist()]


def as_csv(table: Table) -> str:
    """Names and cells as comma-separated lines, without the last line's end."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.names)
    for row in table.frame.iter_rows():
        writer.writerow([format_cell(value, column) for value, column in zip(row, table.columns, strict=True)])
    return stream.getvalue().removesuffix("\n")

"""A file of questions: its rows are read, answered, and written to another file with the answers beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.files.atomic import same_file
from nntui.data.files.tables import read, write_table
from nntui.data.kinds import CATEGORY, IGNORED, NUMBER
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.predict import Answers, Predictor, Replies


@dataclass(frozen=True, slots=True, eq=False)
class FileAnswers:
    """The ``answers`` to the rows of a file, and the ``table`` of its cells and of these.

    ``notes`` say what was made of odd cells and names as it was read.
    """

    answers: Answers
    table: Table
    notes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.table.height

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return self.rows - self.answers.own.values[0].null_count()


def check_apart(data: Path, out: Path) -> None:
    """Raise DataError where writing to ``out`` would overwrite the questions."""
    if same_file(out, data):
        raise DataError(f"{out}: the table itself would be overwritten; give another name")


def predict_file(
    predictor: Predictor, data: Path, out: Path | None = None, weights: NDArray[np.float32] | None = None
) -> FileAnswers:
    """Answer every row of the table in ``data``, and write it to ``out`` with the answers beside it.

    ``weights`` answer in place of those of the predictor's session. Raises DataError for a file that cannot be read,
    written or answered, and where they are the same file.
    """
    if out is not None:
        check_apart(data, out)
    # Known before they are read, categories keep the noughts before their numbers.
    reading = read(data, kinds=predictor.askable)
    answers = predictor.answers(reading.table, weights)
    table = with_answers(reading.table, predictor.session.table.targets, answers.own)
    found = FileAnswers(answers, table, reading.notes)
    if out is not None:
        write_table(found.table, out)
    return found


def with_answers(table: Table, targets: Sequence[Column], replies: Replies) -> Table:
    """The table and a column of answers for each of ``targets``: ``speed predicted``; empty where there is none.

    After it, for classes, comes a column of each one's probability: ``setosa probability``.
    """
    for target, values in zip(targets, replies.values, strict=True):
        kind = NUMBER if values.dtype == pl.Float64 else CATEGORY
        column = Column(f"{target.name} predicted", kind=kind, role=IGNORED, unit=target.unit)
        table = _with_column(table, column, values)
    if replies.probabilities is not None:
        for name, shares in zip(replies.classes, replies.probabilities.T, strict=True):
            spelled = name.replace("\0", "\N{SYMBOL FOR NULL}")
            table = _with_column(table, Column(f"{spelled} probability".strip(), role=IGNORED), pl.Series(shares))
    return table


def _with_column(table: Table, column: Column, values: pl.Series) -> Table:
    name = column.name
    while name in table.names:
        name += " again"
    finite = values.set(values.is_finite().not_(), None) if values.dtype == pl.Float64 else values
    return table.with_new_column(table.width, changed(column, name=name), finite)

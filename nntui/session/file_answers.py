"""Answers to the rows of a file, part by part: the rows with the answers beside them, and a file of those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.files.atomic import same_file
from nntui.data.files.dialect import DETECTED, Dialect
from nntui.data.files.formats import name_of
from nntui.data.files.tables import read, write_tables
from nntui.data.kinds import CATEGORY, IGNORED, NUMBER, TEXT
from nntui.errors import DataError
from nntui.session.question_parts import question_parts
from nntui.session.row_notes import RowNotes
from nntui.session.seeds.spread import row_spreads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.files.parts import TablePart, TableParts
    from nntui.data.files.source import TableBytes
    from nntui.data.files.tables import Progress, ReadResult
    from nntui.data.table import Table
    from nntui.session.predict import Answers, Predictor, Replies
    from nntui.session.question_parts import Questions
    from nntui.session.seeds.networks import SeedNetworks
    from nntui.session.seeds.spread import RowSpreads


MOST_WAITING = 8
"""Parts of a file without an answer that are kept in memory until there is one."""


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredPart:
    """The ``answers`` to some rows of a file, which follow so many rows before the ``first``, and a ``table`` of their
    cells and these. ``spreads`` are those of the answers of several networks, ``pictures`` the names of the files that
    the rows are made from, none where they are not."""

    first: int
    answers: Answers
    table: Table
    spreads: RowSpreads | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileSummary:
    """The number of ``rows`` of a file, and how many of them were ``answered``.

    ``notes`` tell how unusual cells and names were read, ``warnings`` of rows without an answer or unlike those that
    were trained on.
    """

    rows: int
    answered: int
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HowToAnswer:
    """The ``weights`` that answer in place of the session's, the words for an ``empty`` cell in place of its own, and
    ``networks`` from other seeds, whose answers' spread stands beside each answer."""

    weights: NDArray[np.float32] | None = None
    empty: tuple[str, ...] | None = None
    networks: SeedNetworks | None = None


class FileAnswering:
    """Answers every row of the table in ``data``, part by part, so that it may be larger than memory.

    A row with a cell that its column cannot have has no answer; a column of notes then says why.
    """

    def __init__(
        self,
        predictor: Predictor,
        data: Questions,
        how: HowToAnswer,
        progress: Progress = lambda _: None,
    ) -> None:
        self._predictor, self._data, self._how, self._progress = predictor, data, how, progress
        self._notes = RowNotes(predictor.encoder)
        self._read_notes: tuple[str, ...] = ()

    def parts(self) -> Iterator[AnsweredPart]:
        """The rows with their answers. Raises DataError for a file that cannot be read, or answered in any row.

        The first parts, if they have no answer, are held back until there is one.
        """
        how, asked = _asked(self._predictor, self._how.empty)
        with question_parts(self._predictor.session, self._data, how, asked, self._progress) as read_parts:
            self._read_notes = read_parts.notes
            waiting: list[AnsweredPart] = []
            for part in read_parts:
                waiting.append(self._answered(part, read_parts))
                if self._notes.unanswered < self._notes.rows or len(waiting) > MOST_WAITING:
                    yield from waiting
                    waiting.clear()
            if self._notes.rows and self._notes.unanswered == self._notes.rows:
                raise DataError(f"{name_of(self._data)}: {self._notes.lines()[0]}")  # they begin with these rows
            yield from waiting

    def _answered(self, part: TablePart, read_parts: TableParts) -> AnsweredPart:
        predictor, how = self._predictor, self._how
        answers = predictor.answers(part.table, how.weights, part.refused, self._notes)
        table = with_answers(part.shown, predictor.targets, answers.own)
        spreads = None
        if how.networks is not None:
            spreads = row_spreads(how.networks, predictor, part.table, answers.own)
            table = _with_spread(table, predictor.targets, spreads)
        if read_parts.refuses:
            reasons = [answers.unanswered.get(row) for row in range(table.height)]
            table = _with_column(table, Column("note", TEXT, role=IGNORED), pl.Series(reasons, dtype=pl.String))
        return AnsweredPart(part.first, answers, table, spreads, part.pictures)

    def summary(self) -> FileSummary:
        """What there is to say once all parts are answered."""
        rows = self._notes.rows
        return FileSummary(rows, rows - self._notes.unanswered, self._read_notes, self._notes.lines())


def check_apart(data: Path, out: Path) -> None:
    """Raise DataError where ``out`` is the file ``data`` itself."""
    if same_file(out, data):
        raise DataError(f"{out}: this is the table being answered, and would be overwritten; give another name")


def _asked(predictor: Predictor, empty: tuple[str, ...] | None) -> tuple[Dialect, dict[str, Column]]:
    """How a table of questions is read, and the columns of it that matter, by name."""
    # A column known to be a category before it is read keeps leading zeros.
    # A network takes any number, also where all that it was trained on were whole.
    asked = {name: changed(each, kind=NUMBER) if each.whole else each for name, each in predictor.askable.items()}
    like = predictor.session.dialect or DETECTED
    return Dialect(empty=like.empty if empty is None else empty), asked


def rows_to_answer(predictor: Predictor, data: Path | TableBytes) -> tuple[ReadResult, dict[int, str]]:
    """The table in ``data`` read as the session's own was, and why rows of these numbers, from 0, cannot be answered.

    Raises DataError for a file that cannot be read.
    """
    how, asked = _asked(predictor, None)
    refused: dict[int, str] = {}
    reading = read(
        data,
        how,
        asked,
        ignored=lambda name: name not in asked,
        refused=refused.setdefault,
        likely=predictor.session.dialect or DETECTED,
    )
    return reading, refused


def predict_file(
    predictor: Predictor,
    data: Path,
    out: Path,
    how: HowToAnswer | None = None,
    progress: Progress = lambda _: None,
) -> FileSummary:
    """Answer every row of the table in ``data``, and write it to ``out`` with the answers beside it, part by part.

    Until all of it is written, an old file of that name stays as it was. Raises DataError for a file that cannot be
    read, written or answered in any row, and where both are the same file.
    """
    check_apart(data, out)
    answering = FileAnswering(predictor, data, how or HowToAnswer(), progress)
    write_tables((part.table for part in answering.parts()), out)
    return answering.summary()


def with_answers(table: Table, targets: Sequence[Column], replies: Replies) -> Table:
    """The table with a column of answers for each target (``speed predicted``), empty where there is none.

    For classes, a column with the probability of each follows (``setosa probability``).
    """
    for target, values in zip(targets, replies.values, strict=True):
        kind = target.kind if target.temporal else NUMBER if values.dtype == pl.Float64 else CATEGORY
        name = f"{target.name} predicted"
        column = Column(name, kind=kind, role=IGNORED, unit=target.unit, date_format=target.date_format)
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


def _with_spread(table: Table, targets: Sequence[Column], spreads: RowSpreads) -> Table:
    """The table with two columns for each target, ``mpg lowest`` and ``mpg highest``.

    For classes three follow: the number of networks that agree, and the lowest and highest probability of the class.
    """
    if spreads.agree is None:
        for place, target in enumerate(targets):
            kind = target.kind if target.temporal else NUMBER
            column = Column(target.name, kind, role=IGNORED, unit=target.unit, date_format=target.date_format)
            for word, numbers in (("lowest", spreads.lowest), ("highest", spreads.highest)):
                table = _with_column(table, changed(column, name=f"{target.name} {word}"), _cells(numbers[:, place]))
        return table
    known = ~np.isnan(spreads.lowest[:, 0])
    counts = pl.Series([float(each) if there else None for each, there in zip(spreads.agree, known, strict=True)])
    name = targets[0].name
    table = _with_column(table, Column(f"{name} networks that agree", role=IGNORED), counts)
    for word, numbers in (("lowest", spreads.lowest), ("highest", spreads.highest)):
        table = _with_column(table, Column(f"{name} {word} probability", role=IGNORED), _cells(numbers[:, 0]))
    return table


def _cells(numbers: NDArray[np.float64]) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Float64).fill_nan(None)

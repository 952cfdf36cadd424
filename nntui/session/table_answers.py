"""Answers to the rows of a table: how far off they are, and a file of rows with the answers beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.encoding.coders import UNKNOWN
from nntui.data.files.atomic import same_file
from nntui.data.files.dialect import DETECTED, Dialect
from nntui.data.files.formats import name_of
from nntui.data.files.tables import read, write_table
from nntui.data.kinds import CATEGORY, IGNORED, NUMBER, TEXT
from nntui.errors import DataError
from nntui.session.seeds.spread import row_spreads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.files.source import TableBytes
    from nntui.data.files.tables import ReadResult
    from nntui.data.table import Table
    from nntui.session.predict import Answers, Predictor, Replies
    from nntui.session.seeds.networks import SeedNetworks
    from nntui.session.seeds.spread import RowSpreads

ROWS_COMPARED_AT_ONCE = 20_000
"""Rows answered in one piece; between pieces other threads, such as the screen's, can run."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """``replies`` to some rows, and their ``errors`` float64 [rows, targets], NaN where answer or target is missing.

    The error of a number is the answer minus the target, in its unit; that of a class is 1 minus the probability that
    the network gives to the row's own class.
    """

    replies: Replies
    errors: NDArray[np.float64]


def compare_rows(
    predictor: Predictor, table: Table, rows: Sequence[int] | NDArray[np.int64], weights: NDArray[np.float32]
) -> Comparison:
    """The answers to these ``rows`` of ``table`` with these weights, scaled as in training, and their errors.

    Raises DataError for a table without the columns, or with other kinds of cells, than the network was trained on.
    """
    numbers = np.asarray(rows, dtype=np.int64)
    part = replace(table, frame=table.frame[numbers], validation=table.validation[numbers])
    replies = predictor.trained_replies(part, weights)
    return Comparison(replies, _errors(predictor.encoder, part.frame, replies))


def error_sizes(
    predictor: Predictor, table: Table, weights: NDArray[np.float32], rows_at_once: int = ROWS_COMPARED_AT_ONCE
) -> NDArray[np.float64]:
    """The size of the error of each row, float64 [rows]; NaN where there is none.

    Several targets count as they are scaled for the network. Raises DataError as ``compare_rows`` does.
    """
    sizes = [np.empty(0)]
    divisors = np.array([getattr(coder, "divisor", 1.0) for coder in predictor.encoder.targets])
    for start in range(0, table.height, rows_at_once):
        rows = np.arange(start, min(start + rows_at_once, table.height))
        errors = compare_rows(predictor, table, rows, weights).errors
        sizes.append(np.abs(errors[:, 0]) if errors.shape[1] == 1 else np.sqrt(((errors / divisors) ** 2).sum(axis=1)))
    return np.concatenate(sizes)


def _errors(encoder: Encoder, frame: pl.DataFrame, replies: Replies) -> NDArray[np.float64]:
    if replies.probabilities is None:
        answers = np.column_stack([series.to_numpy() for series in replies.values])
        errors: NDArray[np.float64] = answers - encoder.numbers(frame)
        return errors
    codes = encoder.codes(frame)
    given = np.take_along_axis(replies.probabilities, np.maximum(codes, 0)[:, None], axis=1)
    return np.where(codes[:, None] == UNKNOWN, np.nan, 1 - given)


@dataclass(frozen=True, slots=True, eq=False)
class FileAnswers:
    """The ``answers`` to the rows of a file, and a ``table`` of its cells and these.

    ``notes`` tell how unusual cells and names were read. ``spreads`` are those of the answers of several networks.
    """

    answers: Answers
    table: Table
    notes: tuple[str, ...]
    spreads: RowSpreads | None = None

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.table.height

    @property
    def answered(self) -> int:
        """The number of rows with an answer."""
        return self.rows - self.answers.own.values[0].null_count()


def check_apart(data: Path, out: Path) -> None:
    """Raise DataError where ``out`` is the file ``data`` itself."""
    if same_file(out, data):
        raise DataError(f"{out}: this is the table being answered, and would be overwritten; give another name")


def rows_to_answer(
    predictor: Predictor, data: Path | TableBytes, empty: tuple[str, ...] | None = None
) -> tuple[ReadResult, dict[int, str]]:
    """The table in ``data`` read as the session's own was, and why rows of these numbers, from 0, cannot be answered.

    ``empty`` replaces the session's words for an empty cell. Raises DataError for a file that cannot be read.
    """
    # A column known to be a category before it is read keeps leading zeros.
    # A network takes any number, also where all that it was trained on were whole.
    asked = {name: changed(each, kind=NUMBER) if each.whole else each for name, each in predictor.askable.items()}
    refused: dict[int, str] = {}
    like = predictor.session.dialect or DETECTED
    reading = read(
        data,
        Dialect(empty=like.empty if empty is None else empty),
        asked,
        ignored=lambda name: name not in asked,
        refused=refused.setdefault,
        likely=like,
    )
    return reading, refused


def predict_file(
    predictor: Predictor,
    data: Path,
    out: Path | None = None,
    weights: NDArray[np.float32] | None = None,
    *,
    empty: tuple[str, ...] | None = None,
    networks: SeedNetworks | None = None,
) -> FileAnswers:
    """Answer every row of the table in ``data``, and write it to ``out`` with the answers beside it.

    A row with a cell that its column cannot have has no answer; a column of notes then says why.

    ``weights`` replace those of the predictor's session, and ``empty`` its words for an empty cell. With ``networks``
    from other seeds, the spread of their answers is written beside each answer. Raises DataError for a file that cannot
    be read, written or answered in any row, and where both are the same file.
    """
    if out is not None:
        check_apart(data, out)
    reading, refused = rows_to_answer(predictor, data, empty)
    answers = predictor.answers(reading.table, weights, refused)
    if reading.table.height and len(answers.unanswered) == reading.table.height:
        raise DataError(f"{name_of(data)}: {answers.warnings[0]}")  # the warnings begin with these rows
    targets = predictor.targets
    table = with_answers(reading.table, targets, answers.own)
    spreads = None
    if networks is not None:
        spreads = row_spreads(networks, predictor, reading.table, answers.own)
        table = _with_spread(table, targets, spreads)
    if refused:
        reasons = [answers.unanswered.get(row) for row in range(table.height)]
        table = _with_column(table, Column("note", TEXT, role=IGNORED), pl.Series(reasons, dtype=pl.String))
    if out is not None:
        write_table(table, out)
    return FileAnswers(answers, table, reading.notes, spreads)


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

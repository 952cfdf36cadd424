"""How good a session's network is: on the session's own rows, and on those of a labelled file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.encoding.encoder import encode
from nntui.data.files.dialect import DETECTED, Dialect
from nntui.data.files.formats import name_of
from nntui.data.files.tables import read
from nntui.data.kinds import NUMBER
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line
from nntui.session.calculated import needed_columns
from nntui.session.predict import MOST_REASONS
from nntui.training.scores.judge import Judge, RowsToJudge
from nntui.training.scores.score import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.data.files.source import TableBytes
    from nntui.session.predict import Predictor
    from nntui.session.session import Session
    from nntui.training.scores.score import Score


class SessionJudge:
    """Scores the network of a session, with any weights, on the rows of the session's table.

    ``arrays`` are those rows as the ``predictor``'s encoder has them, encoded here unless they are given. Raises
    DataError for a table without a row to train on.
    """

    def __init__(self, predictor: Predictor, arrays: Arrays | None = None) -> None:
        self.predictor = predictor
        table, encoder = predictor.session.table, predictor.encoder
        self.arrays = encode(table, encoder) if arrays is None else arrays
        if not len(self.arrays.rows):
            raise DataError("there is no training row to compare with")
        self.judge = Judge(encoder, table.frame, self.arrays)

    def beforehand(self) -> Score:
        """The score before there is a network: that of always the same answer. Needs no torch."""
        session = self.predictor.session
        return self.judge.score(None, session.network.output_activation, Progress(trained=False))

    def score(
        self,
        weights: NDArray[np.float32] | None = None,
        progress: Progress | None = None,
        others: RowsToJudge | None = None,
    ) -> Score:
        """The score with these flat weights [parameters], by default the session's; ``others`` are further rows."""
        session = self.predictor.session
        return self.judge.score(
            lambda inputs: self.predictor.last_layer(inputs, weights),
            session.network.output_activation,
            progress_of(session) if progress is None else progress,
            others,
        )


def progress_of(session: Session) -> Progress:
    """How far the training of a session is."""
    checkpoint = session.checkpoint
    return Progress(
        trained=checkpoint is not None and not checkpoint.untrained,
        diverged=checkpoint is not None and checkpoint.state == "failed",
        straight=not session.network.hidden,
    )


def evaluated(predictor: Predictor, data: Path | TableBytes | None) -> tuple[Score, LabelledRows | None]:
    """The score of a session on its own rows and, where given, on those of ``data``. Raises DataError as these do."""
    judge = SessionJudge(predictor)
    labelled = None if data is None else labelled_rows(judge, data)
    return judge.score(others=None if labelled is None else labelled.judged), labelled


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """The rows of a file that have a true answer.

    ``rows`` is the number of rows in it; of these, ``unreadable`` have a cell that its column cannot have,
    ``incomplete`` lack an input, and ``unlabelled`` have no true answer that the network knows. ``notes`` tell which
    those are, how unusual cells were read, and what is unlike the training.
    """

    judged: RowsToJudge
    rows: int
    unreadable: int
    incomplete: int
    unlabelled: int
    notes: tuple[str, ...]


def labelled_rows(judge: SessionJudge, data: Path | TableBytes) -> LabelledRows:
    """The rows of the table in ``data`` as a network is judged on them.

    Raises DataError for a file that cannot be read, that lacks a column, and without a row to judge.
    """
    predictor = judge.predictor
    encoder = predictor.encoder
    columns = {column.name: column for column in predictor.session.table.columns}
    targets = [coder.name for coder in encoder.targets]
    needed = needed_columns(columns, [*(coder.name for coder in encoder.inputs), *targets])
    # A network takes any number, also where all that it was trained on were whole.
    kinds = {each.name: changed(each, kind=NUMBER) if each.whole and not each.classes else each for each in needed}
    refused: dict[int, str] = {}
    like = predictor.session.dialect or DETECTED
    reading = read(
        data,
        Dialect(empty=like.empty),
        kinds,
        ignored=lambda name: name not in kinds,
        refused=refused.setdefault,
        likely=like,
    )
    try:
        frame = predictor.as_trained(reading.table, targets)
    except DataError as error:
        raise DataError(f"{name_of(data)}: {error}") from None
    readable = np.ones(frame.height, dtype=np.bool_)
    readable[list(refused)] = False
    complete = readable & encoder.usable(frame)
    known = complete & encoder.answered(frame)
    picked = frame.filter(pl.Series(known))
    counts = [int((before & ~after).sum()) for before, after in ((readable, complete), (complete, known))]
    notes = (*reading.notes, *_left_out(refused, counts, encoder))
    if not known.any():
        raise DataError("; ".join([f"{name_of(data)}: no row can be judged", *notes]))
    rows = np.flatnonzero(known).astype(np.int64)
    name = f"rows of {one_line(name_of(data))}"
    return LabelledRows(
        judged=RowsToJudge(name, judge.judge, frame, rows, encoder.encode_inputs(picked)),
        rows=frame.height,
        unreadable=len(refused),
        incomplete=counts[0],
        unlabelled=counts[1],
        notes=(*notes, *encoder.warnings(picked)),
    )


def _left_out(refused: Mapping[int, str], counts: Sequence[int], encoder: Encoder) -> Iterator[str]:
    """A line for each reason for which rows are not judged."""
    if refused:
        reasons = "; ".join(f"row {row + 1}, {refused[row]}" for row in sorted(refused)[:MOST_REASONS])
        more = f"; and {len(refused) - MOST_REASONS:,} more" if len(refused) > MOST_REASONS else ""
        yield f"{_rows(len(refused))} cannot be read: {reasons}{more}"
    incomplete, unlabelled = counts
    if incomplete:
        yield f"{_rows(incomplete)} {'lacks' if incomplete == 1 else 'lack'} an input"
    if unlabelled:
        what = "a class that was trained on" if encoder.classes else "a number"
        targets = as_list(coder.name for coder in encoder.targets)
        yield f"{_rows(unlabelled)} {'does' if unlabelled == 1 else 'do'} not have {what} in {targets}"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"

"""How good a session's network is: on the session's own rows, and on those of a labelled file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.encoding.encoder import UnfamiliarInputs, encode
from nntui.data.files.dialect import DETECTED, Dialect
from nntui.data.files.formats import name_of
from nntui.data.kinds import NUMBER
from nntui.errors import DataError
from nntui.safe_text import as_list, number_of, one_line
from nntui.session.calculated import needed_columns
from nntui.session.question_parts import question_parts
from nntui.session.row_notes import RefusedRows
from nntui.training.scores.judge import AnsweredRows, Judge
from nntui.training.scores.score import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.data.files.source import TableBytes
    from nntui.data.files.tables import Progress as ReadProgress
    from nntui.session.predict import Predictor
    from nntui.session.session import Session
    from nntui.training.scores.judge import ScorableRows
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
        others: ScorableRows | None = None,
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


def evaluated(
    predictor: Predictor, data: Path | TableBytes | None, progress: ReadProgress = lambda _: None
) -> tuple[Score, LabelledRows | None]:
    """The score of a session on its own rows and, where given, on those of ``data``. Raises DataError as these do."""
    judge = SessionJudge(predictor)
    labelled = None if data is None else labelled_rows(judge, data, progress)
    return judge.score(others=None if labelled is None else labelled.judged), labelled


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """The rows of a file that have a true answer, as the session's network answers them.

    ``rows`` is the number of rows in it; of these, ``unreadable`` have a cell that its column cannot have,
    ``incomplete`` lack an input, and ``unlabelled`` have no true answer that the network knows. ``notes`` tell which
    those are, how unusual cells were read, and what is unlike the training.
    """

    judged: AnsweredRows
    rows: int
    unreadable: int
    incomplete: int
    unlabelled: int
    notes: tuple[str, ...]


def labelled_rows(
    judge: SessionJudge, data: Path | TableBytes, progress: ReadProgress = lambda _: None
) -> LabelledRows:
    """The rows of the table in ``data`` as the network is judged on them, read part by part.

    Raises DataError for a file that cannot be read, that lacks a column, and without a row to judge.
    """
    predictor = judge.predictor
    encoder = predictor.encoder
    columns = {column.name: column for column in predictor.session.table.columns}
    targets = [coder.name for coder in encoder.targets]
    needed = needed_columns(columns, [*(coder.name for coder in encoder.inputs), *targets])
    # A network takes any number, also where all that it was trained on were whole.
    kinds = {each.name: changed(each, kind=NUMBER) if each.whole and not each.classes else each for each in needed}
    like = predictor.session.dialect or DETECTED
    name = f"rows of {one_line(name_of(data))}"
    activation = predictor.session.network.output_activation
    answered = AnsweredRows(name, judge.judge, predictor.last_layer, activation)
    left_out, unfamiliar = _LeftOut(), UnfamiliarInputs(encoder)
    with question_parts(predictor.session, data, Dialect(empty=like.empty), kinds, progress) as parts:
        for part in parts:
            try:
                frame = predictor.as_trained(part.table, targets)
            except DataError as error:
                raise DataError(f"{name_of(data)}: {error}") from None
            known = left_out.take(frame, part.refused, encoder)
            picked = frame.filter(pl.Series(known))
            unfamiliar.take(picked)
            answered.take(picked, part.first + np.flatnonzero(known).astype(np.int64), encoder.encode_inputs(picked))
        notes = (*parts.notes, *left_out.lines(encoder))
    if not answered.count:
        raise DataError("; ".join([f"{name_of(data)}: no row can be judged", *notes]))
    return LabelledRows(
        judged=answered,
        rows=left_out.rows,
        unreadable=left_out.refused.count,
        incomplete=left_out.incomplete,
        unlabelled=left_out.unlabelled,
        notes=(*notes, *unfamiliar.warnings()),
    )


class _LeftOut:
    """Counts the rows that are not judged, by the reasons for which they are not."""

    def __init__(self) -> None:
        self.rows = self.incomplete = self.unlabelled = 0
        self.refused = RefusedRows()

    def take(self, frame: pl.DataFrame, refused: Mapping[int, str], encoder: Encoder) -> NDArray[np.bool_]:
        """Boolean [rows]: True for those of the next rows that can be judged."""
        readable = np.ones(frame.height, dtype=np.bool_)
        readable[list(refused)] = False
        complete = readable & encoder.usable(frame)
        known: NDArray[np.bool_] = complete & encoder.answered(frame)
        self.refused.take(refused, self.rows)
        self.rows += frame.height
        self.incomplete += int((readable & ~complete).sum())
        self.unlabelled += int((complete & ~known).sum())
        return known

    def lines(self, encoder: Encoder) -> Iterator[str]:
        """A line for each reason."""
        if self.refused.count:
            yield f"{number_of(self.refused.count, 'row')} cannot be read: {self.refused.reasons()}"
        if self.incomplete:
            yield f"{number_of(self.incomplete, 'row')} {'lacks' if self.incomplete == 1 else 'lack'} an input"
        if self.unlabelled:
            what = "a class that was trained on" if encoder.classes else "a number"
            targets = as_list(coder.name for coder in encoder.targets)
            does = "does" if self.unlabelled == 1 else "do"
            yield f"{number_of(self.unlabelled, 'row')} {does} not have {what} in {targets}"

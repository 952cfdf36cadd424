"""What a session's network answers, in the target's own unit or classes, and how it came to that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.cells import converted
from nntui.data.encoding.encoder import Encoder
from nntui.session.calculated import answerable, completed, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.session import Session

ROWS_AT_ONCE = 4_096
"""Rows that go through the network together: every intermediate of theirs is in memory."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One way through the network: ``inputs`` and ``outputs`` are its own numbers, ``values`` what they say by target.

    A value is a number in the target's unit, or the name of the most probable class; None where an output is not
    finite. ``probabilities`` are by the name of the class, None where the targets are numbers.
    """

    inputs: tuple[float, ...]
    outputs: tuple[float, ...]
    values: Mapping[str, float | str | None]
    probabilities: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one question.

    ``own`` follows the session's setting for scaling a query, ``trained`` the scaling of the training; they differ only
    in the tutorial. ``warnings`` has a line for each value unlike those trained on.
    """

    own: Reply
    trained: Reply
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Replies:
    """What is said to many rows: for each target a series [rows] of its name, null where there is no answer.

    It holds numbers (Float64) in the target's unit, or names of classes (String). ``probabilities`` [rows, classes]
    belong to ``classes``, and are NaN where there is no answer; they are None where the targets are numbers.
    """

    values: tuple[pl.Series, ...]
    probabilities: NDArray[np.float64] | None
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What is said to the rows of a table.

    ``own`` and ``trained`` differ as in ``Answer``. ``warnings`` tell of rows without an answer, and of those unlike
    the rows trained on.
    """

    own: Replies
    trained: Replies
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """What was asked, as given; encoded as in training and, where the session's setting is another, as that has it."""

    values: Mapping[str, Cell]
    inputs: NDArray[np.float32]
    own: NDArray[np.float32] | None
    warnings: tuple[str, ...]


class Predictor:
    """Asks the network of a session. The encoder is fitted once; weights may be given anew with every question.

    Raises DataError for a table that no encoder can be fitted to.
    """

    def __init__(self, session: Session, encoder: Encoder | None = None) -> None:
        self.session = session
        self.encoder = Encoder.fit(session.table) if encoder is None else encoder
        self._asked: _Question | None = None

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """The session's weights [parameters]; of one that was never trained, those that training would start from."""
        if self.session.checkpoint is not None:
            return self.session.checkpoint.weights
        from nntui.model.network import Network

        first: NDArray[np.float32] = Network(self.session.network).flat.numpy()
        return first

    @property
    def askable(self) -> dict[str, Column]:
        """The columns that a question may name: the inputs and, of those that are calculated, what calculates them."""
        return {column.name: column for column in sources(self._columns, self._names)}

    def answer(self, values: Mapping[str, Cell], weights: NDArray[np.float32] | None = None) -> Answer:
        """The answer to one question, asked by input name; an input left out, or None, is filled as its column is.

        One that is calculated may be left out where it can be calculated from what is named. Raises DataError for an
        input that nothing fills, a name that is none, and a value that is none of its column.
        """
        question = self._asked if self._asked is not None and self._asked.values == values else self._encoded(values)
        trained = self._reply(question.inputs, weights)
        own = trained if question.own is None else self._reply(question.own, weights)
        return Answer(own, trained, question.warnings)

    def answers(self, rows: Table | pl.DataFrame, weights: NDArray[np.float32] | None = None) -> Answers:
        """The answers to all ``rows``: a table, whose cells may be of other kinds that spell the same, or a frame.

        Raises DataError unless there is every input by name, or what calculates it, with cells such as were trained on.
        """
        frame = self._as_trained(rows)
        known = self.encoder.usable(frame)
        own = trained = self._trained_replies(frame, known, weights)
        if self.session.query_scaling == "own-max":
            width = self.session.network.inputs
            asked = frame.filter(known)
            questions = ({name: row[name] for name in self._names} for row in asked.iter_rows(named=True))
            queries = [self.encoder.encode_query_own_max(question) for question in questions]
            own = self._replies(known, np.concatenate([np.empty((0, width), dtype=np.float32), *queries]), weights)
        return Answers(own, trained, (*_missing(known), *self.encoder.warnings(frame)))

    def trained_replies(self, rows: Table | pl.DataFrame, weights: NDArray[np.float32] | None = None) -> Replies:
        """What ``answers`` has under ``trained``, without the work for the rest. Raises DataError as that does."""
        frame = self._as_trained(rows)
        return self._trained_replies(frame, self.encoder.usable(frame), weights)

    def outputs(self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """The network's outputs [rows, outputs] for encoded ``inputs`` [rows, inputs]."""
        from nntui.model.trace import trace  # torch: the first answer waits for it, opening a session does not

        flat = self.weights if weights is None else weights
        parts = [
            trace(self.session.network, flat, inputs[start : start + ROWS_AT_ONCE]).outputs
            for start in range(0, len(inputs), ROWS_AT_ONCE)
        ]
        empty = np.empty((0, self.session.network.outputs), dtype=np.float32)
        return np.concatenate([empty, *parts])

    def _encoded(self, values: Mapping[str, Cell]) -> _Question:
        """The question as the network takes it: kept, as it is asked anew whenever the weights have moved."""
        asked = answerable(self._columns, values, self._names)
        inputs, warnings = self.encoder.encode_query(asked)
        own = None if self.session.query_scaling == "training" else self.encoder.encode_query_own_max(asked)
        self._asked = _Question(dict(values), inputs, own, tuple(warnings))
        return self._asked

    def _reply(self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None) -> Reply:
        outputs = self.outputs(inputs, weights)
        decoded = self.encoder.decode(outputs)
        shares = decoded.probabilities
        return Reply(
            tuple(inputs[0].tolist()),
            tuple(outputs[0].tolist()),
            {series.name: series[0] for series in decoded.values},
            None if shares is None else dict(zip(decoded.classes, shares[0].tolist(), strict=True)),
        )

    def _replies(
        self, known: NDArray[np.bool_], inputs: NDArray[np.float32], weights: NDArray[np.float32] | None
    ) -> Replies:
        """The replies to the rows that are ``known`` [rows], of which ``inputs`` are; nothing for the others."""
        decoded = self.encoder.decode(self.outputs(inputs, weights))
        places = pl.Series(np.where(known, known.cumsum() - 1, -1)).replace(-1, None)
        values = tuple(series.gather(places) for series in decoded.values)
        if decoded.probabilities is None:
            return Replies(values, None, ())
        probabilities = np.full((len(known), len(decoded.classes)), np.nan)
        probabilities[known] = decoded.probabilities
        return Replies(values, probabilities, decoded.classes)

    def _trained_replies(
        self, frame: pl.DataFrame, known: NDArray[np.bool_], weights: NDArray[np.float32] | None
    ) -> Replies:
        return self._replies(known, self.encoder.encode_inputs(frame.filter(known)), weights)

    def _as_trained(self, rows: Table | pl.DataFrame) -> pl.DataFrame:
        """The cells of the inputs; those of a table in the kinds that were trained on."""
        if isinstance(rows, pl.DataFrame):
            return rows
        whole = completed(rows, self._columns, self._names)
        cells = []
        for name in self._names:
            place = whole.index(name)
            old = whole.columns[place]
            new = self._columns.get(name, old)
            same = old.kind == new.kind or (old.numeric and new.numeric)
            cells.append(whole.frame.to_series(place) if same else converted(whole.frame.to_series(place), old, new))
        return pl.DataFrame(cells)

    @property
    def _names(self) -> list[str]:
        return [coder.name for coder in self.encoder.inputs]

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {column.name: column for column in self.session.table.columns}


def _missing(known: NDArray[np.bool_]) -> list[str]:
    missing = len(known) - int(known.sum())
    return [f"{missing} of {len(known)} rows lack an input and have no answer"] if missing else []

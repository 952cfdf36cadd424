"""The answers of a session's network, in the target's own unit or classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.cells import converted
from nntui.data.column import Column
from nntui.model.parameters import first_weights
from nntui.model.work import rows_at_once
from nntui.safe_text import as_list
from nntui.session.calculated import needed_columns, with_calculated, with_calculated_cells
from nntui.session.encoders import encoder_of
from nntui.session.row_notes import RowNotes
from nntui.training.tracing import trace_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.session import Session


@dataclass(frozen=True, slots=True)
class Reply:
    """One pass through the network: its ``inputs`` and ``outputs`` as scaled numbers, and the ``values`` by target.

    A value is a number in the target's unit, or the name of the most probable class; None where an output is not
    finite. ``probabilities`` are by class, None for targets that are numbers.
    """

    inputs: tuple[float, ...]
    outputs: tuple[float, ...]
    values: Mapping[str, float | str | None]
    probabilities: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    ``own`` is scaled as the session's ``query_scaling`` asks, ``trained`` as in training; they differ only in the
    tutorial. ``warnings`` has a line for each value outside what was trained on.
    """

    own: Reply
    trained: Reply
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Replies:
    """The replies to many rows: for each target a series [rows] under its name, null where there is no answer.

    A series holds numbers (Float64) in the target's unit, or names of classes (String). ``probabilities``
    [rows, classes] are in the order of ``classes``, NaN where there is no answer, and None for targets that are
    numbers.
    """

    values: tuple[pl.Series, ...]
    probabilities: NDArray[np.float64] | None
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The answers to the rows of a table.

    ``own`` and ``trained`` differ as in ``Answer``. ``warnings`` are lines on rows without an answer, and on values
    outside what was trained on. ``unanswered`` says why the rows of these numbers, from 0, have no answer.
    """

    own: Replies
    trained: Replies
    warnings: tuple[str, ...]
    unanswered: Mapping[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """A question as given, encoded as in training (``inputs``) and, where it differs, by ``query_scaling``."""

    values: Mapping[str, Cell]
    inputs: NDArray[np.float32]
    own: NDArray[np.float32] | None
    warnings: tuple[str, ...]


class Predictor:
    """Answers questions with the network of a session; each may be answered with other weights.

    Raises DataError for a table that no encoder can be fitted to.
    """

    def __init__(self, session: Session, encoder: Encoder | None = None) -> None:
        self.session = session
        self.encoder = encoder_of(session) if encoder is None else encoder
        self._asked: _Question | None = None

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """The session's weights [parameters]; its first weights if it was never trained."""
        if self.session.checkpoint is not None:
            return self.session.checkpoint.weights
        return first_weights(self.session.network)

    @cached_property
    def targets(self) -> tuple[Column, ...]:
        """The columns that the network predicts; one of its name alone where the table has lost it meanwhile."""
        names = [coder.name for coder in self.encoder.targets]
        return tuple(self._columns.get(name) or Column(name) for name in names)

    @property
    def askable(self) -> dict[str, Column]:
        """The columns that a question may name: the inputs, and the sources of those that are calculated."""
        return {column.name: column for column in needed_columns(self._columns, self._names)}

    def answer(self, values: Mapping[str, Cell], weights: NDArray[np.float32] | None = None) -> Answer:
        """The answer to one question, by input name; a missing input, or None, is filled as in its column.

        A calculated input may be replaced by its sources. Raises DataError for an input that cannot be filled, an
        unknown name, and a value that its column cannot hold.
        """
        question = self._asked if self._asked is not None and self._asked.values == values else self._encoded(values)
        trained = self._reply(question.inputs, weights)
        own = trained if question.own is None else self._reply(question.own, weights)
        return Answer(own, trained, question.warnings)

    def answers(
        self,
        rows: Table | pl.DataFrame,
        weights: NDArray[np.float32] | None = None,
        refused: Mapping[int, str] | None = None,
        notes: RowNotes | None = None,
    ) -> Answers:
        """The answers to all ``rows``: a table, whose cells are converted to the kinds trained on, or a frame.

        The ``refused`` rows, which have cells that could not be read, have no answer, for the reason given. Where
        ``notes`` are given, these take what the warnings are made of, and the answers have none. Raises DataError for a
        missing input that cannot be calculated either, and for cells that cannot be converted.
        """
        frame = self.as_trained(rows)
        known = self.encoder.usable(frame)
        known[list(refused or ())] = False
        own = trained = self._trained_replies(frame, known, weights)
        if self.session.query_scaling == "own-max":
            width = self.session.network.inputs
            asked = frame.filter(known)
            questions = ({name: row[name] for name in self._names} for row in asked.iter_rows(named=True))
            queries = [self.encoder.encode_query_own_max(question) for question in questions]
            own = self._replies(known, np.concatenate([np.empty((0, width), dtype=np.float32), *queries]), weights)
        unanswered = self._unanswered(frame, known, refused or {})
        taking = notes or RowNotes(self.encoder)
        taking.take(frame, unanswered, refused or {})
        return Answers(own, trained, () if notes is not None else taking.lines(), unanswered)

    def trained_replies(self, rows: Table | pl.DataFrame, weights: NDArray[np.float32] | None = None) -> Replies:
        """``answers(rows, weights).trained`` without the work for the rest."""
        frame = self.as_trained(rows)
        return self._trained_replies(frame, self.encoder.usable(frame), weights)

    def outputs(self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """The network's outputs [rows, outputs] for encoded ``inputs`` [rows, inputs]."""
        return self.last_layer(inputs, weights)[1]

    def last_layer(
        self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The output layer's pre-activations and the network's outputs, [rows, outputs] each."""
        flat = self.weights if weights is None else weights
        empty = np.empty((0, self.session.network.outputs), dtype=np.float32)
        sums, outputs = [empty], [empty]
        session = self.session
        together = rows_at_once(session.network)
        for start in range(0, len(inputs), together):
            numbers = trace_of(session.network, session.training, flat, inputs[start : start + together])
            sums.append(numbers.pre_activations[-1])
            outputs.append(numbers.outputs)
        return np.concatenate(sums), np.concatenate(outputs)

    def _encoded(self, values: Mapping[str, Cell]) -> _Question:
        """The encoded question, kept because it is asked again whenever the weights have changed."""
        asked = with_calculated_cells(self._columns, values, self._names)
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
        """Replies to all rows: ``inputs`` are those of the rows where ``known`` [rows], the others have none."""
        decoded = self.encoder.decode(self.outputs(inputs, weights))
        places = pl.Series(np.where(known, known.cumsum() - 1, -1)).replace(-1, None)
        values = tuple(series.gather(places) for series in decoded.values)
        if decoded.probabilities is None:
            return Replies(values, None, ())
        probabilities = np.full((len(known), len(decoded.classes)), np.nan)
        probabilities[known] = decoded.probabilities
        return Replies(values, probabilities, decoded.classes)

    def _unanswered(self, frame: pl.DataFrame, known: NDArray[np.bool_], refused: Mapping[int, str]) -> dict[int, str]:
        """Why the rows that are not ``known`` [rows] have no answer, by number of row."""
        required = [coder.name for coder in self.encoder.inputs if not coder.fills]
        found = {int(row): refused.get(int(row), "") for row in np.flatnonzero(~known)}
        for row in (row for row, reason in found.items() if not reason):
            found[row] = f"column {as_list(name for name in required if frame.get_column(name)[row] is None)} is empty"
        return found

    def _trained_replies(
        self, frame: pl.DataFrame, known: NDArray[np.bool_], weights: NDArray[np.float32] | None
    ) -> Replies:
        return self._replies(known, self.encoder.encode_inputs(frame.filter(known)), weights)

    def as_trained(self, rows: Table | pl.DataFrame, also: Iterable[str] = ()) -> pl.DataFrame:
        """The cells of the inputs, and of the columns ``also``, in the kinds that were trained on. Raises DataError."""
        if isinstance(rows, pl.DataFrame):
            return rows
        names = [*self._names, *also]
        whole = with_calculated(rows, self._columns, names)
        cells = []
        for name in names:
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

"""What a session's network answers, in the target's own unit or classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.cells import converted, empty_cells
from nntui.data.encoding.encoder import Encoder
from nntui.data.formula.formula import formula_of
from nntui.data.kinds import IGNORED
from nntui.data.policies import DROP
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import as_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from nntui.data.cells import CellsOfColumn
    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.session.session import Session


def needed_columns(columns: Mapping[str, Column], wanted: Iterable[str], known: Collection[str] = ()) -> list[Column]:
    """The columns that give the ``wanted`` ones: these and, for those not ``known``, the sources of their formulas.

    A known column comes without its formula. Names that are not in ``columns``, by name, are ignored.
    """
    found: dict[str, Column] = {}

    def visit(names: Iterable[str]) -> None:
        for name in names:
            if name in columns and name not in found:
                found[name] = changed(columns[name], formula="") if name in known else columns[name]
                visit(formula_of(found[name].formula).names if found[name].formula else ())

    visit(wanted)
    return list(found.values())


def with_calculated(table: Table, columns: Mapping[str, Column], wanted: Iterable[str]) -> Table:
    """``table`` with the ``wanted`` columns that it lacks, as the formulas of ``columns`` calculate them from the rest.

    Raises DataError for a missing source column, and for cells that a formula cannot take.
    """
    needed = needed_columns(columns, wanted, table.names)
    if not any(column.formula for column in needed):
        return table
    if missing := [column.name for column in needed if not column.formula and column.name not in table.names]:
        raise DataError(f"no column {as_list(missing)}; there are {as_list(table.names)}")
    cells: dict[str, CellsOfColumn] = {name: table.frame.get_column(name) for name in table.names}
    return _calculated(table.columns, cells, [column for column in needed if column.formula], table.height)


def with_calculated_cells(
    columns: Mapping[str, Column], values: Mapping[str, Cell], wanted: Collection[str]
) -> dict[str, Cell]:
    """``values`` by name, with the ``wanted`` columns that are calculated from them in place of their sources.

    Raises DataError for a missing source, and for values that a formula cannot take.
    """
    needed = needed_columns(columns, wanted, values)
    calculated = [column for column in needed if column.formula]
    if not calculated:
        return dict(values)
    if missing := [column.name for column in needed if not column.formula and column.name not in values]:
        raise DataError(f"a value is missing for {as_list(missing)}")
    given = [column for column in needed if not column.formula]
    row = _calculated(given, {column.name: [values[column.name]] for column in given}, calculated, 1)
    used = {column.name for column in given}.difference(wanted)
    kept = {name: value for name, value in values.items() if name not in used}
    return kept | {column.name: row.value(0, row.index(column.name)) for column in calculated if column.name in wanted}


def _calculated(columns: Iterable[Column], cells: Mapping[str, CellsOfColumn], added: list[Column], rows: int) -> Table:
    """A table of these columns and, calculated, the ``added`` ones. Roles are irrelevant here."""
    plain = [changed(column, role=IGNORED, missing=DROP) for column in (*columns, *added)]
    return Table.of(plain, {**cells, **{column.name: empty_cells(column, rows) for column in added}})


ROWS_AT_ONCE = 4_096
"""Rows that go through the network together, with all their intermediate values in memory."""


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

    ``own`` and ``trained`` differ as in ``Answer``. ``warnings`` count rows without an answer, and values outside what
    was trained on.
    """

    own: Replies
    trained: Replies
    warnings: tuple[str, ...]


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
        self.encoder = Encoder.fit(session.table) if encoder is None else encoder
        self._asked: _Question | None = None

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """The session's weights [parameters]; its first weights if it was never trained."""
        if self.session.checkpoint is not None:
            return self.session.checkpoint.weights
        from nntui.model.network import Network

        first: NDArray[np.float32] = Network(self.session.network).flat.numpy()
        return first

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

    def answers(self, rows: Table | pl.DataFrame, weights: NDArray[np.float32] | None = None) -> Answers:
        """The answers to all ``rows``: a table, whose cells are converted to the kinds trained on, or a frame.

        Raises DataError for a missing input that cannot be calculated either, and for cells that cannot be converted.
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
        """``answers(rows, weights).trained`` without the work for the rest."""
        frame = self._as_trained(rows)
        return self._trained_replies(frame, self.encoder.usable(frame), weights)

    def outputs(self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """The network's outputs [rows, outputs] for encoded ``inputs`` [rows, inputs]."""
        return self.last_layer(inputs, weights)[1]

    def last_layer(
        self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The output layer's pre-activations and the network's outputs, [rows, outputs] each."""
        from nntui.model.trace import trace  # torch: loaded with the first answer, not with the session

        flat = self.weights if weights is None else weights
        empty = np.empty((0, self.session.network.outputs), dtype=np.float32)
        sums, outputs = [empty], [empty]
        for start in range(0, len(inputs), ROWS_AT_ONCE):
            numbers = trace(self.session.network, flat, inputs[start : start + ROWS_AT_ONCE])
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

    def _trained_replies(
        self, frame: pl.DataFrame, known: NDArray[np.bool_], weights: NDArray[np.float32] | None
    ) -> Replies:
        return self._replies(known, self.encoder.encode_inputs(frame.filter(known)), weights)

    def _as_trained(self, rows: Table | pl.DataFrame) -> pl.DataFrame:
        """The cells of the inputs, in the kinds that were trained on."""
        if isinstance(rows, pl.DataFrame):
            return rows
        whole = with_calculated(rows, self._columns, self._names)
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

"""The questions of the predict pane: its fields from the table, its texts from the session, and the answers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nntui.data.dates import written_date
from nntui.data.numbers import format_digits
from nntui.errors import DataError
from nntui.ui.predict.answers import ShownAnswer
from nntui.ui.predict.form import OWN, InputField
from nntui.ui.predict.spread import spread_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.encoding.coders import Coder
    from nntui.data.encoding.encoder import Encoder
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.predict import Predictor, Reply
    from nntui.session.session import Session
    from nntui.training.records import Snapshot
    from nntui.ui.predict.answers import Question
    from nntui.ui.predict.pane import PredictPane
    from nntui.ui.work.controller import Controller

ROWS_SEARCHED, ROWS_AT_ONCE = 4_096, 16
"""Rows among which a complete one is looked for, and how many are read at once."""
FEW = 4
"""Most scaled numbers that are shown of a question or an answer."""
NO_ANSWER = "no answer"
"""The text of an output that is not finite."""


class PredictPresenter:
    """Fills the form of ``pane`` from the ``controller``'s session, and answers its questions."""

    def __init__(self, pane: PredictPane, controller: Controller) -> None:
        self._pane, self._controller = pane, controller
        self._source: str | None = None
        self._path: Path | None = None
        self._row: int | None = None

    def opened(self) -> None:
        """Begin the form of another session, or keep that of the same session with another network.

        Kept predictions stay while the source is the same.
        """
        session = self._controller.session
        assert session is not None
        self._pane.update(())
        if session.source != self._source:
            self._pane.forget()
        if (session.source, session.path) == (self._source, self._path):
            self._pane.follow(*self._form())
        else:
            self._row = first_row(session.table)
            self._pane.set_form(*self._form())
        self._source, self._path = session.source, session.path
        self._controller.ask(self._pane.values)

    def table_changed(self) -> None:
        """Update names, ranges and levels of the form."""
        self._pane.follow(*self._form())
        self._controller.ask(self._pane.values)

    def _form(self) -> tuple[list[InputField], list[str]]:
        """The fields for the present table, and their first texts."""
        session, table, encoder = self._controller.session, self._controller.table, self._controller.encoder
        assert session is not None
        assert table is not None
        return form_fields(table, encoder), form_texts(session, table, encoder)

    def draw(self, snapshot: Snapshot | None) -> None:
        """Answer the form with the weights of ``snapshot``."""
        predictor = self._controller.predictor
        if snapshot is not None and predictor is not None:
            answers, warnings = answer_query(predictor, snapshot.weights, self._pane.values)
            networks = self._controller.survey.networks_like(predictor.session)
            if networks is not None and answers:
                spreads = spread_texts(networks, predictor, self._pane.values, snapshot.weights)
                answers = [replace(answer, spreads=each) for answer, each in zip(answers, spreads, strict=False)]
            row = self._asked_row()
            if row is not None and self._controller.table is not None:
                truths = (
                    true_texts(self._controller.table, row, [name for name, _ in answers[0].outputs]) if answers else ()
                )
                answers = [replace(answer, truths=truths) for answer in answers]
            self._pane.update(answers, warnings, row=row)

    def _asked_row(self) -> int | None:
        """The table's row that the form was filled from, while it still asks for just that row."""
        table, row = self._controller.table, self._row
        if table is None or row is None or row >= table.height:
            return None
        asked = self._pane.values
        same = all(table.value(row, table.index(column.name)) == asked.get(column.name) for column in table.inputs)
        return row if same else None

    def changed(self, values: Mapping[str, Cell]) -> None:
        """Answer another question."""
        self._controller.ask(values)
        self.draw(self._controller.snapshot)

    def keep(self, question: Question) -> None:
        """Answer a question that the pane keeps."""
        predictor, snapshot = self._controller.predictor, self._controller.snapshot
        if predictor is not None and snapshot is not None:
            answers, _ = answer_query(predictor, snapshot.weights, question.values)
            self._pane.keep(question, answers[0].brief if answers else NO_ANSWER, snapshot.epoch)

    def take(self, row: int | None) -> None:
        """Fill the form with a row of the table."""
        table = self._controller.table
        if table is not None and row is not None:
            self._row = row
            self._pane.set_form(form_fields(table, self._controller.encoder), row_texts(table, row))
            self.changed(self._pane.values)


def form_fields(table: Table, encoder: Encoder | None) -> list[InputField]:
    """The fields of the form, with the ranges and levels of training."""
    coders = _coders(encoder)
    return [_field(column, coders.get(column.name)) for column in table.inputs]


def _coders(encoder: Encoder | None) -> dict[str, Coder]:
    """The coder of each input by name; empty before there is an encoder."""
    return {} if encoder is None else {coder.name: coder for coder in encoder.inputs}


def _field(column: Column, coder: Coder | None) -> InputField:
    from nntui.data.encoding.coders import Levels, YesNo
    from nntui.data.encoding.scaling import Scale

    words = column.words if column.boolean else ()
    rule = column.policy.label
    match coder:
        case Scale() if column.numeric:
            brief = coder.spelled if column.temporal else partial(format_digits, digits=4)
            fill = None if coder.fill is None else (rule, brief(coder.fill))
            return InputField(column, (coder.minimum, coder.maximum), fill=fill)
        case YesNo() if words:
            return InputField(column, None, words, None if coder.fill is None else (rule, words[coder.fill]))
        case Levels() if column.classes:
            fill = OWN if coder.own else None if coder.fill is None else (rule, coder.fill)
            return InputField(column, None, words or coder.levels, fill)
    return InputField(column, None, words)


def form_texts(session: Session, table: Table, encoder: Encoder | None) -> list[str]:
    """The first texts of the form: the session's query, else the table's first complete row.

    In a table without one they are the middle of each trained range, or the first level.
    """
    from nntui.data.cells import format_cell

    row = first_row(table)
    first = row_texts(table, row) if row is not None else None
    if first is not None and not session.query:
        return first
    coders, texts = _coders(encoder), []
    for number, column in enumerate(table.inputs):
        known = column.name in session.query
        if first is not None and not known:
            texts.append(first[number])
            continue
        value = session.query[column.name] if known else _default(coders.get(column.name), column)
        texts.append(format_cell(value, column))
    return texts


def first_row(table: Table) -> int | None:
    """The first row with all inputs, among the first few thousand; one with its targets too is preferred."""
    columns = [table.index(column.name) for column in table.inputs]
    targets = [table.index(column.name) for column in table.targets]
    found = None
    for number, cells in enumerate(_rows_in_pieces(table)):
        if any(cells[at] is None for at in columns):
            continue
        if all(cells[at] is not None for at in targets):
            return number
        found = number if found is None else found
    return found


def _rows_in_pieces(table: Table) -> Iterator[tuple[Cell, ...]]:
    for start in range(0, min(table.height, ROWS_SEARCHED), ROWS_AT_ONCE):
        yield from table.rows(start, min(table.height, start + ROWS_AT_ONCE))


def true_texts(table: Table, row: int, names: Sequence[str]) -> tuple[str, ...]:
    """The cells that the row has in the columns with these names, as text; "" for an empty one."""
    from nntui.data.cells import format_cell

    known = {column.name: column for column in table.columns}
    return tuple(
        format_cell(table.value(row, table.index(name)), known[name]) if name in known else "" for name in names
    )


def row_texts(table: Table, row: int) -> list[str]:
    """The texts of the inputs in a row."""
    from nntui.data.cells import format_cell

    return [format_cell(table.value(row, table.index(column.name)), column) for column in table.inputs]


def _default(coder: Coder | None, column: Column) -> Cell:
    """A cell to begin with; empty if nothing is known."""
    from nntui.data.encoding.coders import Levels
    from nntui.data.encoding.scaling import Scale

    match coder:
        case Scale() if column.temporal:
            return float(round((coder.minimum + coder.maximum) / 2)) if coder.maximum > 1 else coder.minimum
        case Scale():
            middle = float(f"{(coder.minimum + coder.maximum) / 2:.4g}")
            return round(middle) if column.whole else middle
        case Levels(levels=(first, *_), yes_no=False):
            return first
    return column.kind_record.zero


def answer_query(
    predictor: Predictor, weights: NDArray[np.float32], query: Mapping[str, Cell]
) -> tuple[list[ShownAnswer], tuple[str, ...]]:
    """The answers to ``query`` with these weights, and warnings.

    The tutorial has two answers: with the query scaled as in its lesson, and as in training.
    """
    try:
        answer = predictor.answer(query, weights)
    except DataError as error:
        return [], (str(error),)
    targets = {column.name: column for column in predictor.targets}
    if predictor.session.query_scaling == "training":
        return [_answer("", answer.own, targets)], answer.warnings
    lesson = _answer("as the lesson scales it", answer.own, targets)
    return [lesson, _answer("scaled as in training", answer.trained, targets)], answer.warnings


def _answer(title: str, reply: Reply, targets: Mapping[str, Column]) -> ShownAnswer:
    outputs = tuple((name, _value(value, targets.get(name))) for name, value in reply.values.items())
    known = None not in reply.values.values()
    shares = tuple((reply.probabilities or {}).items()) if known else ()
    return ShownAnswer(title, outputs, f"{_numbers(reply.inputs)} -> {_numbers(reply.outputs)}", shares)


def _value(value: float | str | None, target: Column | None) -> str:
    if value is None:
        return NO_ANSWER
    if isinstance(value, str):
        return value
    if target is not None and target.temporal:
        return written_date(value, target.date_format)
    return f"{format_digits(value)} {target.unit if target else ''}".rstrip()


def _numbers(values: Sequence[float]) -> str:
    shown = " ".join(f"{value:.4f}" for value in values[:FEW])
    return f"{shown} ..." if len(values) > FEW else shown

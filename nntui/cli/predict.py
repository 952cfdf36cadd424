"""``nntui predict``: ask a saved session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nntui.cli.answered import as_csv, by_row, probabilities_by_row
from nntui.cli.answers import answer_lines
from nntui.cli.output import say, say_json, warn
from nntui.data.cells import parse_cell
from nntui.data.shown import listed, quoted
from nntui.errors import DataError
from nntui.session.calculating import sources
from nntui.session.file import load
from nntui.session.predict import Predictor
from nntui.session.predict_file import predict_file

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.cli.output import Json
    from nntui.data.cells import Cell
    from nntui.data.column import Column
    from nntui.session.session import Session

UNTRAINED = "this session was never trained: its first weights answer"


def run(session: Path, given: tuple[str, ...], data: Path | None, out: Path | None, as_json: bool) -> int:
    """Answer one question (``given``, or the session's own) or every row of a table (``data``).

    In JSON: ``{"predictions": [{target: value}], "warnings": [...]}``, for classes ``"probabilities"`` too (``[{class:
    probability}]``) and, where the session scales a question the lesson's way, ``"trained_scaling_predictions"``.
    """
    if data is not None and given:
        raise click.UsageError("give --set or --data, not both")
    if data is None and out is not None:
        raise click.UsageError("--out writes the table that --data names; give both")
    opened = load(session)
    predictor = Predictor(opened)
    checkpoint = opened.checkpoint
    notes = [UNTRAINED] if checkpoint is None or checkpoint.epoch == checkpoint.batch == 0 else []
    if data is None:
        _one(predictor, _question(opened, given), notes, as_json)
    else:
        _table(predictor, data, out, notes, as_json)
    return 0


def _question(session: Session, given: tuple[str, ...]) -> dict[str, Cell]:
    every = {column.name: column for column in session.table.columns}
    columns = {column.name: column for column in sources(every, (column.name for column in session.table.inputs))}
    question = dict(_named_cell(text, columns) for text in given) or dict(session.query)
    if not question:
        names = listed(column.name for column in columns.values() if not column.formula)
        raise DataError(f"what is the question? give --set NAME=VALUE for {names}, or --data FILE")
    return question


def _named_cell(text: str, columns: dict[str, Column]) -> tuple[str, Cell]:
    """The input that is named before an equals sign, and the cell after it; both may have such signs of their own."""
    parts = text.split("=")
    for end in range(1, len(parts)):
        column = columns.get("=".join(parts[:end]))
        if column is not None:
            return column.name, parse_cell("=".join(parts[end:]), column)
    if len(parts) == 1:
        raise DataError(f"--set {text}: give NAME=VALUE, as in --set weight=8")
    raise DataError(f"no input {quoted(text.rpartition('=')[0])}; there are {listed(columns)}")


def _one(predictor: Predictor, question: dict[str, Cell], notes: list[str], as_json: bool) -> None:
    answer = predictor.answer(question)
    warnings = [*notes, *answer.warnings]
    if as_json:
        shares, trained = answer.own.probabilities, answer.trained.values
        value: dict[str, Json] = {"predictions": [answer.own.values]}
        value |= {} if shares is None else {"probabilities": [shares]}
        value |= {"warnings": warnings}
        value |= {"trained_scaling_predictions": [trained]} if answer.own is not answer.trained else {}
        say_json(value)
        return
    for line in answer_lines(predictor, question, answer):
        say(line)
    for warning in warnings:
        warn(warning)


def _table(predictor: Predictor, data: Path, out: Path | None, notes: list[str], as_json: bool) -> None:
    found = predict_file(predictor, data, out)
    answers = found.answers
    warnings = [*notes, *found.notes, *answers.warnings]
    if as_json:
        shares = probabilities_by_row(answers.own)
        value: dict[str, Json] = {"predictions": by_row(answers.own)}
        value |= {} if shares is None else {"probabilities": shares}
        value |= {"warnings": warnings}
        own = answers.own is answers.trained
        value |= {} if own else {"trained_scaling_predictions": by_row(answers.trained)}
        say_json(value)
        return
    say(as_csv(found.table) if out is None else f"{found.answered} answers written to {out}")
    for warning in warnings:
        warn(warning)

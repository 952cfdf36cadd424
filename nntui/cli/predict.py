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
from nntui.session.file import load
from nntui.session.predict import Predictor
from nntui.session.predict_file import predict_file

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.cli.output import Json
    from nntui.data.cells import Cell
    from nntui.data.column import Column

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
    notes = [UNTRAINED] if opened.checkpoint is None or opened.checkpoint.untrained else []
    if data is None:
        _one(predictor, _question(predictor, given), notes, as_json)
    else:
        _table(predictor, data, out, notes, as_json)
    return 0


def _question(predictor: Predictor, given: tuple[str, ...]) -> dict[str, Cell]:
    columns = predictor.askable
    question = dict(_named_cell(text, columns) for text in given) or dict(predictor.session.query)
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
        shares = None if answer.own.probabilities is None else [answer.own.probabilities]
        trained = None if answer.own is answer.trained else [answer.trained.values]
        say_json(_as_object([answer.own.values], shares, warnings, trained))
        return
    for line in answer_lines(predictor, question, answer):
        say(line)
    _warn_of(warnings)


def _table(predictor: Predictor, data: Path, out: Path | None, notes: list[str], as_json: bool) -> None:
    found = predict_file(predictor, data, out)
    answers = found.answers
    warnings = [*notes, *found.notes, *answers.warnings]
    if as_json:
        trained = None if answers.own is answers.trained else by_row(answers.trained)
        say_json(_as_object(by_row(answers.own), probabilities_by_row(answers.own), warnings, trained))
        return
    say(as_csv(found.table) if out is None else f"{found.answered} answers written to {out}")
    _warn_of(warnings)


def _as_object(predictions: Json, probabilities: Json, warnings: list[str], trained: Json) -> dict[str, Json]:
    """The object of ``--json``, its keys in that order; None leaves out what there is none of."""
    value: dict[str, Json] = {"predictions": predictions}
    value |= {} if probabilities is None else {"probabilities": probabilities}
    value |= {"warnings": warnings}
    value |= {} if trained is None else {"trained_scaling_predictions": trained}
    return value


def _warn_of(warnings: list[str]) -> None:
    for warning in warnings:
        warn(warning)

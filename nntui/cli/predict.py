"""``nntui predict``: ask a saved session."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

import click
import polars as pl

from nntui.cli.answers import answer_lines
from nntui.cli.output import say, say_json, warn
from nntui.data.column import Column
from nntui.data.edits import format_number, parse_number
from nntui.data.files import read_table, write_table
from nntui.data.shown import listed
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session.file import load
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from nntui.session.session import Session

UNTRAINED = "this session was never trained: its first weights answer"


def run(session: Path, given: tuple[str, ...], data: Path | None, out: Path | None, as_json: bool) -> int:
    """Answer one question (``given``, or the session's own) or every row of a table (``data``).

    In JSON: ``{"predictions": [{target: value}], "warnings": [...]}`` and, where the session scales a question the
    lesson's way, ``"trained_scaling_predictions"`` beside them.
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


def _question(session: Session, given: tuple[str, ...]) -> dict[str, float]:
    question = {}
    for text in given:
        name, equals, value = text.rpartition("=")
        if not equals:
            raise DataError(f"--set {text}: give NAME=VALUE, as in --set weight=8")
        question[name] = parse_number(value, name)
    question = question or dict(session.query)
    if not question:
        names = listed(column.name for column in session.table.inputs)
        raise DataError(f"what is the question? give --set NAME=VALUE for {names}, or --data FILE")
    return question


def _one(predictor: Predictor, question: dict[str, float], notes: list[str], as_json: bool) -> None:
    answer = predictor.answer(question)
    warnings = [*notes, *answer.warnings]
    if as_json:
        both = {"trained_scaling_predictions": [answer.trained.values]} if answer.own is not answer.trained else {}
        say_json({"predictions": [answer.own.values], "warnings": warnings, **both})
        return
    for line in answer_lines(predictor, question, answer):
        say(line)
    for warning in warnings:
        warn(warning)


def _table(predictor: Predictor, data: Path, out: Path | None, notes: list[str], as_json: bool) -> None:
    if out is not None and out.exists() and out.samefile(data):
        raise DataError(f"--out {out}: the table itself would be overwritten; give another name")
    table = read_table(data)
    answers = predictor.answers(table)
    warnings = [*notes, *answers.warnings]
    answered = _with_answers(table, predictor, answers.own)
    if out is not None:
        write_table(answered, out)
    if as_json:
        both = {"trained_scaling_predictions": _by_row(predictor, answers.trained)}
        extra = both if answers.own is not answers.trained else {}
        say_json({"predictions": _by_row(predictor, answers.own), "warnings": warnings, **extra})
        return
    say(_csv(answered) if out is None else f"{table.height} answers written to {out}")
    for warning in warnings:
        warn(warning)


def _by_row(predictor: Predictor, answers: NDArray[np.float64]) -> list[dict[str, float]]:
    names = [scale.name for scale in predictor.encoder.targets]
    return [dict(zip(names, row, strict=True)) for row in answers.tolist()]


def _with_answers(table: Table, predictor: Predictor, answers: NDArray[np.float64]) -> Table:
    """The table and, for each target, a column of answers: ``speed predicted``; empty where there is none."""
    columns, frame = list(table.columns), table.frame
    for scale, values in zip(predictor.encoder.targets, answers.T, strict=True):
        name = f"{scale.name} predicted"
        while name in frame.columns:
            name += " again"
        cells = [value if math.isfinite(value) else None for value in values.tolist()]
        columns.append(Column(name, role="ignored", unit=scale.unit))
        frame = frame.with_columns(pl.Series(name, cells, dtype=pl.Float64))
    return Table.of(columns, frame)


def _csv(table: Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(map(format_number, row) for row in table.frame.iter_rows())
    return stream.getvalue().removesuffix("\n")

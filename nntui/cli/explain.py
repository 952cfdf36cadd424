"""``nntui explain``: which inputs matter to a saved network, and why one prediction is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nntui.cli.output import say, say_json, warn
from nntui.cli.predict import UNTRAINED, asked_question
from nntui.session.explain.importance import dependence_on, input_importances
from nntui.session.explain.lines import curve_lines, importance_lines, question_lines
from nntui.session.explain.question import contributions
from nntui.session.explain.smallest import goal_of, smallest_changes
from nntui.session.predict import Predictor
from nntui.session.store.file import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from nntui.cli.output import Json
    from nntui.data.kinds import Cell
    from nntui.session.explain.importance import Dependence, Importances
    from nntui.session.explain.question import Contributions
    from nntui.session.explain.smallest import ChangedInput


def run(session: Path, given: tuple[str, ...], reach: str | None, curve: str | None, as_json: bool) -> int:
    """Print the importance of all inputs or, with ``given`` values, what each of them does to that prediction.

    In JSON: ``{"rows", "validation", "importance": [{"input", METRIC: {"mean", "standard_error"}}]}``; with ``curve``
    ``{"input", "values", "answers", "mean", "curves", "rows"}``; with ``given`` ``{"average", "answer",
    "contributions": [{"input", "value", "amounts", "standard_errors"}], "exact", "changes": [{"input", "from", "to",
    "answer", "share"}]}``; and ``"warnings"``.
    """
    if curve is not None and (given or reach is not None):
        raise click.UsageError("--curve is about all rows; give it without --set and --reach")
    opened = load(session)
    predictor = Predictor(opened)
    warnings = [UNTRAINED] if opened.checkpoint is None or opened.checkpoint.untrained else []
    if curve is not None:
        _report(
            _curve_object(found := dependence_on(predictor, opened.table, curve)),
            curve_lines(predictor, found),
            warnings,
            as_json,
        )
    elif given or reach is not None:
        _explain_question(predictor, asked_question(predictor, given), reach, warnings, as_json)
    else:
        found_inputs = input_importances(predictor, opened.table)
        _report(_importance_object(found_inputs), importance_lines(predictor, found_inputs), warnings, as_json)
    return 0


def _report(value: dict[str, Json], lines: Iterator[str], warnings: list[str], as_json: bool) -> None:
    if as_json:
        say_json({**value, "warnings": warnings})
        return
    for line in lines:
        say(line)
    for warning in warnings:
        warn(warning)


def _importance_object(found: Importances) -> dict[str, Json]:
    importance: list[Json] = [
        {
            "input": each.name,
            **{
                metric: {"mean": change.mean, "standard_error": change.standard_error}
                for metric, change in each.changes.items()
            },
        }
        for each in found.inputs
    ]
    return {"rows": found.rows, "validation": found.validation, "importance": importance}


def _curve_object(found: Dependence) -> dict[str, Json]:
    return {
        "input": found.name,
        "values": list(found.values),
        "answers": list(found.answers),
        "mean": found.mean.tolist(),
        "curves": found.curves.tolist(),
        "rows": (found.rows + 1).tolist(),
    }


def _explain_question(
    predictor: Predictor, question: dict[str, Cell], reach: str | None, warnings: list[str], as_json: bool
) -> None:
    classes = predictor.encoder.classes
    goal = None if reach is None else goal_of(predictor, reach)
    added = contributions(predictor, predictor.session.table, question)
    changes: list[ChangedInput] = []
    if goal is not None:
        changes = smallest_changes(predictor, question, goal.value, target=goal.target)
    elif classes:
        changes = smallest_changes(predictor, question)
    warnings += predictor.answer(question).warnings
    value = _question_object(question, added, changes)
    _report(value, question_lines(predictor, question, added, changes, goal), warnings, as_json)


def _question_object(
    question: Mapping[str, Cell], added: Contributions, changes: list[ChangedInput]
) -> dict[str, Json]:
    def by_answer(numbers: list[float]) -> dict[str, Json]:
        return dict(zip(added.answers, numbers, strict=True))

    return {
        "average": by_answer(added.average.tolist()),
        "answer": by_answer(added.answer.tolist()),
        "contributions": [
            {
                "input": each.name,
                "value": question.get(each.name),
                "amounts": by_answer(each.amounts.tolist()),
                "standard_errors": by_answer(each.standard_errors.tolist()),
            }
            for each in added.inputs
        ],
        "exact": added.exact,
        "changes": [
            {"input": each.name, "from": each.old, "to": each.new, "answer": each.answer, "share": each.share}
            for each in changes
        ],
    }

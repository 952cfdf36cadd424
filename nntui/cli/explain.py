"""``nntui explain``: which inputs matter to a saved network, and why one prediction is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nntui.cli.output import say, say_json, warn
from nntui.cli.predict import UNTRAINED, asked_question
from nntui.data.cells import format_cell
from nntui.data.numbers import is_number
from nntui.safe_text import one_line
from nntui.session.explain.importance import dependence_on, input_importances
from nntui.session.explain.question import contributions
from nntui.session.explain.smallest import smallest_changes
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

NAME_WIDTH = 24
SHOWN_INPUTS = 20
"""Inputs that the text lists; --json has them all."""


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
            _curve_lines(found),
            warnings,
            as_json,
        )
    elif given or reach is not None:
        _explain_question(predictor, asked_question(predictor, given), reach, warnings, as_json)
    else:
        found_inputs = input_importances(predictor, opened.table)
        _report(_importance_object(found_inputs), _importance_lines(predictor, found_inputs), warnings, as_json)
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


def _importance_lines(predictor: Predictor, found: Importances) -> Iterator[str]:
    """A heading, and a line for each input, the most important first."""
    rows = f"{found.rows} {'validation' if found.validation else 'training'} rows"
    yield f"Shuffled among {rows}, an input makes the predictions worse by"
    classes = bool(predictor.encoder.classes)
    units = {column.unit for column in predictor.session.table.targets}
    unit = one_line(units.pop()) if len(units) == 1 else ""
    for each in found.inputs[:SHOWN_INPUTS]:
        change = each.changes["accuracy" if classes else "rmse"]
        size, error = (
            (100 * change.mean, 100 * change.standard_error) if classes else (change.mean, change.standard_error)
        )
        figure = f"{size:.1f} +- {error:.1f} % of rows" if classes else f"{size:.3g} +- {error:.2g} {unit}".rstrip()
        remark = "" if each.main.is_clear else "  (no clear effect)"
        yield f"  {one_line(each.name):<{NAME_WIDTH}}  {figure}{remark}"
    yield from _more(len(found.inputs))


def _more(inputs: int) -> Iterator[str]:
    if inputs > SHOWN_INPUTS:
        yield f"  and {inputs - SHOWN_INPUTS} more; --json has them all"


def _curve_object(found: Dependence) -> dict[str, Json]:
    return {
        "input": found.name,
        "values": list(found.values),
        "answers": list(found.answers),
        "mean": found.mean.tolist(),
        "curves": found.curves.tolist(),
        "rows": (found.rows + 1).tolist(),
    }


def _curve_lines(found: Dependence) -> Iterator[str]:
    """A heading, and the mean answers at each value of the input."""
    yield f"Mean answer over {len(found.rows)} rows, {one_line(found.name)} changed in all of them"
    yield "  ".join([f"{one_line(found.name):>12.12}", *(f"{one_line(name):>10.10}" for name in found.answers)])
    for value, answers in zip(found.values, found.mean, strict=True):
        shown = f"{value:.5g}" if isinstance(value, float) else one_line(str(value))
        yield "  ".join([f"{shown:>12.12}", *(f"{answer:>10.4g}" for answer in answers)])


def _explain_question(
    predictor: Predictor, question: dict[str, Cell], reach: str | None, warnings: list[str], as_json: bool
) -> None:
    classes = predictor.encoder.classes
    goal: float | str | None = reach
    if reach is not None and not classes and is_number(reach):
        goal = float(reach)
    added = contributions(predictor, predictor.session.table, question)
    changes = smallest_changes(predictor, question, goal) if classes or reach is not None else []
    warnings += predictor.answer(question).warnings
    value = _question_object(question, added, changes)
    _report(value, _question_lines(predictor, question, added, changes, reach), warnings, as_json)


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


def _question_lines(
    predictor: Predictor,
    question: Mapping[str, Cell],
    added: Contributions,
    changes: list[ChangedInput],
    reach: str | None,
) -> Iterator[str]:
    """The way from the average answer to this one, input by input, then the smallest changes."""
    columns = {column.name: column for column in predictor.session.table.columns}

    def shown(name: str, value: Cell) -> str:
        return "" if value is None else one_line(format_cell(value, columns[name]))

    best = int(added.answer.argmax()) if predictor.encoder.classes else 0
    name = one_line(added.answers[best])
    what = f"the probability of {name}" if predictor.encoder.classes else name
    yield f"{what}: {added.answer[best]:.4g}; for the average row {added.average[best]:.4g}"
    ranked = sorted(added.inputs, key=lambda each: -abs(each.amounts[best]))
    for each in ranked[:SHOWN_INPUTS]:
        error = "" if added.exact else f" +- {each.standard_errors[best]:.2g}"
        asked = f"{one_line(each.name)} {shown(each.name, question.get(each.name))}"
        yield f"  {each.amounts[best]:>+10.4g}{error}  {asked.rstrip()}"
    yield from _more(len(ranked))
    if predictor.encoder.classes or reach is not None:
        yield _goal_line(predictor, changes, reach)
    for change in changes[:SHOWN_INPUTS]:
        answer = f"{change.answer:.4g}" if isinstance(change.answer, float) else one_line(change.answer or "")
        yield (
            f"  {one_line(change.name)}: {shown(change.name, change.old)} -> {shown(change.name, change.new)} "
            f"gives {answer}"
        )


def _goal_line(predictor: Predictor, changes: list[ChangedInput], reach: str | None) -> str:
    goal = (
        "another class" if reach is None else f"{one_line(predictor.session.table.targets[0].name)} {one_line(reach)}"
    )
    if not changes:
        return f"No change of one input within the range trained on gives {goal}."
    return f"The smallest changes of one input that give {goal}, the smallest first:"

"""Importance, curves and contributions as lines of text, for the shell and the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.cells import format_cell
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nntui.data.kinds import Cell
    from nntui.session.explain.importance import Dependence, Importances
    from nntui.session.explain.question import Contributions
    from nntui.session.explain.smallest import ChangedInput
    from nntui.session.predict import Predictor

NAME_WIDTH = 24
SHOWN_INPUTS = 20
"""Inputs that are listed."""


def importance_lines(predictor: Predictor, found: Importances) -> Iterator[str]:
    """A heading, and a line for each input, the most important first."""
    rows = f"{found.rows} {'validation' if found.validation else 'training'} rows"
    yield f"Shuffled among {rows}, an input costs"
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


def curve_lines(predictor: Predictor, found: Dependence) -> Iterator[str]:
    """A heading, and the mean answers at each value of the input; dates as they are written."""
    column = next(each for each in predictor.session.table.columns if each.name == found.name)
    yield f"Mean answer over {len(found.rows)} rows, {one_line(found.name)} changed in all of them"
    yield "  ".join([f"{one_line(found.name):>12.12}", *(f"{one_line(name):>10.10}" for name in found.answers)])
    for value, answers in zip(found.values, found.mean, strict=True):
        plain = f"{value:.5g}" if isinstance(value, float) else one_line(str(value))
        shown = one_line(format_cell(value, column)) if column.temporal else plain
        yield "  ".join([f"{shown:>12.12}", *(f"{answer:>10.4g}" for answer in answers)])


def question_lines(
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
        target = predictor.session.table.targets[0]
        dated = isinstance(change.answer, float) and target.temporal
        answer = f"{change.answer:.4g}" if isinstance(change.answer, float) else one_line(change.answer or "")
        answer = format_cell(change.answer, target) if dated else answer
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


def _more(inputs: int) -> Iterator[str]:
    if inputs > SHOWN_INPUTS:
        yield f"  and {inputs - SHOWN_INPUTS} more"

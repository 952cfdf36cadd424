"""Importance, curves and contributions as lines of text, for the shell and the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.cells import format_cell
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.session.explain.importance import Dependence, Importances
    from nntui.session.explain.question import Contributions
    from nntui.session.explain.smallest import ChangedInput, Goal
    from nntui.session.predict import Predictor

NAME_WIDTH = 24
SHOWN_INPUTS = 20
"""Inputs that are listed."""


def importance_lines(predictor: Predictor, found: Importances) -> Iterator[str]:
    """A heading, and a line for each input, the most important first."""
    rows = f"{found.rows} {'validation' if found.validation else 'training'} rows"
    yield f"Shuffled among {rows}, an input costs"
    classes = bool(predictor.encoder.classes)
    units = {column.unit for column in predictor.targets}
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
    goal: Goal | None,
) -> Iterator[str]:
    """The way from the average answer to this one, input by input, then the smallest changes that reach ``goal``.

    Of several targets that of the goal; without one, all of them.
    """
    if predictor.encoder.classes:
        shown = [int(added.answer.argmax())]
    else:
        shown = [goal.target] if goal is not None else list(range(len(added.answers)))
    for place in shown:
        yield from _contribution_lines(predictor, question, added, place)
    if not predictor.encoder.classes and goal is None:
        return
    columns = {column.name: column for column in predictor.session.table.columns}
    target = predictor.targets[0 if goal is None else goal.target]
    yield _goal_line(target, changes, goal)
    for change in changes[:SHOWN_INPUTS]:
        column = columns[change.name]
        before, after = (one_line(format_cell(each, column)) for each in (change.old, change.new))
        yield f"  {one_line(change.name)}: {before} -> {after} gives {_value(target, change.answer)}"


def _contribution_lines(
    predictor: Predictor, question: Mapping[str, Cell], added: Contributions, place: int
) -> Iterator[str]:
    """The answer at ``place``, and what each input adds to it."""
    columns = {column.name: column for column in predictor.session.table.columns}
    name = one_line(added.answers[place])
    what = f"the probability of {name}" if predictor.encoder.classes else name
    yield f"{what}: {added.answer[place]:.4g}; for the average row {added.average[place]:.4g}"
    ranked = sorted(added.inputs, key=lambda each: -abs(each.amounts[place]))
    for each in ranked[:SHOWN_INPUTS]:
        error = "" if added.exact else f" +- {each.standard_errors[place]:.2g}"
        value = question.get(each.name)
        asked = "" if value is None else one_line(format_cell(value, columns[each.name]))
        yield f"  {each.amounts[place]:>+10.4g}{error}  {one_line(each.name)} {asked}".rstrip()
    yield from _more(len(ranked))


def _value(target: Column, value: float | str | None) -> str:
    """An answer, in the target's own spelling if it is a date."""
    if isinstance(value, float):
        return format_cell(value, target) if target.temporal else f"{value:.4g}"
    return one_line(value or "")


def _goal_line(target: Column, changes: list[ChangedInput], goal: Goal | None) -> str:
    wanted = goal.value if goal is not None else None
    exact = f"{wanted:.15g}" if isinstance(wanted, float) and not target.temporal else _value(target, wanted)
    aim = "another class" if wanted is None else f"{one_line(target.name)} {exact}"
    if not changes:
        return f"No change of one input within the range trained on gives {aim}."
    return f"The smallest changes of one input that give {aim}, the smallest first:"


def _more(inputs: int) -> Iterator[str]:
    if inputs > SHOWN_INPUTS:
        yield f"  and {inputs - SHOWN_INPUTS} more"

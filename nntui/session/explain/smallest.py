"""The smallest change of one input that gives another class, or an answer that reaches a wanted number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace as changed

from nntui.data.cells import parse_cell
from nntui.data.kinds import IGNORED, NUMBER
from nntui.data.policies import DROP
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.session.predict import Answer, Predictor

    Reached = Callable[[Sequence[float | str | None]], NDArray[np.bool_]]

TRIED = 201
"""Numbers tried over the range of a column before the place of the change is narrowed down."""
HALVINGS = 30
MOST_DIGITS = 15


class Goal(NamedTuple):
    """The ``value`` that the answer for the target of this number is to reach: a number or a class."""

    value: float | str
    target: int = 0


@dataclass(frozen=True, slots=True)
class ChangedInput:
    """Input ``name`` changed from ``old`` to ``new``, and the ``answer`` after that.

    ``share`` is how far a number moves, as a share of the range trained on; None for a category.
    """

    name: str
    old: Cell
    new: Cell
    answer: float | str | None
    share: float | None


def smallest_changes(
    predictor: Predictor,
    values: Mapping[str, Cell],
    goal: float | str | None = None,
    weights: NDArray[np.float32] | None = None,
    *,
    target: int = 0,
) -> list[ChangedInput]:
    """For each input that can do so alone, its smallest change that reaches ``goal``; the smallest of all first.

    ``goal`` is a number that the answer for the ``target`` of this number is to reach, a class, or None for any other
    class. Numbers change within the
    range trained on, to as few digits as do, and come before categories. Each change was run: it gives the ``answer``
    beside it. Raises DataError for a goal that does not fit the target, and a question that cannot be answered.
    """
    before = predictor.answer(values, weights)
    name = predictor.targets[target].name
    reached = _goal(predictor, before, goal, name)

    def tried(column: Column, cells: Sequence[Cell]) -> NDArray[np.bool_]:
        """Whether the answer reaches the goal with each of ``cells`` in ``column``."""
        replies = predictor.trained_replies(_rows(predictor, values, column, cells), weights)
        return reached(replies.values[target].to_list())

    found = []
    for column in predictor.askable.values():
        if not column.formula and values.get(column.name) is not None:
            new, share = (
                _number(predictor, column, values, tried) if column.numeric else _word(predictor, column, values, tried)
            )
            if new is not None:
                answer = predictor.answer({**values, column.name: new}, weights).trained.values[name]
                if reached([answer])[0]:
                    found.append(ChangedInput(column.name, values[column.name], new, answer, share))
    return sorted(found, key=lambda each: (each.share is None, each.share or 0.0))


def goal_of(predictor: Predictor, text: str) -> Goal:
    """The goal that ``text`` names: a class or, in the target's own spelling, a number or a date.

    Of several targets the text has one before it: "height=3". Raises DataError for a text that names no goal.
    """
    targets = predictor.targets
    if predictor.encoder.classes:
        return Goal(text)
    named = [(number, each, text[len(each.name) + 1 :]) for number, each in enumerate(targets)
             if text.startswith(f"{each.name}=")]  # fmt: skip
    if not named and len(targets) > 1:
        names = as_list(each.name for each in targets)
        raise DataError(
            f"write which target is to reach it, as in {one_line(targets[0].name)}={one_line(text)}: {names}"
        )
    number, target, wanted = named[0] if named else (0, targets[0], text)
    try:
        cell = parse_cell(wanted, changed(target, kind=target.kind if target.temporal else NUMBER, formula=""))
    except DataError:
        cell = None
    if not isinstance(cell, float | int):
        raise DataError(f"give a {'date' if target.temporal else 'number'} for the answer to reach")
    return Goal(float(cell), number)


def _goal(predictor: Predictor, before: Answer, goal: float | str | None, target: str) -> Reached:
    """The test of answers that ``goal`` means."""
    classes, now = predictor.encoder.classes, before.trained.values[target]
    if now is None:
        raise DataError("the network has no finite answer to this question")
    if classes:
        if goal is not None and goal not in classes:
            raise DataError(f"{quoted(str(goal))} is no class; there are {as_list(classes)}")
        if goal == now:
            raise DataError(f"the answer is {quoted(str(now))} already")
        return lambda answers: np.array(
            [each is not None and (each != now if goal is None else each == goal) for each in answers]
        )
    if not isinstance(goal, float | int) or isinstance(goal, bool):
        raise DataError("give a number for the answer to reach")
    side = np.sign(float(now) - goal)
    if side == 0:
        raise DataError("the answer is that number already")
    return lambda answers: np.array([each is not None and np.sign(float(each) - goal) != side for each in answers])


def _rows(predictor: Predictor, values: Mapping[str, Cell], column: Column, cells: Sequence[Cell]) -> Table:
    """A row of the question for each of ``cells``, with that in ``column``."""
    asked = [each for each in predictor.askable.values() if not each.formula or each.name in values]
    columns = [changed(each, formula="", role=IGNORED, missing=DROP) for each in asked]
    same = {each.name: [values.get(each.name)] * len(cells) for each in asked}
    return Table.of(columns, {**same, column.name: list(cells)})


def _training_cells(predictor: Predictor, column: Column) -> NDArray[np.float64]:
    table = predictor.session.table
    cells = table.frame.get_column(column.name).filter(~table.validation).drop_nulls()
    return cells.to_numpy().astype(np.float64)


def _number(
    predictor: Predictor,
    column: Column,
    values: Mapping[str, Cell],
    tried: Callable[[Column, Sequence[Cell]], NDArray[np.bool_]],
) -> tuple[Cell, float | None]:
    """The nearest number that reaches the goal, and its distance as a share of the range; None for none."""
    old = float(values[column.name] or 0)
    cells = _training_cells(predictor, column)
    low, high = (float(cells.min()), float(cells.max())) if len(cells) else (old, old)
    if not low < high:
        return None, None
    best: float | None = None
    for end in (low, high):
        found = _nearest(column, old, end, tried)
        if found is not None and (best is None or abs(found - old) < abs(best - old)):
            best = found
    if best is None:
        return None, None
    return (int(best) if column.whole else best), abs(best - old) / (high - low)


def _nearest(
    column: Column, old: float, end: float, tried: Callable[[Column, Sequence[Cell]], NDArray[np.bool_]]
) -> float | None:
    """The number nearest to ``old`` on the way to ``end`` that reaches the goal, with few digits; None for none."""
    path = np.linspace(old, end, TRIED)
    if column.whole:
        path = np.unique(np.round(path))
        path = path if end > old else path[::-1]
        path = path[np.abs(path - old) <= abs(end - old)]
    reached = tried(column, _cells(column, path))
    first = int(reached.argmax())
    if not reached.any() or first == 0:
        return None
    near, far = float(path[first - 1]), float(path[first])
    if column.whole:
        steps = np.arange(near, far, np.sign(end - old))[1:][:TRIED]
        inner = tried(column, _cells(column, steps)) if len(steps) else np.zeros(0, dtype=np.bool_)
        return float(steps[int(inner.argmax())]) if inner.any() else far
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        if tried(column, [middle])[0]:
            far = middle
        else:
            near = middle
    rounded = [each for each in _rounded(far, near) if abs(each - old) <= abs(end - old)]
    short = tried(column, rounded) if rounded else np.zeros(0, dtype=np.bool_)
    return rounded[int(short.argmax())] if short.any() else far


def _cells(column: Column, numbers: NDArray[np.float64]) -> list[Cell]:
    return [int(number) for number in numbers] if column.whole else numbers.tolist()


def _rounded(number: float, near: float) -> Iterator[float]:
    """``number`` with more and more digits, rounded away from ``near``."""
    for digits in range(2, MOST_DIGITS):
        unit = 10.0 ** (np.floor(np.log10(abs(number))) - digits + 1) if number else 1.0
        rounding = np.ceil if number > near else np.floor
        yield float(f"{rounding(number / unit) * unit:.{digits}g}")


def _word(
    predictor: Predictor,
    column: Column,
    values: Mapping[str, Cell],
    tried: Callable[[Column, Sequence[Cell]], NDArray[np.bool_]],
) -> tuple[Cell, float | None]:
    """The first other level of the column that reaches the goal; None for none."""
    old = values[column.name]
    coder = next((each for each in predictor.encoder.inputs if each.name == column.name), None)
    levels: list[Cell] = [False, True] if column.boolean else list(getattr(coder, "classes", ()))
    others = [level for level in levels if level != old]
    if not others:
        return None, None
    reached = tried(column, others)
    return (others[int(reached.argmax())] if reached.any() else None), None

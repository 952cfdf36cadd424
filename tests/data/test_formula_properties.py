"""A formula says what Python's arithmetic says, row by row, whatever is written."""

import math
import operator
from collections.abc import Callable
from functools import partial

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.data.formula.formula import Formula
from nntui.errors import DataError

Row = dict[str, float | None]
Spoken = tuple[str, Callable[[Row], float | None]]
"""A formula and what plain Python says that it is worth in a row."""


def step(function: Callable[..., float], *operands: float | None) -> float | None:
    """The result with Python's own floats; None for an empty operand, a fault, and what is no finite real number."""
    if None in operands:
        return None
    try:
        found = function(*operands)
    except (ZeroDivisionError, OverflowError):
        return None
    return float(found) if not isinstance(found, complex) and math.isfinite(found) else None


def logic(deciding: bool, *operands: float | None) -> float | None:
    truths = [None if operand is None else bool(operand) for operand in operands]
    if deciding in truths:
        return float(deciding)
    return None if None in truths else float(not deciding)


BINARY: dict[str, Callable[[float | None, float | None], float | None]] = {
    "+": partial(step, operator.add),
    "-": partial(step, operator.sub),
    "*": partial(step, operator.mul),
    "/": partial(step, operator.truediv),
    "%": partial(step, operator.mod),
    "<": partial(step, operator.lt),
    "<=": partial(step, operator.le),
    ">": partial(step, operator.gt),
    ">=": partial(step, operator.ge),
    "=": partial(step, operator.eq),
    "!=": partial(step, operator.ne),
    "and": partial(logic, False),
    "or": partial(logic, True),
}
CELLS = st.none() | st.integers(-3, 3).map(float) | st.floats(-1e12, 1e12)


def a_leaf(text: str) -> Spoken:
    return text, (lambda row: row[text]) if text in "xyz" else lambda row: float(text)


def larger(inner: st.SearchStrategy[Spoken]) -> st.SearchStrategy[Spoken]:
    def joined(left: Spoken, sign: str, right: Spoken) -> Spoken:
        return f"({left[0]} {sign} {right[0]})", lambda row: BINARY[sign](left[1](row), right[1](row))

    def opposite(of: Spoken) -> Spoken:
        return f"-{of[0]}", lambda row: step(operator.neg, of[1](row))

    def chosen(condition: Spoken, then: Spoken, otherwise: Spoken) -> Spoken:
        def worth(row: Row) -> float | None:
            decided = condition[1](row)
            return None if decided is None else then[1](row) if decided else otherwise[1](row)

        return f"if({condition[0]}, {then[0]}, {otherwise[0]})", worth

    return (
        st.builds(joined, inner, st.sampled_from(list(BINARY)), inner)
        | st.builds(opposite, inner)
        | st.builds(chosen, inner, inner, inner)
    )


EXPRESSIONS = st.recursive(st.sampled_from(["x", "y", "z", "0", "1", "2.5", ".125"]).map(a_leaf), larger, max_leaves=12)


@settings(deadline=None, max_examples=150)
@given(EXPRESSIONS, st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_a_formula_is_worth_what_plain_python_says(
    spoken: Spoken, rows: list[tuple[float | None, float | None, float | None]]
) -> None:
    text, worth = spoken
    columns = {name: pl.Series([row[at] for row in rows], dtype=pl.Float64) for at, name in enumerate("xyz")}
    wanted = [worth(dict(zip("xyz", row, strict=True))) for row in rows]
    assert Formula.parse(text).evaluate(columns).to_list() == wanted


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_a_power_is_what_plain_python_says(rows: list[tuple[float | None, float | None]]) -> None:
    columns = {name: pl.Series([row[at] for row in rows], dtype=pl.Float64) for at, name in enumerate("xy")}
    for text, worth in (
        ("x ** y", [step(operator.pow, x, y) for x, y in rows]),
        ("x ** 2", [step(operator.pow, x, 2.0) for x, _ in rows]),
        ("2 ** x ** 2", [step(operator.pow, 2.0, step(operator.pow, x, 2.0)) for x, _ in rows]),
    ):
        found = Formula.parse(text).evaluate(columns).to_list()
        assert found == [None if each is None else pytest.approx(each, rel=1e-9) for each in worth]


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=30) | st.text("xy12.+-*/^%()<>=! ,'\"`andorotif", max_size=30))
def test_any_text_is_a_formula_or_one_line_that_says_why_not(text: str) -> None:
    columns = {"x": pl.Series([1.0]), "y": pl.Series(["a"])}
    try:
        said = f"formula: {Formula.parse(text).evaluate(columns).len()} row"
    except DataError as error:
        said = str(error)
    assert said.startswith("formula: ")
    assert said.isprintable()

"""Calculated cells in a walk: the formula of a column, with the numbers of the row in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.formula.formula import Formula, formula_of
from nntui.session.walk.figures import line, shown
from nntui.session.walk.place import Calculation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.kinds import Cell

DIGITS = 7
"""Significant digits of a cell: those of the table, of which a user looks for every one."""
ODD = re.compile(r"[{}'\"]")
"""The parts of a formula that take no number: texts, and the marks of places."""


def cell_line(formula: str, cells: Mapping[str, Cell], value: float) -> Calculation:
    """The cell as its ``formula`` calculates it from the other ``cells`` of the row."""
    parsed = formula_of(formula)
    numbers = {name: float(cell) for name in parsed.names if isinstance(cell := cells.get(name), int | float)}
    if ODD.search(formula) or len(numbers) < len(parsed.names) or not numbers:
        return Calculation("cell", formula, "", shown(value, DIGITS), value)
    names = list(numbers)

    def calculate(*given: float) -> float:
        columns = {name: pl.Series([number]) for name, number in zip(names, given, strict=True)}
        return float(parsed.evaluate(columns)[0])

    return line(
        "cell", formula, _template(parsed, names), list(numbers.values()), calculate, result=value, digits=DIGITS
    )


def _template(formula: Formula, names: list[str]) -> str:
    """The formula with {0}, {1}, ... for the names of its columns."""
    marked, text = [f"column{number}" for number in range(len(names))], formula.text
    for name, mark in zip(names, marked, strict=True):
        text = formula_of(text).renamed(name, f"\N{REPLACEMENT CHARACTER}{mark}")
    return re.sub("`\N{REPLACEMENT CHARACTER}column([0-9]+)`", r"{\1}", text)

"""A formula has a value in each row: comparisons, empty cells, signs and functions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl
import pytest

from nntui.data.formula.formula import Formula
from tests.data.formulas import PEOPLE, value, values

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("weight / height ** 2", [20.0, 60 / 2.25, None, None]),
        ("weight/height^2", [20.0, 60 / 2.25, None, None]),
        ("age * 2 + 1", [61.0, None, 83.0, 51.0]),
        ("smoker + smoker", [2.0, 0.0, None, 2.0]),
        ("`body weight` * taille_é", [1.0, 2.0, 6.0, 8.0]),
        ("7", [7.0, 7.0, 7.0, 7.0]),
        ("weight > 70", [1.0, 0.0, None, 1.0]),
        ("60 <= weight < 80", [0.0, 1.0, None, 1.0]),
        ("weight == 60 or weight != 60", [1.0, 1.0, None, 1.0]),
        ("if(age > 28, weight, height)", [80.0, None, None, 0.0]),
        ("min(weight, 75, height * 100)", [75.0, 60.0, None, 0.0]),
        ("max(age, height)", [30.0, None, 41.0, 25.0]),
        ("clip(weight, 65, 75)", [75.0, 65.0, None, 72.5]),
    ],
)
def test_a_formula_has_a_value_in_each_row(text: str, wanted: Sequence[float | None]) -> None:
    assert values(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("origin = 'usa'", [1.0, 0.0, None, 0.0]),
        ('"usa" == origin', [1.0, 0.0, None, 0.0]),
        ("origin != 'usa'", [0.0, 1.0, None, 1.0]),
        ("origin = 'it''s'", [0.0, 0.0, None, 1.0]),
        ("origin < 'f'", [0.0, 1.0, None, 0.0]),
        ("origin = origin", [1.0, 1.0, None, 1.0]),
        ("if('a' = 'a', 1, 2)", [1.0, 1.0, 1.0, 1.0]),
    ],
)
def test_texts_can_be_compared(text: str, wanted: Sequence[float | None]) -> None:
    assert values(text) == wanted


def test_an_empty_cell_counts_only_where_it_is_needed() -> None:
    assert values("empty(age)") == [0.0, 1.0, 0.0, 0.0]
    assert values("empty(origin)") == [0.0, 0.0, 1.0, 0.0]
    assert values("if(empty(age), 0, age)") == [30.0, 0.0, 41.0, 25.0]
    assert values("age > 0 or height > 0") == [1.0, 1.0, 1.0, 1.0]
    assert values("age > 100 and height > 100") == [0.0, 0.0, 0.0, 0.0]
    assert values("not (age > 28)") == [0.0, None, 0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("-2 ** 2", -4.0),
        ("2 ** -1", 0.5),
        ("2 ** 3 ** 2", 512.0),
        ("2 - 3 - 4", -5.0),
        ("100 / 10 / 2 * 3", 15.0),
        ("-7 % 3", 2.0),
        ("7 % -3", -2.0),
        ("1 + 2 * 3 = 7 and not 2 > 3 or 1", 1.0),
        ("1 or 1 and 0", 1.0),
        ("not 0 = 1", 1.0),
        ("- - 3", 3.0),
        (".5e1 + 5. + 1E-1", 10.1),
    ],
)
def test_signs_bind_as_in_python(text: str, wanted: float) -> None:
    assert value(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sin(1)", math.sin(1)),
        ("cos(1)", math.cos(1)),
        ("tan(1)", math.tan(1)),
        ("asin(0.3)", math.asin(0.3)),
        ("acos(0.3)", math.acos(0.3)),
        ("atan(3)", math.atan(3)),
        ("sinh(1)", math.sinh(1)),
        ("cosh(1)", math.cosh(1)),
        ("tanh(1)", math.tanh(1)),
        ("exp(2)", math.exp(2)),
        ("log(2)", math.log(2)),
        ("log10(2)", math.log10(2)),
        ("log2(3)", math.log2(3)),
        ("log1p(2)", math.log1p(2)),
        ("sqrt(2)", math.sqrt(2)),
        ("abs(-2)", 2),
        ("sign(-2)", -1),
        ("floor(-2.5)", -3),
        ("ceil(2.1)", 3),
        ("round(2.5) + round(3.5)", 6),
        ("min(3, 1, 2)", 1),
        ("max(3, 1, 2)", 3),
        ("clip(9, 0, 4)", 4),
        ("pi + e", math.pi + math.e),
    ],
)
def test_functions_are_those_of_the_field(text: str, wanted: float) -> None:
    assert value(text) == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize(
    "text",
    ["1 / 0", "0 % 0", "log(0)", "sqrt(-1)", "(-8) ** 0.5", "10 ** 400", "exp(1000)", "1 / (1 / 0)", "1 / 0 > 3"],
)
def test_what_is_not_finite_is_empty(text: str) -> None:
    assert value(text) is None


def test_a_column_called_pi_is_meant_before_the_number() -> None:
    columns = pl.DataFrame({"pi": [3.0], "sin": [2.0]})
    assert values("pi * sin", columns) == [6.0]
    assert values("sin(pi) * 0 + e", columns) == [math.e]


def test_a_formula_takes_a_mapping_of_columns_and_any_number_of_rows() -> None:
    columns = {"x": pl.Series("x", [1, 2, 3])}
    assert Formula.parse("x * x").evaluate(columns).to_list() == [1.0, 4.0, 9.0]
    assert Formula.parse("2").evaluate(columns).to_list() == [2.0, 2.0, 2.0]
    nothing = PEOPLE.clear()
    assert Formula.parse("weight + 1").evaluate(nothing).to_list() == []
    assert Formula.parse("2").evaluate(nothing).dtype == pl.Float64

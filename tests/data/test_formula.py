"""A formula says what Python's arithmetic says, row by row, and what is wrong with it in one line."""

import math
import operator
from collections.abc import Callable, Sequence
from functools import partial

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.data.formula import Formula
from nntui.errors import DataError

PEOPLE = pl.DataFrame(
    {
        "weight": [80.0, 60.0, None, 72.5],
        "height": [2.0, 1.5, 1.8, 0.0],
        "age": [30, None, 41, 25],
        "smoker": [True, False, None, True],
        "origin": ["usa", "europe", None, "it's"],
        "body weight": [1.0, 2.0, 3.0, 4.0],
        "taille_é": [1.0, 1.0, 2.0, 2.0],
    }
)


def values(text: str, columns: pl.DataFrame = PEOPLE) -> list[float | None]:
    return Formula.parse(text).evaluate(columns).to_list()


def value(text: str) -> float | None:
    """What a formula without columns says."""
    return values(text, pl.DataFrame({"row": [1]}))[0]


def reason(text: str) -> str:
    with pytest.raises(DataError) as caught:
        Formula.parse(text).evaluate(PEOPLE)
    return str(caught.value)


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


def test_the_columns_used_are_named_in_order_of_first_use() -> None:
    formula = Formula.parse("sin(b) + `a b` * b - `x``y`")
    assert formula.names == ("b", "a b", "x`y")
    assert Formula.parse("1 + 2").names == ()


def test_a_renamed_column_is_renamed_in_a_formula_and_nowhere_else() -> None:
    formula = Formula.parse("sin(sin) + `sin` *  sine - 1")
    assert formula.renamed("sin", "x") == "sin(x) + x *  sine - 1"
    assert formula.renamed("sine", "body weight") == "sin(sin) + `sin` *  `body weight` - 1"
    assert formula.renamed("other", "x") == formula.text


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(NAMES)
def test_a_column_of_any_name_can_be_renamed_into_a_formula(name: str) -> None:
    text = Formula.parse("x * 2 + log(x)").renamed("x", name)
    formula = Formula.parse(text)
    assert formula.names == (name,)
    assert formula.evaluate({name: pl.Series([1.0])}).to_list() == [2.0]
    assert formula.renamed(name, "x") == "x * 2 + log(x)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wieght * 2", "column 'wieght' is not known; did you mean weight?"),
        ("Weight * 2", "column 'Weight' is not known; did you mean weight?"),
        ("`pi` * 2", "column 'pi' is not known; there are age, body weight, height, origin, smoker, taille_é, weight"),
        ("(weight", "')' is missing at the end"),
        ("sin(weight", "')' is missing at the end"),
        ("a + $", "what does '$' at character 5 mean?"),
        ("", "nothing is written"),
        ("  ", "nothing is written"),
        ("1 +", "a value is missing at the end"),
        ("1 + * 2", "a value is missing before '*' at character 5"),
        ("()", "a value is missing before ')' at character 2"),
        ("weight age", "an operator is missing before 'age' at character 8"),
        ("2weight", "an operator is missing before 'weight' at character 2"),
        ("weight)", "the ')' at character 7 closes nothing"),
        ("(1 2)", "')' or an operator is missing before '2' at character 4"),
        ("3,5", "what does ',' at character 2 mean? Write a decimal point, not a comma"),
        ("(3,5)", "what does ',' at character 3 mean? Write a decimal point, not a comma"),
        ("sine(1)", "function 'sine' is not known; did you mean sin?"),
        ("weight(1)", "function 'weight' is not known; write * to multiply"),
        ("sin()", "sin takes 1 value, not 0"),
        ("clip(1, 2)", "clip takes 3 values, not 2"),
        ("min(weight)", "min takes 2 values or more, not 1"),
        ("if + 1", "write if(condition, value, other value), or a column called if in backquotes"),
        ("1 + not 1", "put 'not' at character 5 and what follows it in parentheses"),
        ("origin = 'usa", "the ' at character 10 is not closed"),
        ("`body", "the ` at character 1 is not closed"),
        ("1e999", "'1e999' at character 1 is too large"),
        ("origin * 2", "origin holds text, which can only be compared: origin = 'a text'"),
        ("'usa'", "the text 'usa' can only be compared, as in origin = 'usa'"),
        ("origin = 3", "origin is text and 3 a number: they cannot be compared"),
        ("smoker = 'yes'", "'yes' is text and smoker a number: they cannot be compared"),
        ("origin > weight + 1", "origin is text and the other side a number: they cannot be compared"),
        ("1 \x1b 2", "what does '␛' at character 3 mean?"),
        ("origin = '\ud800'", "what does '\N{REPLACEMENT CHARACTER}' at character 11 mean?"),
        ("1" * 1001, "1,001 characters are too long; at most 1,000"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_its_place(text: str, message: str) -> None:
    assert reason(text) == f"formula: {message}"


@pytest.mark.parametrize(("before", "after"), [("(", ")"), ("-", ""), ("not ", ""), ("2 ** ", ""), ("sin(", ")")])
def test_fifty_levels_are_deep_enough(before: str, after: str) -> None:
    assert values(before * 50 + "1" + after * 50)
    assert "nested too deeply" in reason(before * 51 + "1" + after * 51)


def test_a_long_sum_is_not_deep() -> None:
    assert value("+".join("1" * 500)) == 500
    assert value("^".join("1" * 51)) == 1
    assert value(" or ".join("0" * 200)) == 0


Row = dict[str, float | None]
Spoken = tuple[str, Callable[[Row], float | None]]
"""A formula and what plain Python says that it is worth in a row."""


def step(function: Callable[..., float], *operands: float | None) -> float | None:
    """What Python's own floats give; None for an empty operand, a fault, and what is no finite real number."""
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


@settings(deadline=None, max_examples=300)
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


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30) | st.text("xy12.+-*/^%()<>=! ,'\"`andorotif", max_size=30))
def test_any_text_is_a_formula_or_one_line_that_says_why_not(text: str) -> None:
    columns = {"x": pl.Series([1.0]), "y": pl.Series(["a"])}
    try:
        said = f"formula: {Formula.parse(text).evaluate(columns).len()} row"
    except DataError as error:
        said = str(error)
    assert said.startswith("formula: ")
    assert said.isprintable()

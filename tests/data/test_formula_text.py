"""The text of a formula: the columns that it names, their new names, and what is wrong with it in one line."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.data.formula.formula import Formula
from nntui.errors import DataError
from tests.data.formulas import PEOPLE, value, values


def reason(text: str) -> str:
    with pytest.raises(DataError) as caught:
        Formula.parse(text).evaluate(PEOPLE)
    return str(caught.value)


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
        ("sin()", "sin takes 1 value, not 0; it is the sine of an angle in radians"),
        (
            "clip(1, 2)",
            "clip takes 3 values, not 2; it is the value, or the limit (low, high) that it exceeds",
        ),
        ("min(weight)", "min takes 2 values or more, not 1; it is the smallest value"),
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
def test_a_mistake_is_described_in_one_line_with_its_place(text: str, message: str) -> None:
    assert reason(text) == f"formula: {message}"


@pytest.mark.parametrize(("before", "after"), [("(", ")"), ("-", ""), ("not ", ""), ("2 ** ", ""), ("sin(", ")")])
def test_fifty_levels_are_deep_enough(before: str, after: str) -> None:
    assert values(before * 50 + "1" + after * 50)
    assert "nested too deeply" in reason(before * 51 + "1" + after * 51)


def test_a_long_sum_is_not_deep() -> None:
    assert value("+".join("1" * 500)) == 500
    assert value("^".join("1" * 51)) == 1
    assert value(" or ".join("0" * 200)) == 0

"""Numbers as typed."""

import pytest

from nntui.data.numbers import format_digits, format_number, parse_number
from nntui.errors import DataError


@pytest.mark.parametrize(
    ("text", "number"),
    [("9", 9), (" 9\t", 9), ("+9", 9), ("-.5", -0.5), ("1e3", 1000), ("1E-3", 0.001), ("5.", 5), ("1e-999", 0)],
)
def test_a_number_is_read_as_people_write_it(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("abc", "'abc' is not a number"),
        ("", "a number is missing"),
        ("  ", "a number is missing"),
        ("nan", "'nan' is not a number"),
        ("-inf", "'-inf' is not a number"),
        ("1_000", "'1_000' is not a number"),
        ("1 2", "'1 2' is not a number"),
        ("٣", "'٣' is not a number"),
        ("0x10", "'0x10' is not a number"),
        ("1,5", "'1,5' is not a number; write a decimal point, not a comma"),
        ("1e999", "'1e999' is too large"),
        ("1\x1b[31m", "'1␛[31m' is not a number"),
        ("a\u202eb", "'a�b' is not a number"),
        ("x" * 10_000, f"'{'x' * 40}…' is not a number"),
    ],
)
def test_other_text_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(DataError) as refusal:
        parse_number(text)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("value", "text"), [(9.0, "9"), (0.1, "0.1"), (-2.50, "-2.5"), (1e16, "1e+16"), (5e-324, "5e-324"), (None, "")]
)
def test_a_number_is_shown_as_short_as_it_can_be_read_back(value: float | None, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (17.24114, 6, "17.2411"),
        (986006123.4, 6, "986006123"),
        (-1234567.0, 6, "-1234567"),
        (12345.6, 4, "12346"),
        (1.5e-7, 6, "1.5e-7"),
        (1e15, 6, "1e15"),
        (0.0, 6, "0"),
    ],
)
def test_an_answer_has_six_digits_and_its_whole_part_in_full(value: float, digits: int, text: str) -> None:
    assert format_digits(value, digits) == text

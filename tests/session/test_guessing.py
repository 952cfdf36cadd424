"""Guesses of numbers: which options they give, which keys choose them, and the tally."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.session.guessing import APART, OPTIONS, Tally, guess_amount, guess_direction


@pytest.mark.parametrize(
    ("before", "after", "key", "wrong"), [(0.2, 0.3, "up", "-"), (-1.0, -1.5, "down", "+"), (0.0, 1.0, "+", "down")]
)
def test_a_change_is_guessed_by_its_direction(before: float, after: float, key: str, wrong: str) -> None:
    guess = guess_direction(before, after)
    assert guess is not None
    assert guess.chosen_by(key) == guess.right
    assert guess.chosen_by(wrong) == 1 - guess.right
    assert guess.chosen_by("left") is guess.chosen_by("3") is None


@pytest.mark.parametrize("after", [0.5, math.nan, math.inf])
def test_no_direction_is_asked_of_what_stays_or_is_no_number(after: float) -> None:
    assert guess_direction(0.5, after) is None


@given(st.floats(-1e12, 1e12, allow_subnormal=False), st.lists(st.floats(), max_size=4), st.text(max_size=5))
def test_one_of_three_values_is_right_and_all_can_be_told_apart(value: float, slips: list[float], topic: str) -> None:
    guess = guess_amount(value, topic, slips)
    assert guess is not None
    assert guess == guess_amount(value, topic, slips)
    assert guess.options[guess.right] == value
    assert len(guess.options) == OPTIONS
    assert list(guess.options) == sorted(guess.options)
    for low, high in zip(guess.options, guess.options[1:], strict=False):
        assert high - low > APART * max(abs(low), abs(high))
    assert [guess.chosen_by(key) for key in "1234"] == [0, 1, 2, None]


def test_likely_mistakes_are_the_wrong_options() -> None:
    guess = guess_amount(1.2, "z of neuron 1", slips=[0.7, 0.71, 5.0, 9.0])
    assert guess is not None
    assert guess.options == (0.7, 1.2, 5.0)


@given(st.floats(0, 1, allow_subnormal=False), st.text(max_size=5))
def test_the_options_of_a_share_are_shares(value: float, topic: str) -> None:
    guess = guess_amount(value, topic, [-3.0, 4.0], within=(0, 1))
    assert guess is None or all(0 <= option <= 1 for option in guess.options)


def test_most_shares_have_options() -> None:
    assert all(guess_amount(percent / 100, "a", within=(0, 1)) is not None for percent in range(101))


def test_the_right_option_is_at_every_place_now_and_then() -> None:
    guesses = [guess_amount(value / 7, str(value)) for value in range(1, 40)]
    assert {guess.right for guess in guesses if guess is not None} == {0, 1, 2}


def test_a_value_that_is_no_number_is_not_guessed() -> None:
    assert guess_amount(math.nan, "loss") is guess_amount(math.inf, "loss") is None


def test_the_tally_counts_guesses() -> None:
    tally = Tally()
    assert tally.words == ""
    assert tally.counted(right=True).counted(right=False).counted(right=True).words == "2 of 3 right"

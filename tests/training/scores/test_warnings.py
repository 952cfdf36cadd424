"""Which warnings a score deserves."""

from __future__ import annotations

import numpy as np
import pytest

from nntui.training.scores.score import Progress
from nntui.training.scores.warnings import RULES, warnings_of
from nntui.training.scores.words import amount, fraction, percent, untrained
from tests.training.scores.judged import score_of, table


def noise(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def every(step: int, rows: int) -> list[bool]:
    """Every ``step``-th row is a validation row; none for 0."""
    return [bool(step) and row % step == 0 for row in range(rows)]


def words(flags: np.ndarray) -> list[str]:
    return ["yes" if flag else "no" for flag in flags]


def test_numbers_of_noise_that_are_known_by_heart_are_no_better_than_the_mean() -> None:
    truth, held = noise(200), every(5, 200)
    answers = np.where(held, noise(200, seed=1), truth)
    found = warnings_of(score_of(table(noise(200, 2, seed=2), truth.tolist(), held), answers))
    assert found[0] == "no better than always saying the mean"
    assert found[1].startswith("overfitting: over 100 x worse")
    assert not any("straight line" in each for each in found)  # it is no better either, which says nothing


def test_classes_of_noise_are_no_better_than_the_commonest_even_with_luck() -> None:
    inputs, held = noise(200, 2), every(5, 200)
    truth = np.arange(200) % 9 < 4
    answers = np.where(np.where(held, np.arange(200) % 3 > 0, truth), 0.9, 0.1)
    score = score_of(table(inputs, words(truth), held), answers)
    assert warnings_of(score)[0].startswith("no better than always saying 'no'")
    lucky = np.where(np.where(held, truth ^ (np.arange(200) % 20 < 9), truth), 0.9, 0.1)
    assert warnings_of(score_of(table(inputs, words(truth), held), lucky))[0].startswith("no better than")


def test_a_line_does_as_well_where_the_truth_is_one() -> None:
    inputs, held = noise(300, 2), every(3, 300)
    truth = inputs.sum(axis=1) + 0.1 * noise(300, seed=1)
    design, kept = np.column_stack([inputs, np.ones(300)]), ~np.array(held)
    line = design @ np.linalg.lstsq(design[kept], truth[kept], rcond=None)[0]
    made, near = table(inputs, truth.tolist(), held), line + 0.01 * noise(300, seed=2)
    off = amount(float(np.abs(line - truth)[held].mean()))
    assert warnings_of(score_of(made, near)) == (f"a straight line does as well ({off} mpg off)",)
    worse = warnings_of(score_of(made, line + 0.3 * noise(300, seed=2)))
    assert worse[0] == f"a straight line does better ({off} mpg off)"
    assert warnings_of(score_of(made, near, Progress(straight=True))) == ()


def test_a_network_that_is_a_little_better_by_chance_is_as_good_as_the_line() -> None:
    inputs, held = noise(300, 2), every(6, 300)
    truth = inputs.sum(axis=1) + 0.5 * noise(300, seed=1)
    design, kept = np.column_stack([inputs, np.ones(300)]), ~np.array(held)
    line = design @ np.linalg.lstsq(design[kept], truth[kept], rcond=None)[0]
    answers = line + 0.24 * np.sign(truth - line) + 0.3 * noise(300, seed=2)
    score = score_of(table(inputs, truth.tolist(), held), answers)
    gain = score.judged.linear.misses - score.judged.network.misses
    assert 1 < gain.mean() / (gain.std(ddof=1) / np.sqrt(len(gain))) < 2
    assert warnings_of(score)[0].startswith("a straight line does as well")


def test_a_curve_that_a_line_cannot_follow_needs_no_warning() -> None:
    inputs, held = noise(300, 1), every(3, 300)
    truth = (inputs**2)[:, 0]
    assert warnings_of(score_of(table(inputs, truth.tolist(), held), truth + 0.05 * noise(300, seed=1))) == ()


def test_overfitting_is_reported_with_how_much_worse_it_is() -> None:
    inputs, held = noise(400, 1), every(4, 400)
    truth = (inputs**2)[:, 0]
    answers = truth + 0.1 * np.where(held, 2, 1) * np.where(np.arange(400) % 8 < 4, 1, -1)
    found = warnings_of(score_of(table(inputs, truth.tolist(), held), answers))
    assert found == ("overfitting: 2.0 x worse on rows it has not seen",)


def test_overfitted_classes_are_told_by_their_mistakes_or_else_by_the_log_loss() -> None:
    truth, held = np.arange(400) % 3 == 0, every(4, 400)
    made = table(noise(400, 1), words(truth), held)
    mistaken = np.array(held) & (np.arange(400) % 40 == 0)
    found = warnings_of(score_of(made, np.where(truth ^ mistaken, 0.9, 0.1)))
    assert found == ("overfitting: 10 % wrong on rows it has not seen, none on training rows",)
    sure = np.where(held, 0.8, 0.9)
    found = warnings_of(score_of(made, np.where(truth, sure, 1 - sure)))
    assert found == (f"overfitting: log loss {np.log(0.8) / np.log(0.9):.1f} x worse on rows it has not seen",)


def test_an_imbalanced_table_points_to_balanced_accuracy() -> None:
    truth = np.arange(500) % 50 == 7
    held = every(5, 500)
    held = [flag or row in (57, 107, 157) for row, flag in enumerate(held)]
    score = score_of(table(noise(500, 2), words(truth), held), np.full(500, 0.02))
    found = warnings_of(score)
    assert found[0] == "balanced accuracy 50 %: 98 % of the rows are 'no', so accuracy misleads"
    assert found[1] == "no better than always saying 'no'"
    knows = score_of(table(noise(500, 2), words(truth), held), np.where(truth, 0.9, 0.02))
    assert warnings_of(knows) == ("balanced accuracy 100 %: 98 % of the rows are 'no', so accuracy misleads",)


def test_twelve_rows_have_no_validation_rows() -> None:
    truth = np.arange(12) % 3 == 0
    found = warnings_of(score_of(table(noise(12, 2), words(truth), every(0, 12)), np.where(truth, 0.9, 0.1)))
    assert found[0] == "no validation rows: nothing shows how it does on rows it has not seen"


def test_a_single_class_among_the_validation_rows_tells_nothing_about_the_others() -> None:
    truth = np.arange(60) % 2 == 0
    held = [row % 6 == 0 for row in range(60)]
    score = score_of(table(noise(60, 2), words(truth), held), np.where(truth, 0.9, 0.1))
    assert warnings_of(score) == (
        "all 10 validation rows are 'yes': they tell nothing about the other classes",
        "10 validation rows: +- 9 %",
    )


def test_few_validation_rows_are_reported_with_the_standard_error_that_they_leave() -> None:
    truth = np.arange(145) % 2 == 0
    held = every(5, 145)
    answers = np.where(truth ^ (np.arange(145) == 10), 0.99, 0.01)
    share = 28 / 29
    score = score_of(table(noise(145, 2), words(truth), held), answers)
    assert score.judged.standard_error == pytest.approx((share * (1 - share) / 29) ** 0.5)
    assert warnings_of(score)[-1] == "29 validation rows: +- 3 %"
    numbers = noise(145)
    given = numbers + 0.1 * noise(145, seed=1)
    score = score_of(table(noise(145, 2, seed=2), numbers.tolist(), held), given)
    errors = np.abs(0.1 * noise(145, seed=1))[held]
    assert score.judged.standard_error == pytest.approx(errors.std(ddof=1) / 29**0.5, rel=1e-4)
    assert warnings_of(score)[-1] == f"29 validation rows: +- {amount(errors.std(ddof=1) / 29**0.5)} mpg"


def test_the_state_of_training_comes_first() -> None:
    truth = np.arange(100) % 2 == 0
    made, answers = table(noise(100, 2), words(truth), every(3, 100)), np.full(100, 0.4)
    assert warnings_of(score_of(made, answers, Progress(diverged=True)))[0].startswith("training diverged")
    fresh = score_of(made, answers, Progress(trained=False))
    assert warnings_of(fresh)[0].startswith("not trained yet")
    assert not any("no better" in each for each in warnings_of(fresh))


def test_before_training_there_is_something_to_beat() -> None:
    truth = np.arange(100) % 4 == 0
    score = score_of(table(noise(100, 2), words(truth), every(3, 100)), np.full(100, 0.4), Progress(trained=False))
    assert untrained(score) == (
        "not trained yet; always saying 'no' is right in 74 %",
        "not trained yet; always 'no' 74 %",
    )
    made = table(noise(5, 1), [1.0, 2.0, 3.0, 4.0, 10.0], every(0, 5))
    assert untrained(score_of(made, np.zeros(5), Progress(trained=False))) == (
        "not trained yet; always saying the mean, 4.00 mpg, is 2.40 mpg off",
        "not trained yet; the mean is 2.40 mpg off",
    )


@pytest.mark.parametrize(
    ("share", "rows", "text"),
    [
        (0.9412, 0, "94 %"),
        (0.9412, 1000, "94.1 %"),
        (1.0, 0, "100 %"),
        (0.997, 0, "99.7 %"),
        (0.99997, 0, "99.99 %"),
        (0.0, 0, "0 %"),
        (0.004, 0, "0.4 %"),
        (0.0001, 0, "<0.1 %"),
        (float("nan"), 0, "? %"),
    ],
)
def test_a_share_is_never_rounded_to_certainty(share: float, rows: int, text: str) -> None:
    assert percent(share, rows) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.4213, "3.42"),
        (0.0, "0"),
        (12.34, "12.3"),
        (123.4, "123"),
        (1234.5, "1,234"),
        (0.05123, "0.0512"),
        (2e9, "2.00e+09"),
    ],
)
def test_an_amount_has_three_digits(value: float, text: str) -> None:
    assert amount(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.8, ".80"), (-0.351, "-.35"), (1.0, "1.00"), (0.999, "1.00"), (-2.5, "-2.50")]
)
def test_r2_is_short(value: float, text: str) -> None:
    assert fraction(value) == text


def test_each_rule_has_an_id_and_an_explanation() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.help.endswith(".") for rule in RULES)

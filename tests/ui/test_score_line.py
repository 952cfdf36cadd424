"""The score line, without a screen: what it says at which width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.render.glyphs import ASCII, UNICODE
from nntui.render.text import width_of
from nntui.session.evaluate import SessionJudge
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.training.scores.score import Progress
from nntui.training.scores.warnings import warnings_of
from nntui.training.scores.words import amount
from nntui.ui.score.line import score_line, shortened
from tests.training.scores.judged import score_of, table

if TYPE_CHECKING:
    from nntui.training.scores.score import Score


def text(score: Score, width: int) -> str:
    line = score_line(score, warnings_of(score), width, UNICODE)
    assert width_of(line) <= width
    return "".join(span.text for span in line)


def numbers(held_every: int = 4) -> Score:
    inputs = np.random.default_rng(0).normal(size=(400, 1))
    truth = (inputs**2)[:, 0] * 10
    held = [bool(held_every) and row % held_every == 0 for row in range(400)]
    sign = np.where(np.arange(400) % 8 < 4, 1, -1)
    return score_of(table(inputs, truth.tolist(), held), truth + np.where(held, 2, 1) * sign)


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (130, " validation 2.00 mpg off (R2 .98)  training 1.00 (1.00)  mean 9.48  ! overfitting: 2.0 x worse on rows"),
        (82, " validation 2.00 mpg off (R2 .98)  training 1.00 (1.00)  mean 9.48  ! overfitting"),
        (76, " validation 2.00 mpg off (R2 .98)  training 1.00  mean 9.48  ! overfitting"),
        (66, " validation 2.00 mpg off  training 1.00  mean 9.48  ! overfitting"),
        (60, " validation 2.00 mpg off  mean 9.48  ! overfitting"),
        (42, " validation 2.00 mpg off  ! overfitting"),
    ],
)
def test_where_room_is_short_the_least_important_goes_first(width: int, words: str) -> None:
    score = numbers()
    mean = score.judged.trivial.metrics["mae"]
    assert text(score, width).startswith(words.replace("9.48", f"{mean:.2f}"))


def test_a_long_name_of_the_most_frequent_class_gives_way_before_its_share_does() -> None:
    names = ("customer who stayed for long", "customer who left within a month")
    truth = [names[row % 4 == 0] for row in range(40)]
    held = [row % 5 < 2 for row in range(40)]
    stayed = np.array([0.9 if row % 4 else 0.1 for row in range(40)])
    score = score_of(table(stayed[:, None], truth, held), stayed)
    assert "always 'customer who stayed" in text(score, 110)
    assert "most frequent 75 %" in text(score, 80)
    assert "validation 100 % right" in text(score, 40)


def test_without_validation_rows_training_rows_are_reported_and_that_they_say_little() -> None:
    assert text(numbers(0), 80).endswith("! no validation rows")
    assert text(numbers(0), 80).startswith(" training 1.00 mpg off (R2 1.00)  mean ")


@pytest.mark.parametrize("classes", [("no", "yes"), ("a", "b", "c")], ids=["two", "three"])
def test_classes_are_scored_by_the_share_that_is_right(classes: tuple[str, ...]) -> None:
    codes = np.arange(300) % 7 % len(classes)
    held = np.arange(300) % 3 == 0
    wrong = held & (np.arange(300) % 30 == 0)
    given = np.where(wrong, (codes + 1) % len(classes), codes)
    shares = np.where(given[:, None] == np.arange(len(classes)), 0.8, 0.1)
    inputs = np.random.default_rng(1).normal(size=(300, 2))
    made = table(inputs, [classes[code] for code in codes], held.tolist())
    score = score_of(made, shares[:, 1] if len(classes) == 2 else shares)
    commonest = classes[int(np.bincount(codes[~held]).argmax())]
    assert text(score, 120).startswith(f" validation 90 % right  training 100 %  always '{commonest}' ")
    assert text(score, 60).endswith("! overfitting")


def test_several_targets_are_reported_each_where_there_is_room_and_together_elsewhere() -> None:
    session = open_source("cars", Options(validation=0.2, targets=("mpg", "horsepower"), hidden=()))
    predictor = Predictor(session)
    score = SessionJudge(predictor).score(predictor.weights, Progress())
    assert score.validation is not None
    mpg, horsepower = (metrics["mae"] for metrics in score.validation.network.of_targets)
    names = [target.name for target in score.targets]
    wide = text(score, 160)
    assert all(f"{name} " in wide for name in names)
    assert all(f"{amount(value)} " in wide for value in (mpg, horsepower))
    assert text(score, 60).startswith(" validation R2 ")


def test_before_training_it_says_what_is_to_be_beaten() -> None:
    inputs = np.arange(40.0)[:, None]
    made = table(inputs, [str(n % 4 == 0) for n in range(40)], [n % 2 == 1 for n in range(40)])
    score = score_of(made, np.full(40, 0.2), Progress(trained=False))
    assert text(score, 80) == " not trained yet; always saying 'False' is right in 100 %"
    assert text(score, 50) == " not trained yet; always 'False' 100 %"


def test_names_from_outside_are_drawn_in_the_characters_that_there_are() -> None:
    names = ["\x1b[31mnö" + "x" * 50, "yes"]
    made = table(np.arange(90.0)[:, None], [names[n % 3 == 0] for n in range(90)], [n % 2 == 0 for n in range(90)])
    score = score_of(made, np.where(np.arange(90) % 3 == 0, 0.9, 0.1))
    line = score_line(score, warnings_of(score), 80, ASCII)
    assert all(32 <= ord(character) < 127 for span in line for character in span.text)
    assert width_of(line) <= 80


@pytest.mark.parametrize(
    ("warning", "short"),
    [
        ("overfitting: 1.5 x worse on rows it has not seen", "overfitting"),
        (
            "no better than always saying 'no', within the error of 20 validation rows",
            "no better than 'no'",
        ),
        ("a straight line does as well (94 % right)", "a straight line does as well"),
        ("29 validation rows: +- 4 %", "29 validation rows: +- 4 %"),
        ("balanced accuracy 50 %: 98 % of the rows are 'no', so accuracy misleads", "balanced accuracy 50 %"),
    ],
)
def test_a_long_warning_has_a_short_form(warning: str, short: str) -> None:
    assert shortened(warning) == short

"""The spread of the answers of several networks: to a question, to rows, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui.data.column import Column
from nntui.data.kinds import DATE
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.seeds.networks import Spread, train_seeds
from nntui.session.seeds.spread import AnswerSpread, network_answers, question_spread, row_spreads, spread_words
from tests.session.answered import answered

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.seeds.networks import SeedNetworks


def made(source: str, **settings: Any) -> tuple[Predictor, SeedNetworks]:
    predictor = Predictor(open_source(source, Options(**settings)))
    networks = train_seeds(predictor, 4)
    assert networks is not None
    return predictor, networks


FLOWER = {"sepal_length": 6.0, "sepal_width": 3.0, "petal_length": 4.8, "petal_width": 1.7}


def test_of_numbers_it_is_the_lowest_and_highest_answer_for_each_target() -> None:
    predictor, networks = made("cars", epochs=2, targets=("mpg", "weight"))
    asked = {name: predictor.session.table.frame[name][0] for name in predictor.askable}
    answer = predictor.answer(asked, networks.networks[0].weights)
    found = question_spread(network_answers(networks, predictor, asked), answer).own
    assert found is not None
    for name in ("mpg", "weight"):
        numbers = [float(predictor.answer(asked, each.weights).own.values[name] or 0) for each in networks.networks]
        assert (found.values[name].lowest, found.values[name].highest) == (min(numbers), max(numbers))


def test_of_classes_it_is_how_many_agree_and_how_probable_they_find_it() -> None:
    predictor, networks = made("iris", epochs=8)
    answer = predictor.answer(FLOWER, networks.networks[0].weights)
    found = question_spread(network_answers(networks, predictor, FLOWER), answer).trained
    assert found is not None
    assert found.probability is not None
    said = answer.own.values["species"]
    others = [predictor.answer(FLOWER, each.weights).own for each in networks.networks]
    assert found.said == said
    assert found.agree == sum(each.values["species"] == said for each in others)
    assert found.probability.lowest == min((each.probabilities or {})[said] for each in others)


def test_the_tutorial_has_a_spread_for_either_scaling() -> None:
    predictor, networks = made("tutorial", epochs=20)
    asked = dict(predictor.session.query)
    answer = predictor.answer(asked)
    found = question_spread(network_answers(networks, predictor, asked), answer)
    assert found.own is not None
    assert found.trained is not None
    assert found.own.values["speed"] != found.trained.values["speed"]


def test_rows_have_the_spread_of_each_question_alone() -> None:
    for source, settings in (("iris", {"epochs": 5}), ("cars", {"epochs": 2, "targets": ("mpg", "weight")})):
        predictor, networks = made(source, **settings)
        frame = predictor.as_trained(predictor.session.table)[:3]
        found = row_spreads(networks, predictor, frame, predictor.answers(frame).own)
        for row in range(3):
            asked = frame.row(row, named=True)
            answer = predictor.answer(asked)
            one = question_spread(network_answers(networks, predictor, asked), answer).own
            assert one is not None
            spreads = [one.probability] if one.probability else list(one.values.values())
            assert found.lowest[row] == pytest.approx([each.lowest for each in spreads if each], rel=1e-5)
            assert found.median[row] == pytest.approx([each.median for each in spreads if each], rel=1e-5)
            assert found.highest[row] == pytest.approx([each.highest for each in spreads if each], rel=1e-5)
            assert found.agree is None or found.agree[row] == one.agree


def test_a_file_gets_columns_of_the_spread_empty_where_there_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("cylinders,displacement,horsepower,weight,acceleration,year\n"
                                      "8,300,150,3500,12,70\nsix,300,150,3500,12,70\n")  # fmt: skip
    predictor, networks = made("cars", epochs=2)
    found = answered(predictor, tmp_path / "new.csv", networks=networks)
    low, high = (found.table.frame[f"mpg {word}"].to_list() for word in ("lowest", "highest"))
    assert low[0] < high[0]
    assert low[1] is high[1] is None
    assert np.isfinite(low[0])


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (22.123, 24.93, "22.1 to 24.9"),
        (100.21, 100.32, "100.21 to 100.32"),
        (12345.6, 15000.0, "12346 to 15000"),
        (-0.00012, 0.00034, "-0.00012 to 0.00034"),
        (3.5, 3.5, "3.5, the same"),
        (1e9, 1.000000001e9, "1e+09, the same"),
        (1e9, 2e9, "1e+09 to 2e+09"),
    ],
)
def test_a_range_has_as_many_digits_as_it_needs(low: float, high: float, words: str) -> None:
    spread = AnswerSpread(10, {"y": Spread.of([low, high])})
    assert spread_words(spread, Column("y")) == f"{words} over 10 networks"


def test_a_range_of_dates_is_written_as_dates_and_that_of_classes_as_a_share() -> None:
    days = Spread.of([10.0, 31.0])
    assert (
        spread_words(AnswerSpread(5, {"day": days}), Column("day", DATE)) == "1970-01-11 to 1970-02-01 over 5 networks"
    )
    classes = AnswerSpread(10, {}, "no", 9, Spread.of([0.61, 0.98]))
    assert spread_words(classes, Column("y")) == "9 of 10 networks agree, probability 61 % to 98 %"

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch

from nntui.errors import DataError
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.source import open_source

SUM = np.array([1.0, 1.0], dtype=np.float32)


@pytest.fixture
def adder() -> Predictor:
    """Two inputs wired to one output, to be asked with weights that add them; xor's cells are left unscaled."""
    return Predictor(open_source("xor", Options(hidden=(), bias=False, scale=("none",))))


def test_an_answer_says_what_went_in_and_what_came_out(adder: Predictor) -> None:
    answer = adder.answer({"x1": 0.25, "x2": 0.5}, SUM)
    assert answer.own is answer.trained
    assert (answer.own.inputs, answer.own.outputs, answer.own.values) == ((0.25, 0.5), (0.75,), {"y": 0.75})
    assert answer.warnings == ()


def test_an_answer_is_in_the_targets_unit() -> None:
    scaled = Options(hidden=(), bias=False, scale=("none", "y=fixed:100"))
    answer = Predictor(open_source("xor", scaled)).answer({"x1": 0.25, "x2": 0.5}, SUM)
    assert (answer.own.outputs, answer.own.values) == ((0.75,), {"y": 75.0})


def test_weights_move_and_the_answer_with_them(adder: Predictor) -> None:
    first = adder.answer({"x1": 0.25, "x2": 0.5}, SUM).own.values["y"]
    assert adder.answer({"x1": 0.25, "x2": 0.5}, 2 * SUM).own.values["y"] == 2 * first


def test_a_value_outside_the_range_is_warned_of(adder: Predictor) -> None:
    warnings = adder.answer({"x1": 2, "x2": 0.5}, SUM).warnings
    assert warnings == ("x1: 2 is outside 0 to 1, the range trained on",)


def test_the_tutorial_answers_its_own_way_and_the_right_way() -> None:
    answer = Predictor(open_source("tutorial", Options())).answer({"age": 4, "weight": 8})
    assert answer.own.inputs == (0.5, 1.0)
    assert answer.trained.inputs == pytest.approx((4 / 3, 8 / 9))
    assert answer.own.values != answer.trained.values


def test_a_session_that_was_never_trained_answers_with_its_first_weights() -> None:
    generator = torch.Generator().manual_seed(5)
    drawn = [torch.randn(2, 3, generator=generator), torch.randn(3, 1, generator=generator)]
    weights = Predictor(open_source("tutorial", Options(seed=5))).weights
    assert weights.tolist() == torch.cat([each.flatten() for each in drawn]).tolist()


@pytest.mark.parametrize("question", [{}, {"x1": 1.0}, {"x1": 1.0, "x2": 1.0, "x3": 1.0}, {"x1": np.nan, "x2": 1.0}])
def test_a_question_must_fit_the_inputs(adder: Predictor, question: dict[str, float]) -> None:
    with pytest.raises(DataError):
        adder.answer(question)


def test_opening_saving_and_reading_need_no_torch() -> None:
    program = (
        "import sys, pathlib\n"
        "from nntui.session import changes, file, predict, source\n"
        "from nntui.session.options import Options\n"
        "predict.Predictor(source.open_source('tutorial', Options()))\n"
        "assert not {'torch', 'textual', 'numba'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)

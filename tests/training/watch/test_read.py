"""Conditions read from text, written back, and what is said of text that is none."""

from __future__ import annotations

import re

import pytest

from nntui.errors import SpecError
from nntui.model.spec import NetworkSpec
from nntui.training.watch.condition import ConditionSubject
from nntui.training.watch.read import KINDS, read_condition, read_conditions


@pytest.mark.parametrize("example", [kind.example for kind in KINDS])
def test_the_example_of_each_kind_is_read_and_written_back(example: str) -> None:
    assert str(read_condition(example)) == example
    assert str(read_condition(example.upper().replace(" ", ""))) == example


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("loss<.1", "loss < 0.1"),
        ("Training Loss <= 1e-3", "loss <= 0.001"),
        ("val < 0.5", "validation < 0.5"),
        ("accuracy > 95%", "accuracy > 0.95"),
        ("training rmse<3", "training rmse < 3"),
        ("val_accuracy >= .9", "validation accuracy >= 0.9"),
        ("balanced accuracy > .9", "balanced accuracy > 0.9"),
        ("h2.3 dies", "neuron h2.3 dies"),
        ("neuron h3 is dead", "neuron h3 dies"),
        ("row 7 wrong", "row 7 is wrong"),
        ("validation turned for 20", "validation turns for 20 epochs"),
        ("flat for 30", "loss is flat for 30 epochs"),
        ("epoch = 300", "epoch 300"),
        ("time > 30s", "seconds > 30"),
        ("loss < .1 and validation < .2", "loss < 0.1 and validation < 0.2"),
        ("loss<0.1androw7isright", "loss < 0.1 and row 7 is right"),
    ],
)
def test_what_people_write_is_read(text: str, written: str) -> None:
    assert str(read_condition(text)) == written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("los < .1", "'los < .1' is no condition; did you mean loss < 0.1?"),
        ("validaton < .3", "did you mean validation < 0.3?"),
        ("accuracy .9", "did you mean accuracy < 0.9?"),
        ("neuron h3 dyes", "did you mean neuron h3 dies?"),
        ("loss = .1", "did you mean loss < 0.1?"),
        ("row is right", "give it as row 7 is right"),
        ("", "'' is no condition; give one as loss < 0.1; validation < 0.1"),
        ("loss < .1 and", "'loss < .1 and' is no condition"),
        ("loss < 1e999", "1e999 is too large"),
        ("accuracy > 95", "accuracy: 95; give a share from 0 to 1, as 0.95 or 95%"),
        ("row 0 is right", "row 0: give the number of a row, from 1"),
        ("neuron h0 dies", "give a neuron as h3"),
        ("loss is flat for 1 epoch", "epochs: 1; give 2 to 900"),
        ("epoch 99999999999999999999", "give 1 or more"),
        ("\x1b[31mloss", "is no condition"),
        ("x" * 201, "201 characters; a condition has at most 200"),
    ],
)
def test_what_is_no_condition_is_refused_with_advice(text: str, message: str) -> None:
    with pytest.raises(SpecError, match=re.escape(message)):
        read_condition(text)


def test_lists_are_separated_by_semicolons() -> None:
    assert read_conditions(" loss<.1 ; epoch 3;; loss < 0.1") == ("loss < 0.1", "epoch 3")
    assert read_conditions("none") == read_conditions(" ") == ()
    with pytest.raises(SpecError, match="30 conditions; give at most 20"):
        read_conditions(";".join(f"epoch {number}" for number in range(1, 31)))


@pytest.mark.parametrize(
    ("text", "hidden", "classes", "message"),
    [
        ("rmse < 3", (4,), True, "rmse is for numbers; for classes give accuracy"),
        ("accuracy > .9", (4,), False, "accuracy is for classes; for numbers give rmse, mae, r2 or largest error"),
        ("row 31 is right", (4,), True, "row 31: the table has 30 rows"),
        ("row 3 is right", (4,), False, "row 3 is right: only a class is right or wrong; give row 3 error < 1"),
        ("row 3 error < 1", (4,), True, "row 3 error: the answer is a class; give row 3 is right"),
        ("neuron h5 dies", (4,), True, "neuron h5: hidden layer 1 has 4 neurons"),
        ("neuron h1 dies", (), True, "neuron h1: there is no hidden layer"),
        ("neuron h2 dies", (4, 3), True, "neuron h2: there are 2 hidden layers; give h1.2 or h2.2"),
        ("neuron h3.1 dies", (4, 3), True, "neuron h3.1: there are 2 hidden layers"),
        ("loss < 1 and rmse < 3", (4,), True, "rmse is for numbers"),
    ],
)
def test_a_condition_that_cannot_be_about_a_network_says_why(
    text: str, hidden: tuple[int, ...], classes: bool, message: str
) -> None:
    with pytest.raises(SpecError, match=re.escape(message)):
        read_condition(text).check(ConditionSubject(NetworkSpec(inputs=2, hidden=hidden), classes, rows=30))

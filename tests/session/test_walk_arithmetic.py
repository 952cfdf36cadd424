"""The walk: every place of an update, whose numbers are the engine's and whose shown digits add up."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import msgspec
import polars as pl
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.formula.evaluate import evaluate
from nntui.data.formula.parser import parse
from nntui.errors import DataError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.walk import walk_of
from nntui.session.walk.place import Address
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.session.session import Session
    from nntui.session.walk.place import Calculation
    from nntui.session.walk.walk import Walk

CASES = {
    "the tutorial": ("tutorial", Options()),
    "no hidden layer": ("iris", Options(hidden=(), optimizer="adam")),
    "four layers": ("iris", Options(hidden=(4, 3, 2, 2), activation="tanh", optimizer="momentum")),
    "two classes": ("breast-cancer", Options(hidden=(2,), optimizer="rmsprop", label_smoothing=0.1, clip=0.1)),
    "the recipe good": ("cars", Options(recipe="good", hidden=(4, 3))),
    "penalties": ("cars", Options(hidden=(3,), l1=0.01, l2=0.02, optimizer="nesterov", loss="huber")),
    "decay and a schedule": ("cars", Options(hidden=(3,), weight_decay=0.1, schedule="step", optimizer="adamw")),
    "biases held fixed": ("mazur", Options()),
    "frozen and silenced": ("cars", Options(recipe="good", hidden=(4, 3), optimizer="momentum")),
}
HELD = {"frozen_places": ((1, 4), (24, 25)), "silenced": ((0, 1), (1, 2), (2, 0))}
LISTED_AT_MOST = 400
"""Places of a long walk that are looked at."""
ARITHMETIC = re.compile(r"[-+\u00b7/()^. 0-9e]+")


def walks() -> list[tuple[Session, Walk]]:
    """A walk through the next batch of each case."""
    sessions = [open_source(source, options) for source, options in CASES.values()]
    sessions[-1] = replace(sessions[-1], network=replace(sessions[-1].network, **HELD))
    return [(session, walk_of(session, "batch")) for session in sessions]


def lines_of(walk: Walk) -> list[tuple[str, Calculation]]:
    """The lines of the places of ``walk``, with the title of their place."""
    every = max(1, len(walk) // LISTED_AT_MOST)
    places = [walk.place(index) for index in range(0, len(walk), every)]
    return [(place.title, line) for place in places for line in place.lines]


def after_one_update(session: Session) -> NDArray[np.float32]:
    """The weights after one update of torch's engine."""
    arrays = encode(session.table, Encoder.fit(session.table))
    trainer = Trainer(session.network, msgspec.structs.replace(session.training, engine="autograd"), arrays)
    trainer.batches(1)
    return trainer.checkpoint().weights


def result_of(numbers: str) -> float:
    """The result of a calculation as it is shown."""
    tree = parse(numbers.replace("\u00b7", "*"))
    return float(evaluate(tree, {"e": pl.Series([math.e])}, "line")[0])


@pytest.mark.parametrize("case", CASES)
def test_the_weights_after_the_walk_are_those_after_the_next_update(case: str) -> None:
    session = open_source(*CASES[case])
    walk, weights = walk_of(session, "batch"), after_one_update(session)
    shown = [
        walk.place(index).after
        for index in range(len(walk))
        if walk.address(index)[0] == "update" and walk.address(index)[1].source is not None
    ]
    assert sorted(map(float, weights)) == sorted(value for value in shown if value is not None)


def test_every_number_is_finite_and_the_shown_digits_add_up() -> None:
    looked_at = 0
    for session, walk in walks():
        for title, line in lines_of(walk):
            assert math.isfinite(line.value), (session.name, title, line)
            if line.sign == "=" and ARITHMETIC.fullmatch(line.numbers):
                looked_at += 1
                exact = result_of(line.numbers)
                decimals = len(line.result.partition(".")[2]) if "e" not in line.result else 12
                assert exact == pytest.approx(float(line.result), abs=0.6 * 10.0**-decimals, rel=6e-4), (title, line)
    assert looked_at > 1_000


def test_the_tutorial_has_the_names_of_its_lesson() -> None:
    walk = walk_of(open_source("tutorial", Options()), "batch")
    names = {line.lesson.lstrip("-") for _, line in lines_of(walk)}
    assert names >= {"z", "z2", "z3", "o", "o_error", "o_delta", "z2_error", "z2_delta"}


def test_a_gradient_names_its_factors_and_the_end_tells_the_change_of_the_loss() -> None:
    walk = walk_of(open_source("tutorial", Options()), "row", row=1)
    index = walk.find("backward", Address(2, 0, 0))
    assert index is not None
    lines = walk.place(index).lines
    assert any(line.symbols == "dL/da \u00b7 da/dz \u00b7 dz/dw" for line in lines)
    end = walk.place(len(walk) - 1)
    assert end.before is not None
    assert end.after is not None
    assert end.after < end.before


def test_a_question_ends_with_the_answer_and_one_that_is_not_asked_is_named() -> None:
    walk = walk_of(open_source("tutorial", Options()), "question")
    assert {walk.address(index)[0] for index in range(len(walk))} == {"inputs", "forward"}
    with pytest.raises(DataError, match="a value is missing for x1"):
        walk_of(open_source("xor", Options()), "question")

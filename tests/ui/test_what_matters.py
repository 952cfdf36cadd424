"""What matters: the inputs, the answer along one of them, the question, and what would reach a typed value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.errors import DataError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.ui.dialogs.what_matters import Matters
from tests.ui.app_host import LARGE, SMALL, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.scripted_run import Script

FLOWER = {"sepal_length": 6.0, "sepal_width": 3.0, "petal_length": 4.8, "petal_width": 1.7}


def matters_of(source: str, options: Options, question: dict[str, float] | None = None) -> Matters:
    predictor = Predictor(open_source(source, options))
    asked = question or {name: predictor.session.table.frame[name][0] for name in predictor.askable}
    found = Matters(predictor, predictor.session.table, asked, predictor.weights)
    found.look()
    return found


def test_a_reached_number_is_one_that_was_run_and_a_text_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "line.csv").write_text("x,y\n" + "".join(f"{n},{n}\n" for n in range(12)))
    found = matters_of(str(tmp_path / "line.csv"), Options(hidden=(), seed=3))
    now = found.predictor.answer(found.question).trained.values["y"]
    assert isinstance(now, float)
    proposal = found.reach(f"{now + 0.01:.6f}")
    assert proposal.answer[0].startswith("y: ")
    assert "gives" in proposal.says or "No change of one input" in proposal.says
    assert "No change of one input" in found.reach("1e9").says
    with pytest.raises(DataError, match="give a number"):
        found.reach("blue")


def test_a_reached_class_is_a_class_and_another_word_is_refused() -> None:
    found = matters_of("iris", Options(epochs=1), FLOWER)
    with pytest.raises(DataError, match="is no class"):
        found.reach("daisy")
    assert found.reach("virginica" if "of virginica" not in found.answer[0] else "setosa").says


def test_a_question_without_an_answer_is_told_and_the_inputs_stay() -> None:
    found = matters_of("cars", Options(epochs=1, validation=0.2), {"weight": 3000.0, "unknown": 1.0})
    assert "no answer to explain" in found.answer[0]
    assert found.inputs[0].startswith("Shuffled among")


async def test_what_matters_is_explained_on_one_key(script: Script) -> None:
    async with opened("iris", LARGE, options=Options(validation=0.2)) as user:
        await user.press("X")
        await user.sees("what matters", "Shuffled among 30 validation rows, an input costs", "% of rows")
        await user.press("right")
        await user.sees("probability of", "1 of 4: the mean over 30 rows")
        await user.press("right", "Y")
        await user.sees("2 of 4")
        await user.resize(*SMALL)
        await user.sees("2 of 4", "esc close")
        await user.press("tab")
        await user.sees("the probability of")
        await user.press("r")
        await user.sees("species to reach")
        await user.type("daisy")
        await user.sees("is no class")
        await user.press("escape")
        await user.sees("[question]")
        await user.press("escape")
        await user.sees_no_more("what matters")

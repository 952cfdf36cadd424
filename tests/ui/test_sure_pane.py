"""How sure? Networks with other seeds are trained on a key: their scores, the band of losses, the answers' spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.render.glyphs import ASCII, UNICODE
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.seeds import networks as seeds
from nntui.ui.predict.spread import spread_texts
from nntui.ui.sure.view import survey_lines
from nntui.ui.work import survey as survey_module
from nntui.ui.work.survey import Survey
from tests.plain_text import plain_text
from tests.ui.app_host import LARGE, SMALL, opened

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.render.glyphs import Glyphs
    from tests.ui.scripted_run import Script

QUICK = Options(epochs=2, validation=0.2, hidden=(3,))


def surveyed(source: str, options: Options = QUICK) -> Survey:
    """A survey that has ended."""
    survey = Survey()
    survey.begin(open_source(source, options))
    assert survey.background.thread is not None
    survey.background.thread.join()
    return survey


@pytest.fixture(autouse=True)
def few_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "SEEDS", 3)
    monkeypatch.setattr(survey_module, "FOLDS", 2)
    monkeypatch.setattr(survey_module, "REPEATS", 1)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [58, 78, 118])
@pytest.mark.parametrize("source", ["cars", "iris", "breast-cancer", "xor"])
def test_each_metric_has_its_line_at_every_width(source: str, width: int, glyphs: Glyphs) -> None:
    survey = surveyed(source, Options(epochs=1, hidden=(3,)))
    state = survey.state
    assert state.networks is not None
    text = plain_text(survey_lines(state.networks, state, ["an answer"], width, glyphs))
    assert all(len(line) <= width for line in text.splitlines())
    assert "3 networks like this one with seeds 0 to 2, trained for 1 epoch" in " ".join(text.split())
    assert ("accuracy" if source in {"iris", "breast-cancer"} else "RMS error") in text
    assert ("folds" in text.splitlines()[1 if width > 70 else 2]) or source == "xor"
    assert text.isascii() or glyphs is UNICODE


def test_networks_belong_to_their_table_and_settings_alone() -> None:
    survey = surveyed("iris")
    session = open_source("iris", QUICK)
    assert survey.networks_like(session) is survey.state.networks
    assert survey.networks_like(open_source("iris", Options(epochs=3, validation=0.2, hidden=(3,)))) is None
    survey.forget()
    assert survey.networks_like(session) is None


@pytest.mark.parametrize(("source", "answers"), [("iris", 1), ("tutorial", 2)])
def test_each_answer_on_the_screen_has_its_spread(source: str, answers: int) -> None:
    survey = surveyed(source, Options(epochs=2))
    networks = survey.state.networks
    assert networks is not None
    predictor = Predictor(networks.session)
    asked = dict(predictor.session.query) or dict.fromkeys(predictor.askable, 1.0)
    texts = spread_texts(networks, predictor, asked, networks.networks[0].weights)
    assert len(texts) == answers
    assert all("3 networks" in text for each in texts for text in each)
    assert spread_texts(networks, predictor, {"unknown": 1.0}, networks.networks[0].weights) == []


def test_a_table_that_cannot_be_trained_on_and_one_without_folds_say_why(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("x,y\n1,\n2,\n")
    assert surveyed(str(tmp_path / "empty.csv")).state.fault
    (tmp_path / "one.csv").write_text("x,y\n1,2\n")
    state = surveyed(str(tmp_path / "one.csv")).state
    assert state.networks is not None
    assert "folds" in state.no_folds


async def test_other_networks_are_trained_on_a_key_and_shown_where_they_matter(script: Script) -> None:
    async with opened("cars", LARGE, options=QUICK) as user:
        await user.press("ampersand")
        await user.sees("J trains networks like this one from other seeds")
        await user.press("J")
        await user.sees("3 networks like this one with seeds 0 to 2", "baseline", "mpg of the question")
        await user.press("l")
        await user.sees("validation, 3 networks", "3 networks: ")
        await user.sees("over 3 networks")
        script.run.reach(1)
        await user.press("ampersand")
        await user.resize(*SMALL)
        await user.sees("median", "RMS error")
        await user.press("R")
        await user.sees("The table or the settings have changed")
        await user.resize(*LARGE)
        await user.press("l")
        await user.sees_no_more("validation, 3 networks")


async def test_a_survey_is_ended_by_the_same_key_and_a_fault_of_ours_is_shown(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened("cars", LARGE, options=Options(epochs=1_000_000, hidden=(3,), engine="autograd")) as user:
        await user.press("ampersand", "J")
        await user.sees("The first networks are being trained; J stops.", "other seeds: 0 of 3 networks")
        await user.press("J")
        await user.sees("J trains networks like this one from other seeds")
        monkeypatch.setattr(seeds, "train_seeds", lambda *_, **__: 1 / 0)
        await user.press("J")
        await user.sees("ZeroDivisionError")

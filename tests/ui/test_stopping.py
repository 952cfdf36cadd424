"""The dialog of when training stops or pauses."""

from __future__ import annotations

from typing import Any

import pytest

from nntui.session.change import with_options
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from nntui.session.waiting import waiting_rules
from nntui.ui.steer.stopping import judge, stop_fields, texts_of
from nntui.ui.work.speed import FULL
from tests.ui.app_host import FULL_SPEED, opened

IRIS = open_source("iris", Options(recipe="learn", stop=("epoch 150",), breakpoints=("loss < 0.1",)))


def judged(**texts: str) -> Any:
    return judge(IRIS, None, texts_of(IRIS) | texts)


def test_what_is_there_is_listed_with_room_for_more() -> None:
    texts = texts_of(IRIS)
    assert (texts["pause_when_0"], texts["stop_when_0"], texts["epochs"]) == ("loss < 0.1", "epoch 150", "200")
    shown = [field.name for field in stop_fields(IRIS) if field.used(texts)]
    assert [name for name in shown if name.startswith("pause")] == ["pause_when_0", "pause_when_1"]
    assert judged().result is None


@pytest.mark.parametrize(
    ("texts", "settings", "name"),
    [
        ({"pause_when_1": "h3 dies"}, {"breakpoints": ("loss < 0.1", "neuron h3 dies")}, "pause when neuron h3 dies"),
        ({"pause_when_0": ""}, {"breakpoints": ()}, "no pause when loss < 0.1"),
        ({"stop_when_0": "accuracy>95%"}, {"stop": ("accuracy > 0.95",)},
         "stop when accuracy > 0.95; no stop when epoch 150"),
        ({"patience": "9", "keep": "best"}, {"patience": 9, "keep": "best"},
         "patience none -> 9, keep last -> best"),
    ],
    ids=["add", "remove", "replace", "rules"],
)  # fmt: skip
def test_rules_and_breakpoints_are_added_and_removed(
    texts: dict[str, str], settings: dict[str, object], name: str
) -> None:
    plan = judged(**texts).result
    assert plan is not None
    assert plan.options is not None
    assert (dict(plan.options.settings), plan.name, plan.run_to) == (settings, name, None)


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("pause_when_0", "los < 1", "did you mean loss < 1?"),
        ("pause_when_1", "neuron h99 dies", "neuron h99: hidden layer 1 has 16 neurons"),
        ("stop_when_0", "rmse < 1", "rmse is for numbers"),
        ("plateau", "1", "1; give 2 to 900 epochs"),
        ("patience", "0", "0; give 1 or more"),
        ("most_seconds", "-1", "-1; give a number above 0"),
        ("run_to", "0", "epoch 0 is reached; give a later one"),
    ],
)
def test_what_cannot_be_says_why_beside_its_field(field: str, text: str, reason: str) -> None:
    reasons = judged(**{field: text}).reasons
    assert list(reasons) == [field]
    assert reason in reasons[field]


def test_rules_and_breakpoints_are_saved_with_the_session(tmp_path: Any) -> None:
    save(IRIS, tmp_path / "iris.nntui")
    assert load(tmp_path / "iris.nntui").training == IRIS.training


async def test_a_breakpoint_is_set_and_met_and_training_runs_to_an_epoch() -> None:
    async with opened("xor", options=FULL_SPEED, size=(80, 24)) as user:
        await user.press("quotation_mark")
        await user.sees("when to stop", "train to epoch", "pause when")
        await user.press("down")
        await user.type("los < 0.2")
        await user.sees("did you mean loss < 0.2?")
        await user.press(*["left"] * 6)
        await user.type("s")
        await user.sees_no_more("did you mean")
        await user.press("enter")
        await user.sees("pause when loss < 0.2")
        await user.press("space")
        await user.until(lambda: user.snapshot.state == "paused" and user.epoch > 0)
        await user.sees("at loss < 0.2", "breakpoint loss < 0.2: the training loss is")
        epoch = user.epoch
        losses = user.snapshot.curve.train
        assert losses[-1] < 0.2 <= losses[-2]
        await user.press("quotation_mark")
        await user.sees("when to stop")
        await user.type(str(epoch + 7))
        await user.sees("trains 7 epochs")
        await user.press("enter")
        await user.until(lambda: user.snapshot.state == "finished" and user.epoch == epoch + 7)


def test_a_rule_that_no_longer_fits_has_no_effect_and_the_reason_is_known() -> None:
    narrow = with_options(IRIS, Options(hidden=(2,), breakpoints=("neuron h2 dies",), stop=()))
    assert waiting_rules(narrow) == ()
    narrower = with_options(narrow, Options(hidden=(1,)))
    (line,) = waiting_rules(narrower)
    assert line.startswith('the breakpoint "neuron h2 dies" has no effect at present: neuron h2: hidden layer 1 has')


async def test_the_weights_of_the_best_epoch_are_taken_when_training_ends_and_undo_brings_the_last_back() -> None:
    options = Options(recipe="learn", epochs=40, keep="best", rate=0.1, engine="autograd")
    async with opened("diabetes", options=options, size=(80, 24)) as user:
        controller = user.app.workspace.controller
        controller.runner.set_speed(FULL)
        await user.press("space")
        await user.until(lambda: user.epoch > 0 and user.snapshot.state == "paused" and not controller.waiting)
        assert user.epoch == user.snapshot.best_epoch < 40
        await user.press("u")
        await user.until(lambda: user.epoch == 40)

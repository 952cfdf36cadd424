"""``--seeds`` of ``nntui train`` and ``nntui predict``: the spread over networks from other seeds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nntui.cli import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

ASKED = ("--set", "sepal_length=6", "--set", "sepal_width=3", "--set", "petal_length=4.8", "--set", "petal_width=1.7")


def test_the_training_is_the_same_with_networks_of_other_seeds_beside_it(nntui: Call, here: Path) -> None:
    words = ("train", "iris", "--epochs", "5", "--validation", "0.2", "--json")
    plain = json.loads(nntui(*words).stdout)
    found = json.loads(nntui(*words, "--seeds", "3").stdout)
    told = found.pop("seeds")
    times = dict.fromkeys(("seconds", "epochs_per_second"))
    assert {**found, **times} == {**plain, **times}
    assert (told["networks"], told["diverged"], told["seeds"], told["epochs"]) == (3, 0, [0, 1, 2], [5, 5, 5])
    assert told["loss"]["train"][0] == plain["loss"]["train"]
    assert told["loss"]["validation"][0] == plain["loss"]["validation"]
    assert told["scores"][0]["validation"]["accuracy"] == plain["metrics"]["validation"]["accuracy"]
    losses = [each["validation"]["log_loss"] for each in told["scores"]]
    spread = told["metrics"]["validation"]["log_loss"]
    assert (spread["lowest"], spread["highest"]) == (min(losses), max(losses))
    lines = nntui(*words[:-1], "--quiet", "--seeds", "2").stdout.splitlines()
    assert lines[0] == "2 networks with seeds 0 to 1, on the same rows; validation rows:"
    assert lines[1].split() == ["median", "lowest", "highest"]


def test_a_prediction_says_how_far_other_networks_differ(nntui: Call, here: Path) -> None:
    nntui("train", "iris", "--epochs", "5", "--out", "iris.nntui", "--quiet")
    plain = json.loads(nntui("predict", "iris.nntui", *ASKED, "--json").stdout)
    found = json.loads(nntui("predict", "iris.nntui", *ASKED, "--json", "--seeds", "3").stdout)
    (spread,), told = found.pop("spread"), found.pop("seeds")
    assert found == plain
    assert told == {"networks": 3, "diverged": 0, "seeds": [0, 1, 2]}
    own = plain["probabilities"][0][spread["class"]]
    assert spread["probability"]["lowest"] <= own <= spread["probability"]["highest"]
    (here / "new.csv").write_text("sepal_length,sepal_width,petal_length,petal_width\n6,3,4.8,1.7\n6,3,,1.7\n")
    rows = json.loads(nntui("predict", "iris.nntui", "--data", "new.csv", "--json", "--seeds", "3").stdout)
    assert rows["spread"][0]["agree"] == spread["agree"]
    assert rows["spread"][1] is None
    text = nntui("predict", "iris.nntui", *ASKED, "--seeds", "3").stdout
    assert f"species: {spread['agree']} of 3 networks agree, probability " in text


@pytest.mark.parametrize(("command", "target"), [("train", "iris"), ("predict", "iris.nntui")])
def test_an_interruption_and_a_wrong_number_are_told(
    nntui: Call, here: Path, monkeypatch: pytest.MonkeyPatch, command: str, target: str
) -> None:
    nntui("train", "iris", "--epochs", "1", "--out", "iris.nntui", "--quiet")
    words = (command, target, *(ASKED if command == "predict" else ()))
    assert "'--seeds': 1 is not in the range" in nntui(*words, "--seeds", "1").stderr
    monkeypatch.setattr(seeds, "train_seeds", lambda *_, **__: None)
    result = nntui(*words, "--seeds", "3")
    assert result.exit_code == 130
    assert "interrupted while networks with other seeds were trained; nothing was" in result.stderr

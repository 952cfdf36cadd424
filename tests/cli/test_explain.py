"""``nntui explain``: importance, curves, contributions and smallest changes, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


@pytest.fixture
def plane(nntui: Call, here: Path) -> str:
    """A session that knows z = 3 a - b, all but exactly, with an input that has nothing to do with it."""
    rows = [(a, b, (7 * a + 3 * b) % 5) for a in range(8) for b in range(8)]
    (here / "plane.csv").write_text("a,b,noise,z\n" + "".join(f"{a},{b},{c},{3 * a - b}\n" for a, b, c in rows))
    words = ("--hidden", "", "--epochs", "300", "--lr", "0.1", "--validation", "0.25")
    nntui("train", "plane.csv", *words, "--out", "plane.nntui", "--quiet")
    return "plane.nntui"


@pytest.fixture
def flowers(nntui: Call, here: Path) -> str:
    nntui("train", "iris", "--epochs", "40", "--validation", "0.2", "--out", "iris.nntui", "--quiet")
    return "iris.nntui"


def test_inputs_are_ranked_and_one_without_effect_is_marked(nntui: Call, plane: str) -> None:
    found = json.loads(nntui("explain", plane, "--json").stdout)
    assert (found["rows"], found["validation"], found["warnings"]) == (16, True, [])
    assert [each["input"] for each in found["importance"]] == ["a", "b", "noise"]
    assert abs(found["importance"][2]["rmse"]["mean"]) < 0.05
    lines = nntui("explain", plane).stdout.splitlines()
    assert lines[0] == "Shuffled among 16 validation rows, an input costs"
    assert [line.split()[0] for line in lines[1:]] == ["a", "b", "noise"]


def test_the_answer_along_an_input(nntui: Call, plane: str) -> None:
    found = json.loads(nntui("explain", plane, "--curve", "a", "--json").stdout)
    assert found["answers"] == ["z"]
    slopes = [(one[0] - found["mean"][0][0]) for one in found["mean"]]
    assert slopes[-1] == pytest.approx(21, abs=0.3)
    assert len(found["curves"]) == len(found["rows"]) == 16
    assert "Mean answer over 16 rows, a changed in all of them" in nntui("explain", plane, "--curve", "a").stdout


def test_contributions_lead_from_the_average_to_the_answer_and_a_wanted_number_is_reached(
    nntui: Call, plane: str
) -> None:
    words = ("explain", plane, "--set", "a=2", "--set", "b=1", "--set", "noise=2", "--reach", "7.5")
    found = json.loads(nntui(*words, "--json").stdout)
    total = found["average"]["z"] + sum(each["amounts"]["z"] for each in found["contributions"])
    assert total == pytest.approx(found["answer"]["z"], abs=1e-5)
    assert found["answer"]["z"] == pytest.approx(5, abs=0.1)
    assert (found["changes"][0]["input"], found["changes"][0]["to"]) == ("a", pytest.approx(3, abs=0.1))
    again = ("predict", plane, "--set", f"a={found['changes'][0]['to']}", "--set", "b=1", "--set", "noise=2")
    answer = json.loads(nntui(*again, "--json").stdout)["predictions"][0]["z"]
    assert answer == pytest.approx(found["changes"][0]["answer"])
    assert answer >= 7.5
    text = nntui(*words).stdout
    assert "z: " in text
    assert "The smallest changes of one input that give z 7.5, the smallest first:" in text


def test_what_would_give_another_class(nntui: Call, flowers: str) -> None:
    asked = ("sepal_length=5.9", "sepal_width=2.8", "petal_length=4.8", "petal_width=1.7")
    given = [word for each in asked for word in ("--set", each)]
    found = json.loads(nntui("explain", flowers, *given, "--json").stdout)
    assert set(found["answer"]) == {"setosa", "versicolor", "virginica"}
    assert sum(found["answer"].values()) == pytest.approx(1)
    assert found["exact"]
    best = max(found["answer"], key=found["answer"].get)
    assert found["changes"]
    assert all(change["answer"] != best for change in found["changes"])
    assert f"the probability of {best}" in nntui("explain", flowers, *given).stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--curve", "nothing"), "no input 'nothing'; there are"),
        (("--curve", "a", "--reach", "3"), "--curve is about all rows"),
        (("--reach", "blue"), "nothing to predict"),
        (("--set", "a=1", "--set", "b=1", "--set", "noise=1", "--reach", "blue"), "give a number"),
    ],
)
def test_what_cannot_be_explained_is_one_line(nntui: Call, plane: str, words: tuple[str, ...], line: str) -> None:
    result = nntui("explain", plane, *words)
    assert result.exit_code == 2
    assert line in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_values_of_a_date_are_written_as_dates(nntui: Call, here: Path) -> None:
    (here / "days.csv").write_text("day,y\n" + "".join(f"2024-01-{n:02},{n}\n" for n in range(1, 29)))
    nntui("train", "days.csv", "--epochs", "1", "--out", "days.nntui", "--quiet")
    lines = nntui("explain", "days.nntui", "--curve", "day").stdout.splitlines()
    assert lines[2].split()[0].startswith("2024-01-0")


def test_of_several_targets_each_is_explained_and_the_one_named_is_reached(nntui: Call, here: Path) -> None:
    rows = [(a, b) for a in range(8) for b in range(8)]
    (here / "two.csv").write_text("a,b,y=,z\n" + "".join(f"{a},{b},{a + b},{3 * a - b}\n" for a, b in rows))
    words = ("--target", "y=", "--target", "z", "--hidden", "", "--epochs", "300", "--lr", "0.1")
    nntui("train", "two.csv", *words, "--out", "two.nntui", "--quiet")
    asked = ("explain", "two.nntui", "--set", "a=2", "--set", "b=1")
    lines = nntui(*asked).stdout
    assert "y=: 3" in lines
    assert "z: 5" in lines
    reached = nntui(*asked, "--reach", "z=7.9").stdout
    assert "y=: " not in reached
    assert "The smallest changes of one input that give z 7.9" in reached
    assert "a: 2 -> 3" in reached
    other = json.loads(nntui(*asked, "--reach", "y==3.9", "--json").stdout)
    assert {each["input"]: each["to"] for each in other["changes"]} == {
        "a": pytest.approx(3, abs=0.1),
        "b": pytest.approx(2, abs=0.1),
    }
    refused = nntui(*asked, "--reach", "8")
    assert (refused.exit_code, "write which target is to reach it, as in y==8: y=, z" in refused.stderr) == (2, True)

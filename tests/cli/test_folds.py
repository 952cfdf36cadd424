"""``nntui train --folds``: cross-validation beside the training."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nntui.cli import folds

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


def test_folds_are_judged_before_the_training_which_is_the_same_as_without(nntui: Call, here: Path) -> None:
    words = ("train", "iris", "--epochs", "20", "--json")
    plain = json.loads(nntui(*words).stdout)
    found = json.loads(nntui(*words, "--folds", "3", "--repeats", "2").stdout)
    judged = found.pop("cross_validation")
    assert (judged["folds"], judged["repeats"], judged["rows"], judged["diverged"]) == (3, 2, 150, 0)
    accuracies = [each["accuracy"] for each in judged["scores"]]
    assert judged["metrics"]["accuracy"]["mean"] == pytest.approx(sum(accuracies) / 6)
    assert judged["metrics"]["accuracy"]["standard_error"] > 0
    assert judged["baseline"]["accuracy"]["mean"] < 0.4
    times = ("seconds", "epochs_per_second")
    assert {**found, **dict.fromkeys(times)} == {**plain, **dict.fromkeys(times)}


def test_a_table_of_estimates_comes_before_the_result(nntui: Call, here: Path) -> None:
    lines = nntui("train", "cars", "--epochs", "2", "--quiet", "--folds", "2").stdout.splitlines()
    assert lines[0] == "Cross-validation of 392 rows in 2 folds:"
    assert [line.split()[0] for line in lines[2:4]] == ["rmse", "mae"]
    assert any(line.startswith("Loss after the last update") for line in lines)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--repeats", "2"), "give --folds too"),
        (("--folds", "1"), "'--folds': 1 is not in the range"),
        (("--folds", "400"), "392 usable rows cannot make 400 folds"),
    ],
)
def test_folds_that_cannot_be_are_one_line(nntui: Call, here: Path, words: tuple[str, ...], line: str) -> None:
    result = nntui("train", "cars", *words)
    assert result.exit_code == 2
    assert line in result.stderr


def test_an_interrupted_cross_validation_saves_nothing(
    nntui: Call, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folds, "cross_validate", lambda *_, **__: None)
    result = nntui("train", "iris", "--folds", "3", "--out", "iris.nntui")
    assert result.exit_code == 130
    assert "nothing was trained or saved" in result.stderr
    assert not (here / "iris.nntui").exists()

"""``nntui search``: trials, the best of them trained and judged, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nntui.session import search as searching
from nntui.session.options import Options
from nntui.session.store.file import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def cheap_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trials that take milliseconds."""

    def settings(_seed: int, _recipe: str) -> Iterator[tuple[str, Options]]:
        while True:
            yield "no hidden layer", Options(hidden=(), epochs=5)
            yield "eight neurons", Options(hidden=(8,), epochs=5)
            yield "a loss that does not fit", Options(output_activation="softmax")

    monkeypatch.setattr(searching, "trial_settings", settings)


def test_the_best_settings_are_trained_judged_and_saved(nntui: Call, here: Path) -> None:
    words = ("search", "cars", "--trials", "3", "--validation", "0.2", "--json", "--out", "best.nntui")
    found = json.loads(nntui(*words).stdout)
    search = found["search"]
    assert (search["metric"], search["folds"], search["rows"]) == ("rmse", 5, found["rows"]["train"])
    assert [trial["trainings"] for trial in search["trials"]] == [15, 2, 0]
    assert search["trials"][0]["number"] == search["best"]
    assert "softmax" in search["trials"][2]["fault"]
    assert search["trials"][0]["baseline"] == pytest.approx(7.8, abs=0.3)
    assert search["trials"][2]["baseline"] is None
    assert found["metrics"]["validation"]["rmse"] > 0
    assert found["linear"]["validation"]["rmse"] > 0
    saved = load(here / "best.nntui")
    assert saved.checkpoint is not None
    assert saved.checkpoint.epoch == found["epochs"] == 5
    again = json.loads(nntui(*words[:-2]).stdout)
    assert again["search"] == search


def test_a_table_of_trials_and_the_score_are_printed(nntui: Call, here: Path) -> None:
    text = nntui("search", "iris", "--trials", "2", "--quiet").stdout
    assert "Tried 2 sets of settings on folds of" in text
    assert "log loss" in text
    assert "The best, trained on all of the" in text
    assert "straight line" in text
    assert "always the same answer, on the folds of the best" in text
    assert "Not saved; --out FILE.nntui saves it" in text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--time", "soon"), "give a time, as in 30s, 5m or 1h"),
        (("--time", "1s", "--trials", "3"), "give one of them"),
        (("--hidden", "8"), "--hidden"),
        (("--out", "best.txt"), "the name of a session file ends in .nntui"),
    ],
)
def test_what_cannot_be_searched_is_one_line(nntui: Call, here: Path, words: tuple[str, ...], line: str) -> None:
    result = nntui("search", "iris", *words)
    assert result.exit_code == 2
    assert line in result.stderr


def test_a_time_too_short_for_any_trial_is_reported(nntui: Call, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nntui.session.search.train_many", lambda _jobs, **_: iter(()))
    result = nntui("search", "iris", "--trials", "1")
    assert result.exit_code == 2
    assert "no settings were judged in that time" in result.stderr


def test_noise_is_told_to_be_no_better_than_the_baseline(nntui: Call, here: Path) -> None:
    rows = [f"{n * 37 % 101},{n * 59 % 97}" for n in range(60)]
    (here / "noise.csv").write_text("\n".join(["x,y", *rows]) + "\n")
    found = json.loads(nntui("search", "noise.csv", "--trials", "2", "--json").stdout)["search"]
    best = next(trial for trial in found["trials"] if trial["number"] == found["best"])
    text = nntui("search", "noise.csv", "--trials", "2", "--quiet").stdout
    assert ("the best settings are no better" in text) is (best["mean"] >= best["baseline"])

from __future__ import annotations

import csv
import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui.cli.outcome import train_session
from nntui.data.sources.builtin import load as built_in
from nntui.session.store.file import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

KEYS = [
    "source",
    "task",
    "network",
    "parameters",
    "engine",
    "epochs",
    "loss",
    "metrics",
    "baseline",
    "seconds",
    "epochs_per_second",
    "stopped",
    "seed",
    "session",
    "target",
    "inputs",
    "ignored",
    "rows",
    "notes",
    "linear",
    "standard_error",
    "warnings",
    "confusion",
    "targets",
    "best_epoch",
    "ignored_reasons",
    "rows_left_out_reason",
    "kinds",
    "dialect",
    "keep",
    "refit",
    "recipe",
    "recipe_differences",
]
QUICK = ("--epochs", "6", "--engine", "autograd")


def told(text: str) -> dict[str, Any]:
    """The one JSON object that ``text`` is, in which no number may be NaN or infinite."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    value: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return value


def history(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def line(here: Path) -> Path:
    """A table of a straight line."""
    path = here / "line.csv"
    path.write_text("x,y\n" + "".join(f"{x},{2 * x + 1}\n" for x in range(40)))
    return path


def test_json_is_one_object_with_the_keys_in_their_order(nntui: Call, here: Path) -> None:
    result = nntui("train", "cars", *QUICK, "--validation", "0.25", "--seed", "3", "--json", "--out", "c.nntui")
    assert result.exit_code == 0
    value = told(result.stdout)
    assert list(value) == KEYS
    assert (value["source"], value["task"]) == ("cars", "regression")
    assert (value["network"], value["parameters"]) == ([6, 16, 1], 129)
    assert (value["engine"], value["epochs"], value["stopped"]) == ("autograd", 6, "epochs")
    assert (value["seed"], value["session"]) == (3, "c.nntui")
    assert set(value["loss"]) == {"train", "validation"}
    for metrics in (value["metrics"]["train"], value["metrics"]["validation"], value["baseline"]):
        assert set(metrics) == {"rmse", "mae", "r2", "largest_error"}
    assert value["seconds"] > 0
    assert value["epochs_per_second"] == pytest.approx(6 / value["seconds"])
    assert "#0 Loss: " in result.stderr


def test_without_a_split_validation_is_null(nntui: Call) -> None:
    value = told(nntui("train", "xor", *QUICK, "--json").stdout)
    assert value["loss"]["validation"] is None
    assert value["metrics"]["validation"] is None
    assert value["session"] is None


def test_metrics_are_in_the_targets_unit_and_beat_the_baseline(nntui: Call) -> None:
    value = told(nntui("train", "cars", "--validation", "0.25", "--json", "--quiet").stdout)
    mpg = built_in("cars").frame["mpg"].to_numpy()
    assert value["baseline"]["rmse"] == pytest.approx(float(np.std(mpg)), rel=0.2)
    assert value["metrics"]["validation"]["rmse"] < 0.6 * value["baseline"]["rmse"]
    assert value["metrics"]["validation"]["r2"] > 0.7


def test_the_loss_is_that_of_the_last_update_in_the_scaled_unit(nntui: Call, line: Path) -> None:
    value = told(nntui("train", "line.csv", *QUICK, "--json", "--quiet", "--history", "h.csv").stdout)
    rows = history(line.with_name("h.csv"))
    assert float(rows[-1]["train_loss"]) == value["loss"]["train"]
    deviation = np.std([2 * x + 1 for x in range(40)])
    assert value["metrics"]["train"]["rmse"] == pytest.approx(math.sqrt(value["loss"]["train"]) * deviation, rel=1e-4)


@pytest.mark.parametrize(("epochs", "every", "count"), [(7, 1, 7), (50, 5, 10), (200, 10, 20)])
def test_about_twenty_lines_are_printed_and_then_a_summary(nntui: Call, epochs: int, every: int, count: int) -> None:
    lines = nntui("train", "xor", "--engine", "autograd", "--epochs", str(epochs)).stdout.splitlines()
    assert [line.split(" ")[0] for line in lines[:count]] == [f"#{i}" for i in range(0, epochs, every)]
    assert lines[count].startswith(f"2-16-1, 65 parameters, seed 0: {epochs} epochs in ")
    assert lines[count + 1].startswith("Loss after the last update: ")
    summary = "\n".join(lines[count + 2 :])
    assert lines[count + 2].lstrip().split("  ") == ["training", "always the mean", "straight line"]
    assert "! no validation rows" in summary
    assert lines[-1].startswith("Not saved; --out")


def test_every_nth_epoch_can_be_printed(nntui: Call) -> None:
    lines = nntui("train", "xor", *QUICK, "--log-every", "2").stdout.splitlines()
    assert [line.split(" ")[0] for line in lines if line.startswith("#")] == ["#0", "#2", "#4"]


def test_quiet_prints_no_log(nntui: Call) -> None:
    result = nntui("train", "xor", *QUICK, "--quiet")
    assert "#" not in result.stdout
    assert "Loss after the last update" in result.stdout
    assert nntui("train", "xor", *QUICK, "--quiet", "--json").stderr == ""


def test_the_history_has_a_line_for_every_epoch(nntui: Call, here: Path) -> None:
    nntui("train", "cars", *QUICK, "--validation", "0.25", "--history", "h.csv", "--quiet")
    assert (here / "h.csv").read_text().startswith("epoch,train_loss,validation_loss,seconds\n")
    rows = history(here / "h.csv")
    assert [row["epoch"] for row in rows] == [str(epoch) for epoch in range(7)]
    seconds = [float(row["seconds"]) for row in rows]
    assert seconds[0] == 0
    assert seconds == sorted(seconds)
    assert all(float(row["validation_loss"]) > 0 for row in rows)


def test_the_history_has_no_validation_without_a_split(nntui: Call, here: Path) -> None:
    nntui("train", "xor", *QUICK, "--history", "h.csv")
    assert {row["validation_loss"] for row in history(here / "h.csv")} == {""}


def test_the_history_is_complete_however_long_the_training(nntui: Call, here: Path) -> None:
    words = ("--hidden", "", "--optimizer", "sgd", "--batch", "full", "--quiet")
    nntui("train", "xor", "--epochs", "5000", "--history", "h.csv", *words)
    assert [row["epoch"] for row in history(here / "h.csv")] == [str(epoch) for epoch in range(5001)]


def test_epochs_count_from_the_very_start(nntui: Call, here: Path) -> None:
    nntui("train", "cars", *QUICK, "--out", "c.nntui")
    result = nntui("train", "c.nntui", "--epochs", "9", "--log-every", "1", "--json", "--history", "h.csv")
    value = told(result.stdout)
    assert (value["epochs"], value["source"]) == (9, "c.nntui")
    assert [line.split(" ")[0] for line in result.stderr.splitlines()] == ["#6", "#7", "#8"]
    assert [row["epoch"] for row in history(here / "h.csv")] == [str(epoch) for epoch in range(10)]


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_a_session_goes_on_bit_for_bit(nntui: Call, here: Path, optimizer: str) -> None:
    words = ("--optimizer", optimizer, "--validation", "0.1", "--engine", "autograd", "--quiet")
    nntui("train", "cars", "--epochs", "6", "--out", "whole.nntui", *words)
    nntui("train", "cars", "--epochs", "3", "--out", "part.nntui", *words)
    nntui("train", "part.nntui", "--epochs", "6", "--out", "part.nntui", "--quiet")
    whole, part = load(here / "whole.nntui").checkpoint, load(here / "part.nntui").checkpoint
    assert whole is not None
    assert part is not None
    assert whole.weights.tobytes() == part.weights.tobytes()
    assert {name: each.tobytes() for name, each in whole.optimizer.items()} == {
        name: each.tobytes() for name, each in part.optimizer.items()
    }


def test_a_session_whose_epochs_are_made_says_how_to_go_on(nntui: Call, here: Path) -> None:
    nntui("train", "xor", *QUICK, "--out", "x.nntui")
    result = nntui("train", "x.nntui", "--json")
    assert result.exit_code == 0
    assert "give --epochs a larger number" in result.stderr
    value = told(result.stdout)
    assert (value["epochs"], value["stopped"], value["seconds"]) == (6, "epochs", 0)
    assert value["epochs_per_second"] is None


def test_options_that_change_a_session_say_what_they_cost(nntui: Call, here: Path) -> None:
    nntui("train", "xor", *QUICK, "--out", "x.nntui")
    afresh = nntui("train", "x.nntui", "--hidden", "3", "--json", "--quiet")
    assert afresh.stderr == "nntui: changed hidden: training starts afresh\n"
    assert told(afresh.stdout)["network"] == [2, 3, 1]
    kept = nntui("train", "x.nntui", "--optimizer", "sgd", "--epochs", "8", "--json", "--quiet")
    assert "the weights are kept" in kept.stderr


def test_training_stops_at_a_loss(nntui: Call) -> None:
    value = told(nntui("train", "xor", "--epochs", "2000", "--stop-loss", "0.01", "--json", "--quiet").stdout)
    assert value["stopped"] == "stop-loss"
    assert value["loss"]["train"] <= 0.01
    assert value["epochs"] < 2000


def test_training_that_diverges_is_saved_where_it_was_good(nntui: Call, here: Path) -> None:
    words = ("--hidden", "", "--optimizer", "sgd", "--lr", "30", "--epochs", "500", "--quiet")
    result = nntui("train", "cars", *words, "--json", "--out", "c.nntui", "--history", "h.csv")
    assert result.exit_code == 1
    value = told(result.stdout)
    assert value["stopped"] == "diverged"
    assert value["epochs"] < 500
    kept = load(here / "c.nntui").checkpoint
    assert kept is not None
    assert (kept.epoch, kept.state) == (value["epochs"], "failed")
    assert np.isfinite(kept.weights).all()
    assert result.stderr.startswith("nntui: ")
    assert result.stderr.count("\n") == 1
    assert [row["epoch"] for row in history(here / "h.csv")][-1] == str(value["epochs"])


@pytest.mark.parametrize(
    "words",
    [
        ("--out", "missing/c.nntui"),
        ("--out", "c.zip"),
        ("--out", "folder.nntui"),
        ("--history", "missing/h.csv"),
        ("--history", "line.csv"),
        ("--history", "same.nntui", "--out", "same.nntui"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_training(
    nntui: Call, here: Path, line: Path, words: tuple[str, ...]
) -> None:
    (here / "folder.nntui").mkdir()
    before = line.read_bytes()
    result = nntui("train", "line.csv", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("nntui: ")
    assert result.stderr.count("\n") == 1
    assert line.read_bytes() == before
    assert not (here / "same.nntui").exists()


def test_a_device_that_is_not_there_is_one_line(nntui: Call) -> None:
    result = nntui("train", "xor", "--device", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_header_cannot_steer_the_terminal(nntui: Call, here: Path) -> None:
    (here / "odd.csv").write_text('"x\x1b[31m",y\n1,2\n2,3\n')
    result = nntui("train", "odd.csv", *QUICK)
    assert result.exit_code == 0
    assert "\x1b" not in result.output


def test_numbers_that_overflow_are_null_in_json(nntui: Call, here: Path) -> None:
    (here / "wide.csv").write_text("x,y\n-1,-1e308\n0,0\n1,1e308\n")
    result = nntui("train", "wide.csv", "--scale", "y=fixed:1e308", *QUICK, "--json", "--quiet")
    assert result.exit_code == 0
    assert told(result.stdout)["metrics"]["train"]["rmse"] is None


def test_a_session_that_another_program_has_written_meanwhile_is_not_replaced(
    nntui: Call, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nntui("train", "xor", "--epochs", "1", "--quiet", "--out", "xor.nntui").exit_code == 0
    theirs = b""

    def save_meanwhile(*given: Any, **named: Any) -> Any:
        nonlocal theirs
        outcome = train_session(*given, **named)
        monkeypatch.setattr("nntui.cli.train.train_session", train_session)
        assert nntui("train", "xor", "--epochs", "3", "--quiet", "--out", "xor.nntui").exit_code == 0
        theirs = (here / "xor.nntui").read_bytes()
        return outcome

    monkeypatch.setattr("nntui.cli.train.train_session", save_meanwhile)
    done = nntui("train", "xor.nntui", "--epochs", "2", "--json", "--out", "xor.nntui")
    assert done.exit_code == 0
    assert "saved beside it, in xor-2.nntui" in done.stderr
    assert (here / "xor.nntui").read_bytes() == theirs
    saved = load(here / "xor-2.nntui").checkpoint
    assert saved is not None
    assert saved.epoch == 2
    assert '"session": "xor-2.nntui"' in done.stdout

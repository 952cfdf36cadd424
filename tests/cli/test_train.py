"""The output and files of a training in the shell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.data.sources.builtin import load as built_in
from tests.cli.outputs import QUICK, history, json_object

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
    "setup",
    "health",
    "stopped_reason",
]


def test_json_is_one_object_with_the_keys_in_their_order(nntui: Call, here: Path) -> None:
    result = nntui("train", "cars", *QUICK, "--validation", "0.25", "--seed", "3", "--json", "--out", "c.nntui")
    assert result.exit_code == 0
    value = json_object(result.stdout)
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
    value = json_object(nntui("train", "xor", *QUICK, "--json").stdout)
    assert value["loss"]["validation"] is None
    assert value["metrics"]["validation"] is None
    assert value["session"] is None


def test_metrics_are_in_the_targets_unit_and_beat_the_baseline(nntui: Call) -> None:
    value = json_object(nntui("train", "cars", "--validation", "0.25", "--json", "--quiet").stdout)
    mpg = built_in("cars").frame["mpg"].to_numpy()
    assert value["baseline"]["rmse"] == pytest.approx(float(np.std(mpg)), rel=0.2)
    assert value["metrics"]["validation"]["rmse"] < 0.6 * value["baseline"]["rmse"]
    assert value["metrics"]["validation"]["r2"] > 0.7


def test_the_loss_is_that_of_the_last_update_in_the_scaled_unit(nntui: Call, line: Path) -> None:
    value = json_object(nntui("train", "line.csv", *QUICK, "--json", "--quiet", "--history", "h.csv").stdout)
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
    assert lines[count + 2].removeprefix("y").lstrip().split("  ") == ["training", "always the mean", "straight line"]
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


def test_a_setup_in_one_line_trains_as_its_options_do_and_is_in_the_json(nntui: Call, here: Path) -> None:
    line = "2-4:tanh-1:sigmoid sgd 0.5 batch full epochs 20 seed 3"
    told = json_object(nntui("train", "xor", "--setup", line, "--json", "--engine", "autograd").stdout)
    assert (told["setup"], told["recipe"]) == (line, None)
    options = (
        "--hidden 4 --activation tanh --output-activation sigmoid --optimizer sgd --lr 0.5 --batch full --loss mse"
    )
    end = ("--epochs", "20", "--seed", "3", "--engine", "autograd", "--json")
    assert json_object(nntui("train", "xor", *options.split(), *end).stdout)["loss"] == told["loss"]
    other = nntui("train", "xor", "--setup", "3-4-1")
    assert other.exit_code == 2
    assert "it is for 3 inputs and 1 output; this table makes 2 inputs and 1 output" in other.stderr


def test_what_goes_wrong_is_told_once_with_its_cure_and_is_in_the_json(nntui: Call) -> None:
    words = ("train", "circle:60", "--init", "zeros", "--activation", "tanh", "--engine", "autograd", "--epochs", "12")
    plain, told = nntui(*words), nntui(*words, "--json")
    cure = "activation relu, first weights he, from first weights"
    cause = "the network gives every row the same answer, whatever its inputs"
    for result in (plain, told):
        assert result.stderr.count("health: ") == 1
        assert f"nntui: health: constant answers since epoch 1: {cause}; cure: {cure}" in result.stderr
    (finding,) = json_object(told.stdout)["health"]
    assert (finding["check"], finding["epoch"], finding["named"], finding["ended"]) == ("constant", 1, 4, None)
    assert finding["cure"] == cure
    assert json_object(nntui("train", "circle:60", *QUICK, "--json").stdout)["health"] == []


def test_a_training_that_diverges_is_told_of_once_and_has_its_cure_in_the_json(nntui: Call) -> None:
    result = nntui("train", "cars", "--optimizer", "sgd", "--lr", "1e9", "--engine", "autograd", "--json")
    assert result.exit_code == 1
    assert "health:" not in result.stderr
    (*_, finding) = json_object(result.stdout)["health"]
    assert (finding["check"], finding["epoch"]) == ("divergence", 1)
    assert finding["cure"].startswith("learning rate 1e+09 -> ")

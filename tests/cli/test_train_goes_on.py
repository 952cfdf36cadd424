"""Sessions that are trained on in the shell, and trainings that end early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui.cli.outcome import train_session
from nntui.session.store.file import load
from tests.cli.outputs import QUICK, history, json_object

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


def test_epochs_count_from_the_very_start(nntui: Call, here: Path) -> None:
    nntui("train", "cars", *QUICK, "--out", "c.nntui")
    result = nntui("train", "c.nntui", "--epochs", "9", "--log-every", "1", "--json", "--history", "h.csv")
    value = json_object(result.stdout)
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
    value = json_object(result.stdout)
    assert (value["epochs"], value["stopped"], value["seconds"]) == (6, "epochs", 0)
    assert value["epochs_per_second"] is None


def test_options_that_change_a_session_say_what_they_cost(nntui: Call, here: Path) -> None:
    nntui("train", "xor", *QUICK, "--out", "x.nntui")
    afresh = nntui("train", "x.nntui", "--hidden", "3", "--json", "--quiet")
    assert afresh.stderr == "nntui: changed hidden: training starts afresh\n"
    assert json_object(afresh.stdout)["network"] == [2, 3, 1]
    kept = nntui("train", "x.nntui", "--optimizer", "sgd", "--epochs", "8", "--json", "--quiet")
    assert "the weights are kept" in kept.stderr


def test_training_stops_at_a_loss(nntui: Call) -> None:
    value = json_object(nntui("train", "xor", "--epochs", "2000", "--stop-loss", "0.01", "--json", "--quiet").stdout)
    assert value["stopped"] == "stop-loss"
    assert value["loss"]["train"] <= 0.01
    assert value["epochs"] < 2000


def test_training_that_diverges_is_saved_where_it_was_good(nntui: Call, here: Path) -> None:
    words = ("--hidden", "", "--optimizer", "sgd", "--lr", "30", "--epochs", "500", "--quiet")
    result = nntui("train", "cars", *words, "--json", "--out", "c.nntui", "--history", "h.csv")
    assert result.exit_code == 1
    value = json_object(result.stdout)
    assert value["stopped"] == "diverged"
    assert value["epochs"] < 500
    kept = load(here / "c.nntui").checkpoint
    assert kept is not None
    assert (kept.epoch, kept.state) == (value["epochs"], "failed")
    assert np.isfinite(kept.weights).all()
    assert result.stderr.startswith("nntui: ")
    assert result.stderr.count("\n") == 1
    assert [row["epoch"] for row in history(here / "h.csv")][-1] == str(value["epochs"])


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

"""The ends of ``nntui train``: out of patience, the best epoch's weights, a last training on all rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from nntui.session.store.file import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

OVERFITS = (
    *("train", "noise.csv", "--recipe", "learn", "--hidden", "32", "--epochs", "120", "--validation", "0.4"),
    *("--engine", "autograd", "--json", "--out", "noise.nntui"),
)
"""A network that soon learns by heart what it is shown."""


@pytest.fixture(autouse=True)
def noise(here: Path) -> None:
    rows = "".join(f"{(7 * row) % 11},{(5 * row) % 13},{(3 * row * row) % 17}\n" for row in range(60))
    (here / "noise.csv").write_text(f"a,b,y\n{rows}")


def result(nntui: Call, *words: str) -> dict[str, Any]:
    done = nntui(*OVERFITS, *words)
    assert done.exit_code == 0, done.output
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def test_patience_ends_training_so_many_epochs_after_the_best(nntui: Call, here: Path) -> None:
    value = result(nntui, "--patience", "9")
    assert (value["stopped"], value["epochs"]) == ("patience", value["best_epoch"] + 9)
    text = nntui(*(word for word in OVERFITS if word != "--json"), "--patience", "9", "--quiet").stdout
    assert f"the validation loss has not fallen for 9 epochs; it was lowest in epoch {value['best_epoch']}" in text
    assert f"Best epoch {value['best_epoch']}, now {value['epochs']}; --keep best takes" in text


@pytest.mark.parametrize(
    ("words", "stopped", "reason"),
    [
        (("--stop", "r2 > -9"), "score", "r2 is "),
        (("--stop", "loss < 1e-9; epoch 7", "--patience", "99"), "epoch", "this is epoch 7"),
        (("--plateau", "2", "--lr", "1e-9"), "plateau", "the training loss has hardly fallen in 2 epochs"),
        (("--seconds", "1e-6"), "seconds", "training took "),
    ],
    ids=["score", "either", "plateau", "seconds"],
)
def test_a_stop_rule_ends_training_and_json_says_which(
    nntui: Call, words: tuple[str, ...], stopped: str, reason: str
) -> None:
    value = result(nntui, *words)
    assert value["stopped"] == stopped
    assert value["epochs"] < 120
    assert value["stopped_reason"].startswith(reason)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("los < .1", "'los < .1' is no condition; did you mean loss < 0.1?"),
        ("accuracy > .9", "accuracy is for classes; for numbers give rmse, mae, r2 or largest error"),
        ("row 99 error < 1", "row 99: the table has 60 rows"),
    ],
)
def test_a_stop_rule_that_cannot_be_is_refused(nntui: Call, condition: str, message: str) -> None:
    refused = nntui(*OVERFITS, "--stop", condition)
    assert refused.exit_code == 2
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr


def test_patience_without_validation_rows_is_reported_to_have_no_effect(nntui: Call) -> None:
    value = result(nntui, "--validation", "0", "--patience", "1", "--epochs", "5", "--stop", "validation<1")
    assert (value["stopped"], value["epochs"]) == ("epochs", 5)
    assert any(note.startswith("patience has no effect without validation rows") for note in value["notes"])
    assert any(note.startswith("stop when validation < 1 has no effect") for note in value["notes"])


def test_the_best_epochs_weights_can_be_kept(nntui: Call, here: Path) -> None:
    last = result(nntui)
    best = result(nntui, "--keep", "best")
    assert (last["keep"], best["keep"]) == ("last", "best")
    assert best["epochs"] == last["epochs"] == 120
    assert best["best_epoch"] == last["best_epoch"] < 120
    assert best["loss"]["validation"] < last["loss"]["validation"]
    assert best["metrics"]["validation"]["rmse"] < last["metrics"]["validation"]["rmse"]
    checkpoint = load(here / "noise.nntui").checkpoint
    assert checkpoint is not None
    assert checkpoint.epoch == best["best_epoch"]
    judged = json.loads(nntui("evaluate", "noise.nntui", "--json").stdout)
    assert judged["metrics"]["validation"] == best["metrics"]["validation"]


def test_a_session_kept_at_its_best_epoch_goes_on_from_there(nntui: Call, here: Path) -> None:
    best = result(nntui, "--keep", "best")["best_epoch"]
    done = nntui("train", "noise.nntui", "--epochs", str(best + 3), "--json", "--quiet")
    assert json.loads(done.stdout)["epochs"] == best + 3


@pytest.mark.parametrize("keep", ["last", "best"])
def test_a_last_training_on_all_rows_is_what_is_saved(nntui: Call, here: Path, keep: str) -> None:
    value = result(nntui, "--refit", "--keep", keep)
    before = result(nntui, "--keep", keep)
    assert value["refit"] is True
    assert (value["metrics"], value["loss"], value["rows"]) == (before["metrics"], before["loss"], before["rows"])
    assert result(nntui, "--refit", "--keep", keep)["refit"] is True
    session = load(here / "noise.nntui")
    assert not session.table.validation.any()
    assert session.checkpoint is not None
    # 36 rows make 2 updates an epoch, all 60 rows 2 as well
    assert session.checkpoint.epoch == (before["best_epoch"] if keep == "best" else 120)
    assert json.loads(nntui("evaluate", "noise.nntui", "--json").stdout)["metrics"]["validation"] is None


def test_a_last_training_takes_the_rows_of_a_split_column_too(nntui: Call, here: Path) -> None:
    rows = "".join(f"{row},{2 * row},{'test' if row % 4 == 0 else 'train'}\n" for row in range(40))
    (here / "split.csv").write_text(f"x,y,part\n{rows}")
    words = ("--split", "part", "--recipe", "learn", "--epochs", "6", "--batch", "10", "--quiet", "--refit")
    done = nntui("train", "split.csv", *words, "--out", "s.nntui")
    assert "Then trained on all 40 rows; the figures are from the training before" in done.stdout
    session = load(here / "s.nntui")
    assert session.checkpoint is not None
    assert (session.checkpoint.updates, session.checkpoint.epoch) == (16, 4)  # 18 before, in epochs of 3


def test_without_validation_rows_there_is_no_last_training(nntui: Call) -> None:
    done = nntui(*OVERFITS, "--validation", "0", "--refit")
    assert json.loads(done.stdout)["refit"] is False
    assert "--refit: there are no validation rows" in done.stderr


def test_the_recipe_and_what_differs_from_it_are_in_the_result(nntui: Call) -> None:
    value = result(nntui, "--scale", "a=max")
    assert value["recipe"] == "learn"
    assert value["recipe_differences"] == {
        "hidden": {"recipe": [16], "session": [32]},
        "epochs": {"recipe": 200, "session": 120},
        "scaling of a": {"recipe": "standard", "session": "max"},
    }
    text = nntui("train", "xor", "--recipe", "learn", "--epochs", "3", "--quiet").stdout
    assert "recipe learn but for epochs, seed 0" in text

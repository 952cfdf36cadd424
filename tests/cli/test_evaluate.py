"""``nntui evaluate``: the same figures as ``train`` tells, and those of a labelled file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from msgspec.structs import replace

from nntui.data.sources.builtin import load as built_in
from nntui.render.glyphs import UNICODE
from nntui.session.evaluate import SessionJudge
from nntui.session.predict import Predictor
from nntui.session.store.file import load, save
from nntui.training.scores.words import percent
from nntui.ui.score.view import ScoreView, figure_lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

QUICK = ("--epochs", "6", "--engine", "autograd", "--quiet")


def told(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text)
    return value


def test_evaluate_agrees_with_train_and_with_predictions_for_the_rows(nntui: Call, here: Path) -> None:
    table = (
        built_in("cars").frame.with_row_index("n").with_columns(part=pl.Series(["train", "train", "test"] * 200)[:392])
    )
    table.drop("n").write_csv("cars.csv")
    given = ("--target", "mpg", "--split", "part", "--missing", "drop")
    trained = told(nntui("train", "cars.csv", *given, *QUICK, "--json", "--out", "c.nntui").stdout)
    found = told(nntui("evaluate", "c.nntui", "--json").stdout)
    shared = ["metrics", "baseline", "rows", "linear", "standard_error", "warnings", "confusion", "targets", "network"]
    assert {key: found[key] for key in shared} == {key: trained[key] for key in shared}
    held = table.filter(pl.col("part") == "test").drop("n")
    held.write_csv("held.csv")
    answers = told(nntui("predict", "c.nntui", "--data", "held.csv", "--json").stdout)["predictions"]
    errors = np.array([answer["mpg"] for answer in answers]) - held.get_column("mpg").to_numpy()
    assert found["metrics"]["validation"]["mae"] == pytest.approx(np.abs(errors).mean(), rel=1e-9)
    assert found["metrics"]["validation"]["rmse"] == pytest.approx(np.sqrt(np.mean(errors**2)), rel=1e-9)
    labelled = told(nntui("evaluate", "c.nntui", "--data", "held.csv", "--json").stdout)
    assert labelled["metrics"]["data"] == labelled["metrics"]["validation"] == found["metrics"]["validation"]
    assert labelled["rows"]["data"] == found["rows"]["validation"] == held.height


def shown_on_the_screen(path: Path) -> dict[str, list[str]]:
    """The figures of the score pane for a session, by the metric's name."""
    session = load(path)
    score = SessionJudge(Predictor(session)).score()
    lines = [["".join(span.text for span in line)] for line in figure_lines(score, ScoreView(), 78, UNICODE)]
    return {line[:25].strip(): line[25:].replace("%", "").split() for (line,) in lines[1:]}


@pytest.mark.parametrize("by_hand", [False, True], ids=["split column", "by hand"])
def test_screen_shell_and_plain_numpy_agree_on_classes(nntui: Call, here: Path, by_hand: bool) -> None:
    frame = built_in("wine").frame
    parts = pl.Series("part", ["train", "train", "holdout"] * 60)[: frame.height]
    frame.with_columns(parts).write_csv("wine.csv")
    split = ("--ignore", "part", "--validation", "0") if by_hand else ("--split", "part")
    options = ("--target", "cultivar", *split, "--recipe", "good", "--epochs", "8", "--engine", "autograd", "--quiet")
    trained = told(nntui("train", "wine.csv", *options, "--json", "--out", "w.nntui").stdout)
    if by_hand:
        session = load(here / "w.nntui")
        save(replace(session, table=session.table.with_validation((parts == "holdout").to_list())), here / "w.nntui")
    found = told(nntui("evaluate", "w.nntui", "--json").stdout)
    held = frame.filter(parts == "holdout")
    held.write_csv("held.csv")
    rows = found["rows"]
    assert (rows["train"], rows["validation"]) == (frame.height - held.height, held.height)
    if not by_hand:
        assert found["metrics"] == trained["metrics"]
    answers = told(nntui("predict", "w.nntui", "--data", "held.csv", "--json").stdout)
    names = found["confusion"]["classes"]
    shares = np.array([[each[name] for name in names] for each in answers["probabilities"]])
    truth = np.array([names.index(str(cell)) for cell in held.get_column("cultivar").to_list()])
    right = shares.argmax(axis=1) == truth
    recall = [right[truth == code].mean() for code in np.unique(truth)]
    anew = {
        "accuracy": right.mean(),
        "balanced_accuracy": np.mean(recall),
        "log_loss": -np.log(shares[np.arange(len(truth)), truth]).mean(),
    }
    metrics = found["metrics"]["validation"]
    assert {name: metrics[name] for name in anew} == pytest.approx(anew, rel=1e-5)
    screen = shown_on_the_screen(here / "w.nntui")
    assert screen["right (accuracy)"][1] == percent(metrics["accuracy"], 1_000).removesuffix(" %")
    assert screen["log loss"][1] == f"{metrics['log_loss']:.3f}" == f"{anew['log_loss']:.3f}"
    assert screen["balanced accuracy"][1] == percent(float(anew["balanced_accuracy"]), 1_000).removesuffix(" %")
    assert screen["log loss"][2] == f"{found['baseline']['log_loss']:.3f}"
    assert screen["log loss"][3] == f"{found['linear']['validation']['log_loss']:.3f}"


PETS = "number,kind\n" + "".join(f"{n},{'cat' if n < 18 else 'cow'}\n" for n in range(36))


@pytest.fixture
def pets(nntui: Call, here: Path) -> str:
    (here / "pets.csv").write_text(PETS)
    nntui("train", "pets.csv", *QUICK, "--missing", "drop", "--out", "pets.nntui")
    return "pets.nntui"


def test_rows_that_cannot_be_used_are_counted_and_named(nntui: Call, here: Path, pets: str) -> None:
    (here / "new.csv").write_text("kind,number,more\ncat,1,a\ncow,,b\ncat,many,c\npig,3,d\n,4,e\ncow,30,f\n")
    result = nntui("evaluate", pets, "--data", "new.csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == "2 of 6 rows of new.csv are judged"
    lines = [line for line in result.stderr.splitlines() if "outside" not in line]
    assert lines == [
        "nntui: 1 row cannot be read: row 3, column number: 'many' is not a number",
        "nntui: 1 row lacks an input",
        "nntui: 2 rows do not have a class that was trained on in kind",
    ]
    rows = told(nntui("evaluate", pets, "--data", "new.csv", "--json").stdout)["rows"]
    counts = {key: rows[key] for key in ("data", "unreadable", "incomplete", "unlabelled")}
    assert counts == {"data": 2, "unreadable": 1, "incomplete": 1, "unlabelled": 2}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("number,more\n1,2\n", "new.csv: no column 'kind'; there are number, more"),
        ("kind,more\ncat,2\n", "new.csv: no column 'number'; there are kind, more"),
        (
            "number,kind\n1,pig\n",
            "new.csv: no row can be judged; 1 row does not have a class that was trained on in kind",
        ),
        (None, "new.csv: no such file"),
    ],
    ids=["no-target", "no-input", "no-row", "no-file"],
)
def test_a_file_that_cannot_be_judged_is_reported_in_one_line(
    nntui: Call, here: Path, pets: str, text: str | None, message: str
) -> None:
    if text is not None:
        (here / "new.csv").write_text(text)
    result = nntui("evaluate", pets, "--data", "new.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"nntui: {message}\n")


def test_a_session_that_was_never_trained_says_so(nntui: Call, here: Path) -> None:
    nntui("train", "xor", "--epochs", "0", "--engine", "autograd", "--out", "x.nntui")
    found = told(nntui("evaluate", "x.nntui", "--json").stdout)
    assert found["warnings"][0] == "not trained yet: these are the answers of the first weights"
    assert found["metrics"]["validation"] is None

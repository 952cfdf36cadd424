"""``nntui export``: what is written where, and what is refused in one line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.numpy import load

from nntui.drawings.formats import EVERY_EXPORT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


@pytest.fixture
def saved(nntui: Call, here: Path) -> str:
    nntui("train", "tutorial", "--epochs", "5", "--out", "t.nntui", "--quiet")
    return "t.nntui"


def test_a_script_is_written_replaced_and_shown(nntui: Call, here: Path, saved: str) -> None:
    (here / "t.py").write_text("old")
    assert (
        nntui("export", saved, "--out", "t.py").stdout
        == "script written to t.py, in place of the file that was there\n"
    )
    assert nntui("export", saved, "--out", "new.py").stdout == "script written to new.py\n"
    text = (here / "t.py").read_text(encoding="utf-8")
    assert nntui("export", saved).stdout == nntui("export", saved, "--out", "-").stdout == text
    names: dict[str, object] = {"__name__": "t"}
    exec(text, names)
    assert isinstance(names["W1"], torch.Tensor)


def test_weights_and_losses_are_written(nntui: Call, here: Path, saved: str) -> None:
    nntui("export", saved, "--format", "safetensors", "--out", "t.safetensors")
    found = load((here / "t.safetensors").read_bytes())
    assert {name: each.shape for name, each in found.items()} == {"W1": (2, 3), "W2": (3, 1)}
    lines = nntui("export", saved, "--format", "history").stdout.splitlines()
    assert lines[0] == "epoch,train_loss,validation_loss,seconds"
    assert len(lines) == 1 + 6


def test_first_weights_are_exported_and_said_to_be_so(nntui: Call, saved: str) -> None:
    nntui("train", "tutorial", "--epochs", "0", "--out", "new.nntui", "--quiet")
    done = nntui("export", "new.nntui")
    assert "never trained" in done.stdout
    assert done.stderr == "nntui: this session was never trained: its first weights are exported\n"


def test_help_names_each_format(nntui: Call) -> None:
    text = " ".join(nntui("export", "--help").stdout.split())
    assert all(f"{record.name} {record.help}" in text for record in EVERY_EXPORT.values())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--format", "scirpt"), "did you mean script?"),
        (("--format", "onnx2"), "choose one of script"),
        (("--out", "nowhere/x.py"), "cannot be written: No such file"),
        (("--out", "pipe"), "not a plain file"),
        (("--out", "."), "a folder"),
        (("--out", "t.nntui"), "the session itself"),
    ],
)
def test_a_refusal_is_one_line(nntui: Call, here: Path, saved: str, words: tuple[str, ...], message: str) -> None:
    os.mkfifo(here / "pipe")
    done = nntui("export", saved, *words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_training_that_is_not_repeated_is_told(nntui: Call, saved: str) -> None:
    assert nntui("export", saved, "--format", "training-script", "--out", "t.py").stderr == ""
    nntui("train", saved, "--lr", "0.3", "--epochs", "8", "--out", "u.nntui", "--quiet")
    done = nntui("export", "u.nntui", "--format", "training-script", "--out", "u.py")
    assert done.exit_code == 0
    assert done.stderr.startswith("nntui: the script ends with the training loss ")
    assert done.stderr.endswith("; its head says why\n")


def test_a_drawing_is_svg_or_text_by_the_ending_of_its_name_and_text_where_there_is_none(
    nntui: Call, here: Path, saved: str
) -> None:
    assert nntui("export", saved, "--format", "diagram", "--out", "d.svg").exit_code == 0
    assert (here / "d.svg").read_text().startswith("<?xml")
    assert nntui("export", saved, "--format", "diagram", "--out", "d.txt").exit_code == 0
    shown = nntui("export", saved, "--format", "diagram")
    assert shown.output == (here / "d.txt").read_text()
    refused = nntui("export", saved, "--format", "loss", "--out", "d.png")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "nntui: d.png: the name of a file for loss ends in .svg or .txt\n",
    )
    assert not (here / "d.png").exists()

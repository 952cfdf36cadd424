"""Trainings in the shell that are refused, and tables that try to do harm."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.cli.outputs import QUICK, json_object

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


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
def test_a_place_that_cannot_be_written_is_reported_before_training(
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


def test_a_pipe_is_no_place_for_a_session_and_for_the_losses_only_when_somebody_reads_it(
    nntui: Call, here: Path, line: Path
) -> None:
    os.mkfifo(here / "pipe.nntui")
    for option, message in (("--out", "not a plain file"), ("--history", "nobody reads this pipe")):
        told = nntui("train", "line.csv", *QUICK, option, "pipe.nntui")
        assert (told.exit_code, told.stdout) == (2, "")
        assert message in told.stderr
    with os.fdopen(os.open(here / "pipe.nntui", os.O_RDONLY | os.O_NONBLOCK)) as reader:
        assert nntui("train", "line.csv", *QUICK, "--history", "pipe.nntui").exit_code == 0
        assert reader.read().startswith("epoch,train_loss")


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
    assert json_object(result.stdout)["metrics"]["train"]["rmse"] is None

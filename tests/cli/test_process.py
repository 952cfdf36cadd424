"""The program as a shell runs it: signals, closed and full outputs."""

from __future__ import annotations

import csv
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from nntui.session.store.file import load
from tests import preloaded

PROGRAM = (sys.executable, "-m", "nntui")
ENDLESS = ("train", "xor", "--engine", "autograd", "--epochs", "1000000000", "--log-every", "1")


def wait_for(text: str, stream: IO[str] | None) -> None:
    assert stream is not None
    for line in stream:
        if line.startswith(text):
            return
    raise AssertionError(f"the program ended before it said {text}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_training_is_saved_and_told(here: Path, number: signal.Signals) -> None:
    words = (*ENDLESS, "--json", "--out", "x.nntui", "--history", "h.csv")
    reading, writing = os.pipe()
    with Path("output.json").open("w") as output, os.fdopen(reading) as log:
        program = preloaded.started(words, files=(0, output.fileno(), writing))
        os.close(writing)
        wait_for("#3 Loss: ", log)
        assert program.pid is not None
        os.kill(program.pid, number)
        assert all(line.startswith("#") for line in log)
        program.join()
    assert program.exitcode == 130
    told = json.loads(Path("output.json").read_text())
    assert (told["stopped"], told["session"]) == ("interrupted", "x.nntui")
    kept = load(here / "x.nntui").checkpoint
    assert kept is not None
    assert kept.epoch == told["epochs"] >= 3
    with (here / "h.csv").open(newline="") as file:
        assert [int(row["epoch"]) for row in csv.DictReader(file)] == list(range(kept.epoch + 1))


def test_a_reader_that_goes_away_ends_the_training_without_a_word(here: Path) -> None:
    with subprocess.Popen([*PROGRAM, *ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        wait_for("#3 Loss: ", program.stdout)
        assert program.stdout is not None
        program.stdout.close()
        assert program.stderr is not None
        assert program.stderr.read() == ""
    assert program.returncode == 0


def test_a_training_whose_log_nobody_reads_is_still_saved(here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = ("train", "xor", "--engine", "autograd", "--epochs", "20", "--log-every", "1", "--out", "x.nntui")
    ended = subprocess.run([*PROGRAM, *words], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")
    kept = load(here / "x.nntui").checkpoint
    assert kept is not None
    assert kept.epoch == 20


def test_a_full_disk_under_standard_output_is_one_line(here: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run([*PROGRAM, "datasets"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "nntui: standard output: No space left on device\n"


def test_a_terminal_that_knows_only_ascii_gets_ascii(here: Path) -> None:
    (here / "odd.csv").write_text("größe,y\n1,2\n2,3\n", encoding="utf-8")
    ended = subprocess.run(
        [*PROGRAM, "train", "odd.csv", "--target", "größe", "--epochs", "1", "--engine", "autograd"],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert "gr\\xf6\\xdfe" in ended.stdout.decode("ascii")


def test_too_little_memory_is_one_line(here: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (700_000_000, resource.RLIM_INFINITY))

    ended = subprocess.run([*PROGRAM, "train", "xor"], preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "nntui: this process may have 0.7 GB of memory (ulimit -v 683593), and needs 1.9 GB or more\n"
    )


def test_too_little_memory_for_a_table_is_one_line(here: Path) -> None:
    (here / "t.csv").write_text("a,b\n" + "1,1\n" * 6_000_000)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_910_000_000, resource.RLIM_INFINITY))

    ended = subprocess.run([*PROGRAM, "train", "t.csv"], preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ("of memory are needed to read it" in ended.stderr) or ("not enough memory for this table" in ended.stderr)
    assert len(ended.stderr.splitlines()) == 1

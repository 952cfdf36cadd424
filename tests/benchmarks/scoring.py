"""CPU time that a training on the screen takes an epoch with the score line, against the same without it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import ENDLESS, in_state, median, next_epoch, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 4
SETTLING, WATCHED = 3.0, 10.0
"""Seconds before the first look, and between the looks."""
TABLES = ("cars", "digits")
WITH = "from nntui.cli import start; start()"
WITHOUT = f"from nntui.ui.score.keeper import ScoreKeeper; ScoreKeeper.look = lambda keeper: None; {WITH}"
BUDGET = 1.02


def rows() -> Iterator[Row]:
    """For a small table and a larger one; with and without in turn, so that other work on the machine meets both."""
    for table in TABLES:
        scored, unscored = list[float](), list[float]()
        for number in range(ROUNDS):
            for program in (WITH, WITHOUT)[:: 1 if number % 2 else -1]:
                (scored if program is WITH else unscored).append(_cpu_an_epoch(table, program))
        ratios = [a / b for a, b in zip(scored, unscored, strict=True)]
        name = f"CPU time with the score line / without, {table}"
        yield Row(name, 1e6 * median(scored), 1e6 * median(unscored), "us/epoch", BUDGET, spread=spread(ratios))


def _cpu_an_epoch(table: str, program: str) -> float:
    """Seconds of CPU time an epoch, of all threads."""
    command = [sys.executable, "-c", program, table, *ENDLESS, "--schedule", "constant", "--fast", "--start"]
    with Recording(command) as recording:
        recording.wait_for(in_state("training"))
        begin, first = _look(recording, SETTLING)
        end, last = _look(recording, WATCHED)
        return (end - begin) / (last - first)


def _look(recording: Recording, seconds: float) -> tuple[float, int]:
    """After ``seconds``, the CPU time at which the header tells another epoch, and that epoch."""
    _, epoch = next_epoch(recording, seconds)
    return _cpu_seconds(recording.pid), epoch


def _cpu_seconds(process: int) -> float:
    """CPU time of ``process`` and its threads so far, by /proc."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

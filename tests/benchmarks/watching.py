"""Epochs a second with the screen on, against ``nntui train``, both by the clock on the wall."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import ENDLESS, NNTUI, PLAYGROUND, circle, in_state, median, next_epoch, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 3
SETTLING, WATCHED = 2.0, 6.0
"""Seconds before the first look, and between the looks."""
LOG_EVERY = {"fused": 2_000, "autograd": 10}


def rows() -> Iterator[Row]:
    """For each engine; one of each kind in turn, so that whatever else the machine does meets both."""
    with circle() as table:
        for engine, budget in (("fused", 0.95), ("autograd", 0.90)):
            watched, alone = [], []
            for _ in range(ROUNDS):
                alone.append(_without_screen(table, engine))
                watched.append(_with_screen(table, engine))
            ratios = [with_it / without for with_it, without in zip(watched, alone, strict=True)]
            name = f"screen on / nntui train, {engine}"
            yield Row(name, median(watched), median(alone), "epochs/s", budget, at_least=True, spread=spread(ratios))


def _with_screen(table: str, engine: str) -> float:
    with Recording([NNTUI, table, *PLAYGROUND, *ENDLESS, "--engine", engine, "--start"]) as recording:
        recording.wait_for(in_state("training"))
        begin, first = next_epoch(recording, SETTLING)
        end, last = next_epoch(recording, WATCHED)
        return (last - first) / (end - begin)


def _without_screen(table: str, engine: str) -> float:
    every = LOG_EVERY[engine]
    command = [NNTUI, "train", table, *PLAYGROUND, *ENDLESS, "--engine", engine, "--log-every", str(every)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        begin, first, deadline = 0.0, 0, float("inf")
        for line in process.stdout:
            now, epoch = time.perf_counter(), int(line[1:].split()[0])
            if not begin and epoch:
                deadline = now + SETTLING
                begin, first = now, epoch
            elif now > deadline and deadline < begin + SETTLING + 1:
                begin, first, deadline = now, epoch, now + WATCHED
            elif now > deadline:
                process.kill()
                return (epoch - first) / (now - begin)
    raise AssertionError(f"{' '.join(command)} ended by itself")

"""Memory that a million epochs of the tutorial take, with the screen on and without."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import NNTUI, epoch_of

if TYPE_CHECKING:
    from collections.abc import Iterator

WARM, LAST = 50_000, 1_050_000
"""The epochs between which memory is compared: by the first of them everything is loaded and every buffer is full."""
BUDGET = 5.0
OPTIONS = ["--epochs", "2000000", "--engine", "fused"]


def rows() -> Iterator[Row]:
    """Megabytes by which the process grew."""
    with Recording([NNTUI, "tutorial", *OPTIONS, "--start"]) as recording:
        before = _at_epoch(recording, WARM)
        after = _at_epoch(recording, LAST)
    yield Row("memory growth over 1M epochs, screen on", after - before, None, "MB", BUDGET)
    before, after = _without_screen()
    yield Row("memory growth over 1M epochs, nntui train", after - before, None, "MB", BUDGET)


def _at_epoch(recording: Recording, epoch: int) -> float:
    recording.wait_for(lambda screen: epoch_of(screen) >= epoch)
    return _megabytes(recording.pid)


def _without_screen() -> tuple[float, float]:
    command = [NNTUI, "train", "tutorial", *OPTIONS, "--log-every", "10000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        before = 0.0
        for line in process.stdout:
            epoch = int(line[1:].split()[0])
            if epoch >= WARM and not before:
                before = _megabytes(process.pid)
            if epoch >= LAST:
                after = _megabytes(process.pid)
                process.kill()
                return before, after
    raise AssertionError("ended too early")


def _megabytes(process: int) -> float:
    """Memory of ``process`` that is resident, by /proc."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

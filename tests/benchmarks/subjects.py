"""The subjects of the benchmarks: command, network and table; and how repeated measurements are put together."""

from __future__ import annotations

import math
import os
import random
import re
import shutil
import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.benchmarks.recording import Recording

NNTUI = os.environ.get("NNTUI", shutil.which("nntui") or "nntui")
"""The command that is measured: the one that the shell finds, unless the environment names another."""
PLAYGROUND = [
    *("--hidden", "4,2", "--activation", "tanh", "--batch", "10"),
    *("--lr", "0.03", "--loss", "mse", "--optimizer", "sgd"),
]
"""The network that budgets are told for: 2-4-2-1."""
ENDLESS = ["--epochs", "1000000000"]
OVER_SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


@contextmanager
def circle() -> Iterator[str]:
    """The path of a table of 250 points within and around a circle."""
    numbers = random.Random(0)
    lines = ["x1,x2,inside"]
    for _ in range(250):
        inside = numbers.random() < 0.5
        angle, distance = numbers.uniform(0, math.tau), numbers.uniform(0, 2.5) if inside else numbers.uniform(3.5, 5)
        lines.append(f"{distance * math.cos(angle):.4f},{distance * math.sin(angle):.4f},{1 if inside else -1}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "circle.csv"
        path.write_text("\n".join(lines) + "\n")
        yield str(path)


def epoch_of(screen: str) -> int:
    """The epoch that the header tells; -1 where it tells none."""
    found = re.search(r"epoch +([\d,]+)/", screen)
    return int(found[1].replace(",", "")) if found else -1


def in_state(state: str) -> Callable[[str], bool]:
    """Tells of a screen whether its header says ``state``, "training" say, before the epoch."""
    pattern = re.compile(rf" {state}\b.* epoch ")
    return lambda screen: pattern.search(screen.partition("\n")[0]) is not None


def next_epoch(recording: Recording, seconds: float) -> tuple[float, int]:
    """After ``seconds``, the next time at which the header tells another epoch, and that epoch."""
    time.sleep(seconds)
    recording.skip()
    before = epoch_of(recording.screen)
    came = recording.wait_for(lambda screen: epoch_of(screen) != before)
    return came, epoch_of(recording.screen)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values`` that is not exceeded by that share of them."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def spread(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest."""
    return min(values), max(values)

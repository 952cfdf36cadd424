"""Memory that reading a CSV of 1,000,000 x 10 takes at its most, against what the file takes on the disk."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

HEIGHT = 1_000_000
BUDGET = 3.0
READ = """
import pathlib, re, sys
from nntui.data.reading import first_rows, read
peak = lambda: int(re.search(r"VmHWM:\\s*(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1e3
first_rows(sys.argv[1])
before = peak()
table = read(sys.argv[1]).table
print(peak() - before)
"""


def rows() -> Iterator[Row]:
    """Megabytes above those of a process that has read the first rows, in a fresh process each, by /proc."""
    random = np.random.default_rng(0)
    numbers = {f"number{index}": random.normal(size=HEIGHT).round(4) for index in range(10)}
    words = {f"number{index}": numbers[f"number{index}"] for index in range(5)} | {
        "count": random.integers(0, 1000, HEIGHT),
        "group": np.array([f"group {index}" for index in range(50)])[random.integers(0, 50, HEIGHT)],
        "member": np.array(["yes", "no"])[random.integers(0, 2, HEIGHT)],
        "id": [f"id{row:07d}" for row in range(HEIGHT)],
        "remark": [f"some longer words of row number {row}" for row in range(HEIGHT)],
    }
    for name, columns in (("of numbers", numbers), ("half of words", words)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.csv"
            pl.DataFrame(columns).write_csv(path)
            taken, size = _peak(path), path.stat().st_size / 1e6
        yield Row(f"memory to read 1M x 10 {name}, against the file", taken, size, "MB", BUDGET)


def _peak(path: Path) -> float:
    done = subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True)
    return float(done.stdout)

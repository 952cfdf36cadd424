"""``python -m tests.large_table --rows 50000000 --memory 4``: trains on a table that the memory allowed cannot hold.

Writes a table of numbers in Parquet files, trains on it in a process of that much memory (``ulimit -v``), and prints
the most memory that was used, the time, and the score.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

FILE_ROWS = 1_000_000


def write_table(folder: Path, rows: int, columns: int) -> None:
    """Files of at most a million rows, whose last column is a smooth function of three others with noise."""
    for number, start in enumerate(range(0, rows, FILE_ROWS)):
        numbers = np.random.default_rng(number)
        count = min(FILE_ROWS, rows - start)
        cells = numbers.standard_normal((columns - 1, count), dtype=np.float32)
        answer = np.sin(cells[0]) + cells[1] * cells[2] + 0.1 * numbers.standard_normal(count)
        frame = pl.DataFrame({f"x{at}": each for at, each in enumerate(cells)}).with_columns(y=answer)
        frame.write_parquet(folder / f"{number:04}.parquet")


def train(folder: Path, memory: float, options: list[str]) -> None:
    """Train on the files, and print what came of it."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "nntui", "train", str(folder), "--json", *options],
        stdout=subprocess.PIPE,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (int(memory * 1e9),) * 2),
    )
    seconds = time.monotonic() - start
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e9
    print(f"status {done.returncode}, {seconds:,.0f} s, at most {most:.2f} GB in memory")
    if done.returncode == 0:
        found = json.loads(done.stdout)
        parts = {name: found[name] for name in ("rows", "network", "epochs", "seconds", "metrics", "notes")}
        print(json.dumps(parts, indent=1))


def main() -> None:
    """Write and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--memory", type=float, default=4.0, help="GB")
    parser.add_argument("options", nargs="*", help="options of nntui train, after --")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        write_table(Path(folder), asked.rows, asked.columns)
        train(Path(folder), asked.memory, asked.options)


if __name__ == "__main__":
    main()

"""A table of 1,000,000 x 10: from the command to its first rows on the screen, a cell edited, a row inserted."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import NNTUI, median, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

HEIGHT, WIDTH = 1_000_000, 10
ROUNDS = 3
EDITS = 10


def rows() -> Iterator[Row]:
    """Seconds to the first rows; milliseconds from the key that keeps an edit, or adds a row, to the screen."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        _write(path)
        begun, opened, edited, inserted = [], [], [], []
        for _ in range(ROUNDS):
            with Recording([NNTUI, str(path)], columns=120, rows=40) as recording:
                begun.append(recording.wait_for("column0") - recording.begun)
                opened.append(recording.wait_for(f"of {HEIGHT:,}") - recording.begun)
                recording.wait_for(" ready ")
                recording.type("z")  # the line under the table says most where it is widest
                recording.wait_for(f"row 1 of {HEIGHT:,}")
                edited.append(median([_edit(recording, number) for number in range(EDITS)]))
                inserted.append(median([_insert(recording, number) for number in range(EDITS)]))
    read = f"all rows after {median(opened):.3g} s ({min(opened):.3g} to {max(opened):.3g})"
    yield Row(f"open {HEIGHT:,} x {WIDTH}: first rows", median(begun), None, "s", 1.5, spread=spread(begun), note=read)
    yield Row("edit a cell of it, key to screen", median(edited), None, "ms", 60, spread=spread(edited))
    yield Row("insert a row into it, key to screen", median(inserted), None, "ms", 60, spread=spread(inserted))


def _edit(recording: Recording, number: int) -> float:
    """Type a number over the first cell, and keep it: then the line under the table tells it."""
    time.sleep(0.5)
    recording.type(f"{77_000 + number}")
    recording.wait_for(f"{77_000 + number}")
    return _until(recording, "\r", f"column0 {77_000 + number}")


def _insert(recording: Recording, number: int) -> float:
    time.sleep(0.5)
    return _until(recording, "a", f"of {HEIGHT + number + 1:,}")


def _until(recording: Recording, key: str, what: str) -> float:
    pressed = recording.type(key)
    return 1000 * (recording.wait_for(what) - pressed)


def _write(path: Path) -> None:
    import numpy as np

    numbers = np.random.default_rng(0).normal(size=(HEIGHT, WIDTH)).round(4).astype(str)
    with path.open("w") as file:
        file.write(",".join(f"column{index}" for index in range(WIDTH)) + "\n")
        file.write("\n".join(map(",".join, numbers)) + "\n")
